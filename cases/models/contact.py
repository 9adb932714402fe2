"""Trying to reach somebody: one row for each time, whatever came of it."""

import pgtrigger
from django.db import models
from django.db.models import Q

from cases.enums import ContactOutcome, DangerTo, Means
from reporting.models.guards import never_deleted, said_once

_SAID_BEFORE = (
    "case_id", "person_id", "report_id", "means", "reason", "planned_for", "by_id", "at", "danger_to",
    "danger_reason", "safest_means",
)  # fmt: skip


class ContactAttempt(models.Model):
    """Why and by which means is written before a number is shown; what came of it, once, after that."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="contact_attempts")
    person = models.ForeignKey("cases.Person", models.PROTECT, related_name="contact_attempts")
    report = models.ForeignKey("reporting.Report", models.PROTECT, related_name="+", help_text="the person's")
    means = models.CharField(max_length=8)
    reason = models.TextField()
    planned_for = models.CharField(max_length=100, blank=True, help_text="when, in the officer's words")
    by = models.ForeignKey(
        "cases.Account", models.PROTECT, null=True, related_name="+", help_text="empty: Heard itself"
    )
    at = models.DateTimeField()
    forbidden = models.JSONField(default=list, help_text="what the contact card said against it, in sentences")
    danger_to = models.CharField(max_length=6, blank=True, help_text="why it was done against the card: life or child")
    danger_reason = models.TextField(blank=True)
    safest_means = models.TextField(blank=True, help_text="why this means is the safest")
    outcome = models.CharField(max_length=16, blank=True)
    outcome_note = models.TextField(blank=True)
    outcome_by = models.ForeignKey("cases.Account", models.PROTECT, null=True, related_name="+")
    outcome_at = models.DateTimeField(null=True)
    needs_review = models.BooleanField(default=False, help_text="it went against the card: a supervisor looks at it")
    reviewed_by = models.ForeignKey("cases.Account", models.PROTECT, null=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True)
    review_note = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index("case", "at", name="contact_attempts_of_a_case"),
            models.Index("at", name="contact_attempts_to_review", condition=Q(needs_review=True, reviewed_at=None)),
        ]
        constraints = [
            models.CheckConstraint(name="known_means_of_contact", condition=Q(means__in=list(Means))),
            models.CheckConstraint(name="known_outcome_of_contact", condition=Q(outcome__in=["", *ContactOutcome])),
            models.CheckConstraint(name="known_danger_of_contact", condition=Q(danger_to__in=["", *DangerTo])),
            models.CheckConstraint(
                name="danger_against_a_card_is_reviewed", condition=Q(danger_to="") | Q(needs_review=True)
            ),
            models.CheckConstraint(
                name="an_outcome_of_contact_has_a_time", condition=Q(outcome="") | Q(outcome_at__isnull=False)
            ),
            models.CheckConstraint(
                name="a_review_of_contact_is_somebodys",
                condition=Q(reviewed_at=None) | Q(reviewed_by__isnull=False, needs_review=True),
            ),
        ]
        triggers = [
            said_once(
                "contact_attempt_is_said_once", "what was said before a contact never changes",
                report="OLD.report_id", fields=_SAID_BEFORE,
            ),
            pgtrigger.Trigger(
                name="contact_outcome_is_kept",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "((OLD.outcome <> '' AND NEW.outcome IS DISTINCT FROM OLD.outcome)"
                    " OR (OLD.needs_review AND NOT NEW.needs_review)"
                    " OR (OLD.reviewed_at IS NOT NULL AND NEW.reviewed_at IS DISTINCT FROM OLD.reviewed_at))"
                ),
                func="RAISE EXCEPTION 'what came of a contact is never changed' USING ERRCODE = 'integrity_constraint_violation';",
            ),
            never_deleted("contact_attempt_is_never_deleted", "an attempt to reach somebody is never deleted"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.means} {self.at:%Y-%m-%d %H:%M}"
