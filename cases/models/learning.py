"""Versions of the categoriser's model, which of them is in force, and the corrections that were taken out to learn from."""

from django.db import models
from django.db.models import F, Q

from reporting.models.guards import append_only, never_deleted


class ModelVersion(models.Model):
    """A model that may be switched on: the one that came with Heard (`file_name` empty) or one that was offered."""

    version = models.CharField(max_length=60, unique=True)
    file_name = models.CharField(max_length=120, blank=True, help_text="in the models' folder; empty: came with Heard")
    sha256 = models.CharField(max_length=64)
    inputs = models.JSONField(default=dict, help_text="what it was trained on, with checksums")
    offered_at = models.DateTimeField()
    compared_at = models.DateTimeField(null=True)
    compared_with = models.CharField(max_length=60, blank=True, help_text="the version then in force")
    figures = models.JSONField(default=dict, help_text="both versions on the same held-back cases")

    class Meta:
        triggers = [never_deleted("model_version_is_never_deleted", "a model version is never deleted")]

    def __str__(self) -> str:
        return self.version


class ModelSwitch(models.Model):
    """Somebody switched a version on. The newest row says which is in force; without any it is the shipped one."""

    version = models.ForeignKey(ModelVersion, models.PROTECT, related_name="switches")
    at = models.DateTimeField()
    by = models.ForeignKey("cases.Account", models.PROTECT, related_name="+")

    class Meta:
        triggers = append_only("model switch")

    def __str__(self) -> str:
        return f"{self.version_id} {self.at:%Y-%m-%d %H:%M}"


class CorrectionsExport(models.Model):
    """Officers' decisions beside suggestions, taken out to learn from: asked for by one person, approved by another."""

    reason = models.TextField()
    asked_by = models.ForeignKey("cases.Account", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    approved_by = models.ForeignKey("cases.Account", models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField(null=True)
    rows = models.PositiveIntegerField(null=True)
    sha256 = models.CharField(max_length=64, blank=True, help_text="of the file that was written")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="an_export_takes_two_people", condition=Q(approved_by=None) | ~Q(approved_by=F("asked_by"))
            ),
            models.CheckConstraint(name="an_export_has_a_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="an_export_is_made_after_approval", condition=Q(made_at=None) | Q(approved_by__isnull=False)
            ),
        ]
        triggers = [never_deleted("export_is_never_deleted", "an export of corrections is never deleted")]

    def __str__(self) -> str:
        return f"{self.asked_at:%Y-%m-%d} {self.reason[:40]}"
