"""The rota of the next days in words: who, and where nobody is."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from cases.desk.presenters import labels, times
from cases.enums import Shift, Trouble
from cases.models import Account, DutyShift
from cases.permissions import may_keep_rota
from cases.queries.absence import is_absent
from cases.queries.duty_gaps import Span, gaps_between

AHEAD = timedelta(days=7)


@dataclass(frozen=True)
class Turn:
    """A shift, or (without `who`) a time at which nobody is there."""

    who: str
    span: str
    is_now: bool = False
    is_absent: bool = False
    id: int = 0
    may_remove: bool = False


@dataclass(frozen=True)
class Rota:
    """One kind of shift over the next days, in the order of time, gaps where they are."""

    kind: str
    turns: list[Turn]
    gaps: int


def rotas(shifts: list[DutyShift], account: Account, now: datetime) -> list[Rota]:
    """Duty desk and supervisors on call."""
    return [_rota(kind, [one for one in shifts if one.kind == kind], account, now) for kind in Shift]


def trouble(found: Trouble) -> str:
    """What is wrong, and what to do."""
    return {
        Trouble.NOBODY_ON_DUTY: _(
            "Nobody is on duty: alarms go to the supervisor on call at once. Supervisors enter shifts below."
        ),
        Trouble.NO_DEFAULT_UNIT: _("No unit is named for new cases: none can be opened. Tell the administrator."),
        Trouble.EVERYBODY_ABSENT: _(
            "Everybody of a unit with work is marked absent or disabled. Give the work to others."
        ),
    }[found]


def spans(gaps: list[Span]) -> list[str]:
    """Times at which nobody would be there."""
    return [_span(begins, ends) for begins, ends in gaps]


def _rota(kind: Shift, shifts: list[DutyShift], account: Account, now: datetime) -> Rota:
    gaps = list(gaps_between(shifts, kind, now, now + AHEAD))
    turns = [(begins, Turn("", _span(begins, ends))) for begins, ends in gaps]
    turns += [(shift.starts_at, _turn(shift, account, now)) for shift in shifts]
    return Rota(labels.shift(kind), [turn for _at, turn in sorted(turns, key=lambda one: one[0])], len(gaps))


def _turn(shift: DutyShift, account: Account, now: datetime) -> Turn:
    who = shift.account
    return Turn(
        who=who.known_as,
        span=_span(shift.starts_at, shift.ends_at),
        is_now=shift.starts_at <= now < shift.ends_at,
        is_absent=is_absent(who, max(shift.starts_at, now)),
        id=shift.pk,
        may_remove=may_keep_rota(account) and who.unit_id == account.unit_id,
    )


def _span(begins: datetime, ends: datetime) -> str:
    return _("%(begins)s to %(ends)s") % {"begins": times.moment(begins), "ends": times.moment(ends)}
