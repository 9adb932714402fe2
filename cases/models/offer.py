"""Who is offered which case by "take next": dated data."""

from datetime import timedelta

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q


class OfferRule(models.Model):
    """How much hard reading a day is offered to one person, and how long before its time a case goes to anybody.

    Hard is what is immediate or high, and what is of one of the `hard_kinds`. Neither limit keeps a case from being
    offered: it goes to others first.
    """

    hard_cases_a_day = models.PositiveSmallIntegerField(help_text="hard reports read in a day before others come first")
    hard_kinds = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    supervisor_before = models.DurationField(
        help_text="from then on a hard case is offered to supervisors all the same"
    )
    anyone_before = models.DurationField(help_text="from then on it is offered to everybody all the same")
    language_before = models.DurationField(
        help_text="until then a case is kept for those who hold its language, where somebody who is there does"
    )
    in_force_from = models.DateField(unique=True)
    source = models.CharField(max_length=300, blank=True, help_text="who decided it, where it stands")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="the_supervisor_is_offered_it_before_everybody",
                condition=Q(supervisor_before__gte=F("anyone_before")),
            ),
            models.CheckConstraint(
                name="nothing_is_kept_until_it_is_late",
                condition=Q(anyone_before__gt=timedelta(0), language_before__gt=timedelta(0)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.hard_cases_a_day} a day from {self.in_force_from}"
