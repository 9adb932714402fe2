"""What waits for somebody beside the cases of the queue: surges, what gathers near protected sites, and reviews."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, QuerySet

from cases.enums import Role
from cases.models import Account, DutyShift, SiteNotice, Surge
from cases.queries.counting import counted_up_to
from cases.queries.reviews import reviews_for

SURGES_WAIT, SITES_WAIT = timedelta(days=7), timedelta(days=14)
SURGES, SITES, REVIEWS = "surges", "sites", "reviews"


def findings_waiting(account: Account, now: datetime) -> dict[str, int]:
    """How many `surges`, `sites` and `reviews` wait for this account (`waiting_for`), one statement."""
    return counted_up_to(waiting_for(account, now, now - SURGES_WAIT, now - SITES_WAIT))


def waiting_for(
    account: Account, now: datetime, surges_since: datetime, sites_since: datetime
) -> "dict[str, QuerySet[Any]]":
    """`surges` found since a time about which nobody has noted anything: for supervisors and whoever is on duty. `sites`:
    notices since a time without a warning, for who keeps protected sites. `reviews` that the account may answer: most are
    of closed cases, which no tab of the queue calls to mind."""
    surges = Surge.objects.alarms().filter(found_at__gt=surges_since, steps=None)
    if account.role != Role.SUPERVISOR:
        on_duty = DutyShift.objects.filter(account=account.pk, starts_at__lte=now, ends_at__gt=now)
        surges = surges.filter(Exists(on_duty))
    sites = SiteNotice.objects.filter(found_at__gt=sites_since, warnings=None)
    kept = sites if account.keeps_sites else SiteNotice.objects.none()
    return {SURGES: surges, SITES: kept, REVIEWS: reviews_for(account)}
