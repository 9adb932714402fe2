"""Many cases at once, in one transaction: drawn in pieces, sent by COPY, and held against every rule before the end."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from random import Random

from django.db import connection, transaction
from django.db.models import Model

from cases.demo.bulk.copying import Rows, reserve
from cases.demo.bulk.courses import Ground, lives
from cases.demo.bulk.patterns import Patterns
from cases.demo.bulk.people import Teams
from cases.demo.bulk.stories import STOCK, tell_stories
from cases.domain.audit import record_event
from cases.domain.commitments import promise
from cases.enums import CommitmentKind
from cases.models import AuditEvent, Case, Person, SearchText, Series
from reporting.models import Message, Report
from reporting.taxonomy import PRIORITIES

LOADED = "bulk.load"
PIECE = 1_000
_CASES_A_STORY, _SMALLEST = 20, 120  # a small load needs no large stock
Progress = Callable[[int], None]


@dataclass(frozen=True)
class Loaded:
    """How many rows of the two kinds there are more, and in how many seconds."""

    cases: int
    reports: int
    seconds: float


def reports_of_others() -> int:
    """How many reports no load in bulk has brought: each load has written down how many were its own."""
    own = AuditEvent.objects.filter(action=LOADED).values_list("details__reports", flat=True)
    return Report.objects.count() - sum(own)


def load_cases(count: int, *, seed: int, now: datetime, progress: Progress) -> Loaded:
    """Add exactly so many cases, emptied ones included, with everything that belongs to them.

    Guarantees: all of it is written or nothing, and nothing that `case_must_hold` refuses; no work is left to a worker.
    A second call adds others. `progress` is told how many cases have been sent. Whoever writes meanwhile waits: use it
    where nothing but measuring goes on. The database's owner alone may call it.
    """
    started = time.monotonic()
    with transaction.atomic():
        with _rules_checked_at_the_end():
            reports = _send_all(count, _ground(count, seed, now), progress)
        details = {"cases": count, "reports": reports, "seed": seed}
        record_event(account=None, action=LOADED, address="", references=[], details=details, now=now)
    return Loaded(count, reports, time.monotonic() - started)


def _ground(count: int, seed: int, now: datetime) -> Ground:
    rng = Random(f"heard bulk {seed} stories")  # noqa: S311 (repeatable on purpose)
    kept = {
        (kind.value, priority): promise(kind, priority, now=now) for kind in CommitmentKind for priority in PRIORITIES
    }
    return Ground(
        stories=tell_stories(min(STOCK, max(_SMALLEST, count // _CASES_A_STORY)), rng, now),
        teams=Teams(),
        promises={one: (within, rule.pk if rule else None) for one, (within, rule) in kept.items()},
        seed=seed,
        token=f"bulk {seed} {Report.objects.count()}",
        now=now,
        case_ids=_ids(Case),
        report_ids=_ids(Report),
        message_ids=_ids(Message),
        person_ids=_ids(Person),
        patterns=Patterns(_ids(Series), now),
        taken={one for row in Report.objects.values_list("reference", "selector") for one in row},
    )


def _ids(model: type[Model]) -> Iterator[int]:
    while True:
        yield from reserve(model, PIECE)


def _send_all(count: int, ground: Ground, progress: Progress) -> int:
    rows, sent, waiting, number, reports = Rows({SearchText: "bulk_search"}), 0, 0, 0, 0
    while sent + waiting < count:
        born = lives(number, ground, most=count - sent - waiting)
        for life in born:
            rows.add(*life.rows)
        number, waiting, reports = number + 1, waiting + len(born), reports + len(born)
        if waiting >= PIECE or sent + waiting == count:
            rows.send()
            _make_findable()
            sent, waiting = sent + waiting, 0
            progress(sent)
    return reports


class _rules_checked_at_the_end:  # noqa: N801 (reads as what it does)
    """Each row would have its case checked, a dozen times for each case; here every new case is checked once.

    The triggers of the rules are off for this transaction alone. What they call then looks at each case before they are
    on again.
    """

    def __enter__(self) -> None:
        with connection.cursor() as cursor:
            # Between two pieces it writes lives for as long as it takes: on a busy machine, more than a minute.
            cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")  # what others have begun
            cursor.execute(_TRIGGERS)
            self._triggers = cursor.fetchall()
            for table, trigger in self._triggers:
                cursor.execute(f'ALTER TABLE {table} DISABLE TRIGGER "{trigger}"')
            cursor.execute("SELECT coalesce(max(id), 0) FROM cases_case")
            self._last = cursor.fetchone()[0]
            cursor.execute(
                "CREATE TEMPORARY TABLE bulk_search ON COMMIT DROP AS"
                " SELECT report_id, case_id, text, spellings, language, vector, recipe, made_at"
                " FROM cases_searchtext WITH NO DATA"
            )

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is not None:
            return  # the whole transaction goes
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
            cursor.execute("ANALYZE")
            cursor.execute(
                "SELECT count(*) FROM (SELECT case_must_hold(id), case_must_have_answered(id) FROM cases_case"
                " WHERE id > %s) AS c",
                [self._last],
            )
            for table, trigger in self._triggers:
                cursor.execute(f'ALTER TABLE {table} ENABLE TRIGGER "{trigger}"')
            cursor.execute("DROP TABLE bulk_search")


_TRIGGERS = """
    SELECT t.tgrelid::regclass::text, t.tgname FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid
    WHERE NOT t.tgisinternal AND p.prosrc ~ 'case_must_(hold|have_answered)'
"""


def _make_findable() -> None:
    """Make the vectors in the database, as `cases.domain.searchable` does one by one."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO cases_searchtext (report_id, case_id, text, spellings, language, recipe, made_at, vector)"
            " SELECT report_id, case_id, text, spellings, language, recipe, made_at,"
            " to_tsvector('heard_simple', text) || to_tsvector('heard_en', text) ||"
            " CASE WHEN language = 'heard_en' THEN ''::tsvector ELSE to_tsvector(language::regconfig, text) END"
            " FROM bulk_search; DELETE FROM bulk_search"
        )
