"""One word or phrase of a search as a condition: on the texts that search keeps, and on the cases they belong to."""

from collections.abc import Iterable
from functools import reduce
from operator import or_

from django.contrib.postgres.search import SearchQuery
from django.db.models import BooleanField, F, Func, Q, QuerySet

from cases.engine.asked import Term
from cases.engine.findable import is_found_in_pieces, plain
from cases.models import CaseReport, SearchText
from cases.models.search import SIMPLE, STEMMED


class _Holds(Func):
    """Whether a text holds a query. The planner is not shown the query: thirteen configurations make of one word a word
    that looks to be everywhere, and it would go through every text instead of the index."""

    template = "(%(expressions)s))"
    arg_joiner = " @@ (SELECT "
    output_field = BooleanField()


def cases_with(texts: "QuerySet[SearchText]") -> "QuerySet[CaseReport, int]":
    """Ids of the cases whose own words, or whose attached reports' words, these are."""
    told = texts.exclude(report=None).values("report_id")
    reports = CaseReport.objects.filter(detached_at=None, report__in=told)
    return reports.values("case_id").union(texts.exclude(case=None).values("case_id"), all=True)  # type: ignore[return-value]


def texts_with(term: Term, alike: Iterable[str] = (), references: Iterable[str] = ()) -> "QuerySet[SearchText]":
    """The texts that hold a term, or one of the words that are spelt like it; and reports with one of the `references`."""
    words = list(alike)
    query = reduce(or_, (SearchQuery(one, config=SIMPLE, search_type="phrase") for one in words), query_of(term))
    held = Q(_Holds(F("vector"), query))
    if is_found_in_pieces(term.text):
        held |= Q(spellings__contains=plain(term.text))
    for word in words:
        if is_found_in_pieces(word) or not word.isascii():  # folding goes further than the configuration does
            held |= Q(spellings__contains=word)
    for reference in references:  # kept in one piece, whether it has a digit or not
        held |= Q(spellings__contains=plain(reference))
    return SearchText.objects.filter(held)


def query_of(term: Term, *, loosely: bool = False) -> SearchQuery:
    """Words in quotation marks as they are; others, and all of them where they are only to be marked, in any ending."""
    configurations = [SIMPLE] if term.is_phrase and not loosely else [SIMPLE, *STEMMED.values()]
    return reduce(or_, (SearchQuery(term.text, config=one, search_type="phrase") for one in configurations))
