"""What was found in the counts and waits for somebody: surges, and what gathers near protected sites."""

from datetime import datetime, timedelta

from django.db.models import Exists, QuerySet

from cases.enums import Role
from cases.models import Account, DutyShift, SiteNotice, Surge
from cases.queries.counting import counted_up_to

_SURGES_WAIT, _SITES_WAIT = timedelta(days=7), timedelta(days=14)


def findings_waiting(account: Account, now: datetime) -> dict[str, int]:
    """How many wait for this account, one statement.

    `surges` of the last week about which nobody has noted anything: for supervisors and whoever is on duty. `sites`:
    notices of the last two weeks without a warning, for who keeps protected sites.
    """
    surges: QuerySet[Surge] = Surge.objects.filter(found_at__gt=now - _SURGES_WAIT, steps=None)
    if account.role != Role.SUPERVISOR:
        surges = surges.filter(
            Exists(DutyShift.objects.filter(account=account.pk, starts_at__lte=now, ends_at__gt=now))
        )
    sites = SiteNotice.objects.filter(found_at__gt=now - _SITES_WAIT, warnings=None)
    return counted_up_to({"surges": surges, "sites": sites if account.keeps_sites else SiteNotice.objects.none()})
