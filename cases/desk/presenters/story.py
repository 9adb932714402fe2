"""The timeline in sentences."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from cases.desk.presenters import labels, times
from cases.models import TimelineEntry

SYSTEM = "Heard"


@dataclass(frozen=True)
class Line:
    """One thing that happened."""

    at: datetime
    by: str
    what: str
    note: str


def line(entry: TimelineEntry) -> Line:
    """An entry in words; a key that has none is shown as it is, so that nothing is left out."""
    return Line(entry.at, entry.by or SYSTEM, _what(entry.what, entry.details), entry.note)


def what_changed(entry: TimelineEntry) -> str:
    """One sentence for somebody whose page is old: who did what, when."""
    said = line(entry)
    return _("%(who)s, %(when)s: %(what)s") % {"who": said.by, "when": times.moment(said.at), "what": said.what}


def _what(key: str, details: dict[str, Any]) -> str:
    report = details.get("report", "")
    sentences = {
        "opened": _("Case opened for report %s") % report,
        "taken": _("Case taken"),
        "handed_over": _("Handed over to %s") % details.get("to", ""),
        "handed_back": _("Handed back to the queue"),
        "waiting": _("Waiting until %s") % times.day(details.get("until")),
        "resumed": _("Work goes on"),
        "read": _("Report %s read") % report,
        "decided": _("Decision: %s") % labels.recording(str(details.get("recording", ""))),
        "priority": _("Priority set to %s") % labels.priority(str(details.get("priority", ""))),
        "note": _("Note"),
        "answered": _("Answer sent to the person who sent report %s") % report,
        "message": _("The person who reported has written"),
        "closed": _("Closed: %s") % labels.closing(str(details.get("closing_reason", ""))),
        "closing_proposed": _("Closing proposed: %s. A second officer must agree.") % labels.closing("form_abuse"),
        "reopened": _("Opened again: the person who reported has written")
        if "message" in details
        else _("Opened again"),
        "attached": _("Report %s attached") % report,
        "detached": _("Report %s detached") % report,
        "revived": _("Report %s came back to this case") % report,
        "categorised": _("The machine has sorted report %s") % report,
        "needs_person": _("Left to a person"),
        "next_action": _("Next action set"),
        "alarm_answered": _alarm(details),
        "alarm_step": _alarm_step(details),
    }
    sentence = sentences.get(key, key.replace("_", " ").capitalize())
    actions = labels.actions(details.get("actions", [])) if key == "decided" else []
    return f"{sentence}. {_('Actions')}: {', '.join(actions)}" if actions else sentence


def _alarm(details: dict[str, Any]) -> str:
    return {
        "acknowledged": _("Alarm acknowledged"),
        "handed_over": _("Alarm handed over to the control room, log number %s") % details.get("log_number", ""),
        "no_danger": _("Alarm answered: no danger"),
    }.get(str(details.get("outcome", "")), _("Alarm answered"))


def _alarm_step(details: dict[str, Any]) -> str:
    """Each step tells somebody else; `told` counts the addresses that there were for it."""
    step = int(details.get("step", 0))
    if details.get("told", 1):
        told = (
            _("Alarm: the duty desk was told"),
            _("Alarm: the supervisor on call was told"),
            _("Alarm: the control room was told"),
        )
    else:
        told = (
            _("Alarm: there was no address of the duty desk to tell"),
            _("Alarm: there was no address of a supervisor on call to tell"),
            _("Alarm: there was no address of the control room to tell"),
        )
    return told[min(step, len(told) - 1)]
