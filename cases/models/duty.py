"""Who is rung, and each step of ringing."""

from django.db import models
from django.db.models import F, Q

from cases.enums import Shift, Trouble
from reporting.models.guards import append_only


class DutyShift(models.Model):
    """One account's turn on the duty desk or as supervisor on call."""

    account = models.ForeignKey("cases.Account", models.PROTECT, related_name="shifts")
    kind = models.CharField(
        max_length=10, choices=[(shift.value, shift.value.capitalize()) for shift in Shift], default=Shift.DUTY
    )
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index("starts_at", "ends_at", name="shifts_by_time")]
        constraints = [
            models.CheckConstraint(name="a_shift_ends_after_it_starts", condition=Q(ends_at__gt=F("starts_at"))),
            models.CheckConstraint(name="known_shift", condition=Q(kind__in=list(Shift))),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.starts_at:%Y-%m-%d %H:%M}"


class AlarmContact(models.Model):
    """Where alarms go besides the desk: an address or webhook of the duty desk, supervisors or the control room.

    The press office is no step of an alarm: it is told of surges, by e-mail.
    """

    name = models.CharField(max_length=100)
    step = models.PositiveSmallIntegerField(
        choices=[
            (0, "at once: duty desk"),
            (1, "after 5 minutes: supervisor"),
            (2, "after 10 minutes: control room"),
            (3, "a surge, and no alarm: press office"),
        ]
    )
    email = models.EmailField(blank=True)
    webhook = models.URLField(blank=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="an_alarm_contact_can_be_reached", condition=~Q(email="") | ~Q(webhook=""))
        ]

    def __str__(self) -> str:
        return self.name


class AlarmStep(models.Model):
    """One delivery of one alarm: made once for each step, channel and address."""

    alarm = models.ForeignKey("reporting.Alarm", models.PROTECT, related_name="steps")
    step = models.PositiveSmallIntegerField(help_text="0 duty desk, 1 supervisor, 2 control room")
    channel = models.CharField(max_length=10, help_text="desk, email or webhook")
    to = models.CharField(max_length=254, blank=True)
    at = models.DateTimeField()
    outcome = models.CharField(max_length=100, help_text="sent, or the class name of what went wrong")

    class Meta:
        indexes = [models.Index("alarm", "step", name="steps_of_an_alarm")]
        triggers = append_only("step of an alarm")

    def __str__(self) -> str:
        return f"{self.step} {self.channel} {self.at:%Y-%m-%d %H:%M}"


class StaffingNotice(models.Model):
    """One try to tell the supervisor on call that nobody is there: on duty, in a unit, or to open cases for."""

    trouble = models.CharField(max_length=20)
    channel = models.CharField(max_length=10, help_text="email or webhook")
    to = models.CharField(max_length=254)
    at = models.DateTimeField()
    outcome = models.CharField(max_length=100, help_text="sending, sent, or the class name of what went wrong")

    class Meta:
        indexes = [models.Index("at", name="staffing_notices_by_time")]
        constraints = [models.CheckConstraint(name="known_trouble", condition=Q(trouble__in=list(Trouble)))]
        triggers = append_only("staffing notice")

    def __str__(self) -> str:
        return f"{self.trouble} {self.at:%Y-%m-%d %H:%M}"
