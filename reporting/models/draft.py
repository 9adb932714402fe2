"""Answers on the way: encrypted with a key that lives only in the cookie of the person who types."""

from datetime import timedelta

from django.db import models
from django.db.models import F, Q

LONGEST = timedelta(days=7)


class Draft(models.Model):
    """One tab's answers. Without the cookie, or the code that was asked for, the row says nothing."""

    id = models.UUIDField(primary_key=True)
    sealed = models.BinaryField(help_text="AES-GCM of the answers and the form's token")
    updated_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, help_text="when it became a report; the answers are wiped then")
    selector = models.CharField(  # noqa: DJ001  (unique: two drafts without a code do not clash)
        max_length=8,
        unique=True,
        null=True,
        help_text="public half of the code to come back with, if one was asked for",
    )
    verifier = models.BinaryField(null=True, help_text="keyed HMAC of the code's secret half")
    wrapped_key = models.BinaryField(null=True, help_text="this draft's key, encrypted under the code")

    class Meta:
        indexes = [models.Index("expires_at", name="drafts_by_expiry")]
        constraints = [
            models.CheckConstraint(
                name="no_draft_is_kept_longer_than_a_week", condition=Q(expires_at__lte=F("updated_at") + LONGEST)
            ),
            models.CheckConstraint(
                name="a_code_opens_its_draft_or_there_is_none",
                condition=Q(selector=None, verifier=None, wrapped_key=None)
                | Q(selector__isnull=False, verifier__isnull=False, wrapped_key__isnull=False, sent_at=None),
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)
