"""Whom a case can be passed on to, and the days on which nobody there is at work."""

from django.db import models
from django.db.models import Q

from cases.enums import OrganisationKind


class Organisation(models.Model):
    """A partner that takes referrals, or a force that takes over cases. What was once referred to is never removed."""

    name = models.CharField(max_length=150, unique=True)
    kind = models.CharField(
        max_length=8, choices=[(OrganisationKind.PARTNER.value, "partner"), (OrganisationKind.FORCE.value, "force")]
    )
    helps_with = models.CharField(max_length=300, blank=True, help_text="what it does, and for whom")
    contact = models.CharField(
        max_length=300, blank=True, help_text="the agreed way to send it something: secure address, number"
    )
    is_active = models.BooleanField(default=True)
    is_demonstration = models.BooleanField(default=False, help_text="made up, for looking around")

    class Meta:
        constraints = [
            models.CheckConstraint(name="known_kind_of_organisation", condition=Q(kind__in=list(OrganisationKind))),
            models.CheckConstraint(name="an_organisation_has_a_name", condition=~Q(name="")),
        ]

    def __str__(self) -> str:
        return self.name


class BankHoliday(models.Model):
    """A bank holiday in England and Wales."""

    on = models.DateField(unique=True)
    name = models.CharField(max_length=100)

    def __str__(self) -> str:
        return f"{self.on} {self.name}"
