"""Numbers for somebody whose shift begins: their own work, and what nobody has. No case is named."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from cases.enums import OPEN_STATES
from cases.models import Account, Case, Digest, DutyShift
from cases.queries.absence import is_there
from cases.queries.days import midnight
from cases.queries.findings import findings_waiting

BEGAN = timedelta(hours=1)  # what began longer ago is not told of any more
APART = timedelta(hours=6)  # nobody gets two within this time, however shifts are cut


@dataclass(frozen=True)
class Numbers:
    """Open cases as far as the account may know of them.

    `surges`, `sites` and `reviews`: what waits to be looked at (`findings_waiting`).
    """

    mine: int
    mine_late: int
    mine_today: int
    nobodys: int
    nobodys_late: int
    surges: int = 0
    sites: int = 0
    reviews: int = 0

    def __bool__(self) -> bool:
        return bool(self.mine or self.nobodys or self.surges or self.sites or self.reviews)


def begun_shifts(now: datetime) -> QuerySet[DutyShift]:
    """Shifts that have just begun, of people who are there and want a digest, and have had none lately."""
    told = Digest.objects.filter(at__gt=now - APART).values("account")
    wanting = Account.objects.filter(is_there(now), wants_digest=True).exclude(pk__in=told)
    begun = DutyShift.objects.filter(
        starts_at__gt=now - BEGAN, starts_at__lte=now, ends_at__gt=now, account__in=wanting
    )
    return begun.order_by("account", "starts_at")


def numbers_for(account: Account, now: datetime) -> Numbers:
    """Two statements."""
    tomorrow = midnight(timezone.localdate(now) + timedelta(days=1))
    mine, late = Q(officer=account.pk), Q(next_due_at__lt=now)
    still = Case.objects.visible_to(account).filter(unit=account.unit_id, state__in=OPEN_STATES)
    found = still.aggregate(
        mine=Count("pk", filter=mine),
        mine_late=Count("pk", filter=mine & late),
        mine_today=Count("pk", filter=mine & Q(next_due_at__gte=now, next_due_at__lt=tomorrow)),
        nobodys=Count("pk", filter=Q(officer=None)),
        nobodys_late=Count("pk", filter=Q(officer=None) & late),
    )
    return Numbers(**found, **findings_waiting(account, now))
