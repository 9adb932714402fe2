"""The bulletin of a day: drafted by one person, approved by another, then published. What was approved stays so."""

import pgtrigger
from django.db import models
from django.db.models import F, Q

from reporting.models.guards import never_deleted


class Bulletin(models.Model):
    """What is said of one day. A later edition of the same day stands beside the earlier one."""

    day = models.DateField()
    edition = models.PositiveSmallIntegerField(default=1)
    content = models.JSONField(help_text="figures and sentences as they were when it was drafted")
    drafted_by = models.ForeignKey("cases.Account", models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField()
    approved_by = models.ForeignKey("cases.Account", models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey("cases.Account", models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("day", "edition", name="one_bulletin_an_edition"),
            models.CheckConstraint(
                name="a_bulletin_is_approved_by_a_second_person",
                condition=Q(approved_by=None) | ~Q(approved_by=F("drafted_by")),
            ),
            models.CheckConstraint(
                name="approved_by_somebody_at_a_time",
                condition=Q(approved_by=None, approved_at=None)
                | Q(approved_by__isnull=False, approved_at__isnull=False),
            ),
            models.CheckConstraint(
                name="only_an_approved_bulletin_is_published",
                condition=Q(published_by=None, published_at=None)
                | Q(published_by__isnull=False, published_at__isnull=False, approved_at__isnull=False),
            ),
        ]
        triggers = [
            never_deleted("bulletin_is_never_deleted", "a bulletin is never deleted"),
            pgtrigger.ReadOnly(
                name="a_bulletin_stays_as_drafted", fields=["day", "edition", "content", "drafted_by", "drafted_at"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.edition}"
