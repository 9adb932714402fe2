"""Surges that were found in the counts, and what people did about each."""

from django.db import models
from django.db.models import Q

from reporting.models.guards import append_only


class SurgeQuerySet(models.QuerySet["Surge"]):
    """Reads in the words of whoever is told."""

    def alarms(self) -> "SurgeQuerySet":
        """One an event, whatever strands and boroughs it shows in."""
        return self.filter(part_of=None)


class Surge(models.Model):
    """The day on which a count first stood out. What was known that day stays as it was.

    One event shows in several counts: a strand, its parent and all incidents, a borough and the city. One of them is the
    alarm; the others are its parts, and nobody is told of those apart.
    """

    key = models.CharField(max_length=60, help_text="a strand, racist_all, all, or a series of somebody else's")
    borough = models.CharField(max_length=40, blank=True, help_text="empty for the whole city")
    day = models.DateField()
    observed = models.PositiveIntegerField()
    expected = models.FloatField()
    upper = models.PositiveIntegerField()
    chance = models.FloatField(help_text="of so many or more on quiet days")
    is_backlog = models.BooleanField(
        default=False,
        help_text="most of what was received that day had happened days before: received high, incidents not",
    )
    found_at = models.DateTimeField()
    part_of = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="parts", help_text="the alarm of the event that it belongs to"
    )

    objects = SurgeQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint("key", "borough", "day", name="one_alarm_a_surge")]
        triggers = append_only("surge")

    def __str__(self) -> str:
        return f"{self.key} {self.day}"


class SurgeStep(models.Model):
    """Somebody has seen it, and says what they did."""

    surge = models.ForeignKey(Surge, models.PROTECT, related_name="steps")
    at = models.DateTimeField()
    by = models.ForeignKey("cases.Account", models.PROTECT, related_name="+")
    note = models.CharField(max_length=300)

    class Meta:
        indexes = [models.Index("surge", "at", name="steps_of_a_surge")]
        constraints = [models.CheckConstraint(name="a_step_says_what_was_done", condition=~Q(note=""))]
        triggers = append_only("surge step")

    def __str__(self) -> str:
        return f"{self.surge_id} {self.at:%Y-%m-%d %H:%M}"
