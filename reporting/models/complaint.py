"""A complaint about data, or about how somebody was treated: kept as it was said, like a report."""

from django.db import models
from django.db.models import Q

from reporting.enums import ComplaintAbout
from reporting.models.fields import WordsField
from reporting.models.guards import append_only


class Complaint(models.Model):
    """What somebody complains of. Its words are the only answer that is needed."""

    reference = models.CharField(max_length=14, unique=True)
    token_hash = models.BinaryField(unique=True, help_text="SHA-256 of the form's token: a double click sends once")
    words = WordsField()
    about = models.CharField(max_length=10, blank=True)
    report_reference = models.CharField(
        max_length=12, blank=True, help_text="of the report that it is about, as far as it was given"
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
        ]
        triggers = append_only("complaint")

    def __str__(self) -> str:
        return self.reference
