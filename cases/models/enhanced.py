"""Who is owed enhanced service: dated data, because codes of practice change."""

from django.db import models


class EnhancedGround(models.Model):
    """A ground on which somebody is owed shorter times. An officer names it for a person of a case."""

    key = models.SlugField()
    label = models.CharField(max_length=120)
    hint = models.CharField(max_length=300, blank=True)
    in_force_from = models.DateField()
    in_force_until = models.DateField(null=True, blank=True, help_text="last day")
    source = models.CharField(max_length=300, blank=True, help_text="who decided it, where it stands")

    class Meta:
        constraints = [models.UniqueConstraint(name="one_ground_a_day", fields=["key", "in_force_from"])]

    def __str__(self) -> str:
        return self.label
