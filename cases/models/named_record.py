"""Recorded against a named person: a decision of its own, past a threshold, and whether that person was told."""

import uuid

from django.db import models
from django.db.models import Q

from reporting.models.guards import append_only


class NamedRecordRule(models.Model):
    """From what threshold somebody may be recorded by name, and whether at all: dated data, the guidance changes."""

    threshold = models.TextField(help_text="in the words of the guidance; officers say that it is reached")
    is_allowed = models.BooleanField(default=True)
    in_force_from = models.DateField(unique=True)
    source = models.CharField(max_length=300, blank=True, help_text="who decided it, where it stands")

    class Meta:
        constraints = [models.CheckConstraint(name="a_threshold_is_written_down", condition=~Q(threshold=""))]

    def __str__(self) -> str:
        return f"rule of {self.in_force_from}"


class NamedRecord(models.Model):
    """One person, recorded in one case. The name is encrypted with this row bound in, and no search matches it."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="named_records")
    decision = models.ForeignKey("cases.RecordingDecision", models.PROTECT, related_name="+", help_text="then in force")
    rule = models.ForeignKey(NamedRecordRule, models.PROTECT, related_name="+")
    seal_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sealed_name = models.BinaryField()
    sealed_grounds = models.BinaryField(help_text="why the threshold is reached")
    was_told = models.BooleanField()
    sealed_telling = models.BinaryField(help_text="how and when the person was told, or why not")
    by = models.ForeignKey("cases.Account", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index("case", "at", name="named_records_of_a_case")]
        triggers = append_only("record against a person")

    def __str__(self) -> str:
        return f"record {self.pk} of case {self.case_id}"


class NamedRecordStep(models.Model):
    """What became of a record: the person was told after all, or it counts no longer."""

    record = models.ForeignKey(NamedRecord, models.PROTECT, related_name="steps")
    step = models.CharField(max_length=10)
    sealed_note = models.BinaryField()
    by = models.ForeignKey("cases.Account", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="known_step_of_a_record", condition=Q(step__in=["told", "withdrawn"])),
            models.UniqueConstraint(name="each_step_of_a_record_once", fields=["record", "step"]),
        ]
        triggers = append_only("step of a record")

    def __str__(self) -> str:
        return f"{self.step} {self.at:%Y-%m-%d %H:%M}"
