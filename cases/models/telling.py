"""Who was told, by e-mail and without content, of a surge or of incidents that gather near a protected site."""

from django.db import models
from django.db.models import Q


class FindingNotice(models.Model):
    """One account or contact, told once of one surge or one site notice. One e-mail may tell of several."""

    surge = models.ForeignKey("cases.Surge", models.PROTECT, null=True, related_name="told")
    site_notice = models.ForeignKey("cases.SiteNotice", models.PROTECT, null=True, related_name="told")
    account = models.ForeignKey("cases.Account", models.PROTECT, null=True, related_name="+")
    contact = models.CharField(max_length=100, blank=True, help_text="the name of a contact that is no account")
    at = models.DateTimeField()
    state = models.CharField(max_length=10, help_text="sending, or what became of it")
    failure = models.CharField(
        max_length=40, blank=True, help_text="a class name or number, nothing that a server said"
    )

    class Meta:
        indexes = [models.Index("account", "contact", "at", name="last_told_of_a_finding")]
        constraints = [
            models.UniqueConstraint(
                fields=["surge", "site_notice", "account", "contact"],
                nulls_distinct=False,
                name="told_once_of_a_finding",
            ),
            models.CheckConstraint(
                name="told_of_one_finding",
                condition=Q(surge=None, site_notice__isnull=False) | Q(surge__isnull=False, site_notice=None),
            ),
            models.CheckConstraint(
                name="an_account_or_a_contact_is_told",
                condition=Q(account=None) & ~Q(contact="") | Q(account__isnull=False, contact=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id or self.contact} {self.at:%Y-%m-%d %H:%M}"
