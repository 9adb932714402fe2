"""The risk in words: what was last assessed, and whether it still counts."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.desk.presenters import labels, times
from cases.enums import RiskQuestion
from cases.models import RiskAssessment
from cases.queries.case_file import CaseFile
from reporting.enums import Sender

QUESTIONS = {
    RiskQuestion.DANGER: gettext_lazy("Is anybody in danger now?"),
    RiskQuestion.ESCALATION: gettext_lazy("Is it getting worse?"),
    RiskQuestion.REPEAT: gettext_lazy("Has it happened before, or will it again?"),
    RiskQuestion.WEAPONS: gettext_lazy("Weapons, or threats with them?"),
    RiskQuestion.ACCESS: gettext_lazy("Can whoever did it reach them: same home, street, school, work?"),
    RiskQuestion.ISOLATION: gettext_lazy("Are they alone with it?"),
    RiskQuestion.DEPENDANTS: gettext_lazy("Children, or others who depend on them?"),
    RiskQuestion.SELF_HARM: gettext_lazy("Thoughts of self-harm or suicide?"),
}


@dataclass(frozen=True)
class Assessed:
    """One assessment. `answers` are question, answer and note."""

    level: str
    colour: str
    by: str
    at: str
    review: str
    plan: str
    answers: list[tuple[str, str, str]]


@dataclass(frozen=True)
class Risk:
    """`stale` says why the newest counts no longer; empty while it does, or where there is none."""

    newest: Assessed | None
    earlier: list[Assessed]
    stale: str


def risk(file: CaseFile, now: datetime, over: Callable[[str], str] = str) -> Risk:
    """The newest assessment with whatever has come since, and the earlier ones. `over` hides what is to be hidden."""
    told = [_assessed(one, over) for one in file.assessments]
    stale = _stale(file, file.assessments[0], now) if told else ""
    return Risk(told[0] if told else None, told[1:], stale)


def _stale(file: CaseFile, newest: RiskAssessment, now: datetime) -> str:
    messages = [message for one in file.reports for message in one.messages]
    if any(message.sender == Sender.REPORTER and message.sent_at > newest.at for message in messages):
        return _("A message has come since the risk was assessed.")
    if any(one.link.attached_at > newest.at for one in file.reports):
        return _("A report has been attached since the risk was assessed.")
    if newest.review_on < timezone.localdate(now):
        return _("The risk was to be looked at again on %s.") % times.day(newest.review_on)
    return ""


def _assessed(one: RiskAssessment, over: Callable[[str], str]) -> Assessed:
    answers = [
        (str(label), labels.risk_answer(one.answers[key]), over(one.notes.get(key, "")))
        for key, label in QUESTIONS.items()
    ]
    return Assessed(
        labels.risk_level(one.level),
        labels.risk_colour(one.level),
        one.by.known_as,
        times.moment(one.at),
        times.day(one.review_on),
        over(one.plan),
        answers,
    )
