"""What is heard of before anything is reported: entered, taken back with a reason, and summed up by a person."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from cases.domain.audit import record_event
from cases.domain.refusals import NotThere, Refused, missing_of, refuse_missing
from cases.models import Account, TensionEntry, TensionSummary
from cases.permissions import may_take_back_tension, may_use_desk
from reporting.domain.words import canonical, is_said
from reporting.enums import Reliability, TensionKind
from reporting.models import PartnerTension
from reporting.places import BOROUGHS
from reporting.taxonomy import STRANDS

_AROUND = timedelta(days=366)
_TWICE_WITHIN = timedelta(minutes=5)


def add_tension(
    *,
    kind: str,
    what: str,
    reliability: str,
    day: date | None,
    borough: str = "",
    strands: Iterable[str] = (),
    source: str = "",
    by: Account,
    now: datetime,
) -> TensionEntry:
    """Enter one thing. The same sent twice within five minutes is one entry.

    Raises `Refused` with a sentence for each thing that is missing or unknown, or a day more than a year away;
    `NotThere` for all who do not work at the desk.
    """
    if not may_use_desk(by):
        raise NotThere
    chosen = list(dict.fromkeys(strands))
    is_near = day is None or abs(day - timezone.localdate(now)) <= _AROUND
    missing = missing_of(
        (kind in list(TensionKind), "Choose what it is.", "kind"),
        (day, "Enter the day.", "day"),
        (is_near, "Choose a day within a year from today.", "day"),
        (not borough or borough in BOROUGHS, "Choose from the list.", "borough"),
        (reliability in list(Reliability), "Choose how reliable the source is.", "reliability"),
        (is_said(what), "Write what was heard of or seen.", "what"),
        (set(chosen) <= set(STRANDS), "Choose from the list.", "strands"),
    )
    refuse_missing(missing)
    said = {
        "kind": kind, "what": canonical(what).strip()[:500], "reliability": reliability, "day": day, "borough": borough,
        "strands": chosen, "source": source.strip()[:100],
    }  # fmt: skip
    with transaction.atomic():
        Account.objects.select_for_update(no_key=True).get(pk=by.pk)  # one at a time for each person
        twice = TensionEntry.objects.filter(**said, by=by, at__gt=now - _TWICE_WITHIN, taken_back_at=None).first()
        if twice is not None:
            return twice
        entry = TensionEntry.objects.create(**said, by=by, at=now)
        _log("tension.add", {"entry": entry.pk}, by=by, now=now)
    return entry


def take_in(tension_id: int) -> TensionEntry:
    """Put what a partner sent by its key beside what officers entered. A second call finds it there."""
    sent = PartnerTension.objects.select_related("partner").get(pk=tension_id)
    entry, _ = TensionEntry.objects.get_or_create(
        from_partner=sent,
        defaults={
            "kind": sent.kind, "what": sent.what, "reliability": sent.reliability, "borough": sent.borough,
            "strands": sent.strands, "day": sent.day, "source": sent.partner.name[:100], "at": sent.received_at,
        },
    )  # fmt: skip
    return entry


def take_back_tension(entry_id: int, *, reason: str, by: Account, now: datetime) -> TensionEntry:
    """It does not count any more, and stays to be seen with the reason. A second call changes nothing.

    Raises `Refused` without a reason, `NotThere` for an entry of somebody else, save for supervisors.
    """
    if not reason.strip():
        raise Refused("Write why it is taken back.", about="reason")
    with transaction.atomic():
        entry = TensionEntry.objects.select_for_update().filter(pk=entry_id).first()
        if entry is None or not may_take_back_tension(by, entry):
            raise NotThere
        if entry.taken_back_at is None:
            entry.taken_back_by, entry.taken_back_at, entry.taken_back_because = by, now, reason.strip()[:300]
            entry.save(update_fields=["taken_back_by", "taken_back_at", "taken_back_because"])
            _log("tension.take_back", {"entry": entry.pk}, by=by, now=now)
    return entry


def write_summary(week: date, *, words: str, by: Account, now: datetime) -> TensionSummary:
    """Say what a week came to; `week` is any day of it. Each version is kept; the same words again change nothing.

    Raises `Refused` without words or for a week that has not begun; `NotThere` for all who do not work at the desk.
    """
    if not may_use_desk(by):
        raise NotThere
    if not is_said(words):
        raise Refused("Write what the week came to.", about="words")
    monday = week - timedelta(days=week.weekday())
    if monday > timezone.localdate(now):
        raise Refused("This week has not begun.", about="words")
    written = canonical(words).strip()
    with transaction.atomic():
        Account.objects.select_for_update(no_key=True).get(pk=by.pk)
        newest = TensionSummary.objects.filter(week=monday).order_by("-pk").first()
        if newest is not None and newest.words == written:
            return newest
        summary = TensionSummary.objects.create(week=monday, words=written, by=by, at=now)
        _log("tension.summary", {"week": monday.isoformat()}, by=by, now=now)
    return summary


def _log(action: str, details: dict[str, object], *, by: Account, now: datetime) -> None:
    record_event(account=by, action=action, address="", references=[], details=details, now=now)
