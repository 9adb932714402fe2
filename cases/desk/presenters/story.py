"""The timeline in sentences."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from cases.desk.presenters import contact, labels, passing_on, routing, times, wishes
from cases.enums import Because
from cases.models import TimelineEntry

SYSTEM = "Heard"


# What the timeline can be narrowed to; every key that stands in none of them is `work`.
_GROUPS = {
    "notes": ("note",),
    "messages": ("message", "answered", "evidence_added", "wish", "review_answered"),
    "decisions": (
        "decided", "priority", "closing_proposed", "closed", "reopened", "risk_assessed",
        "named_record", "named_record_told", "named_record_withdrawn",
    ),
    "machine": ("opened", "categorised", "held", "let_go", "needs_person", "alarm_step", "alarm_answered"),
}  # fmt: skip
WORK = "work"
_GROUP_OF = {key: group for group, keys in _GROUPS.items() for key in keys}


@dataclass(frozen=True)
class Narrowing:
    """One choice above the timeline."""

    key: str
    label: str
    count: int
    is_chosen: bool


def narrow(entries: Sequence[TimelineEntry], group: str) -> tuple[list[TimelineEntry], list[Narrowing]]:
    """The entries of a group, and the choices that there are; a group that means nothing narrows nothing."""
    groups = [_GROUP_OF.get(entry.what, WORK) for entry in entries]
    names = {
        "": _("Everything"), "notes": _("Notes"), "messages": _("Messages"), "decisions": _("Decisions"),
        WORK: _("Work"), "machine": _("Heard itself"),
    }  # fmt: skip
    chosen = group if group in names else ""
    choices = [
        Narrowing(key, label, count, key == chosen)
        for key, label in names.items()
        if (count := groups.count(key) if key else len(entries)) or key == chosen
    ]
    return [entry for entry, its in zip(entries, groups, strict=True) if chosen in ("", its)], choices


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
        "taken": _taken(details),
        "tagged": _("Tagged with “%s”") % details.get("tag", ""),
        "untagged": _("Tag “%s” taken off") % details.get("tag", ""),
        "handed_over": _("Handed over to %s") % details.get("to", ""),
        "handed_back": _("Handed back to the queue"),
        "assigned": _("Given to %s") % details.get("to", ""),
        "let_go": _("No longer held: nobody had read it for an hour"),
        "returned": _("Back in the queue by itself: %s is away and had not begun") % details.get("officer", ""),
        "recused": _("Knows someone in this: does not see the case any more"),
        "recusal_lifted": _("%s may see the case again") % details.get("account", ""),
        "waiting": _("Waiting until %s") % times.day(details.get("until")),
        "resumed": _("Work goes on"),
        "read": _("Report %s read") % report,
        "decided": _("Decision: %s") % labels.recording(str(details.get("recording", ""))),
        "priority": _("Priority set to %s") % labels.priority(str(details.get("priority", ""))),
        "note": _("Note"),
        "answered": _("Answer sent to the person who sent report %s") % report,
        "message": _("The person who reported has written"),
        "evidence_added": _("Files were added to report %s") % report,
        "exhibit_sealed": _("Exhibit %s sealed") % details.get("exhibit", ""),
        "original_taken": _("Original of exhibit %s downloaded") % details.get("exhibit", ""),
        "transcribed": _("The spoken or signed answer of report %s was written down") % report,
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
        "risk_assessed": _("Risk assessed: %s") % labels.risk_level(str(details.get("level", ""))),
        "task_added": _("Task for %s") % details["to"] if details.get("to") else _("Task added"),
        "task_done": _("Task finished"),
        "named_record": _("Recorded against a named person"),
        "named_record_told": _("A person who is recorded by name was told"),
        "named_record_withdrawn": _("A record against a named person counts no longer"),
        "alarm_raised": _("The alarm rings: a message tells of danger now")
        if details.get("said") or details.get("message")
        else _("The alarm rings: an officer says that somebody is in danger now"),
        "asked_more": _("Asked for more, and waiting until %s") % times.day(details.get("until")),
        "came_back": _came_back(details),
        "contact_card": _("Contact card changed"),
        "contact_begun": _contact(_("About to reach them: %s"), details),
        "contact_outcome": _contact(_("Tried to reach them. %s"), details),
        "contact_reviewed": _("A contact against the card was reviewed"),
        "new_time": _("New time promised: %s") % _when(details.get("due_at")),
        "update_promised": _("Update promised to the person who sent report %s") % report,
        "enhanced": _("Enhanced service is owed to: %s") % _person(details),
        "enhanced_ended": _("Enhanced service is not owed any more to: %s") % _person(details),
        "translation_asked": _("Translation asked for: %s") % _translation(details),
        "translation_started": _("Translation under way: %s") % _translation(details),
        "translated": _("Translation done by %(who)s: %(what)s")
        % {"who": details.get("translator", ""), "what": _translation(details)},
        "translation_withdrawn": _("Translation not needed any more: %s") % _translation(details),
        "alike": _("Taken to be of one incident or pattern with another case"),
        "not_alike": _("Taken not to belong with another case"),
        "in_series": _("Put into a series"),
        "out_of_series": _("Taken out of a series"),
        "raised_for_repeat": _("The same person or place has come before"),
        "alarm_answered": _alarm(details),
        "alarm_step": _alarm_step(details),
    }
    sentence = (
        sentences.get(key)
        or passing_on.sentence(key, details)
        or routing.sentence(key, details)
        or wishes.sentence(key, details)
        or key.replace("_", " ").capitalize()
    )
    actions = labels.actions(details.get("actions", [])) if key == "decided" else []
    return f"{sentence}. {_('Actions')}: {', '.join(actions)}" if actions else sentence


def _taken(details: dict[str, Any]) -> str:
    because = details.get("because")
    if because == Because.ALARM:
        return _("Case taken together with its alarm")
    return _("Case taken as the next one") if because else _("Case taken")


def _came_back(details: dict[str, Any]) -> str:
    if details.get("because") == "answer":
        return _("Back from waiting: the person who reported has written")
    return _("Back from waiting: the day has come. It waited for: %s") % details.get("waited_for", "")


def _contact(sentence: str, details: dict[str, Any]) -> str:
    """Means and, once it is known, what came of it; going against the card is said every time."""
    told = contact.means(str(details.get("means", "")))
    if details.get("outcome"):
        told = f"{told}: {contact.came_of_it(str(details['outcome']))}"
    said = sentence % told
    return _("%s. This went against the contact card") % said if details.get("against_card") else said


def _when(at: str | None) -> str:
    return times.moment(datetime.fromisoformat(at)) if at else ""


def _person(details: dict[str, Any]) -> str:
    return ", ".join(filter(None, [labels.person(str(details.get("role", "reporter"))), details.get("ground")]))


def _translation(details: dict[str, Any]) -> str:
    """“report 7K2M-9QX4T, Polish into English”."""
    return _("%(what)s, %(from)s into %(to)s") % {
        "what": translated(str(details.get("of", "report"))) % details.get("report", ""),
        "from": labels.language(str(details.get("from_language", "und"))),
        "to": labels.language(str(details.get("to_language", "und"))),
    }


def translated(of: str) -> str:
    """Which words, with a place for the report's reference."""
    return {
        "report": _("report %s"),
        "message": _("message to report %s"),
        "answer": _("answer to report %s"),
    }.get(of, "%s")


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
