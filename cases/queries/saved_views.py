"""Saved views of the queue, as an account may see them."""

from cases.models import Account, SavedView
from cases.queries.prepared import Prepared


def views_of(account: Account) -> list[SavedView]:
    """One's own and the unit's, by name: one query."""
    return _VIEWS.of(account.pk, account.unit_id or 0)


_VIEWS = Prepared[SavedView](
    lambda pk, unit: (
        SavedView.objects.visible_to(Account(pk=pk, unit_id=unit)).select_related("owner").order_by("name", "pk")
    )
)
