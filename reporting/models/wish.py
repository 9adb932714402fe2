"""What a person asks for with their code: rows beside the report, which itself never changes."""

import uuid

from django.db import models
from django.db.models import Q

from reporting.enums import Helped, WishKind
from reporting.models.fields import WordsField
from reporting.models.guards import never_deleted, said_once


class WishQuerySet(models.QuerySet["Wish"]):
    """Reads in the words of the desk."""

    def about_contact(self) -> "WishQuerySet":
        """The contact cards that were filled in anew, oldest first."""
        return self.filter(kind=WishKind.CONTACT).order_by("pk")


class Wish(models.Model):
    """One wish. What identifies somebody is encrypted, with this row bound in (`seal_id`)."""

    report = models.ForeignKey("reporting.Report", models.PROTECT, related_name="wishes")
    kind = models.CharField(max_length=14)
    choice = models.CharField(max_length=10, blank=True, help_text="of whether it helped")
    words = WordsField(blank=True)
    seal_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sealed_answers = models.BinaryField(null=True, help_text="the contact card anew, by name of question")
    token_hash = models.BinaryField(
        unique=True, help_text="SHA-256 of the form's token; of `again`, that of the report which is on its way"
    )
    new_selector = models.CharField(max_length=8, blank=True, help_text="where the report got a new code")
    sent_at = models.DateTimeField()

    objects = WishQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "wishes"
        indexes = [models.Index("report", "sent_at", name="wishes_of_a_report")]
        constraints = [
            models.CheckConstraint(name="known_wish", condition=Q(kind__in=list(WishKind))),
            models.CheckConstraint(name="known_help", condition=Q(choice__in=["", *Helped])),
            models.CheckConstraint(
                name="only_a_card_is_sealed", condition=Q(sealed_answers=None) | Q(kind=WishKind.CONTACT)
            ),
        ]
        triggers = [
            said_once("wish_is_said_once", "a wish is never edited", report="OLD.report_id"),
            never_deleted("wish_is_never_deleted", "a wish is never deleted"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.sent_at:%Y-%m-%d %H:%M}"
