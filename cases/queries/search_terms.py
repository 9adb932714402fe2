"""One word or phrase of a search as a condition: on the texts that search keeps, and on the cases they belong to."""

from functools import reduce
from operator import or_

from django.contrib.postgres.search import SearchQuery
from django.db.models import Q, QuerySet

from cases.engine.asked import Term
from cases.engine.findable import is_found_in_pieces, plain
from cases.models import CaseReport, SearchText
from cases.models.search import SIMPLE, STEMMED

_APART = 2**31
"""More than there will ever be. A limit keeps the planner from joining every text before it has looked for the words:
a word in thirteen configurations looks to it like one that is everywhere."""


def cases_with(texts: "QuerySet[SearchText]") -> "QuerySet[CaseReport, int]":
    """Ids of the cases whose own words, or whose attached reports' words, these are."""
    told = texts.exclude(report=None).values("report_id")[:_APART]
    reports = CaseReport.objects.filter(detached_at=None, report__in=told)
    return reports.values("case_id").union(texts.exclude(case=None).values("case_id"), all=True)  # type: ignore[return-value]


def texts_with(term: Term, near: bool) -> "QuerySet[SearchText]":
    """The texts that hold a term; when `near`, also those that hold a word spelt like it."""
    words = Q(vector=query_of(term))
    if is_found_in_pieces(term.text):
        words |= Q(spellings__contains=plain(term.text))
    if near and term.is_loose and not term.is_not:
        words |= Q(spellings__trigram_strict_word_similar=plain(term.text))
    return SearchText.objects.filter(words)


def query_of(term: Term, *, loosely: bool = False) -> SearchQuery:
    """Words in quotation marks as they are; others, and all of them where they are only to be marked, in any ending."""
    configurations = [SIMPLE] if term.is_phrase and not loosely else [SIMPLE, *STEMMED.values()]
    return reduce(or_, (SearchQuery(term.text, config=one, search_type="phrase") for one in configurations))
