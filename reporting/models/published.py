"""What the public may know of the officers' work, written by a task, already suppressed."""

from django.db import models

PROMISE, MONTH, BULLETIN = "promise", "what_happened", "bulletin"
"""Keys of figures: how promises are kept, what came of the reports of a month, a day's bulletin."""


class PublishedFigure(models.Model):
    """One figure of the public pages: its name, the day it is about, and the value as it may be shown."""

    key = models.CharField(max_length=80)
    day = models.DateField()
    value = models.JSONField()
    published_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint("key", "day", name="one_figure_a_day")]

    def __str__(self) -> str:
        return f"{self.key} {self.day}"


class EmergencyLine(models.Model):
    """A number for emergencies, with the date on which somebody last checked it."""

    key = models.SlugField(unique=True)
    label = models.CharField(max_length=200)
    contact = models.CharField(max_length=60, help_text="what to dial or do")
    hint = models.CharField(max_length=300, blank=True)
    place = models.PositiveSmallIntegerField(default=0, help_text="order on the page")
    checked_on = models.DateField(null=True, blank=True, help_text="when somebody last tried it; empty until then")

    def __str__(self) -> str:
        return self.label
