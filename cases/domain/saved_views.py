"""Saved views of the queue: kept under a name, shared with the unit, removed."""

from datetime import datetime

from django.db import transaction

from cases import permissions
from cases.domain.audit import record_event
from cases.domain.refusals import NotThere, Refused
from cases.models import Account, SavedView

MOST = 30  # of one account: a list that nobody can oversee helps nobody


def save_view(*, name: str, query: str, is_shared: bool, by: Account, now: datetime) -> SavedView:
    """Keep tab and filters (`query`, as the queue's address writes them) under a name, private or shared with the unit.

    A second call with one's own name, whatever its capitals, replaces what was kept under it. Raises `Refused` without
    a name, and past `MOST`.
    """
    name = " ".join(name.split())[:60]
    if not permissions.may_use_desk(by):
        raise NotThere
    if not name:
        raise Refused("Give the view a name.", about="name")
    with transaction.atomic():
        Account.objects.select_for_update(of=("self",)).get(pk=by.pk)  # two tabs at once must not both be the last one
        own = SavedView.objects.filter(owner=by)
        kept = own.filter(name__iexact=name).first()
        if kept is None and own.count() >= MOST:
            raise Refused(f"You have {MOST} saved views. Remove one first.")
        view = kept or SavedView(owner=by)
        view.name, view.query, view.unit, view.saved_at = name, query, by.unit if is_shared else None, now
        view.save()
        _log("queue.view_saved", view, by=by, now=now)
    return view


def share_view(view_id: int, *, is_shared: bool, by: Account, now: datetime) -> SavedView:
    """Let the owner's unit of today see the view, or nobody but its owner. Doing it again changes nothing.

    Raises `NotThere` for another's view.
    """
    with transaction.atomic():
        view = _locked(view_id)
        if view is None or not permissions.may_share_view(by, view):
            raise NotThere
        view.unit = by.unit if is_shared else None
        view.save(update_fields=["unit"])
        _log("queue.view_shared" if is_shared else "queue.view_private", view, by=by, now=now)
    return view


def remove_view(view_id: int, *, by: Account, now: datetime) -> None:
    """Forget the view. Raises `NotThere` for one that this account may not remove, or that is gone already."""
    with transaction.atomic():
        view = _locked(view_id)
        if view is None or not permissions.may_remove_view(by, view):
            raise NotThere
        _log("queue.view_removed", view, by=by, now=now)
        view.delete()


def _locked(view_id: int) -> SavedView | None:
    return SavedView.objects.select_for_update(of=("self",)).filter(pk=view_id).first()


def _log(action: str, view: SavedView, *, by: Account, now: datetime) -> None:
    details = {"name": view.name, "query": view.query, "is_shared": view.unit_id is not None}
    record_event(account=by, action=action, address="", references=[], details=details, now=now)
