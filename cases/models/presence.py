"""Who has a case open just now."""

from django.db import models


class Presence(models.Model):
    """One account on one case: since when, and when its page last said so. Never a lock."""

    account = models.ForeignKey("cases.Account", models.CASCADE, related_name="+")
    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="+")
    since = models.DateTimeField()
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(name="an_account_is_on_a_case_once", fields=["account", "case"])]
        indexes = [
            models.Index("case", "seen_at", name="who_is_on_a_case"),
            models.Index("seen_at", name="presence_by_age"),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} on {self.case_id}"
