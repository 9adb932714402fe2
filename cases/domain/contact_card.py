"""The contact card of a person: what they said in the report, and beside it what officers have agreed with them since."""

from collections.abc import Iterable
from datetime import datetime, time
from typing import Any

from django.db import transaction

from cases.domain import persons
from cases.domain.access import case_for_work
from cases.domain.audit import record_event
from cases.domain.commitments import keep_due_time
from cases.domain.contact import Card
from cases.domain.refusals import NotThere, Refused
from cases.domain.timeline import write_entry
from cases.enums import Means
from cases.models import Account, Case, Person

OWN = ("safe_times", "voicemail", "who_might_see", "not_to", "code_word", "address")
"""What of a card is in words, or as good as in words."""


def card_of(person: Person) -> Card:
    """The card in force: what officers agreed, or the person's own words, whichever is newer, field by field.

    A person who fills in their card anew with their code need not say all of it again: what they left empty stays. New
    times in words take the hours away, so that nothing leaves by itself until somebody has read them. Raises `CannotOpen`
    without the key.
    """
    own, told = persons.contact_card(person), persons.told_since(person)
    agreed: dict[str, Any] = next(iter(versions_of(person)[-1:]), {})
    newer: dict[str, Any] = {}
    for one in told:
        if not agreed or one.at > datetime.fromisoformat(agreed["at"]):
            newer |= one.card
    said = {name: newer.get(name) or (agreed or own).get(name, "") for name in OWN}
    channels = newer.get("channels") or (agreed or own).get("channels", [])
    hours = {} if newer.get("safe_times") else agreed
    return Card(
        wants_no_contact="no_contact" in channels if newer.get("channels") else person.wants_no_contact,
        channels=tuple(one for one in channels if one != "no_contact"),
        days=tuple(hours.get("days", ())),
        earliest=_clock(hours.get("earliest")),
        latest=_clock(hours.get("latest")),
        not_the_parents=bool(own.get("not_the_parents")),
        withhold_number=bool(newer.get("withhold_number") or (agreed or own).get("withhold_number")),
        no_visit=bool(newer.get("no_visit") or (agreed or own).get("no_visit")),
        how_to_talk=str(own.get("how_to_talk", "")),
        ask_before_visit=bool(newer.get("ask_before_visit") or own.get("ask_before_visit")),
        **said,
    )


def versions_of(person: Person) -> list[dict[str, Any]]:
    """What was agreed, oldest first: each with `by` and `at`."""
    return persons.agreed_since(person)


def keep_card(
    case_id: int,
    person_id: int,
    *,
    channels: Iterable[str],
    days: Iterable[int] = (),
    earliest: time | None = None,
    latest: time | None = None,
    safe_times: str = "",
    voicemail: str = "",
    who_might_see: str = "",
    withhold_number: bool = False,
    no_visit: bool = False,
    not_to: str = "",
    code_word: str = "",
    address: str = "",
    agreed_how: str,
    by: Account,
    now: datetime,
) -> Person:
    """Keep what was agreed with the person as a new version of their card, in every case that holds their report; their
    own words stay beside it.

    A second call adds a second version. Raises `Refused` without a way or how it was agreed, for hours that end before
    they begin, and for a visit that is agreed and forbidden at once. The timeline says that the card was changed,
    never what is on it.
    """
    chosen = [str(one) for one in channels]
    if not agreed_how.strip():
        raise Refused("Write how you know: who said it, and when.", about="agreed_how")
    if not chosen:
        raise Refused("Choose at least one way; their code on the website is one.", about="channels")
    if earliest and latest and latest <= earliest:
        raise Refused("The safe hours end before they begin.", about="latest")
    if no_visit and Means.VISIT in chosen:
        raise Refused("A visit cannot be agreed and forbidden at once.", about="no_visit")
    version = {
        "channels": chosen, "days": sorted(int(day) for day in days), "earliest": f"{earliest:%H:%M}" if earliest else "",
        "latest": f"{latest:%H:%M}" if latest else "", "safe_times": safe_times.strip(), "voicemail": voicemail,
        "who_might_see": who_might_see.strip(), "withhold_number": withhold_number, "no_visit": no_visit,
        "not_to": not_to.strip(), "code_word": code_word.strip(), "address": address.strip(),
        "agreed_how": agreed_how.strip(), "by": by.username, "at": now.isoformat(),
    }  # fmt: skip
    with transaction.atomic():
        case = case_for_work(case_id, by=by)
        person = Person.objects.select_for_update().filter(pk=person_id, case=case).first()
        if person is None:
            raise NotThere
        persons.add_agreed(person, version)
        write_entry(case, "contact_card", by=by, now=now, person=person.pk)
        record_event(account=by, action="person.card", address="", references=[case.reference], now=now)
        keep_due_time(case, now=now)
        elsewhere = persons.everywhere(person).exclude(pk=person.pk).values("case_id")
        for other in Case.objects.select_for_update().filter(pk__in=elsewhere).order_by("pk"):
            same = other.persons.select_for_update().get(report=person.report_id, role=person.role)
            persons.add_agreed(same, version)
            write_entry(other, "contact_card", by=by, now=now, person=same.pk)
            keep_due_time(other, now=now)
    return person


def _clock(written: str | None) -> time | None:
    return time.fromisoformat(written) if written else None
