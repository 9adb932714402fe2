"""Search: the cases that hold what was asked for, among those that this account may see, newest first."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import reduce
from operator import and_, or_

from django.core.exceptions import EmptyResultSet
from django.db import OperationalError, connection, transaction
from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet

from cases.engine.asked import Search, Term, Unclear
from cases.engine.findable import plain
from cases.enums import State
from cases.models import Account, Case
from cases.queries.blind import is_blind
from cases.queries.search_fields import field_condition
from cases.queries.search_passages import Hit, find_passages
from cases.queries.search_terms import cases_with, texts_with
from cases.queries.search_words import ALIKE, words_like

PAGE = 20
PATIENCE = timedelta(seconds=10)
_TOO_LONG = "57014"  # PostgreSQL's code for a statement that was cancelled
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class SearchPage:
    """`total` is of all that was found; `alike` are the spellings on this page that were taken for the words asked for."""

    hits: list[Hit]
    total: int
    next_cursor: str = ""
    alike: list[str] = field(default_factory=list)

    @property
    def references(self) -> list[str]:
        """Of every case and report shown."""
        return sorted({hit.case.reference for hit in self.hits} | {one for hit in self.hits for one in hit.references})


def search_page(
    account: Account,
    search: Search,
    *,
    near: bool = False,
    references: Mapping[str, Sequence[str]] | None = None,
    cursor: str = "",
    size: int = PAGE,
) -> SearchPage:
    """One page of what was found: five queries however many, and two more when `near`.

    Cases and their number come from one statement under the rights of the account. `near` takes spellings like the
    words asked for as well. `references` are those that a term, by its text, stands for: as it is written a reference may fall
    into other words than the right one has. `cursor` is the `next_cursor` of the page before; one that makes no sense begins at the
    first page. Raises `Unclear` for a field or value that there is not, and for a search that takes too long.
    """
    with _patiently(PATIENCE, ALIKE):
        like = words_like(plain(term.text) for term in search.loose) if near else {}
        condition = _condition(search, account, like, references or {})
        matched = Case.objects.visible_to(account).exclude(state=State.EMPTIED).filter(condition)
        found, total = _found(matched, cursor, size + 1)
        if not found and cursor:
            found, total = _found(matched, "", size + 1)
        hits = _hits(account, found[:size])
        alike = find_passages(hits, search, near=near)
    last = hits[-1].case if len(found) > size else None
    return SearchPage(list(hits), total, _cursor(last) if last else "", alike)


def _condition(
    search: Search, account: Account, like: Mapping[str, list[str]], references: Mapping[str, Sequence[str]]
) -> Q:
    """Each group is looked up by itself: what is asked for may stand in different reports and notes of a case.

    `like`: the words that each word may be a slip for.
    """
    of_groups = ([_holds(term, account, like, references) for term in group] for group in search.groups)
    return reduce(and_, (reduce(or_, conditions) for conditions in of_groups))


def _holds(term: Term, account: Account, like: Mapping[str, list[str]], references: Mapping[str, Sequence[str]]) -> Q:
    if term.field:
        condition = field_condition(term, account)
    else:
        alike = like.get(plain(term.text), []) if term.is_loose and not term.is_not else []
        condition = Q(pk__in=cases_with(texts_with(term, alike, references.get(term.text, ()))))
    return ~condition if term.is_not else condition


@contextmanager
def _patiently(patience: timedelta, alike: float) -> Iterator[None]:
    """A transaction in which no statement takes longer, and words count as alike from that similarity."""
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT set_config('statement_timeout', %s, true), "
                    "set_config('pg_trgm.strict_word_similarity_threshold', %s, true), "
                    "set_config('pg_trgm.similarity_threshold', %s, true)",
                    [str(patience // timedelta(milliseconds=1)), str(alike), str(alike)],
                )
            yield
    except OperationalError as error:
        if getattr(error.__cause__, "pgcode", "") != _TOO_LONG:
            raise
        raise Unclear("This search takes too long: look for fewer words, or say more of the case.") from None


def _found(matched: "QuerySet[Case]", cursor: str, most: int) -> tuple[list[int], int]:
    """Ids of one page, and the number of all: one statement, so that both are of the same rows under the same rights."""
    try:
        sql, parameters = matched.order_by().values_list("id", "received_at").query.sql_with_params()
    except EmptyResultSet:
        return [], 0
    after, values = _after(cursor)
    statement = (
        f"WITH found (id, received_at) AS MATERIALIZED ({sql}) "  # noqa: S608 (compiled by Django; values are apart)
        f"SELECT id, (SELECT count(*) FROM found) FROM found {after} ORDER BY received_at DESC, id DESC LIMIT %s"
    )
    with connection.cursor() as executed:
        executed.execute(statement, [*parameters, *values, most])
        rows = executed.fetchall()
    return [row[0] for row in rows], rows[0][1] if rows else 0


def _hits(account: Account, ids: Sequence[int]) -> list[Hit]:
    cases = Case.objects.visible_to(account).filter(pk__in=ids).select_related("officer", "opened_for")
    blind = ExpressionWrapper(is_blind(), output_field=BooleanField())
    rows = cases.defer("opened_for__words").order_by("-received_at", "-pk").annotate(blind=blind)
    return [Hit(case, case.blind) for case in rows]  # type: ignore[attr-defined]


def _after(cursor: str) -> tuple[str, list[datetime | int]]:
    micros, _, pk = cursor.partition("-")
    if not (micros.isascii() and micros.isdigit() and pk.isascii() and pk.isdigit() and len(cursor) < 40):
        return "", []
    try:
        at = _EPOCH + timedelta(microseconds=int(micros))
    except OverflowError:
        return "", []
    return "WHERE (received_at, id) < (%s, %s)", [at, int(pk)]


def _cursor(case: Case) -> str:
    return f"{(case.received_at - _EPOCH) // timedelta(microseconds=1)}-{case.pk}"
