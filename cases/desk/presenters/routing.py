"""Why a case is with this unit, and which unit a rule suggests, in sentences."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.desk.presenters import labels
from cases.engine.entities import PLATFORMS
from cases.engine.routing import CUES
from cases.models import Case, TimelineEntry
from cases.queries.case_file import CaseFile
from reporting.places import FORCES

SUGGESTED = "routing_suggested"
_PUT_HERE = ("routed", "moved", "involved")
_ANSWERED = ("routing_kept", "moved")
_ABOUT = {
    "strand": gettext_lazy("strand"),
    "kind": gettext_lazy("what was done"),
    "place": gettext_lazy("kind of place"),
    "transport": gettext_lazy("kind of transport"),
    "line": gettext_lazy("line or route"),
    "force": gettext_lazy("police force for that place"),
    "area": gettext_lazy("place"),
    "language": gettext_lazy("language"),
    "priority": gettext_lazy("priority"),
    "platform": gettext_lazy("platform in the words"),
    "cue": gettext_lazy("in the words"),
}
_ANSWERS = {"place": "place_kind", "transport": "transport_kind"}
PLATFORM_NAMES = {
    one: {
        "x": "X (Twitter)",
        "tiktok": "TikTok",
        "youtube": "YouTube",
        "linkedin": "LinkedIn",
        "whatsapp": "WhatsApp",
    }.get(one, one.capitalize())
    for one in PLATFORMS
}


@dataclass(frozen=True)
class Suggestion:
    """A unit that the machine may only suggest. `entry` is the line of the timeline that is answered."""

    entry: int
    unit: str
    why: str


def put_here(timeline: Iterable[TimelineEntry]) -> str:
    """How the case came to its unit, when a rule brought it here; the newest line first."""
    newest = next((entry for entry in timeline if entry.what in _PUT_HERE), None)
    if newest is None or newest.what != "routed":
        return ""
    return _("Routed here by rule “%(rule)s” because %(because)s") % _told(newest.details)


def suggestion_of(file: CaseFile, case: Case) -> Suggestion | None:
    """The newest suggestion that nobody has answered; hidden with the others of the machine."""
    if file.is_blind or not file.is_open:
        return None
    answered: set[str] = {case.unit.key}
    for entry in file.timeline:  # the newest first
        unit = str(entry.details.get("unit", ""))
        if entry.what in _ANSWERED:
            answered.add(unit)
        elif entry.what == SUGGESTED and unit not in answered:
            why = _("Rule “%(rule)s”, because %(because)s") % _told(entry.details)
            return Suggestion(entry.pk, str(entry.details.get("to", "")), why)
    return None


def sentence(key: str, details: dict[str, Any]) -> str:
    """A line of the timeline that tells of units or of a restriction; empty for any other."""
    officer = details.get("officer", "")
    sentences = {
        "routed": _("Routed to %(to)s by rule “%(rule)s” because %(because)s"),
        SUGGESTED: _("Suggested for %(to)s by rule “%(rule)s” because %(because)s"),
        "routing_kept": _("Kept here, though rule “%(rule)s” suggested %(to)s"),
        "moved": _("Moved from %(from)s to %(to)s, as rule “%(rule)s” suggested")
        if details.get("rule")
        else _("Moved from %(from)s to %(to)s"),
        "involved": _("Restricted to named readers of %(to)s: %(officer)s is involved")
        if officer
        else _("Restricted to named readers of %(to)s: somebody of the police is involved"),
        "restriction_lifted": _("No longer restricted to named readers"),
    }
    return sentences[key] % _told(details) if key in sentences else ""


def because(value: dict[str, Any]) -> str:
    """One thing that met a rule."""
    about, key = str(value.get("about", "")), str(value.get("value", ""))
    said = f"{_ABOUT.get(about, about)}: {_value(about, key)}"
    return _("%s (the machine’s word)") % said if value.get("is_suggested") else said


def _value(about: str, key: str) -> str:
    if about == "strand":
        return labels.strands([key])[0]
    if about == "kind":
        return labels.kinds([key])[0]
    if about in _ANSWERS:
        return labels.answer(_ANSWERS[about], key)
    if about == "force":
        return _(FORCES[key]) if key in FORCES else key
    if about == "language":
        return labels.language(key)
    if about == "platform":
        return PLATFORM_NAMES.get(key, key)
    if about == "priority":
        return labels.priority(key)
    return _(CUES[key]).rstrip(".") if about == "cue" and key in CUES else key


def _told(details: dict[str, Any]) -> dict[str, str]:
    told = {key: str(details.get(key, "")) for key in ("from", "to", "rule", "officer")}
    return {**told, "because": "; ".join(because(one) for one in details.get("because", []))}
