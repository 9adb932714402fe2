"""Why “take next” gave this case, in a sentence for whoever has just taken it."""

from datetime import datetime
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.desk.presenters import labels, times
from cases.enums import Because, CommitmentKind
from cases.models import Account
from cases.queries.case_file import CaseFile


def why_taken(file: CaseFile, account: Account) -> list[str]:
    """Sentences for the officer who has the case, until somebody does something on it; none for anybody else."""
    newest = next((entry for entry in file.timeline if entry.by), None)
    is_fresh = newest is not None and newest.what == "taken" and newest.by == account.username
    if newest is None or not is_fresh or file.case.officer_id != account.pk or "because" not in newest.details:
        return []
    return sentences(newest.details, newest.at)


def sentences(why: dict[str, Any], at: datetime) -> list[str]:
    """What the domain wrote down when the case was taken, in words."""
    because = why["because"]
    if because == Because.ALARM:
        return [_("You have this case because you look after its alarm.")]
    if because == Because.RINGS:
        return [_("Taken because its alarm rings and nobody has answered it.")]
    language = labels.language(why["language"]) if "language" in why else ""
    due = _due(why, at)
    if because == Because.DUE:
        told = _("Taken because it %(due)s, and you hold %(language)s.") if language else _("Taken because it %(due)s.")
        said = [told % {"due": due, "language": language}]
    elif because == Because.LANGUAGE_LEFT:
        said = [
            _("Taken because nothing else waits: it %(due)s. It is in %(language)s, which a colleague holds.")
            % {"due": due, "language": language}
        ]
    elif because == Because.BACKLOG_LEFT:
        said = [_("Taken because nothing else waits: it is of an imported backlog, and %(due)s.") % {"due": due}]
    else:
        said = [_("Taken because nothing else waits: it %(due)s.") % {"due": due}]
    return said + _hard(why)


def _hard(why: dict[str, Any]) -> list[str]:
    number = why.get("hard_today", 0)
    if not number:
        return []
    told = ngettext(
        "You have read %d hard report today.", "You have read %d hard reports today.", number
    ) % number  # fmt: skip
    return [told, _("If this one is too much, hand it back: nobody asks why.")]


def _due(why: dict[str, Any], at: datetime) -> str:
    due_at, what = parse_datetime(why.get("due_at", "")), _what(why.get("kind", ""))
    if due_at is None:
        return what
    if due_at < at:
        return _("was due %(what)s %(span)s ago") % {"what": what, "span": times.waited_words(at - due_at)}
    return _("is due in %(span)s %(what)s") % {"what": what, "span": times.span_words(due_at - at)}


def _what(kind: str) -> str:
    return {
        CommitmentKind.READ: _("to be read"),
        CommitmentKind.RECORDING_DECISION: _("for a recording decision"),
        CommitmentKind.ANSWER: _("to be answered"),
        CommitmentKind.REFERRAL: _("to be referred"),
        CommitmentKind.UPDATE: _("for an update"),
        CommitmentKind.NEXT_ACTION: _("for its next action"),
    }.get(kind, "")  # type: ignore[call-overload]
