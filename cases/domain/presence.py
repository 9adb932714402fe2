"""Who else has a case open: said by their pages, forgotten a minute later, never a lock."""

from datetime import datetime, timedelta

from cases.models import Account, Case, Presence
from cases.permissions import Access, how_to_open

HERE = timedelta(minutes=1)
_KEPT = timedelta(hours=1)
# Says that one is here and asks who else is, in one statement: each open page does this a few times a minute.
_BE_HERE = """
    WITH here AS (
        INSERT INTO cases_presence (account_id, case_id, since, seen_at) VALUES (%(by)s, %(case)s, %(now)s, %(now)s)
        ON CONFLICT (account_id, case_id) DO UPDATE
        SET since = CASE WHEN cases_presence.seen_at < %(before)s THEN EXCLUDED.since ELSE cases_presence.since END,
            seen_at = EXCLUDED.seen_at
    )
    SELECT a.id, a.username, a.first_name, a.last_name, a.role, a.is_active, a.unit_id, a.reads_restricted, p.since
    FROM cases_presence p JOIN cases_account a ON a.id = p.account_id
    WHERE p.case_id = %(case)s AND p.account_id <> %(by)s AND p.seen_at >= %(before)s
    ORDER BY p.since, a.username
"""


def be_here(case: Case, *, by: Account, now: datetime) -> list[Account]:
    """Say that `by` has the case open, and tell who else has; each with `since`. The caller has opened it for `by`.

    Only people who may know of the case are told. A second call keeps `since`; after a minute without one it begins
    anew. No row of the log: the page that is open has written its own, and this shows nothing of the case.
    """
    given = {"by": by.pk, "case": case.pk, "now": now, "before": now - HERE}
    others = Account.objects.raw(_BE_HERE, given)
    return [one for one in others if how_to_open(one, case, case.unit) != Access.NO]


def forget_old(*, now: datetime) -> int:
    """Remove who was here long ago; returns how many rows."""
    return Presence.objects.filter(seen_at__lt=now - _KEPT).delete()[0]
