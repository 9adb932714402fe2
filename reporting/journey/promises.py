"""Where a report stands and what is promised, as a person is told it."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reporting.domain.complaints import Followed
from reporting.domain.follow_up import Status
from reporting.enums import Owed, PublicStatus
from reporting.journey.numerals import in_digits

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
    """One sentence on what happens next by when, and whether that time has passed; `instead` says what follows then."""

    sentence: str
    is_late: bool
    instead: str = ""


def status_of(status: Status) -> dict[str, str]:
    """Title and sentence for where a report stands."""
    title, sentence = _STANDING[status.public_status]
    if status.is_urgent and status.public_status == PublicStatus.RECEIVED:
        sentence = (
            _("It is safe with us. A person is looking at it now.")
            if status.is_looked_after
            else _("It is safe with us. It rings with the officers on duty until one of them looks after it.")
        )
    return {"title": str(title), "sentence": str(sentence)}


def promise_of(status: Status, *, has_written: bool = False) -> Promise | None:
    """What is owed next; None when nothing is. `has_written`: the last message is the reporter's own."""
    if status.promised_at is None or status.promised_kind == Owed.NOTHING:
        return None
    if status.is_late:
        return _missed(status, status.promised_at)
    sentence = {
        Owed.READ: _("All of it is read by %(when)s.")
        if status.is_looked_after or has_written
        else _("A person reads it by %(when)s."),
        Owed.ANSWER: _("We have your message. An officer answers you by %(when)s.")
        if has_written
        else _("An officer answers you by %(when)s."),
        Owed.UPDATE: _("An officer tells you how things stand by %(when)s."),
        Owed.REFERRAL: _("We pass on what you agreed to by %(when)s."),
        Owed.NEXT_ACTION: _("We do the next thing, and tell you, by %(when)s."),
    }[status.promised_kind]
    return Promise(sentence % {"when": at_time(status.promised_at)}, is_late=False)


def _missed(status: Status, promised_at: datetime) -> Promise:
    """A time that has passed is never said as if it still held: neither the first nor one that was promised anew."""
    broken = {
        Owed.READ: _("We have not kept our promise. We promised that a person would read your report by %(when)s."),
        Owed.ANSWER: _("We have not kept our promise. We promised you an answer by %(when)s."),
        Owed.UPDATE: _("We have not kept our promise. We promised to tell you how things stand by %(when)s."),
        Owed.REFERRAL: _("We have not kept our promise. We promised to pass on what you agreed to by %(when)s."),
        Owed.NEXT_ACTION: _("We have not kept our promise. We promised to do the next thing by %(when)s."),
    }[status.promised_kind] % {"when": at_time(promised_at)}
    if status.new_time is None:
        return Promise(
            broken, is_late=True, instead=_("We are late. A supervisor has been told, and must set a new time.")
        )
    if status.is_new_time_past:
        again = _("We then promised it by %(when)s, and are late again. A supervisor has been told.")
        return Promise(broken, is_late=True, instead=again % {"when": at_time(status.new_time)})
    instead = {
        Owed.READ: _("We will now read it by %(when)s."),
        Owed.ANSWER: _("We will now answer you by %(when)s."),
        Owed.UPDATE: _("We will now tell you by %(when)s."),
        Owed.REFERRAL: _("We will now pass it on by %(when)s."),
        Owed.NEXT_ACTION: _("We will now do it, and tell you, by %(when)s."),
    }[status.promised_kind]
    return Promise(broken, is_late=True, instead=instead % {"when": at_time(status.new_time)})


def review_of(status: Status) -> Promise | None:
    """By when somebody who did not decide has looked again; None where nobody was asked to."""
    if status.review_at is None:
        return None
    when = {"when": at_time(status.review_at)}
    if not status.is_review_late:
        return Promise(
            _("You asked us to look again. Somebody who did not decide writes to you by %(when)s.") % when, False
        )
    broken = _("We have not kept our promise. We promised that somebody else would look again by %(when)s.") % when
    return Promise(broken, is_late=True, instead=_("We are late. A supervisor sees it and must see to it."))


def answer_of(complaint: Followed, *, now: datetime) -> Promise | None:
    """By when a complaint is answered; None once it was."""
    if complaint.answered_at is not None:
        return None
    when = {"when": at_time(complaint.answer_by)}
    if complaint.answer_by >= now:
        return Promise(_("We answer you by %(when)s.") % when, is_late=False)
    broken = _("We have not kept our promise. We promised you an answer by %(when)s.") % when
    return Promise(broken, is_late=True, instead=_("We are late. A supervisor sees it and must see to it."))


def by_clock(moment: datetime) -> str:
    """A moment within the next minutes: "9:48 p.m."; the day goes without saying, also at midnight."""
    return in_digits(date_format(timezone.localtime(moment), "TIME_FORMAT"))


def at_time(moment: object) -> str:
    """A moment as a person says it, in local time: "9:48 p.m. on Sunday 23 November 2025"."""
    local = timezone.localtime(moment)  # type: ignore[arg-type]
    day = _("%(weekday)s %(date)s") % {"weekday": date_format(local, "l"), "date": date_format(local, "DATE_FORMAT")}
    return in_digits(_("%(time)s on %(day)s") % {"time": date_format(local, "TIME_FORMAT"), "day": day})
