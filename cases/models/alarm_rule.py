"""Within what time whoever looks after an alarm has to act on it again: dated data."""

from datetime import timedelta

from django.db import models
from django.db.models import Q


class AlarmRule(models.Model):
    """How long an alarm that somebody looks after stays silent without a further word."""

    act_within = models.DurationField(help_text="after that it rings again, and the supervisor is told at once")
    in_force_from = models.DateField(unique=True)
    source = models.CharField(max_length=300, blank=True, help_text="who decided it, where it stands")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="an_alarm_is_not_silent_for_longer_than_a_day",
                condition=Q(act_within__gt=timedelta(0), act_within__lte=timedelta(days=1)),
            )
        ]

    def __str__(self) -> str:
        return f"{self.act_within} from {self.in_force_from}"
