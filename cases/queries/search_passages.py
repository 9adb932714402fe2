"""Where in a found case the words stand that were looked for."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import or_

from django.contrib.postgres.search import SearchHeadline
from django.db import connection
from django.db.models import Case as Either
from django.db.models import F, Q, QuerySet, TextField, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import (
    Coalesce,
    Greatest,
    Least,
    Left,
    Length,
    Lower,
    NullIf,
    Right,
    StrIndex,
    Substr,
)  # fmt: skip
from django.db.models.lookups import LessThanOrEqual

from cases.engine.asked import Search, Term
from cases.engine.findable import START, STOP, is_found_in_pieces, plain
from cases.models import Case, CaseReport, SearchText
from cases.queries.search_terms import query_of

OPENING = 160
_MOST_ALIKE = 6  # spellings named on a page
_LONGEST_ALIKE = 40  # characters of one
_WINDOW, _LEAD = 10_000, 2_000  # of a long text a headline is made of so many characters, so many before the first hit
_STEM = 5  # characters by which a word is looked for there, whatever its ending
_AROUND = 80  # characters shown on either side of a piece of a number
_EDGE = 20  # characters by which the beginning and end of a text are known again
_ENDS = ".,;:!?…)'\"”’ "


@dataclass(frozen=True)
class Excerpt:
    """Kept words around hits, marked by START and STOP. `reference` is of the report, empty for what officers wrote."""

    text: str
    reference: str
    is_cut_before: bool
    is_cut_behind: bool


@dataclass
class Hit:
    """One case that was found. `opening` is of the first report; `is_blind` hides what the machine suggests.

    `ticked`: strands by those who reported.
    """

    case: Case
    is_blind: bool
    opening: str = ""
    references: list[str] = field(default_factory=list)
    excerpts: list[Excerpt] = field(default_factory=list)
    ticked: set[str] = field(default_factory=set)


def find_passages(hits: Sequence[Hit], search: Search, *, near: bool) -> list[str]:
    """Give each hit its reports, its opening, and the places where the words stand; return the spellings taken for them."""
    by_case = {hit.case.pk: hit for hit in hits}
    reports = CaseReport.objects.filter(case__in=by_case, detached_at=None).order_by("attached_at", "pk")
    of_text: dict[int, list[tuple[Hit, str]]] = {}
    for case_id, reference, text_id, opening, ticked in reports.values_list(
        "case_id",
        "report__reference",
        "report__search_text",
        Left("report__search_text__text", OPENING + 1),
        "report__perceived_strands",
    ):
        hit = by_case[case_id]
        hit.opening = hit.opening or opening or ""
        hit.references.append(reference)
        hit.ticked.update(ticked)
        of_text.setdefault(text_id, []).append((hit, reference))
    texts = SearchText.objects.filter(Q(pk__in=[pk for pk in of_text if pk]) | Q(case__in=by_case))
    alike = _alike(texts, search) if near and hits else []
    if not hits or not search.wanted:
        return alike
    for pk, case_id, marked, *edges in [*_marked(texts, search, alike), *_pieces(texts, search)]:
        for hit, reference in of_text.get(pk) or [(by_case[case_id], "")]:
            if all(excerpt.reference != reference for excerpt in hit.excerpts):
                hit.excerpts.append(Excerpt(marked, reference, *_is_cut(marked, *edges)))
    return alike


def _alike(texts: "QuerySet[SearchText]", search: Search) -> list[str]:
    """The spellings in these texts that are like a word asked for, the likest first."""
    sql, parameters = texts.values_list("spellings").query.sql_with_params()
    terms = [plain(term.text) for term in search.loose]
    statement = (
        f"SELECT word FROM (SELECT DISTINCT unnest(string_to_array(spellings, ' ')) FROM ({sql}) AS texts) AS w (word), "  # noqa: S608 (likewise)
        "unnest(%s::text[]) AS term WHERE length(word) <= %s AND word %%>> term GROUP BY word "
        "ORDER BY max(strict_word_similarity(term, word)) DESC, word LIMIT %s"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [*parameters, terms, _LONGEST_ALIKE, _MOST_ALIKE])
        return [word for (word,) in cursor.fetchall() if word not in terms]


def _marked(
    texts: "QuerySet[SearchText]", search: Search, alike: Iterable[str]
) -> Iterable[tuple[int, int, str, str, str]]:
    terms = [*search.wanted, *map(Term, alike)]
    query = reduce(or_, (query_of(term, loosely=True) for term in terms))
    headline = SearchHeadline(
        _window(terms), query, config=F("language"), start_sel=START, stop_sel=STOP, max_fragments=2, max_words=45,
        min_words=25, short_word=1, fragment_delimiter=" … ",  # type: ignore[arg-type]  # the stubs ask for a text
    )  # fmt: skip
    held = texts.filter(vector=query).annotate(marked=headline).order_by("pk")
    return held.values_list("pk", "case_id", "marked", Left("text", _EDGE), Right("text", _EDGE))


def _window(terms: Sequence[Term]) -> Combinable:
    """The text, or of a long one a part from before the first hit: a headline of 200,000 characters takes seconds."""
    words = {match[0].lower()[:_STEM] for term in terms if (match := re.search(r"\w+", term.text))}
    found = [NullIf(StrIndex(Lower("text"), Value(word)), 0) for word in sorted(words)]
    first = Coalesce(Least(*found) if len(found) > 1 else found[0], 1) if found else Value(1)
    part = Substr("text", Greatest(first - _LEAD, 1), _WINDOW)
    return Either(
        When(LessThanOrEqual(Length("text"), _WINDOW), then=F("text")), default=part, output_field=TextField()
    )


def _is_cut(marked: str, first: str, last: str) -> tuple[bool, bool]:
    """Whether there is more before and behind than an excerpt shows."""
    words = re.sub(f"[{START}{STOP}]", "", marked).strip().rstrip(_ENDS)  # a headline drops the last full stop itself
    begins, ends = first.strip()[: len(words)], last.strip().rstrip(_ENDS)[-len(words) :]
    return not words.startswith(begins), not words.endswith(ends)


def _pieces(texts: "QuerySet[SearchText]", search: Search) -> Iterable[tuple[int, int, str, str, str]]:
    """What is found as a piece of a word stands where a headline does not look."""
    wanted = [plain(term.text) for term in search.wanted if is_found_in_pieces(term.text)]
    if not wanted:
        return
    held = reduce(or_, (Q(spellings__contains=piece) for piece in wanted))
    for pk, case_id, text in texts.filter(held).order_by("pk").values_list("pk", "case_id", "text"):
        for token in re.finditer(r"\S+", text.replace("\u2009", "\u2060")):
            if any(piece in plain(token[0].replace("\u2060", "")) for piece in wanted):
                start, end = token.span()
                before, after = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
                marked = f"{before}{START}{text[start:end]}{STOP}{after}"
                yield pk, case_id, marked, text[:_EDGE], text[-_EDGE:]
                break
