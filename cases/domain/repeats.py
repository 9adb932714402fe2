"""A victim or a place that comes again brings the reading of a report forward: a suggestion, with its reason."""

from datetime import datetime, timedelta

from cases.domain.commitments import bring_reading_forward, keep_due_time
from cases.domain.timeline import write_entry
from cases.enums import OPEN_STATES
from cases.models import Case, Reading
from cases.queries.repeats import earlier_of_the_place, earlier_of_the_same_contact

SAME_PERSON, SAME_PLACE = timedelta(days=365), timedelta(days=90)
RAISED = "raised_for_repeat"
_NUMBERS = {2: "second", 3: "third", 4: "fourth", 5: "fifth", 6: "sixth", 7: "seventh", 8: "eighth", 9: "ninth"}


def raise_for_repeats(case_id: int, *, now: datetime) -> bool:
    """Raise an unread case from `standard` to `high` when the same person, or the same place, has come before.

    One that is higher already gets the reason beside its others. Part of the caller's transaction. Never lowers, never
    rings, and leaves alone what a person has read or set. A second call changes nothing. Returns whether it did anything.
    """
    case = Case.objects.select_for_update().get(pk=case_id)
    if case.state not in OPEN_STATES or case.timeline.filter(what=RAISED).exists():
        return False
    if Reading.objects.filter(report=case.opened_for_id).exists() or case.timeline.filter(what="priority").exists():
        return False
    reason = _reason(case)
    if not reason:
        return False
    if case.priority == "standard":
        case.priority = "high"
    case.priority_reason = " ".join(filter(None, [reason, case.priority_reason]))[:300]
    bring_reading_forward(case, now=now)
    write_entry(case, RAISED, by=None, now=now, note=reason, priority=case.priority)
    keep_due_time(case, now=now)
    return True


def _reason(case: Case) -> str:
    before = earlier_of_the_same_contact(case, since=case.received_at - SAME_PERSON)
    if before:
        return f"The same person reports for the {_nth(before + 1)} time in {SAME_PERSON.days} days."
    before = earlier_of_the_place(case, since=case.received_at - SAME_PLACE)
    if before > 1:
        return f"This may be the {_nth(before + 1)} report of one pattern in {SAME_PLACE.days} days."
    return ""


def _nth(number: int) -> str:
    return _NUMBERS.get(number, f"{number}th")
