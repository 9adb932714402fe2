"""Whether roll-ups equal the cases: counted by the database itself, apart from the job that keeps them."""

from collections.abc import Iterator

from django.db import connection
from django.utils import timezone

from cases.engine.series_keys import RACIST
from reporting.taxonomy import NOT_AN_INCIDENT, RACIST_ALL

_STATED = """CASE WHEN {report}.answers->>'happened_on' ~ '^[0-9]{{4}}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$'
    AND {report}.answers->>'happened_on' NOT LIKE '0000%%'
    THEN make_date(substr({report}.answers->>'happened_on', 1, 4)::int, substr({report}.answers->>'happened_on', 6, 2)::int, 1)
         + (substr({report}.answers->>'happened_on', 9, 2)::int - 1) END"""
"""The stated day as a date; 31 February comes out as a day of March, and is told by that."""

_COMPARED = """
WITH counted AS (
    SELECT * FROM cases_case
    WHERE CASE state WHEN 'emptied' THEN false WHEN 'closed' THEN closing_reason <> ALL(%(no_incident)s) ELSE lane <> 'held' END
), told AS (
    SELECT id, channel, received_at, answers->>'happened_on' AS stated,
           (received_at AT TIME ZONE %(zone)s)::date AS received_on, __STATED__ AS happened_on
    FROM reporting_report r
), live AS (
    SELECT 'incidents' AS counted, (c.received_at AT TIME ZONE %(zone)s)::date AS received_on, r.stated, r.happened_on,
           c.strands, c.kinds, c.unit_id, r.channel
    FROM counted c JOIN told r ON r.id = c.opened_for_id
    UNION ALL
    SELECT 'reports', r.received_on, r.stated, r.happened_on, c.strands, c.kinds, c.unit_id, r.channel
    FROM (SELECT DISTINCT ON (l.report_id) l.report_id, l.case_id
          FROM cases_casereport l JOIN counted k ON k.id = l.case_id
          WHERE l.detached_at IS NULL ORDER BY l.report_id, l.id) first
    JOIN counted c ON c.id = first.case_id JOIN told r ON r.id = first.report_id
), dated AS (
    SELECT counted, 'received' AS dated_by, received_on AS day, strands, kinds, unit_id, channel FROM live
    UNION ALL
    SELECT counted, 'happened', happened_on, strands, kinds, unit_id, channel FROM live
    WHERE to_char(happened_on, 'YYYY-MM-DD') = stated
), marked AS (
    SELECT counted, dated_by, day, channel, unit_id, kinds,
           strands || ARRAY[''] || CASE WHEN strands && %(racist)s::varchar[] THEN ARRAY[%(all)s] ELSE ARRAY[]::varchar[] END
               AS strands
    FROM dated
), real AS (
    SELECT counted, dated_by, day, strand, kind, channel, unit_id, count(*) AS n
    FROM marked, unnest(strands) AS strand, unnest(kinds || ARRAY['']::varchar[]) AS kind
    GROUP BY counted, dated_by, day, strand, kind, channel, unit_id
), kept AS (
    SELECT counted, dated_by, day, strand, kind, channel, unit_id, sum(count) AS n FROM cases_countofday
    GROUP BY counted, dated_by, day, strand, kind, channel, unit_id
), waiting AS (
    SELECT r.received_on, r.happened_on
    FROM (SELECT DISTINCT case_id FROM cases_casetocount) noted
    CROSS JOIN LATERAL (
        SELECT opened_for_id AS report_id FROM cases_case WHERE id = noted.case_id
        UNION SELECT report_id FROM cases_casereport l WHERE l.case_id = noted.case_id
    ) its JOIN told r ON r.id = its.report_id
), unsettled AS (
    SELECT received_on AS day FROM waiting UNION SELECT happened_on FROM waiting WHERE happened_on IS NOT NULL
)
SELECT counted, dated_by, day, strand, kind, channel, unit_id, coalesce(kept.n, 0), coalesce(real.n, 0)
FROM real FULL JOIN kept USING (counted, dated_by, day, strand, kind, channel, unit_id)
WHERE coalesce(kept.n, 0) <> coalesce(real.n, 0) AND day NOT IN (SELECT day FROM unsettled)
ORDER BY day, dated_by, counted, strand, kind
""".replace("__STATED__", _STATED.format(report="r"))

_SUMS = """
WITH kept AS (
    SELECT counted, dated_by, strand, day, sum(count) AS n FROM cases_countofday
    WHERE kind = '' AND NOT (dated_by = 'received' AND channel = 'import') GROUP BY counted, dated_by, strand, day
)
SELECT counted, dated_by, day, strand, coalesce(city.count, 0), coalesce(kept.n, 0)
FROM kept FULL JOIN cases_citycount city USING (counted, dated_by, strand, day)
WHERE coalesce(city.count, 0) <> coalesce(kept.n, 0) ORDER BY day, dated_by, counted, strand
"""


def roll_ups_that_differ() -> Iterator[tuple[str, int, int]]:
    """Yield (cell, what the roll-up says, what the rows say), by the day received and by that it happened, boroughs together.

    The days of a case that is noted as changed are left to the job, as it leaves them until it has counted them anew;
    every other day must agree, however new what came in on it. The city's sums must equal their cells on every day.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            _COMPARED,
            {
                "zone": timezone.get_default_timezone_name(), "racist": sorted(RACIST_ALL),
                "all": RACIST, "no_incident": sorted(NOT_AN_INCIDENT),
            },
        )  # fmt: skip
        for counted, dated_by, day, strand, kind, channel, unit, kept, real in cursor:
            how = f"{counted} {dated_by} {day}"
            yield f"{how} {strand or 'all strands'} {kind or 'all kinds'} {channel} unit {unit}", int(kept), int(real)
        cursor.execute(_SUMS)
        for counted, dated_by, day, strand, kept, real in cursor:
            yield f"{counted} {dated_by} {day} {strand or 'all strands'} of the whole city", int(kept), int(real)
