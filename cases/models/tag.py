"""A unit's own words for what cases have in common; put on a case and taken off again, never deleted."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from reporting.models.guards import append_only, never_deleted


class Tag(models.Model):
    """One word or two of a unit."""

    unit = models.ForeignKey("cases.Unit", models.PROTECT, related_name="tags")
    name = models.CharField(max_length=40)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint("unit", Lower("name"), name="one_tag_of_a_name_for_each_unit"),
            models.CheckConstraint(name="a_tag_has_a_name", condition=~Q(name="")),
        ]
        triggers = append_only("tag")

    def __str__(self) -> str:
        return self.name


class CaseTag(models.Model):
    """A tag on a case, from a time on and, where somebody took it off, until a time."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="tags")
    tag = models.ForeignKey(Tag, models.PROTECT, related_name="+")
    put_at = models.DateTimeField()
    put_by = models.CharField(max_length=150)
    taken_off_at = models.DateTimeField(null=True)
    taken_off_by = models.CharField(max_length=150, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="a_tag_is_on_a_case_once", fields=["case", "tag"], condition=Q(taken_off_at=None)
            ),
            models.CheckConstraint(
                name="a_tag_is_taken_off_by_a_named_person", condition=Q(taken_off_at=None) | ~Q(taken_off_by="")
            ),
        ]
        indexes = [models.Index("tag", name="cases_of_a_tag", condition=Q(taken_off_at=None))]
        triggers = [
            never_deleted("case_tag_is_never_deleted", "a tag of a case is taken off, never deleted"),
            pgtrigger.ReadOnly(name="case_tag_keeps_its_ends", fields=["case", "tag", "put_at", "put_by"]),
        ]

    def __str__(self) -> str:
        return f"{self.tag_id} on {self.case_id}"
