"""A part of the queue that somebody looks at again and again, for themselves or for their whole unit."""

from typing import Self

from django.db import models
from django.db.models import Q

from cases.models.unit import Account


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    """Reads in the words of the desk."""

    def visible_to(self, account: Account) -> Self:
        """One's own, and what was shared with one's unit."""
        return self.filter(Q(owner=account) | Q(unit__isnull=False, unit=account.unit_id))


class SavedView(models.Model):
    """Tab and filters under a name. It holds no case: whoever opens it sees what their own rights show."""

    owner = models.ForeignKey("cases.Account", models.PROTECT, related_name="saved_views")
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=2000, help_text="tab and filters, as in the queue's address")
    unit = models.ForeignKey("cases.Unit", models.PROTECT, null=True, related_name="+", help_text="shared with it")
    saved_at = models.DateTimeField()

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_view_of_a_name_for_each_owner", fields=["owner", "name"]),
            models.CheckConstraint(name="a_saved_view_has_a_name", condition=~Q(name="")),
        ]

    def __str__(self) -> str:
        return self.name
