"""The voices, kept side by side, and what officers decided."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from cases.enums import Speaker
from reporting.models.guards import append_only, never_deleted, said_once
from reporting.taxonomy import ACTIONS, RECORDING


class Voice(models.Model):
    """What one speaker said a report or case is: the reporter's stands as theirs, nobody's is overwritten."""

    speaker = models.CharField(max_length=10)
    report = models.ForeignKey("reporting.Report", models.PROTECT, null=True, related_name="voices")
    case = models.ForeignKey("cases.Case", models.PROTECT, null=True, related_name="voices")
    by = models.CharField(max_length=150, blank=True, help_text="account, translator or model version")
    at = models.DateTimeField()
    strands = ArrayField(models.CharField(max_length=40), default=list)
    kinds = ArrayField(models.CharField(max_length=40), default=list)
    priority = models.CharField(max_length=10, blank=True)
    language = models.CharField(max_length=12, blank=True)
    text = models.TextField(blank=True, help_text="a translation, or the officer's reason")
    details = models.JSONField(default=dict, help_text="machine: scores, evidence as offsets, reasons")
    is_blind = models.BooleanField(default=False, help_text="machine: hidden until the officer has chosen (random 5 %)")
    switch = models.BigIntegerField(
        default=0, help_text="machine: number of the model switch then in force, 0 before any"
    )

    class Meta:
        indexes = [
            models.Index("report", "at", name="voices_of_a_report"),
            models.Index("case", "at", name="voices_of_a_case"),
            models.Index("report", name="hidden_suggestions", condition=Q(speaker=Speaker.MACHINE, is_blind=True)),
        ]
        constraints = [
            models.CheckConstraint(name="known_speaker", condition=Q(speaker__in=list(Speaker))),
            models.CheckConstraint(
                name="a_voice_speaks_of_something", condition=Q(report__isnull=False) | Q(case__isnull=False)
            ),
            models.UniqueConstraint(
                name="one_suggestion_a_report_version_and_switch",
                fields=["report", "by", "switch"],
                condition=Q(speaker=Speaker.MACHINE),
            ),
        ]
        triggers = [
            said_once("voice_is_kept", "a voice is never overwritten", report="OLD.report_id"),
            never_deleted("voice_is_never_deleted", "a voice is never deleted"),
        ]

    def __str__(self) -> str:
        return f"{self.speaker} {self.at:%Y-%m-%d %H:%M}"


class Identifier(models.Model):
    """What points at somebody in a report's words: where it stands, and a keyed hash of it. Never the words.

    It is sealed with the report: no ordinary search matches it, and finding by it is a permission of its own.
    """

    report = models.ForeignKey("reporting.Report", models.PROTECT, related_name="identifiers")
    kind = models.CharField(max_length=12)
    start = models.PositiveIntegerField(help_text="offset into the report's words, in characters")
    end = models.PositiveIntegerField()
    digest = models.BinaryField(max_length=32, help_text="HMAC-SHA-256 of kind and normal form")

    class Meta:
        indexes = [models.Index("digest", name="reports_by_identifier")]
        constraints = [
            models.UniqueConstraint(
                name="an_identifier_stands_once_in_a_place", fields=["report", "kind", "start", "end"]
            ),
            models.CheckConstraint(name="an_identifier_has_a_place", condition=Q(start__lt=models.F("end"))),
        ]
        triggers = [
            said_once("identifier_is_kept", "an identifier is never changed", report="OLD.report_id"),
            never_deleted("identifier_is_never_deleted", "an identifier is never deleted"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.start}-{self.end}"


class RecordingDecision(models.Model):
    """How an incident was recorded. One is in force at a time, the newest; every change is kept."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="decisions")
    recording = models.CharField(max_length=24)
    by = models.ForeignKey("cases.Account", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.TextField(blank=True)
    strands = ArrayField(models.CharField(max_length=40), default=list)
    kinds = ArrayField(models.CharField(max_length=40), default=list)
    perceived_by = models.CharField(
        max_length=16, blank=True, help_text="by whose perception: role of a person, or officer"
    )
    system = models.CharField(max_length=60, blank=True, help_text="crime: the recording system")
    number = models.CharField(max_length=60, blank=True, help_text="crime: its number there")
    offence = models.CharField(max_length=200, blank=True)
    body = models.CharField(max_length=200, blank=True, help_text="another body: whose matter it is")

    class Meta:
        indexes = [models.Index("case", "at", name="decisions_of_a_case")]
        constraints = [
            models.CheckConstraint(name="known_recording_decision", condition=Q(recording__in=list(RECORDING))),
            models.CheckConstraint(
                name="a_crime_names_system_number_offence_strands",
                condition=~Q(recording="crime")
                | (~Q(system="") & ~Q(number="") & ~Q(offence="") & Q(strands__len__gt=0)),
            ),
            models.CheckConstraint(name="another_body_is_named", condition=~Q(recording="another_body") | ~Q(body="")),
            models.CheckConstraint(
                name="nothing_recorded_needs_a_reason", condition=~Q(recording="nothing_recorded") | ~Q(reason="")
            ),
            models.CheckConstraint(
                name="a_sexual_offence_is_not_counted_as_an_assault_too",
                condition=~Q(kinds__contains=["sexual_offence", "physical_assault"]),
            ),
        ]
        triggers = append_only("decision")

    def __str__(self) -> str:
        return f"{self.recording} {self.at:%Y-%m-%d %H:%M}"


class ActionTaken(models.Model):
    """Something done for somebody."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="actions")
    action = models.CharField(max_length=24)
    by = models.ForeignKey("cases.Account", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    note = models.TextField(blank=True)

    class Meta:
        constraints = [models.CheckConstraint(name="known_action", condition=Q(action__in=list(ACTIONS)))]
        triggers = append_only("taken action")

    def __str__(self) -> str:
        return f"{self.action} {self.at:%Y-%m-%d %H:%M}"
