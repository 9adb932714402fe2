"""Decisions about erasure: made by one person, approved by another, carried out by the one database function."""

from django.db import models
from django.db.models import F, Q

from reporting.models.guards import never_deleted


class ErasureDecision(models.Model):
    """Two people agreed, for a reason, that a report's words are to be replaced by a tombstone."""

    report = models.ForeignKey("reporting.Report", models.PROTECT, related_name="erasure_decisions")
    reason = models.TextField()
    decided_by = models.ForeignKey("cases.Account", models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()
    approved_by = models.ForeignKey("cases.Account", models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="erasure_takes_two_people", condition=Q(approved_by=None) | ~Q(approved_by=F("decided_by"))
            ),
            models.CheckConstraint(name="erasure_has_a_reason", condition=~Q(reason="")),
        ]
        triggers = [never_deleted("erasure_is_never_deleted", "a decision on erasure is never deleted")]

    def __str__(self) -> str:
        return f"{self.report_id} {self.decided_at:%Y-%m-%d}"
