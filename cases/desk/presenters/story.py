"""The timeline in sentences."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from cases.desk.presenters import contact, labels, passing_on, routing, times, wishes
from cases.desk.presenters.hidden import Veil
from cases.enums import Because
from cases.models import TimelineEntry

SYSTEM = "Heard"


# What the timeline can be narrowed to; every key that stands in none of them is `work`.
_GROUPS = {
    "notes": ("note",),
    "messages": ("message", "answered", "acknowledged", "evidence_added", "wish", "review_answered"),
    "decisions": (
        "decided", "priority", "closing_proposed", "closed", "left_undone", "reopened", "risk_assessed",
        "risk_elsewhere",
        "named_record", "named_record_told", "named_record_withdrawn",
    ),
    "machine": ("opened", "categorised", "held", "let_go", "needs_person", "alarm_step", "alarm_undelivered", "alarm_answered"),
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


def line(entry: TimelineEntry, veil: Veil | None = None) -> Line:
    """An entry in words; a key that has none is shown as it is, so that nothing is left out. `veil`: over the note."""
    note = veil.over(entry.note) if veil else entry.note
    return Line(entry.at, entry.by or SYSTEM, _what(entry.what, entry.details), note)


def what_changed(entry: TimelineEntry, reader: str = "") -> str:
    """One sentence for somebody whose page is old: who did what, when. `reader` is told what they did themselves."""
    said = line(entry)
    who = _("You") if reader and entry.by == reader else said.by
    return _("%(who)s, %(when)s: %(what)s") % {"who": who, "when": times.moment(said.at), "what": said.what}


def _what(key: str, details: dict[str, Any]) -> str:
    said = _SENTENCES.get(key)
    sentence = (
        (said(details) if said else "")
        or passing_on.sentence(key, details)
        or routing.sentence(key, details)
        or wishes.sentence(key, details)
        or key.replace("_", " ").capitalize()
    )
    actions = labels.actions(details.get("actions", [])) if key == "decided" else []
    return f"{sentence}. {_('Actions')}: {', '.join(actions)}" if actions else sentence


_SENTENCES: dict[str, Callable[[dict[str, Any]], str]] = {  # said only of what stands on a timeline
    "opened": lambda d: _("Case opened for report %s") % d.get("report", ""),
    "taken": lambda d: _taken(d),
    "tagged": lambda d: _("Tagged with “%s”") % d.get("tag", ""),
    "untagged": lambda d: _("Tag “%s” taken off") % d.get("tag", ""),
    "handed_over": lambda d: _("Handed over to %s") % d.get("to", ""),
    "handed_back": lambda d: _("Handed back to the queue"),
    "assigned": lambda d: _("Given to %s") % d.get("to", ""),
    "let_go": lambda d: _("No longer held: nobody had read it for an hour"),
    "returned": lambda d: _("Back in the queue by itself: %s is away and had not begun") % d.get("officer", ""),
    "recused": lambda d: _("Knows someone in this: does not see the case any more"),
    "recusal_lifted": lambda d: _("%s may see the case again") % d.get("account", ""),
    "waiting": lambda d: _("Waiting until %s") % times.day(d.get("until")),
    "resumed": lambda d: _("Work goes on"),
    "read": lambda d: _("Report %s read") % d.get("report", ""),
    "decided": lambda d: _("Decision: %s") % labels.recording(str(d.get("recording", ""))),
    "priority": lambda d: _("Priority set to %s") % labels.priority(str(d.get("priority", ""))),
    "note": lambda d: _("Note"),
    "answered": lambda d: _("Answer sent to the person who sent report %s") % d.get("report", ""),
    "acknowledged": lambda d: (
        _("Told the person who sent report %s that we have it; the answer is still owed") % d.get("report", "")
    ),
    "message": lambda d: _("The person who reported has written"),
    "evidence_added": lambda d: _("Files were added to report %s") % d.get("report", ""),
    "exhibit_sealed": lambda d: _("Exhibit %s sealed") % d.get("exhibit", ""),
    "original_taken": lambda d: _("Original of exhibit %s downloaded") % d.get("exhibit", ""),
    "transcribed": lambda d: _("The spoken or signed answer of report %s was written down") % d.get("report", ""),
    "closed": lambda d: _("Closed: %s") % labels.closing(str(d.get("closing_reason", ""))),
    "left_undone": lambda d: (
        _("Not done when the case was closed: %(what)s, due %(day)s")
        % {"what": labels.owed(str(d.get("kind", ""))), "day": _when(d.get("due_at"))}
    ),
    "closing_proposed": lambda d: (
        _("Closing proposed: %s. A second officer must agree.") % labels.closing("form_abuse")
    ),
    "reopened": lambda d: (
        _("Opened again: the person who reported has written") if "message" in d else _("Opened again")
    ),
    "attached": lambda d: _("Report %s attached") % d.get("report", ""),
    "detached": lambda d: _("Report %s detached") % d.get("report", ""),
    "revived": lambda d: _("Report %s came back to this case") % d.get("report", ""),
    "categorised": lambda d: _("The machine has sorted report %s") % d.get("report", ""),
    "needs_person": lambda d: _("Left to a person"),
    "next_action": lambda d: _("Next action set"),
    "risk_assessed": lambda d: _("Risk assessed: %s") % labels.risk_level(str(d.get("level", ""))),
    "risk_elsewhere": lambda d: (
        _("Risk of case %(case)s, whose report came here: %(level)s")
        % {"case": d.get("of", ""), "level": labels.risk_level(str(d.get("level", "")))}
    ),
    "site_warned": lambda d: _("A protected site that may be in danger too was warned"),
    "task_added": lambda d: _("Task for %s") % d["to"] if d.get("to") else _("Task added"),
    "task_done": lambda d: _("Task finished"),
    "action_done": lambda d: _("Next action done"),
    "named_record": lambda d: _("Recorded against a named person"),
    "named_record_told": lambda d: _("A person who is recorded by name was told"),
    "named_record_withdrawn": lambda d: _("A record against a named person counts no longer"),
    "alarm_raised": lambda d: _alarm_raised(d),
    "message_weighed": lambda d: (
        _("The machine finds a message more urgent than the case was: %s") % labels.priority(str(d.get("priority", "")))
    ),
    "asked_more": lambda d: _("Asked for more, and waiting until %s") % times.day(d.get("until")),
    "came_back": lambda d: _came_back(d),
    "contact_card": lambda d: _("Contact card changed"),
    "contact_begun": lambda d: _contact(_("About to reach them: %s"), d),
    "contact_outcome": lambda d: _contact(_("Tried to reach them. %s"), d),
    "contact_reviewed": lambda d: _("A contact against the card was reviewed"),
    "new_time": lambda d: _("New time promised: %s") % _when(d.get("due_at")),
    "update_promised": lambda d: _("Update promised to the person who sent report %s") % d.get("report", ""),
    "enhanced": lambda d: _("Enhanced service is owed to: %s") % _person(d),
    "enhanced_ended": lambda d: _("Enhanced service is not owed any more to: %s") % _person(d),
    "translation_asked": lambda d: _("Translation asked for: %s") % _translation(d),
    "translation_started": lambda d: _("Translation under way: %s") % _translation(d),
    "translated": lambda d: (
        _("Translation done by %(who)s: %(what)s") % {"who": d.get("translator", ""), "what": _translation(d)}
    ),
    "translation_withdrawn": lambda d: _("Translation not needed any more: %s") % _translation(d),
    "alike": lambda d: _("Taken to be of one incident or pattern with another case"),
    "not_alike": lambda d: _("Taken not to belong with another case"),
    "in_series": lambda d: _("Put into a series"),
    "out_of_series": lambda d: _("Taken out of a series"),
    "raised_for_repeat": lambda d: _("The same person or place has come before"),
    "alarm_answered": lambda d: _alarm(d),
    "alarm_step": lambda d: _alarm_step(d),
    "alarm_undelivered": lambda d: _alarm_undelivered(d),
}


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


def _alarm_raised(details: dict[str, Any]) -> str:
    if details.get("unattended"):
        return _("The alarm rings again: %s looked after it, and wrote nothing more in time") % details["unattended"]
    until_then = details.get("looked_after_by")
    if details.get("said") or details.get("message"):
        if until_then:
            return _("The alarm rings again: a message tells of danger now. Until then %s looked after it") % until_then
        return _("The alarm rings: a message tells of danger now")
    if until_then:
        again = _(
            "The alarm rings again: an officer says that somebody is in danger now. Until then %s looked after it"
        )
        return again % until_then
    return _("The alarm rings: an officer says that somebody is in danger now")


def _alarm(details: dict[str, Any]) -> str:
    until = _when(details.get("until")) if details.get("outcome") == "acknowledged" else ""
    looks_after = _("Alarm looked after further") if details.get("further") else _("Alarm acknowledged")
    return {
        "acknowledged": _("%(what)s, until %(when)s") % {"what": looks_after, "when": until} if until else looks_after,
        "ended": _("Alarm ended"),
        "handed_over": _("Alarm handed over to the control room, log number %s") % details.get("log_number", ""),
        "no_danger": _("Alarm answered: no danger"),
    }.get(str(details.get("outcome", "")), _("Alarm answered"))


def _alarm_step(details: dict[str, Any]) -> str:
    """Each step tells somebody else; `told` counts the addresses that there were for it."""
    step = int(details.get("step", 0))
    if details.get("told", 1):
        told = (
            _("Alarm: passed to the duty desk"),
            _("Alarm: passed to the supervisor on call"),
            _("Alarm: passed to the control room"),
        )
    else:
        told = (
            _("Alarm: there was no address of the duty desk to tell"),
            _("Alarm: there was no address of a supervisor on call to tell"),
            _("Alarm: there was no address of the control room to tell"),
        )
    return told[min(step, len(told) - 1)]


def _alarm_undelivered(details: dict[str, Any]) -> str:
    """Of one message; whose address it was, the timeline does not say."""
    step, is_mail = int(details.get("step", 0)), details.get("channel") == "email"
    to = (_("the duty desk"), _("the supervisor on call"), _("the control room"))
    said = {
        "failed": _("Alarm: an e-mail to %s could not be delivered, and is sent again")
        if is_mail
        else _("Alarm: a message to %s could not be delivered, and is sent again"),
        "given_up": _("Alarm: an e-mail to %s was given up: it could not be delivered")
        if is_mail
        else _("Alarm: a message to %s was given up: it could not be delivered"),
        "off": _("Alarm: no e-mail could be sent to %s: no mail server is set up"),
        "arrived": _("Alarm: an e-mail to %s was delivered after all")
        if is_mail
        else _("Alarm: a message to %s was delivered after all"),
    }
    return said.get(str(details.get("became", "")), _("Alarm: a message to %s")) % to[min(step, len(to) - 1)]
