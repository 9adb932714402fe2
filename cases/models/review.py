"""A second look that a person asked for: owed to them by somebody who did not decide."""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from cases.enums import ReviewOutcome
from reporting.models.guards import never_deleted, said_once

_ASKED = ("report_id", "wish_id", "asked_at", "barred")
_NEVER_WHO_DECIDED = """
    IF NEW.answered_by_id = ANY(NEW.barred) OR EXISTS (
        SELECT 1 FROM cases_recordingdecision d JOIN cases_casereport l ON l.case_id = d.case_id
        WHERE l.report_id = NEW.report_id AND d.by_id = NEW.answered_by_id AND d.at <= NEW.asked_at) THEN
        RAISE EXCEPTION 'a review is never answered by who decided' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
"""


class ReviewQuerySet(models.QuerySet["Review"]):
    """Reads in the words of the desk."""

    def open(self) -> "ReviewQuerySet":
        """Nobody has answered yet."""
        return self.filter(answered_at=None)


class Review(models.Model):
    """One for each wish. It belongs to the report: it goes wherever that is attached, and stays owed when a case closes."""

    report = models.ForeignKey("reporting.Report", models.PROTECT, related_name="reviews")
    wish = models.OneToOneField("reporting.Wish", models.PROTECT, related_name="review")
    barred = ArrayField(
        models.BigIntegerField(),
        default=list,
        help_text="accounts that decided, closed or worked on it before it was asked",
    )
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    outcome = models.CharField(max_length=12, blank=True)
    note = models.TextField(blank=True, help_text="why, for colleagues")
    answered_by = models.ForeignKey("cases.Account", models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        indexes = [models.Index("due_at", name="reviews_owed", condition=Q(answered_at=None))]
        constraints = [
            models.CheckConstraint(name="known_outcome_of_a_review", condition=Q(outcome__in=["", *ReviewOutcome])),
            models.CheckConstraint(
                name="a_review_is_answered_by_somebody_with_an_outcome",
                condition=Q(answered_at=None, answered_by=None, outcome="")
                | (Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(outcome="")),
            ),
        ]
        triggers = [
            said_once("review_is_asked_once", "what a review was asked about never changes", report="OLD.report_id", fields=_ASKED),
            pgtrigger.Trigger(
                name="review_is_never_answered_by_who_decided",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                condition=pgtrigger.Condition("NEW.answered_by_id IS NOT NULL"),
                func=_NEVER_WHO_DECIDED,
            ),
            never_deleted("review_is_never_deleted", "a review is never deleted"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"review of {self.report_id}"
