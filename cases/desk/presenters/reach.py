"""How somebody can be reached safely, in a few words: by the gate that every call, text, letter and visit passes."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.desk.presenters.cards import PersonCard
from cases.desk.presenters.contact import MEANS, NEEDS
from cases.domain.contact import REACHES_AT_ONCE, Card, Plan, hours, is_safe_hour, what_card_forbids
from cases.enums import Means, PersonRole

_NAMES: dict[str, Any] = {**MEANS, Means.PHONE: gettext_lazy("Telephone")}  # “Phone call, calls are safe” says it twice
_SAFE: dict[Means, Any] = {
    Means.PHONE: gettext_lazy("calls are safe"),
    Means.TEXT: gettext_lazy("safe to send"),
    Means.EMAIL: gettext_lazy("safe to send"),
    Means.LETTER: gettext_lazy("safe to send"),
    Means.VISIT: gettext_lazy("agreed"),
}


def safe_way(shown: PersonCard, now: datetime) -> str:
    """“Telephone, calls are safe”, or “Nothing safe: by code only”: no number, no address and none of their words.

    What else is to be minded stands on the card, and the gate asks for it before it shows a number.
    """
    if shown.cannot_open:
        return _("The contact card cannot be opened.")
    usable = [Means(means) for means, _words in shown.means if NEEDS[means] not in shown.doubtful]
    ways = [_way(shown.rules, means, now) for means in usable if _is_agreed(shown.rules, means, now)]
    said = ["; ".join(ways) or _no_way(shown)]
    if shown.is_changed:
        said.append(_("changed with their code, so make sure that it is them"))
    if shown.rules.not_the_parents:
        said.append(_("not a word to the parents"))
    return ". ".join(f"{one[0].upper()}{one[1:]}" for one in said) + "."


def _is_agreed(card: Card, means: Means, now: datetime) -> bool:
    """Whether the card speaks for this means at some hour."""
    at_any_hour = replace(card, days=(), earliest=None, latest=None, safe_times="")
    return not what_card_forbids(at_any_hour, Plan(means, now, number_is_withheld=True))


def _way(card: Card, means: Means, now: datetime) -> str:
    at_once, is_hour = means in REACHES_AT_ONCE, is_safe_hour(card, now)
    if means not in card.channels:
        safe = _("they did not say whether it is safe")
    elif at_once and card.has_hours:
        safe = (_("safe now, only %s") if is_hour else _("not safe now, only %s")) % hours(card)
    elif at_once and card.safe_times:
        safe = _("safe only at times that they named")
    else:
        safe = str(_SAFE[means])
    if means in (Means.PHONE, Means.TEXT) and card.withhold_number:
        safe = _("%s, with our number withheld") % safe
    return f"{_NAMES[means]}, {safe}"


def _no_way(shown: PersonCard) -> str:
    if shown.person.role != PersonRole.REPORTER:
        return _("nothing is known of how to reach them")
    if shown.person.report.verifier is None:
        return _("nothing safe, and their code is stopped")
    return _("nothing safe: by code only")
