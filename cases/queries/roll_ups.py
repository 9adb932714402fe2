"""Whether roll-ups equal the cases: counted by the database itself, apart from the job that keeps them."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import connection
from django.utils import timezone

from cases.engine.series_keys import RACIST
from reporting.taxonomy import RACIST_ALL

_GRACE = timedelta(minutes=15)  # the job may still have to see what is younger

_COMPARED = """
WITH live AS (
    SELECT c.id, c.received_at, (c.received_at AT TIME ZONE %(zone)s)::date AS day, c.strands, c.kinds, c.unit_id, r.channel,
           'incidents' AS counted
    FROM cases_case c JOIN reporting_report r ON r.id = c.opened_for_id WHERE c.state <> 'emptied'
    UNION ALL
    SELECT c.id, r.received_at, (r.received_at AT TIME ZONE %(zone)s)::date, c.strands, c.kinds, c.unit_id, r.channel, 'reports'
    FROM (SELECT DISTINCT ON (l.report_id) l.report_id, l.case_id
          FROM cases_casereport l JOIN cases_case k ON k.id = l.case_id
          WHERE l.detached_at IS NULL AND k.state <> 'emptied' ORDER BY l.report_id, l.id) first
    JOIN cases_case c ON c.id = first.case_id JOIN reporting_report r ON r.id = first.report_id
), marked AS (
    SELECT counted, day, channel, unit_id, kinds, max(received_at) OVER (PARTITION BY day) AS newest,
           strands || ARRAY[''] || CASE WHEN strands && %(racist)s::varchar[] THEN ARRAY[%(all)s] ELSE ARRAY[]::varchar[] END
               AS strands
    FROM live
), real AS (
    SELECT counted, day, strand, kind, channel, unit_id, count(*) AS n, max(newest) AS newest
    FROM marked, unnest(strands) AS strand, unnest(kinds || ARRAY['']::varchar[]) AS kind
    GROUP BY counted, day, strand, kind, channel, unit_id
), kept AS (
    SELECT counted, day, strand, kind, channel, unit_id, sum(count) AS n FROM cases_countofday
    WHERE dated_by = 'received' GROUP BY counted, day, strand, kind, channel, unit_id
)
SELECT counted, day, strand, kind, channel, unit_id, coalesce(kept.n, 0), coalesce(real.n, 0)
FROM real FULL JOIN kept USING (counted, day, strand, kind, channel, unit_id)
WHERE coalesce(kept.n, 0) <> coalesce(real.n, 0) AND (real.newest IS NULL OR real.newest < %(settled)s)
ORDER BY day, counted, strand, kind
"""


def roll_ups_that_differ(now: datetime) -> Iterator[tuple[str, int, int]]:
    """Yield (cell, what the roll-up says, what the rows say), by the day received, boroughs together.

    Days on which something came in within the last quarter of an hour are left to the job.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            _COMPARED,
            {
                "zone": timezone.get_default_timezone_name(), "racist": sorted(RACIST_ALL),
                "all": RACIST, "settled": now - _GRACE,
            },
        )  # fmt: skip
        for counted, day, strand, kind, channel, unit, kept, real in cursor:
            name = f"{counted} {day} {strand or 'all strands'} {kind or 'all kinds'} {channel} unit {unit}"
            yield name, int(kept), int(real)
