"""Answers on the way: encrypted with a key that lives only in the cookie of the person who types."""

from django.db import models


class Draft(models.Model):
    """One tab's answers. Without the cookie the row says nothing."""

    id = models.UUIDField(primary_key=True)
    sealed = models.BinaryField(help_text="AES-GCM of the answers and the form's token")
    updated_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, help_text="when it became a report; the answers are wiped then")

    class Meta:
        indexes = [models.Index("expires_at", name="drafts_by_expiry")]

    def __str__(self) -> str:
        return str(self.id)
