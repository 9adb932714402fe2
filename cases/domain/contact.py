"""The one gate of safe contact: every message, call, letter and visit asks the person's contact card first.

Officers' attempts come through `cases/domain/attempts.py`, and what Heard sends by itself through
`cases/domain/notices.py`. An answer in the thread reaches nobody until they come for it with their code.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils import timezone

from cases.domain.refusals import Refused
from cases.enums import DangerTo, Means

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
REACHES_AT_ONCE = (Means.PHONE, Means.TEXT, Means.EMAIL, Means.VISIT)  # a letter comes when it comes
_ONLY_IF_AGREED = (Means.LETTER, Means.VISIT)  # others are agreed by giving a number or address for them
_NOT_AGREED = {
    Means.PHONE: "They did not agree to telephone calls: choose a way that is on their contact card.",
    Means.TEXT: "They did not agree to text messages: choose a way that is on their contact card.",
    Means.EMAIL: "They did not agree to e-mail: choose a way that is on their contact card.",
    Means.LETTER: "They did not agree to letters: ask them first, and write on their contact card what they say.",
    Means.VISIT: "They did not agree to a visit: ask them first, and write on their contact card what they say.",
}


@dataclass(frozen=True)
class Card:
    """How, when and how not to reach somebody: their own words, and what was agreed with them since.

    `days` are weekdays from 0 (Monday), `earliest` and `latest` local times; empty and None where nothing is agreed.
    """

    wants_no_contact: bool = False
    channels: tuple[str, ...] = ()
    safe_times: str = ""
    days: tuple[int, ...] = ()
    earliest: time | None = None
    latest: time | None = None
    voicemail: str = ""
    who_might_see: str = ""
    withhold_number: bool = False
    no_visit: bool = False
    ask_before_visit: bool = False
    not_the_parents: bool = False
    not_to: str = ""
    code_word: str = ""
    address: str = ""
    how_to_talk: str = ""

    @property
    def has_hours(self) -> bool:
        """Whether the safe times are such that a clock can tell."""
        return bool(self.days) or self.earliest is not None or self.latest is not None


@dataclass(frozen=True)
class Plan:
    """Reaching somebody by this means at this time; what only the officer can know is what they affirm."""

    means: Means
    at: datetime
    time_is_safe: bool = False
    number_is_withheld: bool = False


@dataclass(frozen=True)
class Danger:
    """Why a card is not followed."""

    to: str = ""
    reason: str = ""
    safest_means: str = ""


def what_card_forbids(card: Card, plan: Plan) -> list[str]:
    """One sentence for each thing on the card that speaks against the plan.

    The thread behind the code is always open: it reaches nobody until they come for it.
    """
    if plan.means == Means.WEBSITE:
        return []
    forbidden = []
    if card.wants_no_contact:
        forbidden.append("They do not want to be contacted: write in the messages, where it waits for them.")
    elif plan.means == Means.VISIT and card.no_visit:
        forbidden.append("The contact card says: do not visit.")
    elif plan.means == Means.VISIT and card.ask_before_visit and plan.means not in card.channels:
        forbidden.append(
            "The contact card says: ask them first, before any visit. Ask in another way, and write on the card what they say."
        )
    elif plan.means not in card.channels and (card.channels or plan.means in _ONLY_IF_AGREED):
        forbidden.append(_NOT_AGREED[plan.means])
    if plan.means in REACHES_AT_ONCE:
        forbidden += _wrong_time(card, plan)
    if plan.means in (Means.PHONE, Means.TEXT) and card.withhold_number and not plan.number_is_withheld:
        forbidden.append("The contact card says: withhold your number. Do so, and say that it is withheld.")
    return forbidden


def pass_gate(card: Card, plan: Plan, danger: Danger | None = None) -> list[str]:
    """What the card forbids and was overridden; empty when it forbids nothing.

    Raises `Refused` with what the card forbids. The only way past it is danger to life or to a child, with the reason
    and why this means is the safest one; whoever calls lists that for a supervisor's review.
    """
    forbidden = what_card_forbids(card, plan)
    if not forbidden:
        return []
    if danger is None or not danger.to:
        raise Refused(forbidden[0], about=_about(card, plan))
    if danger.to not in list(DangerTo):
        raise Refused("Choose whose life or which danger it is.", about="danger_to")
    if not danger.reason.strip():
        raise Refused("Write what the danger is.", about="danger_reason")
    if not danger.safest_means.strip():
        raise Refused("Write why this is the safest way to reach them.", about="safest_means")
    return forbidden


def instructions(card: Card, means: Means) -> list[str]:
    """What to mind while doing it, one sentence each."""
    said = []
    if card.ask_before_visit and means == Means.VISIT:
        said.append("Ask them first, by another way, whether you may come, and go only when they have said yes.")
    if card.how_to_talk and means in (Means.PHONE, Means.VISIT):
        said.append(f"How best to talk with them, in the words of who reported: {card.how_to_talk}")
    if card.code_word and means in (Means.PHONE, Means.VISIT):
        said.append(f"Say the code word first: {card.code_word}")
    if card.not_to and means in (Means.PHONE, Means.VISIT, Means.LETTER):
        said.append(f"Do not speak to: {card.not_to}")
    if card.not_the_parents and means != Means.WEBSITE:
        said.append(
            "A child, who did not say that it is safe if their parents know: not a word to them, or to the school."
        )
    if means == Means.PHONE:
        said.append(
            "You may leave a voice message; say nothing of what it is about."
            if card.voicemail == "yes"
            else "Do not leave a voice message."
        )
    if means in (Means.PHONE, Means.TEXT) and card.withhold_number:
        said.append("Withhold your number.")
    if means in (Means.TEXT, Means.EMAIL, Means.LETTER):
        said.append("Use neutral words: no police, no crime, no name of this service.")
    if card.who_might_see:
        said.append(f"Who else might see or hear it: {card.who_might_see}")
    return said


def hours(card: Card) -> str:
    """The safe hours that a clock can tell, in words; empty where there are none."""
    days = ", ".join(DAYS[day] for day in card.days)
    clock = " ".join(
        part
        for part in (
            f"from {card.earliest:%H:%M}" if card.earliest else "",
            f"until {card.latest:%H:%M}" if card.latest else "",
        )
        if part
    )
    return " ".join(part for part in (days, clock) if part)


def is_safe_hour(card: Card, at: datetime) -> bool:
    """Whether the clock says yes; True also where the card has no hours."""
    local = timezone.localtime(at)
    return (
        (not card.days or local.weekday() in card.days)
        and (card.earliest is None or local.time() >= card.earliest)
        and (card.latest is None or local.time() < card.latest)
    )


def next_safe_hour(card: Card, after: datetime) -> datetime | None:
    """The next quarter of an hour that the clock calls safe, within eight days; None where there is none."""
    start = after.replace(minute=after.minute // 15 * 15, second=0, microsecond=0)
    quarters = (start + number * timedelta(minutes=15) for number in range(1, 8 * 24 * 4))
    return next((one for one in quarters if is_safe_hour(card, one)), None)


def _wrong_time(card: Card, plan: Plan) -> list[str]:
    if card.has_hours and not is_safe_hour(card, plan.at):
        now = timezone.localtime(plan.at)
        return [f"It is safe only {hours(card)}; now it is {DAYS[now.weekday()]}, {now:%H:%M}."]
    if card.safe_times and not card.has_hours and not plan.time_is_safe:
        return [f"They said when it is safe: “{card.safe_times}”. Say that it is such a time now."]
    return []


def _about(card: Card, plan: Plan) -> str:
    """The field that the first objection is about."""
    without = what_card_forbids(card, Plan(plan.means, plan.at, time_is_safe=True, number_is_withheld=True))
    if without:
        return "means"
    return "time_is_safe" if _wrong_time(card, plan) else "number_is_withheld"
