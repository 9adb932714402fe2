"""The machine's voice: a suggestion beside the others, which changes order and never visibility."""

import hashlib
import hmac
import logging
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from cases.domain.commitments import bring_reading_forward, keep_due_time
from cases.domain.danger import bring_answer_forward, ring_for
from cases.domain.extraction import keep_identifiers
from cases.domain.intake import NOT_SORTED, WEIGH_MESSAGE, WEIGH_WISH
from cases.domain.labelling import label
from cases.domain.lanes import may_be_held
from cases.domain.likeness import owe_finding
from cases.domain.model_in_force import model_in_force, switch_in_force
from cases.domain.routing import route_case
from cases.domain.timeline import write_entry
from cases.domain.wishes import owe_answer_to
from cases.engine.categorise import Categorisation, categorise
from cases.engine.entities import extract
from cases.engine.hard_words import hard_spans
from cases.engine.model import DamagedModelError
from cases.enums import OPEN_STATES, Lane, Speaker
from cases.models import Case, Voice
from reporting.domain import outbox
from reporting.domain.alarms import is_of_old, raise_alarm
from reporting.enums import AlarmCause
from reporting.models import Alarm, Message, Outbox, Report, Wish
from reporting.taxonomy import PRIORITIES

_log = logging.getLogger("heard.categorisation")
_ORDER = list(PRIORITIES)  # most pressing first
_OF_A_MESSAGE = "A message from the person:"
_BLIND_SHARE = 20  # one suggestion in twenty is hidden until the officer has chosen


def categorise_report(report_id: int, *, now: datetime) -> Voice:
    """Ask the machine about a report and keep what it says as one voice; the cases that hold it are ordered anew.

    Guarantees: one suggestion for each report, model version and switch; an officer's own strands, kinds and priority stand;
    priority is only ever raised, and `immediate` rings; the routing rules are asked anew. A second call with the same
    model returns the voice there is.
    What of this work was left to a person is done with it.
    Raises `LeftToAPerson` when the model file is damaged.
    """
    report = Report.objects.get(pk=report_id)
    switch = switch_in_force()
    suggestion = _ask(report.words, ticked=report.perceived_strands)
    entities, identifiers = extract(report.words)
    with transaction.atomic():
        voice, is_new = Voice.objects.get_or_create(
            report=report,
            speaker=Speaker.MACHINE,
            by=suggestion.model,
            switch=switch.pk if switch else 0,
            defaults={
                "at": now,
                "strands": [one.key for one in suggestion.strands],
                "kinds": [one.key for one in suggestion.kinds],
                "priority": suggestion.priority.level,
                "language": suggestion.language,
                "details": {
                    **suggestion.as_dict(details=True),
                    "entities": [entity._asdict() for entity in entities],
                    "hard": [list(span) for span in hard_spans(report.words)],
                },
                "is_blind": is_blind(report.reference),
            },
        )
        if is_new:
            keep_identifiers(report, identifiers)
            for opened in Case.objects.filter(opened_for=report).values_list("pk", flat=True):
                owe_finding(opened, now=now)
            held = Case.objects.select_for_update().filter(
                links__report=report, links__detached_at=None, state__in=OPEN_STATES
            )
            for case in held.order_by("pk"):
                _apply(case, report, suggestion, now=now)
        outbox.close("cases.categorise", report.pk, now=now)
    return voice


def weigh_message(message_id: int, *, now: datetime) -> None:
    """Raise the cases of a message that the machine finds more urgent than they are, and bring its answer forward.

    What is `immediate` rings, also where somebody looks after the alarm already, unless it rang when the message was
    taken. Any other priority that a person set stands. A second call changes nothing.
    Raises `LeftToAPerson` when the model file is damaged.
    """
    _weigh(Message.objects.get(pk=message_id), now=now)


def weigh_wish(wish_id: int, *, now: datetime) -> None:
    """The same for what somebody wrote with a wish. Where it rings they are owed an answer, also on a closed case."""
    _weigh(Wish.objects.get(pk=wish_id), now=now)


