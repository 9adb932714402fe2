"""Whom people can talk to besides the police, as the operator keeps it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q


class SupportOrganisation(models.Model):
    """An organisation that helps. How it is reached is left empty until the operator has asked it."""

    name = models.CharField(max_length=120, unique=True)
    helps_with = models.CharField(max_length=300, help_text="for whom, and with what, in one short plain sentence")
    strands = ArrayField(
        models.CharField(max_length=40), default=list, blank=True, help_text="because of what; none: for everybody"
    )
    for_young = models.BooleanField("for children and young people", default=False)
    area = models.CharField(max_length=80, help_text="where it helps, such as Hackney or England and Wales")
    languages = ArrayField(
        models.CharField(max_length=12), default=list, blank=True,
        help_text="codes of the languages it speaks, such as en, bn; none: ask it",
    )  # fmt: skip
    phone = models.CharField(max_length=80, blank=True, help_text="number, hours and cost, as it gave them to you")
    other_ways = models.CharField(
        max_length=200, blank=True, help_text="web address, e-mail, chat; shown as plain text"
    )
    checked_on = models.DateField(null=True, blank=True, help_text="when somebody last asked; empty until then")
    place = models.PositiveSmallIntegerField(default=0, help_text="order on the page")
    is_shown = models.BooleanField(default=True)

    class Meta:
        verbose_name = "organisation that helps"
        verbose_name_plural = "organisations that help"
        constraints = [
            models.CheckConstraint(
                name="an_organisation_that_helps_says_how", condition=~Q(name="") & ~Q(helps_with="") & ~Q(area="")
            )
        ]

    def __str__(self) -> str:
        return self.name
