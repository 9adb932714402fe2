"""Within what time somebody who did not decide looks again: dated data, which the public pages say too."""

from datetime import timedelta

from django.db import models
from django.db.models import Q


class ReviewRule(models.Model):
    """How long a review that a person asked for may take, from a day on. What was promised under an earlier rule stays."""

    within = models.DurationField(help_text="elapsed time, nights included")
    in_force_from = models.DateField(unique=True)
    source = models.CharField(max_length=300, blank=True, help_text="who decided it, where it stands")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_review_takes_a_day_at_least_and_a_month_at_most",
                condition=Q(within__gte=timedelta(days=1), within__lte=timedelta(days=31)),
            )
        ]

    def __str__(self) -> str:
        return f"{self.within} from {self.in_force_from}"
