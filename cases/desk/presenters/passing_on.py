"""Referrals, transfers, and the last day on which a summary offence can be brought to court, in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cases.desk.presenters import labels, times
from cases.domain.limitation import Limit, limit_of
from cases.enums import AgreedBy, PassingOn, Shareable
from cases.models import Person, RecordingDecision
from cases.queries.case_file import CaseFile
from cases.queries.passing_on import Asked

FIELDS = {
    Shareable.NAME: gettext_lazy("Name"),
    Shareable.PHONE: gettext_lazy("Phone number"),
    Shareable.EMAIL: gettext_lazy("E-mail address"),
    Shareable.SAFE_CONTACT: gettext_lazy("How and when they can be reached safely"),
    Shareable.NEEDS: gettext_lazy("Help and outcome wanted"),
    Shareable.WORDS: gettext_lazy("What happened, in their words"),
    Shareable.WHEN: gettext_lazy("When it happened"),
    Shareable.WHERE: gettext_lazy("Where it happened"),
    Shareable.BECAUSE: gettext_lazy("What it was because of"),
}
AGREED_BY = {
    AgreedBy.SELF: gettext_lazy("The person themselves"),
    AgreedBy.PARENT: gettext_lazy("A parent or guardian"),
    AgreedBy.DECIDER: gettext_lazy("Somebody who may decide for them"),
}
REFERRAL_OUTCOMES = {
    PassingOn.ACCEPTED: gettext_lazy("They accept it"),
    PassingOn.DECLINED: gettext_lazy("They decline it"),
    PassingOn.WITHDRAWN: gettext_lazy("We take it back"),
}
TRANSFER_OUTCOMES = {
    PassingOn.ACCEPTED: gettext_lazy("They take the case"),
    PassingOn.DECLINED: gettext_lazy("They do not take it"),
    PassingOn.WITHDRAWN: gettext_lazy("We no longer ask"),
}
_CAME_OF = {
    "": gettext_lazy("no answer yet"),
    PassingOn.ACCEPTED: gettext_lazy("accepted"),
    PassingOn.DECLINED: gettext_lazy("declined"),
    PassingOn.WITHDRAWN: gettext_lazy("taken back"),
}
_COLOURS = {"": "yellow", PassingOn.ACCEPTED: "green", PassingOn.DECLINED: "red", PassingOn.WITHDRAWN: "grey"}


@dataclass(frozen=True)
class AskedLine:
    """A referral or transfer in one line."""

    name: str
    what: str
    came_of: str
    colour: str
    by_whom: str
    due: str
    is_late: bool


@dataclass(frozen=True)
class LimitLine:
    """`is_warned` within 30 days of the last one and after it."""

    last: str
    left: str
    is_estimate: bool
    is_warned: bool
    is_passed: bool


@dataclass(frozen=True)
class Card:
    """What the case page says of passing on."""

    limit: LimitLine | None
    crime: str
    asked: list[AskedLine]


def card(file: CaseFile, asked: Iterable[Asked], now: datetime) -> Card:
    """Of a case that holds a report."""
    is_open = file.is_open
    return Card(
        limit=limit_line(limit_of_file(file), timezone.localtime(now).date(), is_open=is_open)
        if file.reports
        else None,
        crime=crime_number(file.decisions),
        asked=[_asked(one, now) for one in asked],
    )


def limit_of_file(file: CaseFile) -> Limit:
    """From the day that the reporters named, else from receipt."""
    return limit_of(
        (str(one.report.answers.get("happened_on", "")), timezone.localtime(one.report.received_at).date())
        for one in file.reports
    )


def limit_line(limit: Limit, today: date, *, is_open: bool) -> LimitLine:
    """A closed case is not warned of."""
    left = limit.days_left(today)
    if left < 0:
        words = ngettext("passed %d day ago", "passed %d days ago", -left) % -left
    elif left == 0:
        words = _("today is the last day")
    else:
        words = ngettext("%d day left", "%d days left", left) % left
    return LimitLine(times.day(limit.last), words, limit.is_estimate, is_open and limit.is_near(today), left < 0)


def crime_number(decisions: Iterable[RecordingDecision]) -> str:
    """The newest one given, kept also when the decision was changed afterwards."""
    return next((f"{one.number} ({one.system})" for one in decisions if one.number), "")


def fields(keys: Iterable[str]) -> list[str]:
    """What is shared."""
    return [str(FIELDS.get(Shareable(key), key)) for key in keys]


def came_of(key: str) -> str:
    """What the organisation answered."""
    return str(_CAME_OF.get(key, key))


def colour(key: str) -> str:
    """Of its tag."""
    return _COLOURS.get(key, "grey")


def person(one: Person, *, is_one_of_several: bool) -> str:
    """Who it is, without a name: with the report where there are several."""
    role = labels.person(one.role)
    return f"{role} ({one.report.reference})" if is_one_of_several else role


def sentence(key: str, details: dict[str, Any]) -> str:
    """A line of the timeline about passing on; empty for anything else."""
    to, outcome = str(details.get("to", "")), str(details.get("outcome", ""))
    shared = ", ".join(fields(details.get("fields", [])))
    return {
        "consent": _("The person agreed that %(to)s gets: %(shared)s") % {"to": to, "shared": shared},
        "consent_taken_back": _("The person no longer agrees that %s gets anything") % to,
        "referred": _("Referred to %(to)s, with: %(shared)s") % {"to": to, "shared": shared},
        "referral_answered": (
            _("Referral to %(to)s: %(came_of)s. They answered with their code")
            if details.get("answer")
            else _("Referral to %(to)s: %(came_of)s")
        )
        % {"to": to, "came_of": came_of(outcome)},
        "answer_code": _("A code was made with which %s answers") % to,
        "reminded": _("%s was reminded") % to,
        "transfer_asked": _("%s was asked to take the case over") % to,
        "transfer_answered": _("Transfer to %(to)s: %(came_of)s")
        % {"to": to, "came_of": " ".join(filter(None, [came_of(outcome), _named(details)]))},
        "pack_given": _("Redacted hand-over pack given to %s") % to
        if details.get("form") == "redacted"
        else _("Full hand-over pack given to %s") % to,
    }.get(key, "")


def _named(details: dict[str, Any]) -> str:
    said = ", ".join(str(details[key]) for key in ("name", "number") if details.get(key))
    return f"({said})" if said else ""


def _asked(one: Asked, now: datetime) -> AskedLine:
    is_open = not one.outcome
    return AskedLine(
        name=one.name,
        what=_("Transfer") if one.is_transfer else _("Referral"),
        came_of=came_of(one.outcome),
        colour=colour(one.outcome),
        by_whom=", ".join(filter(None, [one.answered_name, one.number])),
        due=times.due_words(one.due_at, now) if is_open else "",
        is_late=is_open and one.due_at < now,
    )
