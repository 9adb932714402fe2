"""Danger rings: the row is written in the submission's own transaction, so no worker or broker can lose it."""

from django.db import models
from django.db.models import Q

from reporting.enums import AlarmCause, AlarmOutcome
from reporting.models.guards import never_deleted

RUNG_ANEW = ("cause", "raised_at", "outcome", "answered_by", "answered_at", "log_number", "reason")
"""What is written when an alarm that was answered rings once more."""


class AlarmQuerySet(models.QuerySet["Alarm"]):
    """Reads in the words of the duty desk."""

    def ringing(self) -> "AlarmQuerySet":
        """Nobody has acknowledged it, handed it over or written why not."""
        return self.filter(outcome="")


class Alarm(models.Model):
    """One alarm a report. It rings until a named person answers it."""

    report = models.OneToOneField("reporting.Report", models.PROTECT, related_name="alarm")
    cause = models.CharField(max_length=10)
    raised_at = models.DateTimeField()
    outcome = models.CharField(max_length=12, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=150, blank=True)
    log_number = models.CharField(max_length=60, blank=True, help_text="the control room's own number")
    reason = models.TextField(blank=True, help_text="why it is no danger, or what was said at hand-over")

    objects = AlarmQuerySet.as_manager()

    class Meta:
        indexes = [models.Index("raised_at", name="alarms_that_ring", condition=Q(outcome=""))]
        constraints = [
            models.CheckConstraint(name="known_alarm_cause", condition=Q(cause__in=list(AlarmCause))),
            models.CheckConstraint(
                name="an_alarm_is_answered_by_a_named_person",
                condition=Q(outcome="", answered_at=None, answered_by="")
                | (Q(outcome__in=list(AlarmOutcome), answered_at__isnull=False) & ~Q(answered_by="")),
            ),
            models.CheckConstraint(
                name="a_hand_over_carries_the_log_number",
                condition=~Q(outcome=AlarmOutcome.HANDED_OVER) | ~Q(log_number=""),
            ),
            models.CheckConstraint(
                name="no_danger_needs_a_reason", condition=~Q(outcome=AlarmOutcome.NO_DANGER) | ~Q(reason="")
            ),
        ]
        triggers = [never_deleted("alarm_is_never_deleted", "an alarm is never deleted")]

    def __str__(self) -> str:
        return f"{self.cause} {self.raised_at:%Y-%m-%d %H:%M}"
