"""Cases that only named readers may know of: somebody of the police is involved. Set by a person, and by nothing else."""

from datetime import datetime

from django.db import transaction

from cases.domain.access import case_for_work
from cases.domain.audit import record_event
from cases.domain.commitments import keep_due_time, owe_next_action_if_nothing_is_owed
from cases.domain.moving import put_before
from cases.domain.refusals import NotThere, Refused
from cases.domain.timeline import write_entry
from cases.enums import State
from cases.models import Account, Case, Unit
from cases.permissions import may_lift_restriction
from cases.queries.readers import police_unit, readers

_NOT_EMPTIED = tuple(state for state in State if state != State.EMPTIED)


def mark_involved(case_id: int, *, who: str = "", reason: str, by: Account, now: datetime) -> Case:
    """Restrict the case, because somebody of the police is involved; hide it from that person, if they have an account.

    It goes past their unit to the one for reports about the police, or where there is none stays with the named readers
    of its own; who had it and may not know of it any more gives it up. Every commitment keeps its time. A second call
    with the same person changes nothing. Raises `Refused` without a reason, for a user name that there is not, and
    where nobody would be left who may read the case.
    """
    if not reason.strip():
        raise Refused("Write how they are involved.", about="reason")
    with transaction.atomic():
        case = case_for_work(case_id, by=by, states=_NOT_EMPTIED)
        person = _account_of(who)
        is_new = person is not None and person.pk not in case.hidden_from
        if case.is_restricted and not is_new:
            return case
        hidden = [*case.hidden_from, person.pk] if person is not None and is_new else list(case.hidden_from)
        before, unit = case.unit, _unit_for(case, hidden)
        case.is_restricted, case.hidden_from = True, hidden
        put_before(case, unit)
        owe_next_action_if_nothing_is_owed(case, now=now)
        who_is_meant = person.username if person is not None else ""
        write_entry(
            case, "involved", by=by, now=now, note=reason.strip(), officer=who_is_meant,
            **{"from": before.name, "to": unit.name},
        )  # fmt: skip
        record_event(
            account=by, action="case.restrict", address="", references=[case.reference], reason=reason.strip(),
            details={"officer": who_is_meant, "to": unit.key}, now=now,
        )  # fmt: skip
        keep_due_time(case, now=now)
    return case


def lift_restriction(case_id: int, *, reason: str, by: Account, now: datetime) -> Case:
    """The case is restricted no more and hidden from nobody; it stays with its unit, which may then move it.

    A second call changes nothing. Raises `Refused` without a reason, `NotThere` for who is no named reader.
    """
    if not reason.strip():
        raise Refused("Write why everybody of the unit may know of it.", about="reason")
    with transaction.atomic():
        case = case_for_work(case_id, by=by, states=_NOT_EMPTIED)
        if not case.is_restricted:
            return case
        if not may_lift_restriction(by, case):
            raise NotThere
        case.is_restricted, case.hidden_from = False, []
        write_entry(case, "restriction_lifted", by=by, now=now, note=reason.strip())
        record_event(
            account=by, action="case.lift_restriction", address="", references=[case.reference],
            reason=reason.strip(), now=now,
        )  # fmt: skip
        keep_due_time(case, now=now)
    return case


def _account_of(who: str) -> Account | None:
    if not who.strip():
        return None
    person = Account.objects.filter(username__iexact=who.strip()).first()
    if person is None:
        raise Refused("There is no account with this user name: check it, or leave it empty.", about="who")
    return person


def _unit_for(case: Case, hidden: list[int]) -> Unit:
    unit = police_unit(hidden_from=hidden)
    if unit is not None:
        return unit
    if readers().filter(unit=case.unit_id).exclude(pk__in=hidden).exists():
        return case.unit
    raise Refused("Nobody else is named to read restricted cases: ask an administrator to name somebody first.")
