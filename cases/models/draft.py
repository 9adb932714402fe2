"""What an officer has typed and not sent yet: on a case, on a series, or into a form of the desk."""

from django.db import models
from django.db.models import Q


class Draft(models.Model):
    """One form of one officer on one case or series, as one page holds it, sealed. Emptied when it is sent.

    A form of neither is about an alarm, a missed promise or a complaint, which `about` names.

    The same form open in two tabs is two rows: neither takes the other's words. `version` and `entry` are what the page
    showed of the case when the words were typed.
    """

    account = models.ForeignKey("cases.Account", models.CASCADE, related_name="+")
    case = models.ForeignKey("cases.Case", models.CASCADE, null=True, related_name="+")
    series = models.ForeignKey("cases.Series", models.CASCADE, null=True, related_name="+")
    form = models.CharField(max_length=20, help_text="section of its page")
    about = models.CharField(max_length=24, blank=True, help_text="which report or task, where there are several")
    page = models.CharField(max_length=40, blank=True, help_text="the page on which it was typed: each tab has its own")
    sealed = models.BinaryField(null=True)
    saved_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=0)
    entry = models.PositiveBigIntegerField(default=0, help_text="newest line of the timeline that was shown")
    done_page = models.CharField(max_length=40, blank=True, help_text="page from which it was last sent or discarded")
    done_digest = models.BinaryField(null=True, max_length=32, help_text="of that page and what it sent")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_draft_of_a_form_and_page_for_each_officer",
                fields=["account", "case", "form", "about", "page"],
                condition=Q(case__isnull=False),
            ),
            models.UniqueConstraint(
                name="one_draft_of_a_series_form_and_page_for_each_officer",
                fields=["account", "series", "form", "about", "page"],
                condition=Q(series__isnull=False),
            ),
            models.UniqueConstraint(
                name="one_draft_of_a_form_of_the_desk_and_page_for_each_officer",
                fields=["account", "form", "about", "page"],
                condition=Q(case=None, series=None),
            ),
            models.CheckConstraint(name="a_draft_is_of_a_form", condition=~Q(form="")),
            models.CheckConstraint(
                name="a_draft_is_of_no_case_and_series_at_once", condition=Q(case=None) | Q(series=None)
            ),
            models.CheckConstraint(
                name="a_draft_of_neither_says_what_it_is_about",
                condition=Q(case__isnull=False) | Q(series__isnull=False) | ~Q(about=""),
            ),
        ]
        indexes = [models.Index("saved_at", name="drafts_by_age")]

    def __str__(self) -> str:
        return f"{self.form}{self.about} of {self.account_id} on {self.case_id or self.series_id or 'the desk'}"
