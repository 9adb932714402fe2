"""A complaint about data, or about how somebody was treated: kept as it was said, like a report."""

import pgtrigger
from django.db import models
from django.db.models import Q

from reporting.enums import ComplaintAbout, ComplaintStep
from reporting.models.fields import WordsField
from reporting.models.guards import append_only, never_deleted

SAID_ONCE = (
    "reference", "token_hash", "selector", "words", "about", "report_reference", "is_by_code", "sealed_contact",
    "language", "received_at",
)  # fmt: skip


class Complaint(models.Model):
    """What somebody complains of. Its words are the only answer that is needed; only its code can be stopped."""

    reference = models.CharField(max_length=14, unique=True)
    token_hash = models.BinaryField(unique=True, help_text="SHA-256 of the form's token: a double click sends once")
    selector = models.CharField(max_length=8, unique=True, null=True, help_text="public half of the complaint's code")  # noqa: DJ001
    verifier = models.BinaryField(null=True, help_text="keyed HMAC of the secret half; empty once the code was stopped")
    words = WordsField()
    about = models.CharField(max_length=10, blank=True)
    report_reference = models.CharField(
        max_length=12, blank=True, help_text="of the report that it is about, as far as it was given"
    )
    is_by_code = models.BooleanField(
        default=False, help_text="the report was named by its code, which then opens this complaint too"
    )
    sealed_contact = models.BinaryField(null=True, help_text="how to answer, encrypted")
    language = models.CharField(max_length=12, default="en-gb")
    received_at = models.DateTimeField(help_text="the clock starts here")

    class Meta:
        constraints = [
            models.CheckConstraint(name="a_complaint_says_something", condition=~Q(words="")),
            models.CheckConstraint(
                name="known_matter_of_a_complaint", condition=Q(about="") | Q(about__in=list(ComplaintAbout))
            ),
            models.CheckConstraint(
                name="a_report_named_by_its_code_is_known", condition=Q(is_by_code=False) | ~Q(report_reference="")
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="complaint_is_said_once",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    " OR ".join(f'OLD."{field}" IS DISTINCT FROM NEW."{field}"' for field in SAID_ONCE)
                ),
                func="RAISE EXCEPTION 'a complaint is never edited' USING ERRCODE = 'integrity_constraint_violation';",
            ),
            never_deleted("complaint_is_never_deleted", "a complaint is never deleted"),
        ]

    def __str__(self) -> str:
        return self.reference


class ComplaintNews(models.Model):
    """What whoever complained may know of the work on it: written by the officers' side, read with a code only."""

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="news")
    step = models.CharField(max_length=10)
    words = WordsField(blank=True, help_text="the answer")
    at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "complaint news"
        constraints = [
            models.UniqueConstraint(name="a_complaint_takes_each_step_once", fields=["complaint", "step"]),
            models.CheckConstraint(name="known_step_of_a_complaint", condition=Q(step__in=list(ComplaintStep))),
            models.CheckConstraint(
                name="an_answer_to_a_complaint_has_words", condition=~Q(step=ComplaintStep.ANSWERED) | ~Q(words="")
            ),
        ]
        triggers = append_only("complaint news")

    def __str__(self) -> str:
        return f"{self.step} of complaint {self.complaint_id}"
