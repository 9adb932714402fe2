"""Passing a case to another force: it stays ours until they give a name and a number."""

from datetime import datetime
from typing import cast

from django.db import transaction

from cases.domain import asking
from cases.domain.access import case_for_work
from cases.domain.closing import close_case, what_blocks_closing
from cases.domain.commitments import keep_due_time, owe_next_action_if_nothing_is_owed
from cases.domain.refusals import NotThere, Refused, missing_of, refuse_missing
from cases.domain.timeline import write_entry
from cases.enums import OrganisationKind, PassingOn, State
from cases.models import Account, Case, Organisation, Transfer

_WORKED_ON = (State.IN_PROGRESS, State.WAITING)


def ask_force(case_id: int, *, force: Organisation | None, reason: str, by: Account, now: datetime) -> Transfer:
    """Ask another force to take the case. It stays ours, with all that is owed; their answer is a task of ours.

    Raises `Refused` without a reason, for an organisation that is no force, and while another one has not answered:
    so a second call asks nobody.
    """
    is_force = force is not None and force.kind == OrganisationKind.FORCE and force.is_active
    choose, write = "Choose a force from the list.", "Write why the case is theirs."
    refuse_missing(missing_of((is_force, choose, "force"), (reason.strip(), write, "reason")))
    force = cast(Organisation, force)
    with transaction.atomic():
        case = case_for_work(case_id, by=by, states=_WORKED_ON)
        earlier = Transfer.objects.filter(case=case, outcome="").select_related("force").first()
        if earlier:
            raise Refused(f"{earlier.force} has been asked already. Enter their answer first.")
        transfer = Transfer.objects.create(
            case=case, force=force, reason=reason.strip(), asked_by=by, asked_at=now,
            commitment=asking.owe_answer(case, what=_asks(force), now=now),
        )  # fmt: skip
        write_entry(case, "transfer_asked", by=by, now=now, note=reason.strip(), to=force.name)
        asking.log(case, "transfer.ask", by=by, now=now, transfer=transfer.pk)
        keep_due_time(case, now=now)
    return transfer


def answer_transfer(
    case_id: int,
    transfer_id: int,
    *,
    outcome: str,
    answered_name: str = "",
    number: str = "",
    note: str = "",
    by: Account,
    now: datetime,
) -> Case:
    """Enter the force's answer. Taken over takes a name and a number; the case then closes as `transferred`.

    Where something is missing for closing (a reading, the decision, an answer to the person) the answer is kept, the
    case stays open, and `close_transferred` closes it later. Raises `Refused` where an answer was entered before, and
    for what the outcome demands.
    """
    if outcome == PassingOn.ACCEPTED:
        who, what = "Enter who takes it there.", "Enter their number."
        refuse_missing(
            missing_of(
                (answered_name.strip(), f"{who} Until then the case stays ours.", "answered_name"),
                (number.strip(), f"{what} Until then the case stays ours.", "number"),
            )
        )
    with transaction.atomic():
        case = case_for_work(case_id, by=by)
        transfer = _transfer(case, transfer_id)
        asking.enter_answer(
            transfer, outcome=outcome, answered_name=answered_name, number=number, note=note, by=by, now=now
        )
        owe_next_action_if_nothing_is_owed(case, now=now)
        write_entry(
            case, "transfer_answered", by=by, now=now, note=note.strip(), to=transfer.force.name, outcome=outcome,
            name=transfer.answered_name, number=transfer.number,
        )  # fmt: skip
        asking.log(case, "transfer.answer", by=by, now=now, transfer=transfer.pk)
        keep_due_time(case, now=now)
        if outcome == PassingOn.ACCEPTED and case.state in _WORKED_ON and not what_blocks_closing(case):
            return close_transferred(case_id, transfer_id, by=by, now=now)
    return case


def close_transferred(case_id: int, transfer_id: int, *, by: Account, now: datetime) -> Case:
    """Close a case that a force has taken over, with its name and number.

    Raises `Refused` where they have not taken it, and with a sentence for what closing still misses.
    """
    with transaction.atomic():
        case = case_for_work(case_id, by=by, states=_WORKED_ON)
        transfer = _transfer(case, transfer_id)
        if transfer.outcome != PassingOn.ACCEPTED:
            raise Refused("They have not taken the case over. It stays ours.")
        details = {"force": transfer.force.name, "number": transfer.number}
        close_case(case_id, closing_reason="transferred", details=details, by=by, now=now)
        case.refresh_from_db()
    return case


def remind_force(case_id: int, transfer_id: int, *, by: Account, now: datetime) -> Transfer:
    """The force was reminded: the task comes back after two more working days. Raises `Refused` once they answered."""
    with transaction.atomic():
        case = case_for_work(case_id, by=by, states=_WORKED_ON)
        transfer = _transfer(case, transfer_id)
        asking.ask_once_more(transfer, what=_asks(transfer.force), by=by, now=now)
        write_entry(case, "reminded", by=by, now=now, to=transfer.force.name)
        asking.log(case, "transfer.remind", by=by, now=now, transfer=transfer.pk)
        keep_due_time(case, now=now)
    return transfer


def _asks(force: Organisation) -> str:
    return f"Ask {force.name} whether they take the case"


def _transfer(case: Case, transfer_id: int) -> Transfer:
    transfer = Transfer.objects.select_for_update().filter(pk=transfer_id, case=case).first()
    if transfer is None:
        raise NotThere
    return transfer