def _weigh(message: Message | Wish, *, now: datetime) -> None:
    priority = _ask(message.words).priority
    rings = PRIORITIES[priority.level].rings
    with transaction.atomic():
        held = Case.objects.select_for_update().filter(links__report_id=message.report_id, links__detached_at=None)
        if rings and Alarm.objects.filter(report_id=message.report_id, raised_at__gte=message.sent_at).exists():
            return
        for case in held.order_by("pk"):
            if rings and isinstance(message, Wish):
                owe_answer_to(case, message, now=now)
            if case.state not in OPEN_STATES:
                continue
            if rings:
                ring_for(case, message, cause=AlarmCause.MACHINE, now=now)
            elif _may_raise(case, priority.level):
                said = " ".join(reason.text for reason in priority.reasons)
                case.priority, case.priority_reason = priority.level, f"{_OF_A_MESSAGE} {said}"[:300]
                which: dict[str, Any] = {"wish" if isinstance(message, Wish) else "message": message.pk}
                write_entry(case, "message_weighed", by=None, now=now, priority=case.priority, **which)
                bring_answer_forward(case, message, now=now)
            else:
                continue
            keep_due_time(case, now=now)


def left_unasked(*, before: datetime, now: datetime, most: int = 20) -> list[tuple[int, str]]:
    """Outbox rows of before this time by which the machine is to be asked and no worker has, with their tasks; the newest first.

    Behind a backlog what has just come in is asked about all the same. What has failed rests until it is due again.
    """
    left = Outbox.objects.unfinished().filter(task__in=_ASKS, created_at__lt=before, needs_person=False)
    left = left.filter(Q(failures=0) | Q(due_at__lte=now))
    return list(left.order_by("-pk").values_list("pk", "task")[:most])


def ask_what_was_left(outbox_id: int, task: str, *, now: datetime) -> bool:
    """Do what a row of `left_unasked` owes; False when a worker did it, or is at it."""
    return outbox.finish(outbox_id, lambda subject: _ASKS[task](subject, now=now), now=now)


def _ask(words: str, *, ticked: Sequence[str] = ()) -> Categorisation:
    try:
        return categorise(words, ticked=ticked, near=True, model=model_in_force())
    except DamagedModelError as error:
        _log.error("%s", error)  # names the file and its checksum, nothing of the words
        raise outbox.LeftToAPerson from None


_ASKS: Final[dict[str, Callable[..., Any]]] = {
    "cases.categorise": categorise_report,
    WEIGH_MESSAGE: weigh_message,
    WEIGH_WISH: weigh_wish,
}


def is_blind(reference: str) -> bool:
    """Whether the suggestion for this report is one of the random 5 %: drawn by a key, so nobody can choose it."""
    drawn = hmac.digest(settings.TRACE_KEY, f"blind {reference}".encode(), hashlib.sha256)
    return int.from_bytes(drawn[:4]) % _BLIND_SHARE == 0


def _apply(case: Case, report: Report, suggestion: Categorisation, *, now: datetime) -> None:
    """Order the case anew by what was suggested, as long as nobody has read the report or decided."""
    if case.needs_person == NOT_SORTED:
        case.needs_person = ""
    label(case)
    is_untouched = not case.is_labelled and not report.readings.exists()
    if is_untouched:
        _raise_priority(case, report, suggestion, now=now)
    write_entry(
        case, "categorised", by=None, now=now, report=report.reference, model=suggestion.model, priority=case.priority
    )
    if is_untouched:
        if case.opened_for_id == report.pk:
            case.language = suggestion.language
        if suggestion.form_abuse.is_likely and case.opened_for_id == report.pk and may_be_held(case):
            # The same clock and the same queue: the lane only says what the machine suspects.
            case.lane = Lane.HELD
            reasons = " ".join(suggestion.form_abuse.reasons)
            write_entry(case, "held", by=None, now=now, note=reasons, model=suggestion.model)
    route_case(case, now=now)
    keep_due_time(case, now=now)


def _may_raise(case: Case, level: str) -> bool:
    """Whether this is more pressing than what the case has, and no person has set that."""
    return _ORDER.index(level) < _ORDER.index(case.priority) and not case.timeline.filter(what="priority").exists()


def _raise_priority(case: Case, report: Report, suggestion: Categorisation, *, now: datetime) -> None:
    level = suggestion.priority.level
    if not _may_raise(case, level):
        return
    case.priority = level
    case.priority_reason = " ".join(reason.text for reason in suggestion.priority.reasons)[:300]
    bring_reading_forward(case, now=now)
    if PRIORITIES[level].rings and not is_of_old(report.channel, report.happened_elsewhere_at, now=now):
        raise_alarm(report, cause=AlarmCause.MACHINE, now=now)
