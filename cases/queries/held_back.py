"""Cases in which an officer chose before the suggestion was shown: the only ones that measure agreement and drift."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from cases.enums import Speaker, State
from cases.models import RecordingDecision, Voice

# Reasons to close that say there was no hate incident; every other one leaves open that there was one.
_NO_INCIDENT: Final = frozenset({"not_hate_related", "form_abuse"})


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the officer first decided of a case, beside what the machine had said of the report that opened it.

    Without strands and kinds the officer found nothing: what was suggested then was a false alarm.
    """

    reference: str
    words: str
    ticked: tuple[str, ...]
    strands: frozenset[str]
    kinds: frozenset[str]
    decided_at: datetime
    suggested_strands: frozenset[str]
    suggested_kinds: frozenset[str]
    language: str
    is_open_to_all: bool


def chosen_before_shown(since: datetime | None = None) -> Iterator[Chosen]:
    """Yield every such case, oldest first. Reports that were erased say nothing any more."""
    yield from _beside_suggestions(is_blind=True, since=since)


def chosen_after_shown() -> Iterator[Chosen]:
    """Yield the others: officers' corrections, which models may learn from and nothing is measured on."""
    yield from _beside_suggestions(is_blind=False, since=None)


def _says_what_it_is(decision: RecordingDecision) -> bool:
    """Tell whether a decision says which strands and kinds apply, none included.

    Strands and kinds need not be given, so that an empty list alone may only mean that nobody filled it in. It means
    "none" where nothing was recorded, which takes a written reason, and the case was not closed as an incident all the
    same (handed to investigators, say); and where it was closed because it was no hate, or no report. Any other decision
    without strands and kinds (antisocial behaviour, intelligence, another body's matter) found something that it does
    not name, and says nothing about the suggestion.
    """
    if decision.strands or decision.kinds:
        return True
    closed_for = decision.case.closing_reason if decision.case.state == State.CLOSED else ""
    return closed_for in _NO_INCIDENT or (decision.recording == "nothing_recorded" and not closed_for)


def _beside_suggestions(*, is_blind: bool, since: datetime | None) -> Iterator[Chosen]:
    first: dict[int, RecordingDecision] = {}
    for decision in RecordingDecision.objects.select_related("case__unit").order_by("at", "pk").iterator():
        first.setdefault(decision.case.opened_for_id, decision)
    voices = Voice.objects.filter(speaker=Speaker.MACHINE, is_blind=is_blind, report__erased_at=None)
    seen: set[int] = set()
    for voice in voices.select_related("report").order_by("report_id", "at", "pk").iterator(chunk_size=200):
        report = voice.report
        # The first suggestion for a report is the one that stood there when the officer chose.
        if report is None or report.pk in seen or report.pk not in first:
            continue
        seen.add(report.pk)
        decision = first[report.pk]
        if _says_what_it_is(decision) and (since is None or decision.at >= since):
            yield Chosen(
                reference=report.reference,
                words=report.words,
                ticked=tuple(report.perceived_strands),
                strands=frozenset(decision.strands),
                kinds=frozenset(decision.kinds),
                decided_at=decision.at,
                suggested_strands=frozenset(voice.strands),
                suggested_kinds=frozenset(voice.kinds),
                language=voice.language,
                is_open_to_all=not (decision.case.is_restricted or decision.case.unit.is_sealed),
            )
