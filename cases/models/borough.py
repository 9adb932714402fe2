"""How many people live in a borough: what rates are made with."""

from django.db import models
from django.db.models import Q


class BoroughPopulation(models.Model):
    """The newest estimate that was taken in."""

    borough = models.CharField(max_length=40, unique=True, help_text="its key, such as barking-and-dagenham")
    people = models.PositiveIntegerField()
    year = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=120)

    class Meta:
        constraints = [models.CheckConstraint(name="somebody_lives_in_a_borough", condition=Q(people__gt=0))]

    def __str__(self) -> str:
        return f"{self.borough} {self.people}"
