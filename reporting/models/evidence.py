"""Files that somebody sent: on the way, while they belong to a draft, and for good, once they belong to a report."""

import uuid

from django.db import models
from django.db.models import F, Q

from reporting.models.guards import never_deleted, said_once

_KEPT = ("report_id", "number", "stored", "sealed", "size", "sha256", "media_type", "is_recording", "received_at")


class DraftFile(models.Model):
    """A file of a draft. `sealed` opens with the draft's token alone; without it the bytes on disk say nothing."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, help_text="also its name on disk")
    draft_id = models.UUIDField(
        db_index=True, help_text="no foreign key: a draft that is left goes at once, its files after"
    )
    sealed = models.BinaryField(help_text="AES-GCM of the file's key, name and caption")
    size = models.BigIntegerField(help_text="bytes, as announced")
    received = models.BigIntegerField(default=0, help_text="bytes that are on disk")
    sha256 = models.CharField(max_length=64, blank=True)
    media_type = models.CharField(max_length=100, blank=True, help_text="by content; empty until it is whole")
    is_recording = models.BooleanField(default=False, help_text="a spoken or signed answer to “what happened?”")
    begun_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="no_file_is_more_than_it_said", condition=Q(received__lte=F("size"))),
            models.CheckConstraint(
                name="a_whole_file_of_a_draft_has_its_hash", condition=Q(sha256="") | Q(received=F("size"))
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Evidence(models.Model):
    """A file of a report, as it was received. Never changed; destroying `sealed`, which holds its key, erases it."""

    report = models.ForeignKey("reporting.Report", models.PROTECT, related_name="evidence")
    number = models.PositiveSmallIntegerField(help_text="within the report, from 1, and kept")
    stored = models.UUIDField(unique=True, help_text="its name on disk")
    sealed = models.BinaryField(null=True, help_text="the file's key, name and caption, encrypted; empty once erased")
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64, help_text="of the original as received (hex)")
    media_type = models.CharField(max_length=100, help_text="by content")
    is_recording = models.BooleanField(default=False, help_text="a spoken or signed answer to “what happened?”")
    received_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="each_file_of_a_report_has_its_number", fields=["report", "number"]),
            models.CheckConstraint(name="evidence_has_its_hash", condition=Q(sha256__regex=r"^[0-9a-f]{64}$")),
            models.CheckConstraint(name="evidence_is_not_empty", condition=Q(size__gt=0)),
        ]
        triggers = [
            said_once("evidence_is_kept", "evidence is never changed", report="OLD.report_id", fields=_KEPT),
            never_deleted("evidence_is_never_deleted", "evidence is never deleted"),
        ]

    def __str__(self) -> str:
        return f"file {self.number} of report {self.report_id}"
