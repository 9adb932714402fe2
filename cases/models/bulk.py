"""Cases chosen together, what is to be done with all of them, and what became of each."""

from django.db import models
from django.db.models import F, Q

from cases.enums import BulkAct, BulkOutcome

_OUTCOMES = ["", *(one.value for one in BulkOutcome)]


class Bulk(models.Model):
    """One selection of one account. Until it is confirmed it only says what would be done; afterwards it is a record."""

    owner = models.ForeignKey("cases.Account", models.PROTECT, related_name="+")
    chosen_by = models.CharField(max_length=2000, blank=True, help_text="the filter, as in the queue's address")
    act = models.CharField(max_length=10, blank=True)
    given = models.JSONField(default=dict, help_text="what the act needs: to, name, until, reason and so on")
    made_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    undo_at = models.DateTimeField(null=True, help_text="when undoing was asked for")
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_open_selection_of_an_account", fields=["owner"], condition=Q(confirmed_at=None)
            ),
            models.CheckConstraint(name="known_bulk_act", condition=Q(act__in=["", *(one.value for one in BulkAct)])),
            models.CheckConstraint(
                name="what_is_confirmed_says_what_is_done", condition=Q(confirmed_at=None) | ~Q(act="")
            ),
        ]
        indexes = [models.Index("owner", F("made_at").desc(), name="bulks_of_an_account")]

    def __str__(self) -> str:
        return f"{self.act or 'chosen'} {self.made_at:%Y-%m-%d %H:%M}"


class BulkCase(models.Model):
    """One case of it. `version` is the case's as it was shown; `before` what undoing needs."""

    bulk = models.ForeignKey(Bulk, models.CASCADE, related_name="cases")
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    outcome = models.CharField(max_length=8, blank=True)
    sentence = models.CharField(max_length=300, blank=True, help_text="why it was skipped or failed")
    before = models.JSONField(default=dict)
    version_after = models.PositiveIntegerField(null=True)
    undo = models.CharField(max_length=8, blank=True)
    undo_sentence = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="a_case_is_chosen_once", fields=["bulk", "case"]),
            models.CheckConstraint(name="known_bulk_outcome", condition=Q(outcome__in=_OUTCOMES, undo__in=_OUTCOMES)),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.outcome or 'chosen'}"
