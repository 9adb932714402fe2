"""The bulletin of a day: one person drafts it, another approves it, then it is published."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from cases.domain.audit import record_event
from cases.domain.refusals import NotThere, Refused
from cases.domain.turns import wait_turn
from cases.models import Account, Bulletin
from cases.permissions import may_approve_bulletins, may_draft_bulletins


def draft_bulletin(day: date, *, content: dict[str, Any] | None, by: Account, now: datetime) -> Bulletin:
    """Keep what the counts say of a day as a draft.

    What was drafted never changes: where counts have changed since, a new edition stands beside it. With the same
    counts a second call returns the edition that is there. Raises `Refused` for a day without counts; `NotThere` for
    whoever may not draft.
    """
    if not may_draft_bulletins(by):
        raise NotThere
    if day > timezone.localdate(now):
        raise Refused("This day is still to come: there is nothing to say of it yet.")
    if content is None:
        raise Refused("There are no counts of this day: import them first, or wait until reports come in.")
    if day == timezone.localdate(now):
        raise Refused("The day is not over: draft its bulletin tomorrow.")
    with transaction.atomic():
        wait_turn("bulletins")
        newest = Bulletin.objects.filter(day=day).order_by("-edition").first()
        if newest and newest.content == content:
            return newest
        edition = newest.edition + 1 if newest else 1
        bulletin = Bulletin.objects.create(day=day, edition=edition, content=content, drafted_by=by, drafted_at=now)
        _log(bulletin, "draft", by, now)
    return bulletin


def approve_bulletin(bulletin_id: int, *, by: Account, now: datetime) -> Bulletin:
    """A supervisor who did not draft it agrees. A second call changes nothing.

    Raises `Refused` for whoever drafted it, and where a newer edition is there; `NotThere` for others.
    """
    with transaction.atomic():
        bulletin = _newest(bulletin_id, by=by)
        if bulletin.approved_at:
            return bulletin
        if bulletin.drafted_by_id == by.pk:
            raise Refused("You drafted this bulletin: somebody else must approve it.")
        bulletin.approved_by, bulletin.approved_at = by, now
        bulletin.save(update_fields=["approved_by", "approved_at"])
        _log(bulletin, "approve", by, now)
    return bulletin


def publish_bulletin(bulletin_id: int, *, by: Account, now: datetime) -> Bulletin:
    """Say that it may leave the house. A second call changes nothing.

    Raises `Refused` while nobody else has approved it, and where a newer edition is there; `NotThere` for others.
    """
    with transaction.atomic():
        bulletin = _newest(bulletin_id, by=by)
        if bulletin.published_at:
            return bulletin
        if not bulletin.approved_at:
            raise Refused("This bulletin is not approved yet: ask a second person to approve it.")
        bulletin.published_by, bulletin.published_at = by, now
        bulletin.save(update_fields=["published_by", "published_at"])
        _log(bulletin, "publish", by, now)
    return bulletin


def _newest(bulletin_id: int, *, by: Account) -> Bulletin:
    if not may_approve_bulletins(by):
        raise NotThere
    wait_turn("bulletins")
    bulletin = Bulletin.objects.select_for_update().filter(pk=bulletin_id).first()
    if bulletin is None:
        raise NotThere
    if Bulletin.objects.filter(day=bulletin.day, edition__gt=bulletin.edition).exists():
        raise Refused("A newer edition was drafted meanwhile: look at that one.")
    return bulletin


def _log(bulletin: Bulletin, act: str, by: Account, now: datetime) -> None:
    details = {"day": bulletin.day.isoformat(), "edition": bulletin.edition}
    record_event(account=by, action=f"bulletin.{act}", address="", references=[], details=details, now=now)
