"""The machine's voice: a suggestion beside the others, which changes order and never visibility."""

import hashlib
import hmac
from datetime import datetime

from django.conf import settings
from django.db import transaction

from cases.domain.commitments import bring_reading_forward, keep_due_time
from cases.domain.timeline import write_entry
from cases.engine.categorise import Categorisation, categorise
from cases.enums import OPEN_STATES, Speaker
from cases.models import Case, Voice
from reporting.domain.alarms import raise_alarm
from reporting.enums import AlarmCause
from reporting.models import Report
from reporting.taxonomy import KINDS, PRIORITIES, STRANDS

_ORDER = list(PRIORITIES)  # most pressing first
_BLIND_SHARE = 20  # one suggestion in twenty is hidden until the officer has chosen


def categorise_report(report_id: int, *, now: datetime) -> Voice:
    """Ask the machine about a report and keep what it says as one voice; the cases that hold it are ordered anew.

    Guarantees: one suggestion for each report and model version; an officer's own strands, kinds and priority stand;
    priority is only ever raised, and `immediate` rings. A second call with the same model returns the voice there is.
    """
    report = Report.objects.get(pk=report_id)
    suggestion = categorise(report.words, ticked=report.perceived_strands)
    with transaction.atomic():
        voice, is_new = Voice.objects.get_or_create(
            report=report,
            speaker=Speaker.MACHINE,
            by=suggestion.model,
            defaults={
                "at": now,
                "strands": [one.key for one in suggestion.strands],
                "kinds": [one.key for one in suggestion.kinds],
                "priority": suggestion.priority.level,
                "language": suggestion.language,
                "details": suggestion.as_dict(),
                "is_blind": is_blind(report.reference),
            },
        )
        if is_new:
            held = Case.objects.select_for_update().filter(
                links__report=report, links__detached_at=None, state__in=OPEN_STATES
            )
            for case in held.order_by("pk"):
                _apply(case, report, suggestion, now=now)
    return voice


def is_blind(reference: str) -> bool:
    """Whether the suggestion for this report is one of the random 5 %: drawn by a key, so nobody can choose it."""
    drawn = hmac.digest(settings.TRACE_KEY, f"blind {reference}".encode(), hashlib.sha256)
    return int.from_bytes(drawn[:4]) % _BLIND_SHARE == 0


def _apply(case: Case, report: Report, suggestion: Categorisation, *, now: datetime) -> None:
    if not case.voices.filter(speaker=Speaker.OFFICER).exists():
        strands = {*case.strands, *(one.key for one in suggestion.strands)}
        kinds = {*case.kinds, *(one.key for one in suggestion.kinds)}
        case.strands = [key for key in STRANDS if key in strands]
        case.kinds = [key for key in KINDS if key in kinds]
    if case.opened_for_id == report.pk:
        case.language = suggestion.language
    case.needs_person = ""
    level = suggestion.priority.level
    a_person_set_it = case.timeline.filter(what="priority").exists()
    if not a_person_set_it and _ORDER.index(level) < _ORDER.index(case.priority):
        case.priority = level
        case.priority_reason = "; ".join(reason.text for reason in suggestion.priority.reasons)[:300]
        bring_reading_forward(case, now=now)
        if PRIORITIES[level].rings:
            raise_alarm(report, cause=AlarmCause.MACHINE, now=now)
    write_entry(case, "categorised", by=None, now=now, report=report.reference, model=suggestion.model)
    keep_due_time(case, now=now)
