"""Questions about the person, for fairness: which are asked as dated data, and what was answered as bare numbers."""

from django.db import models
from django.db.models import F, Q


class EqualityQuestion(models.Model):
    """A question, asked from a day until another. Its answers are `[key, label]`; a change is a new row."""

    key = models.SlugField()
    label = models.CharField(max_length=200)
    hint = models.CharField(max_length=300, blank=True)
    answers = models.JSONField(help_text="answers on offer, each a key and its words")
    place = models.PositiveSmallIntegerField(default=0, help_text="order on the page")
    in_force_from = models.DateField()
    in_force_until = models.DateField(null=True, blank=True, help_text="the last day on which it is asked")
    source = models.CharField(max_length=300, blank=True, help_text="whose list it is")

    class Meta:
        constraints = [
            models.UniqueConstraint("key", "in_force_from", name="one_wording_a_day"),
            models.CheckConstraint(
                name="asked_until_after_it_began",
                condition=Q(in_force_until=None) | Q(in_force_until__gte=F("in_force_from")),
            ),
        ]

    def __str__(self) -> str:
        return self.label


class EqualityCount(models.Model):
    """How many people gave an answer in a month. No row is of one person, none leads to a report, none has a time of day."""

    month = models.DateField(help_text="its first day")
    question = models.SlugField()
    answer = models.SlugField()
    number = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint("month", "question", "answer", name="one_number_a_month"),
            models.CheckConstraint(name="a_month_begins_on_its_first_day", condition=Q(month__day=1)),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.question} {self.answer}"
