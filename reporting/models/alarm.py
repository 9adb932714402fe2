"""Danger rings: the row is written in the submission's own transaction, so no worker or broker can lose it."""

from datetime import datetime

from django.db import models
from django.db.models import Q

from reporting.enums import AlarmCause, AlarmOutcome
from reporting.models.guards import never_deleted

RUNG_ANEW = ("cause", "raised_at", "outcome", "answered_by", "answered_at", "act_by", "log_number", "reason")
"""What is written when an alarm that was answered rings once more."""


class AlarmQuerySet(models.QuerySet["Alarm"]):
    """Reads in the words of the duty desk."""

    def ringing(self) -> "AlarmQuerySet":
        """Nobody has acknowledged it, handed it over or written why not."""
        return self.filter(outcome="")

    def looked_after(self) -> "AlarmQuerySet":
        """A named person looks after it, and has not said yet how it ended."""
        return self.filter(outcome=AlarmOutcome.ACKNOWLEDGED)

    def going_on(self) -> "AlarmQuerySet":
        """It rings, or somebody looks after it: it has no end yet."""
        return self.filter(outcome__in=("", AlarmOutcome.ACKNOWLEDGED))

    def unattended(self, now: datetime) -> "AlarmQuerySet":
        """Somebody looks after it, and the time by which they were to say more has passed."""
        return self.looked_after().filter(act_by__lte=now)


class Alarm(models.Model):
    """One alarm a report. It rings until a named person answers it.

    Who looks after it acts again by a time: hands it over, says why nobody is in danger, what was done, or that they
    look on. Otherwise it rings anew.
    """

    report = models.OneToOneField("reporting.Report", models.PROTECT, related_name="alarm")
    cause = models.CharField(max_length=10)
    raised_at = models.DateTimeField()
    outcome = models.CharField(max_length=12, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=150, blank=True)
    act_by = models.DateTimeField(null=True, help_text="by when whoever looks after it has to say more")
    log_number = models.CharField(max_length=60, blank=True, help_text="the control room's own number")
    reason = models.TextField(blank=True, help_text="why it is no danger, what was done, or said at hand-over")

    objects = AlarmQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index("raised_at", name="alarms_that_ring", condition=Q(outcome="")),
            models.Index("act_by", name="alarms_looked_after", condition=Q(outcome=AlarmOutcome.ACKNOWLEDGED)),
            models.Index("answered_at", name="alarms_by_answer"),
        ]
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
            models.CheckConstraint(
                name="an_alarm_ends_with_what_was_done", condition=~Q(outcome=AlarmOutcome.ENDED) | ~Q(reason="")
            ),
            models.CheckConstraint(
                name="who_looks_after_an_alarm_acts_by_a_time",
                condition=Q(outcome=AlarmOutcome.ACKNOWLEDGED, act_by__isnull=False)
                | (~Q(outcome=AlarmOutcome.ACKNOWLEDGED) & Q(act_by=None)),
            ),
        ]
        triggers = [never_deleted("alarm_is_never_deleted", "an alarm is never deleted")]

    def __str__(self) -> str:
        return f"{self.cause} {self.raised_at:%Y-%m-%d %H:%M}"
