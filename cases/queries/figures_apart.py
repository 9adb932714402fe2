"""The published figures recomputed from bare rows, in another way than they were made, so that one checks the other."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from reporting.models import PublishedFigure
from reporting.models.published import MONTH, PROMISE

Counts = dict[tuple[str, str, int], int]
_KIND, _PRIORITY, _DUE, _MET, _RELEASED, _CASE, _OPENED, _REPORT = range(8)


def published_promise() -> PublishedFigure | None:
    """What the promise page shows now."""
    return PublishedFigure.objects.filter(key=PROMISE).order_by("-day").first()


def met_without_a_trace() -> Iterator[str]:
    """Name each commitment that is said to be met at a time at which the timeline of its case has nothing that meets it.

    The timeline is only ever added to, so a time that was changed later is not found there.
    """
    sql = (
        "SELECT m.id, m.kind, c.reference FROM cases_commitment m JOIN cases_case c ON c.id = m.case_id"
        " WHERE m.met_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM cases_timelineentry t WHERE t.case_id = m.case_id"
        " AND t.at = m.met_at AND (t.what = 'closed' OR CASE m.kind WHEN 'read' THEN t.what = 'read'"
        " WHEN 'recording_decision' THEN t.what = 'decided' WHEN 'answer' THEN t.what = 'answered'"
        " WHEN 'update' THEN t.what = 'answered' WHEN 'next_action' THEN t.what IN ('action_done', 'risk_assessed')"
        " ELSE true END)) ORDER BY m.id"
    )
    for key, kind, reference in _rows(sql):
        yield f"commitment {key} ({kind}, case {reference}): met at a time at which its timeline says nothing of it"


# What tells the priority of the cases in which a commitment may have been promised: since a case is opened with one.
_ITS_CASES = "SELECT m.case_id UNION SELECT l.case_id FROM cases_casereport l WHERE l.report_id = m.report_id"
_TOLD_AT_OPENING = (
    f"NOT EXISTS (SELECT 1 FROM ({_ITS_CASES}) of WHERE NOT EXISTS (SELECT 1 FROM cases_timelineentry o"  # noqa: S608
    " WHERE o.case_id = of.case_id AND o.what = 'opened' AND o.details ? 'priority'))"
)


def promised_at_another_priority() -> Iterator[str]:
    """Name each commitment with a priority that the timeline does not give its case from the promise to its end.

    The end is when it was met or let go, else when it fell due. A reading that a higher priority brought forward was due
    within 24 hours before; what tells of danger brings any answer forward.
    """
    sql = (
        "SELECT m.id, m.kind, m.priority, c.reference FROM cases_commitment m JOIN cases_case c ON c.id = m.case_id"  # noqa: S608
        " LEFT JOIN reporting_report r ON r.id = m.report_id"
        " CROSS JOIN LATERAL (SELECT COALESCE(m.met_at, m.released_at, 'infinity') AS ended,"
        " CASE m.kind WHEN 'read' THEN GREATEST(m.due_at, r.received_at + interval '24 hours') ELSE m.due_at END AS due) e"
        f" WHERE {_TOLD_AT_OPENING} AND NOT EXISTS (SELECT 1 FROM cases_timelineentry t"
        f" WHERE t.case_id IN ({_ITS_CASES}) AND t.details ->> 'priority' = m.priority AND t.at <= GREATEST(m.opened_at,"
        " CASE WHEN m.kind = 'answer' AND t.what = 'alarm_raised' THEN e.ended ELSE LEAST(e.ended, e.due) END)"
        " AND NOT EXISTS (SELECT 1 FROM cases_timelineentry n WHERE n.case_id = t.case_id AND n.details ? 'priority'"
        " AND n.at > t.at AND n.at < m.opened_at)) ORDER BY m.id"
    )
    for key, kind, priority, reference in _rows(sql):
        yield f"commitment {key} ({kind}, case {reference}): promised as {priority}, which its timeline does not say"


def without_a_told_priority() -> int:
    """How many commitments are of cases so old that their timeline does not say with which priority they were opened."""
    ((count,),) = _rows(f"SELECT count(*) FROM cases_commitment m WHERE NOT ({_TOLD_AT_OPENING})")  # noqa: S608
    return int(count)


def readings_promised_too_late() -> Iterator[str]:
    """Name each reading, done or not, that stands as owed later than 24 hours after its report came."""
    sql = (
        "SELECT m.id, c.reference FROM cases_commitment m JOIN cases_case c ON c.id = m.case_id"
        " JOIN reporting_report r ON r.id = m.report_id"
        " WHERE m.kind = 'read' AND m.due_at > r.received_at + interval '24 hours' ORDER BY m.id"
    )
    for key, reference in _rows(sql):
        yield f"commitment {key} (read, case {reference}): owed later than 24 hours after its report came"


def promises_that_differ(figure: PublishedFigure) -> Iterator[str]:
    """Name each figure of the promise page that the rows do not give.

    Of what was due on a day that is over only that may still change which was owed later, or was open when the figures
    were worked out: as many commitments of cases touched since may make a difference.
    """
    value, until = figure.value, date.fromisoformat(figure.value["until"])
    as_of = datetime.fromisoformat(value["as_of"])
    yield from _kept(value, until, as_of)
    yield from _medians(value, until)
    yield from _unread(value, as_of)


def months_that_differ() -> Iterator[str]:
    """Name each figure of a month that the rows do not give, or that should not be shown."""
    for figure in PublishedFigure.objects.filter(key=MONTH).order_by("day"):
        start, after = _start(figure.day), _start((figure.day.replace(day=28) + timedelta(days=4)).replace(day=1))
        counted = {
            "decisions": "SELECT recording, count(*) FROM (SELECT recording, row_number() OVER (PARTITION BY case_id"
            " ORDER BY at DESC, id DESC) AS place FROM cases_recordingdecision WHERE at >= %s AND at < %s) last"
            " WHERE place = 1 GROUP BY recording",
            "actions": "SELECT action, count(DISTINCT case_id) FROM cases_actiontaken WHERE at >= %s AND at < %s"
            " GROUP BY action",
        }
        for name, sql in counted.items():
            yield from _cells(f"{MONTH} {figure.day:%Y-%m} {name}", figure.value[name], dict(_rows(sql, start, after)))
        totals = {
            "received": "SELECT count(*) FROM reporting_report WHERE channel <> 'import'"
            " AND received_at >= %s AND received_at < %s",
            "read": "SELECT count(*) FROM (SELECT min(at) AS first FROM cases_reading GROUP BY report_id) readings"
            " WHERE first >= %s AND first < %s",
        }
        for name, sql in totals.items():
            ((count,),) = _rows(sql, start, after)
            if figure.value[name] != count:
                yield f"figure {MONTH} {figure.day:%Y-%m} {name}: shown {figure.value[name]}, the rows say {count}"


def _kept(value: dict[str, Any], until: date, as_of: datetime) -> Iterator[str]:
    owed, missed, touched = _counted(until, as_of)
    for cell in value["kept"]:
        key = (cell["kind"], cell["priority"], cell["days"])
        named = f"figure {PROMISE} kept {cell['kind']} {cell['priority'] or 'all'} {cell['days']} days"
        give = touched[cell["kind"]]
        if cell["owed"] not in {_as_fives(near) for near in _near(owed[key], give)}:
            yield f"{named}: owed shown {_said(cell['owed'])}, the rows say {_said(_as_fives(owed[key]))}"
        may_be = {_missed(near, of) for near in _near(owed[key], give) for of in _near(missed[key], give)}
        if cell["missed"] not in may_be:
            yield f"{named}: missed shown {_said(cell['missed'])}, the rows say {_said(_missed(owed[key], missed[key]))}"
        if cell["share"] != _share(cell["owed"], cell["missed"]):
            yield f"{named}: share shown {cell['share']}, its counts say {_share(cell['owed'], cell['missed'])}"
    if len({(cell["kind"], cell["priority"], cell["days"]) for cell in value["kept"]}) < len(owed):
        yield f"figure {PROMISE} kept: a kind or priority that was owed is not among them"


def _counted(until: date, as_of: datetime) -> tuple[Counts, Counts, dict[str, int]]:
    end, touched_cases = _start(until + timedelta(days=1)), _touched(as_of)
    starts = {days: _start(until + timedelta(days=1 - days)) for days in (7, 30, 365)}
    owed: Counts = defaultdict(int)
    missed: Counts = defaultdict(int)
    touched: dict[str, int] = defaultdict(int)
    for row in _commitments():
        ended = row[_MET] or row[_RELEASED]
        touched[row[_KIND]] += row[_CASE] in touched_cases and (ended is None or ended > as_of or row[_OPENED] > as_of)
        was_released = row[_MET] is None and row[_RELEASED] is not None and row[_RELEASED] <= row[_DUE]
        if row[_DUE] >= end or was_released:
            continue
        for days, start in starts.items():
            if row[_DUE] < start:
                continue
            for priority in ("", row[_PRIORITY]):
                owed[row[_KIND], priority, days] += 1
                missed[row[_KIND], priority, days] += row[_MET] is None or row[_MET] > row[_DUE]
    return owed, missed, touched


def _touched(as_of: datetime) -> set[int]:
    return {case for (case,) in _rows("SELECT DISTINCT case_id FROM cases_timelineentry WHERE at > %s", as_of)}


def _medians(value: dict[str, Any], until: date) -> Iterator[str]:
    end = _start(until + timedelta(days=1))
    read = dict(_rows("SELECT report_id, at FROM cases_reading WHERE at < %s ORDER BY at DESC", end))
    answered, waiting = _answers(end)
    for cell in value["median"]:
        start = _start(until + timedelta(days=1 - cell["days"]))
        reports = _rows(
            "SELECT id, received_at FROM reporting_report WHERE channel <> 'import'"
            " AND received_at >= %s AND received_at < %s",
            start, end,
        )  # fmt: skip
        done = read if cell["what"] == "read" else answered
        of = [(key, at) for key, at in reports if cell["what"] == "read" or key in answered or key in waiting]
        waits = sorted((done[key] - at).total_seconds() if key in done else 1e15 for key, at in of)
        expected = _as_fives(len(waits)), _median(waits), len(waits) >= 5 and _half(waits) == 1e15
        if (cell["reports"], cell["minutes"], cell["is_waiting"]) != expected:
            said = (cell["reports"], cell["minutes"], cell["is_waiting"])
            yield f"figure {PROMISE} median {cell['what']} {cell['days']} days: shown {said}, the rows say {expected}"


def _answers(end: datetime) -> tuple[dict[int, datetime], set[int]]:
    """When each report was first answered by then, and which waited for an answer."""
    answered: dict[int, datetime] = {}
    waiting: set[int] = set()
    for row in _commitments():
        if row[_KIND] != "answer" or row[_REPORT] is None or row[_OPENED] >= end:
            continue
        if row[_MET] is not None and row[_MET] < end:
            answered[row[_REPORT]] = min(row[_MET], answered.get(row[_REPORT], end))
        if row[_RELEASED] is None or row[_RELEASED] >= end:
            waiting.add(row[_REPORT])
    return answered, waiting


def _unread(value: dict[str, Any], as_of: datetime) -> Iterator[str]:
    oldest = _rows(
        "SELECT r.received_at FROM reporting_report r LEFT JOIN cases_reading g ON g.report_id = r.id AND g.at <= %s"
        " WHERE g.id IS NULL AND r.received_at <= %s ORDER BY r.received_at LIMIT 1",
        as_of, as_of,
    )  # fmt: skip
    hours = -(-(as_of - oldest[0][0]).total_seconds() // 3600) if oldest else None
    if value["oldest_unread_hours"] != hours:
        yield f"figure {PROMISE} oldest_unread_hours: shown {value['oldest_unread_hours']}, the rows say {hours}"
    ((closed,),) = _rows(
        "SELECT count(*) FROM cases_casereport l JOIN cases_case c ON c.id = l.case_id AND c.state = 'closed'"
        " LEFT JOIN (SELECT DISTINCT report_id FROM cases_reading) g ON g.report_id = l.report_id"
        " WHERE l.detached_at IS NULL AND g.report_id IS NULL"
    )
    if value["closed_unread"] != closed:
        yield f"figure {PROMISE} closed_unread: shown {value['closed_unread']}, the rows say {closed}"


def _cells(named: str, shown: dict[str, int | None], counts: dict[str, int]) -> Iterator[str]:
    for key in sorted(set(shown) | set(counts)):
        count, said = counts.get(key, 0), shown.get(key, 0)
        if said is not None and said != count:
            yield f"figure {named} {key}: shown {said}, the rows say {count}"
        if said and said < 5:
            yield f"figure {named} {key}: {said} is shown, which may give somebody away"
    hidden = [counts.get(key, 0) for key, said in shown.items() if said is None]
    if hidden and (len(hidden) < 2 or sum(hidden) < 5) and len(shown) > len(hidden):
        yield f"figure {named}: what is not shown can be worked out from what is"


def _as_fives(count: int) -> int | None:
    return None if count < 5 else 5 * round(count / 5)


def _near(count: int, give: int) -> range:
    return range(max(0, count - give), count + give + 1)


def _missed(owed: int, missed: int) -> int | None:
    """As it may be shown: not of fewer than 25, and as many as were owed where fewer than five were done in time."""
    of = _as_fives(owed)
    if of is None or of < 25:
        return None
    return of if owed - missed < 5 else _as_fives(missed)


def _share(owed: int | None, missed: int | None) -> int | None:
    if owed is None or owed < 25:
        return None
    if missed is None:
        return (owed - 6) * 100 // (owed - 2)
    return (owed - missed) * 100 // owed


def _half(waits: list[float]) -> float:
    return waits[(len(waits) + 1) // 2 - 1]


def _median(waits: list[float]) -> int | None:
    if len(waits) < 5 or _half(waits) == 1e15:
        return None
    minutes = _half(waits) / 60
    step = 5 if minutes <= 120 else 60
    return int(max(step, -(-minutes // step) * step))


def _said(count: int | None) -> str:
    return "fewer than five, or of fewer than 25" if count is None else str(count)


def _start(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=timezone.get_default_timezone())


def _commitments() -> Iterator[tuple[Any, ...]]:
    sql = (
        "SELECT m.kind, m.priority, m.due_at, m.met_at, m.released_at, m.case_id, m.opened_at, m.report_id"
        " FROM cases_commitment m"
    )
    with transaction.atomic(), connection.chunked_cursor() as cursor:
        cursor.execute(sql)
        yield from cursor


def _rows(sql: str, *values: datetime) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())
