"""What partners and officers hear before anything is reported, and what a person makes of a week of it."""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from reporting.enums import Reliability, TensionKind
from reporting.models.guards import append_only, never_deleted


class TensionEntry(models.Model):
    """One thing that was heard of. It stays as it was entered; it can be taken back with a reason."""

    kind = models.CharField(max_length=14)
    what = models.CharField(max_length=500)
    reliability = models.CharField(max_length=12)
    borough = models.CharField(max_length=40, blank=True, help_text="empty for the whole city")
    strands = ArrayField(models.CharField(max_length=40), default=list)
    day = models.DateField(help_text="of which it tells, such as that of the march")
    source = models.CharField(max_length=100, blank=True, help_text="the partner that told of it; empty: an officer")
    by = models.ForeignKey(
        "cases.Account", models.PROTECT, null=True, related_name="+", help_text="empty: the partner itself, by its key"
    )
    from_partner = models.OneToOneField(
        "reporting.PartnerTension", models.PROTECT, null=True, related_name="+", help_text="what it sent"
    )
    at = models.DateTimeField()
    taken_back_by = models.ForeignKey("cases.Account", models.PROTECT, null=True, related_name="+")
    taken_back_at = models.DateTimeField(null=True)
    taken_back_because = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index("day", name="tension_by_day"), models.Index("at", name="tension_by_time")]
        constraints = [
            models.CheckConstraint(name="known_tension", condition=Q(kind__in=list(TensionKind))),
            models.CheckConstraint(name="known_reliability", condition=Q(reliability__in=list(Reliability))),
            models.CheckConstraint(name="tension_says_what", condition=~Q(what="")),
            models.CheckConstraint(
                name="an_officer_or_a_partner_enters_tension",
                condition=Q(by__isnull=False, from_partner=None)
                | Q(by=None, from_partner__isnull=False) & ~Q(source=""),
            ),
            models.CheckConstraint(
                name="taken_back_by_somebody_for_a_reason",
                condition=Q(taken_back_by=None, taken_back_at=None, taken_back_because="")
                | (Q(taken_back_by__isnull=False, taken_back_at__isnull=False) & ~Q(taken_back_because="")),
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="tension_stays_as_entered",
                fields=[
                    "kind",
                    "what",
                    "reliability",
                    "borough",
                    "strands",
                    "day",
                    "source",
                    "by",
                    "from_partner",
                    "at",
                ],
            ),
            never_deleted("tension_is_never_deleted", "an entry of tension is never deleted"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.day}"


class TensionSummary(models.Model):
    """What somebody writes about a week, beside its figures. Each version is kept; the newest counts."""

    week = models.DateField(help_text="its Monday")
    words = models.TextField()
    by = models.ForeignKey("cases.Account", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["week", "-id"], name="newest_summary_of_a_week")]
        constraints = [
            models.CheckConstraint(name="a_summary_says_something", condition=~Q(words="")),
            models.CheckConstraint(name="a_week_begins_on_monday", condition=Q(week__week_day=2)),
        ]
        triggers = append_only("summary")

    def __str__(self) -> str:
        return str(self.week)
