"""To which unit a case goes, as rules that an administrator writes, tries and switches on."""

from datetime import date
from typing import Final

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from cases.models.unit import Account, Unit

WANTS: Final = {
    "strand": "strands", "kind": "kinds", "place": "places", "transport": "transports", "line": "lines", "force": "forces",
    "area": "areas", "language": "languages", "priority": "priorities", "platform": "platforms", "cue": "cues",
}  # fmt: skip
"""What a rule may ask about (`cases.engine.routing.ABOUT`), and the field in which it says so."""


def _values(length: int = 40) -> "ArrayField[list[str], list[str]]":
    return ArrayField(models.CharField(max_length=length), default=list, blank=True)


class RoutingRuleQuerySet(models.QuerySet["RoutingRule"]):
    """Reads in the words of the desk."""

    def in_force(self, on: date) -> "RoutingRuleQuerySet":
        """Switched on, and on this day within its dates; in the order in which they are asked."""
        dated = self.filter(Q(in_force_until=None) | Q(in_force_until__gte=on), in_force_from__lte=on)
        return dated.filter(is_active=True).order_by("place", "pk")


class RoutingRule(models.Model):
    """A case that has all of what is asked for (any one value of each) goes to `unit`. The first rule that is met counts.

    A rule that leads to a sealed unit only suggests it to a person. One that leads to a unit where nobody works does
    nothing. Cases about the police or its staff are never asked about.
    """

    name = models.CharField(max_length=80, unique=True)
    place = models.PositiveSmallIntegerField("order", default=100, help_text="rules with lower numbers are asked first")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="routing_rules")
    strands = _values()
    kinds = _values()
    places = _values()
    transports = _values()
    lines = _values(60)
    forces = _values()
    areas = _values(60)
    languages = _values(12)
    priorities = _values()
    platforms = _values()
    cues = _values()
    in_force_from = models.DateField()
    in_force_until = models.DateField(null=True, blank=True, help_text="the last day")
    is_active = models.BooleanField(default=False)
    switched_at = models.DateTimeField(null=True, editable=False)
    switched_by = models.ForeignKey(Account, models.PROTECT, null=True, editable=False, related_name="+")

    objects = RoutingRuleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_rule_asks_about_something", condition=~Q(**{field: [] for field in WANTS.values()})
            ),
            models.CheckConstraint(
                name="a_rule_ends_after_it_begins",
                condition=Q(in_force_until=None) | Q(in_force_until__gte=F("in_force_from")),
            ),
            models.CheckConstraint(
                name="a_rule_is_switched_on_by_somebody",
                condition=Q(is_active=False) | Q(switched_at__isnull=False, switched_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def wants(self) -> dict[str, list[str]]:
        """What it asks about, by the names of the engine."""
        return {about: getattr(self, field) for about, field in WANTS.items() if getattr(self, field)}
