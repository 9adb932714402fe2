"""Where a report stands and what is promised, as a person is told it."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reporting.domain.follow_up import Status
from reporting.enums import Owed, PublicStatus

_STANDING = {
    PublicStatus.RECEIVED: (
        gettext_lazy("We have your report"),
        gettext_lazy("It is safe with us. It is waiting for a person to read it."),
    ),
    PublicStatus.READ: (
        gettext_lazy("A person has read your report"),
        gettext_lazy("An officer is deciding what to do."),
    ),
    PublicStatus.IN_PROGRESS: (
        gettext_lazy("We are working on your report"),
        gettext_lazy("An officer is looking after it."),
    ),
    PublicStatus.WAITING: (
        gettext_lazy("We are waiting for an answer"),
        gettext_lazy("It may be yours: look at your messages. Your report stays open meanwhile."),
    ),
    PublicStatus.CLOSED: (
        gettext_lazy("We have finished working on your report"),
        gettext_lazy("Look at your messages to see what we did and why. You can still write to us."),
    ),
}


@dataclass(frozen=True)
class Promise:
    """One sentence on what happens next by when, and whether that time has passed."""

    sentence: str
    is_late: bool


def status_of(status: Status) -> dict[str, str]:
    """Title and sentence for where a report stands."""
    title, sentence = _STANDING[status.public_status]
    return {"title": str(title), "sentence": str(sentence)}


def promise_of(status: Status, *, has_written: bool = False) -> Promise | None:
    """What is owed next; None when nothing is. `has_written`: the last message is the reporter's own."""
    if status.promised_at is None or status.promised_kind == Owed.NOTHING:
        return None
    when = at_time(status.promised_at)
    if status.is_late:
        sentence = {
            Owed.READ: _("We are late. We promised that a person would read your report by %(when)s."),
            Owed.ANSWER: _("We are late. We promised you an answer by %(when)s."),
            Owed.NEXT_ACTION: _("We are late. We promised to do the next thing by %(when)s."),
        }[status.promised_kind]
    else:
        sentence = {
            Owed.READ: _("A person reads it by %(when)s."),
            Owed.ANSWER: _("We have your message. An officer answers you by %(when)s.")
            if has_written
            else _("An officer answers you by %(when)s."),
            Owed.NEXT_ACTION: _("We do the next thing, and tell you, by %(when)s."),
        }[status.promised_kind]
    return Promise(sentence % {"when": when}, status.is_late)


def by_clock(moment: datetime) -> str:
    """A moment within the next minutes: "9:48 p.m."; the day goes without saying, also at midnight."""
    return date_format(timezone.localtime(moment), "P")


def at_time(moment: object) -> str:
    """A moment as a person says it, in local time: "9:48 p.m. on Sunday 23 November 2025"."""
    local = timezone.localtime(moment)  # type: ignore[arg-type]
    return _("%(time)s on %(day)s") % {"time": date_format(local, "P"), "day": date_format(local, "l j F Y")}
