"""“I know someone in this”: the case goes back and does not exist any more for whoever said so."""

from datetime import datetime

from django.db import transaction

from cases.domain.access import case_for_work
from cases.domain.claiming import finish
from cases.domain.refusals import NotThere, Refused
from cases.domain.timeline import write_entry
from cases.domain.transitions import move
from cases.enums import Move, State
from cases.models import Account, Case
from cases.permissions import may_lift_recusal, may_work
from cases.queries.absence import is_there


def recuse(case_id: int, *, note: str = "", by: Account, now: datetime) -> Case:
    """`by` knows someone in this: a case that they have returns to the queue, its clock as it was, and from now on no
    list, count, search, page or alarm shows it to them.

    A second call finds nothing: the case does not exist for them (`NotThere`). Raises `Refused` where nobody else who
    is there could work on it: hidden from all it would wait unseen.
    """
    with transaction.atomic():
        case = case_for_work(case_id, by=by)
        case.recused = sorted({*case.recused, by.pk})
        if not _can_anybody_work(case, now):
            raise Refused("Nobody else of your unit who is there could work on this case. Ask an administrator first.")
        if case.officer_id == by.pk and case.state in (State.IN_PROGRESS, State.WAITING):
            _give_back(case)
        finish(case, "recused", by=by, now=now, note=note.strip())
    return case


def lift_recusal(case_id: int, username: str, *, reason: str, by: Account, now: datetime) -> Case:
    """A supervisor shows the case again to somebody who was wrong about knowing someone in it. Nobody gets it by that.

    A second call changes nothing. Raises `Refused` without a reason, `NotThere` for whoever may not say so.
    """
    if not reason.strip():
        raise Refused("Write why they may see the case again.", about="reason")
    with transaction.atomic():
        case = case_for_work(case_id, by=by)
        if not may_lift_recusal(by, case):
            raise NotThere
        account = Account.objects.filter(username=username, pk__in=case.recused).first()
        if account is None:
            return case
        case.recused = [one for one in case.recused if one != account.pk]
        finish(case, "recusal_lifted", by=by, now=now, note=reason.strip(), account=account.username)
    return case


def hide_from_whoever_knows(case: Case, other: Case, *, by: Account, now: datetime) -> None:
    """Whoever knows someone in `other`, or is involved in it, does not see `case` either, which takes a report of it; the
    caller saves."""
    added = {*other.recused, *other.hidden_from} - {*case.recused, *case.hidden_from}
    case.recused = sorted({*case.recused, *other.recused})
    case.hidden_from = sorted({*case.hidden_from, *other.hidden_from})
    if not added:
        return
    if not _can_anybody_work(case, now):
        raise Refused("Nobody of your unit who is there could work on the case with this report in it.")
    if case.officer_id in added and case.state in (State.IN_PROGRESS, State.WAITING):
        _give_back(case)
        write_entry(case, "handed_back", by=by, now=now)


def _give_back(case: Case) -> None:
    move(case, Move.HAND_BACK)
    case.officer, case.waiting_until, case.waiting_for = None, None, ""


def _can_anybody_work(case: Case, now: datetime) -> bool:
    return any(may_work(one, case) for one in Account.objects.filter(is_there(now), unit=case.unit_id))
