"""What search looks through, made in the background from what reports and cases hold, and made anew after each change."""

from collections.abc import Callable, Iterable
from datetime import datetime

from django.contrib.postgres.search import SearchVector
from django.db import OperationalError, transaction
from django.db.models import Value

from cases.domain.timeline import INDEX_CASE
from cases.engine.findable import findable, spellings, without_identifiers
from cases.engine.language import likely_languages
from cases.engine.text import LOOKED_AT, read_words
from cases.enums import Speaker
from cases.models import (
    Case,
    RecordingDecision,
    Review,
    RiskAssessment,
    SearchText,
    Series,
    TimelineEntry,
    Voice,
)  # fmt: skip
from cases.models.search import ENGLISH, RECIPE, SIMPLE, STEMMED
from cases.queries.search_gaps import cases_to_index
from reporting.domain import outbox
from reporting.models import Message, Outbox, Report
from reporting.questions import COMPULSORY, QUESTIONS

FILL = "cases.fill_search"
BATCH = 50
_SAMPLE = 2_000  # characters from which the language is told
OPEN_WORDS = [
    name for name, one in QUESTIONS.items() if one.kind in ("words", "line") and not one.sealed and name != COMPULSORY
]


def index_case(case_id: int, *, now: datetime) -> None:
    """Keep for search what a case and its reports say now.

    Guarantees: sealed answers and whatever identifies somebody are not kept; of each report and each case no more than
    200,000 characters. A second call changes nothing; of two at once the later one sees what the earlier one saw, or more.
    """
    case = Case.objects.get(pk=case_id)
    reports = Report.objects.filter(links__case=case, links__detached_at=None).order_by("pk")
    with transaction.atomic():
        # The row is locked before its words are read, so that what was read last is also what is written last.
        row = _locked(case=case, now=now)
        _keep(row, _parts_of_case(case), now=now)
        for report_id in reports.values_list("pk", flat=True):
            row = _locked(report_id=report_id, now=now)
            report = Report.objects.only("reference", "words", "answers", "erased_at").get(pk=report_id)
            _keep(row, _parts_of_report(report), besides=[report.reference], now=now)


def owe_filling(*, now: datetime) -> int:
    """Owe the indexing of every case that search does not know as it should, once; return how many there are."""
    count = cases_to_index().count()
    if count:
        outbox.owe_unless_owed(FILL, now=now)
    return count


def fill_some(after: int = 0, *, now: datetime, most: int) -> int:
    """Index a few of the cases after this one that search does not know; return the last of them, 0 once all are done."""
    waiting = list(cases_to_index().filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:most])
    for case_id in waiting:
        index_case(case_id, now=now)
    return waiting[-1] if len(waiting) == most else 0


def fill_in_background(after: int, *, now: datetime) -> None:
    """Index a few of the cases after this one and owe the rest, so that new reports go between."""
    if last := fill_some(after, now=now, most=BATCH):
        outbox.owe(FILL, last, now=now)


def index_what_is_owed(*, now: datetime) -> None:
    """Index here, once for each case, whatever the outbox owes; its rows are finished in the same transaction."""
    with transaction.atomic():
        rows = Outbox.objects.unfinished().filter(task=INDEX_CASE).select_for_update(skip_locked=True)
        owed = dict(rows.values_list("pk", "subject"))
        for case_id in sorted(set(owed.values())):
            index_case(case_id, now=now)
        Outbox.objects.filter(pk__in=owed).update(finished_at=now)


def _parts_of_report(report: Report) -> list[str]:
    """The report's own words first: what comes last is cut where it is too much."""
    answers = [str(report.answers.get(name, "")) for name in OPEN_WORDS]
    messages = Message.objects.filter(report=report).order_by("sent_at", "pk").values_list("words", flat=True)
    translated = Voice.objects.filter(report=report, speaker=Speaker.TRANSLATOR).order_by("at", "pk")
    reviews = Review.objects.filter(report=report).exclude(note="").order_by("pk")  # they go wherever the report goes
    notes = reviews.values_list("note", flat=True)
    return [report.words, *answers, *messages, *translated.values_list("text", flat=True), *notes]


def _parts_of_case(case: Case) -> list[str]:
    """What people wrote on it, newest first, and what the series are called that it belongs to.

    What the machine wrote may still be hidden from them.
    """
    notes = TimelineEntry.objects.filter(case=case).exclude(by="").exclude(note="").order_by("-at", "-pk")
    decisions = RecordingDecision.objects.filter(case=case).order_by("-at", "-pk")
    recorded = [word for row in decisions.values_list("system", "number", "offence", "body") for word in row]
    assessed = RiskAssessment.objects.filter(case=case).order_by("-at", "-pk").values_list("notes", flat=True)
    of_risk = [str(note) for notes in assessed for note in notes.values()]
    series = (
        Series.objects.filter(links__case=case, links__removed_at=None).order_by("pk").values_list("title", flat=True)
    )
    closing = map(str, case.closing_details.values())
    return [*recorded, *series, *closing, *notes.values_list("note", flat=True), *of_risk]


def _locked(*, now: datetime, **whose: object) -> SearchText:
    row, _ = SearchText.objects.get_or_create(**whose, defaults={"text": "", "spellings": "", "made_at": now})
    return SearchText.objects.select_for_update().get(pk=row.pk)


def _keep(row: SearchText, parts: Iterable[str], *, besides: Iterable[str] = (), now: datetime) -> None:
    before = (row.text, row.recipe)
    put_in_words(row, parts, besides=besides, now=now)
    if before != (row.text, row.recipe):
        _save(row, row.text)


def put_in_words(
    row: SearchText,
    parts: Iterable[str],
    *,
    besides: Iterable[str] = (),
    now: datetime,
    without: Callable[[str], str] = without_identifiers,
) -> None:
    """Fill a row with these words in the form in which they are kept; its vector and the saving are the caller's."""
    said = "\n\n".join(part for part in parts if part.strip())[:LOOKED_AT]
    text = findable(without(said))[:LOOKED_AT]
    if (row.text, row.recipe) == (text, RECIPE):
        return
    code = likely_languages(said, read_words(said[:_SAMPLE]))[0]
    row.text, row.spellings, row.recipe, row.made_at = text, spellings(text, besides=besides), RECIPE, now
    row.language = STEMMED.get(code, ENGLISH)


def _save(row: SearchText, text: str) -> None:
    """A vector has room for a megabyte; words that are all different, in a wide script, take more. Half of them fit."""
    configurations = dict.fromkeys((SIMPLE, ENGLISH, row.language))
    vectors = [SearchVector(Value(text), config=configuration) for configuration in configurations]
    row.vector = sum(vectors[1:], start=vectors[0])
    try:
        with transaction.atomic():
            row.save()
    except OperationalError:  # "string is too long for tsvector"
        if len(text) < 2:
            raise
        _save(row, text[: len(text) // 2])
