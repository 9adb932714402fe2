"""How far people come: totals of a day, and nothing about anybody."""

from django.db import models


class StepTotal(models.Model):
    """How often a page was shown, and how often it was answered, on one day. No time finer than that, and no visitor."""

    day = models.DateField()
    step = models.SlugField(max_length=40)
    shown = models.PositiveIntegerField(default=0)
    answered = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "daily total of a page"
        verbose_name_plural = "daily totals of pages"
        constraints = [models.UniqueConstraint(name="one_total_a_day_and_step", fields=["day", "step"])]

    def __str__(self) -> str:
        return f"{self.step} {self.day}"
