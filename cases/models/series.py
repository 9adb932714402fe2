"""Cases linked as one pattern. Each keeps its own words, clock and history; a series has work of its own."""

from typing import Self

import pgtrigger
from django.db import models
from django.db.models import Exists, OuterRef, Q

from cases.enums import Role, SeriesWork
from cases.models.case import Case
from cases.models.unit import Account
from reporting.models.guards import append_only, never_deleted


class SeriesQuerySet(models.QuerySet["Series"]):
    """Reads in the words of the desk."""

    def visible_to(self, account: Account) -> Self:
        """Those that hold a case which one may see, whichever unit opened them; of a sealed unit, only inside it."""
        if account.role not in (Role.OFFICER, Role.SUPERVISOR):
            return self.none()
        seen = Case.objects.visible_to(account).filter(
            series_links__series=OuterRef("pk"), series_links__removed_at=None
        )
        return self.filter(Exists(seen)).filter(Q(unit=account.unit_id) | Q(unit__is_sealed=False))


class Series(models.Model):
    """One pattern: an owner, what is owed to it, and the cases that belong to it today, perhaps of several units."""

    unit = models.ForeignKey("cases.Unit", models.PROTECT, related_name="series")
    title = models.CharField(max_length=120)
    owner = models.ForeignKey("cases.Account", models.PROTECT, null=True, related_name="series")
    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=150)
    split_from = models.ForeignKey("self", models.PROTECT, null=True, related_name="parts")

    objects = SeriesQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "series"
        constraints = [models.CheckConstraint(name="a_series_has_a_title", condition=~Q(title=""))]
        triggers = [never_deleted("series_is_never_deleted", "a series is never deleted")]

    def __str__(self) -> str:
        return self.title


class SeriesLink(models.Model):
    """A case belongs to a series, from when to when, and why: ended, never removed."""

    series = models.ForeignKey(Series, models.PROTECT, related_name="links")
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="series_links")
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=150)
    reason = models.CharField(max_length=300)
    removed_at = models.DateTimeField(null=True)
    removed_by = models.CharField(max_length=150, blank=True)
    removed_because = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index("case", name="series_of_a_case", condition=Q(removed_at=None))]
        constraints = [
            models.UniqueConstraint(
                name="a_case_is_once_in_a_series", fields=["series", "case"], condition=Q(removed_at=None)
            ),
            models.CheckConstraint(
                name="taken_out_by_somebody_for_a_reason",
                condition=Q(removed_at=None) | (~Q(removed_by="") & ~Q(removed_because="")),
            ),
        ]
        triggers = [
            never_deleted("series_link_is_never_deleted", "a link between series and case is never deleted"),
            pgtrigger.ReadOnly(name="series_link_keeps_its_ends", fields=["series", "case", "added_at", "added_by"]),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} in {self.series_id}"


class SeriesCommitment(models.Model):
    """Something that is owed to the whole pattern: what is done next, or its next review."""

    series = models.ForeignKey(Series, models.PROTECT, related_name="commitments")
    kind = models.CharField(max_length=20)
    what = models.CharField(max_length=300)
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField()
    met_at = models.DateTimeField(null=True)
    met_by = models.CharField(max_length=150, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="known_work_of_a_series", condition=Q(kind__in=list(SeriesWork))),
            models.UniqueConstraint(
                name="one_open_work_of_a_kind", fields=["series", "kind"], condition=Q(met_at=None)
            ),
        ]
        triggers = [never_deleted("series_commitment_is_never_deleted", "a commitment is never deleted")]

    def __str__(self) -> str:
        return f"{self.kind} {self.due_at:%Y-%m-%d}"


class SeriesEntry(models.Model):
    """One thing that somebody did to a series."""

    series = models.ForeignKey(Series, models.PROTECT, related_name="timeline")
    at = models.DateTimeField()
    by = models.CharField(max_length=150)
    what = models.CharField(max_length=40)
    details = models.JSONField(default=dict)
    note = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index("series", "at", name="timeline_of_a_series")]
        triggers = append_only("series entry")

    def __str__(self) -> str:
        return f"{self.what} {self.at:%Y-%m-%d %H:%M}"
