"""How much one person should have at once, and what people were told when a shift began."""

from django.db import models
from django.db.models import Q

from reporting.models.guards import append_only


class WorkCap(models.Model):
    """So many open cases at most, for everybody of a unit or for one account; the newest row counts.

    Nothing is kept from being read by it: proposals stop at it, and everybody sees who is over theirs.
    """

    unit = models.ForeignKey("cases.Unit", models.PROTECT, related_name="+")
    account = models.ForeignKey("cases.Account", models.PROTECT, null=True, related_name="+")
    most_open = models.PositiveSmallIntegerField(null=True, help_text="empty: no cap of its own any more")
    by = models.ForeignKey("cases.Account", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["unit", "account", "-id"], name="newest_cap")]
        constraints = [
            models.CheckConstraint(name="a_cap_leaves_work", condition=Q(most_open=None) | Q(most_open__gt=0))
        ]
        triggers = append_only("cap")

    def __str__(self) -> str:
        return f"{self.account_id or self.unit_id}: {self.most_open}"


class Digest(models.Model):
    """One e-mail with numbers and links at the beginning of a shift: one at most for each account and beginning."""

    account = models.ForeignKey("cases.Account", models.PROTECT, related_name="+")
    starts_at = models.DateTimeField(help_text="of the shift, which may have been taken off the rota since")
    at = models.DateTimeField()
    state = models.CharField(max_length=10)
    failure = models.CharField(
        max_length=40, blank=True, help_text="a class name or number, nothing that a server said"
    )

    class Meta:
        indexes = [models.Index("account", "at", name="digests_of_an_account")]
        constraints = [models.UniqueConstraint(name="one_digest_a_shift", fields=["account", "starts_at"])]

    def __str__(self) -> str:
        return f"{self.account_id} {self.starts_at:%Y-%m-%d %H:%M}"
