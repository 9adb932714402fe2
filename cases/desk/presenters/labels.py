"""Keys as people read them. Labels of taxonomy and questions are English there and pass through gettext here."""

import functools
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from cases.enums import CommitmentKind, Lane, PersonRole, RiskAnswer, RiskLevel, Shift, State
from reporting.enums import AlarmCause, AlarmOutcome, Channel
from reporting.questions import QUESTIONS, label_of
from reporting.taxonomy import ACTIONS, CLOSING, KINDS, PRIORITIES, RECORDING, STRANDS

_STATES = {
    State.NEW: gettext_lazy("New"),
    State.IN_PROGRESS: gettext_lazy("In progress"),
    State.WAITING: gettext_lazy("Waiting"),
    State.CLOSED: gettext_lazy("Closed"),
    State.EMPTIED: gettext_lazy("Emptied"),
}
_RISK_LEVELS = {
    RiskLevel.STANDARD: gettext_lazy("Standard risk"),
    RiskLevel.MEDIUM: gettext_lazy("Medium risk"),
    RiskLevel.HIGH: gettext_lazy("High risk"),
}
_RISK_COLOURS = {RiskLevel.STANDARD: "grey", RiskLevel.MEDIUM: "orange", RiskLevel.HIGH: "red"}
_RISK_ANSWERS = {
    RiskAnswer.YES: gettext_lazy("Yes"),
    RiskAnswer.NO: gettext_lazy("No"),
    RiskAnswer.NOT_KNOWN: gettext_lazy("Not known"),
}
_STATE_COLOURS = {
    State.NEW: "blue",
    State.IN_PROGRESS: "light-blue",
    State.WAITING: "yellow",
    State.CLOSED: "grey",
    State.EMPTIED: "grey",
}
_PRIORITY_COLOURS = {"immediate": "red", "high": "orange", "standard": "grey", "routine": "grey"}
_OWED = {
    CommitmentKind.READ: gettext_lazy("Reading"),
    CommitmentKind.RECORDING_DECISION: gettext_lazy("Recording decision"),
    CommitmentKind.ANSWER: gettext_lazy("Answer"),
    CommitmentKind.REFERRAL: gettext_lazy("Referral"),
    CommitmentKind.UPDATE: gettext_lazy("Update"),
    CommitmentKind.NEXT_ACTION: gettext_lazy("Next action"),
}
_TO_DO = {
    CommitmentKind.READ: gettext_lazy("Read"),
    CommitmentKind.RECORDING_DECISION: gettext_lazy("Decide"),
    CommitmentKind.ANSWER: gettext_lazy("Answer"),
    CommitmentKind.REFERRAL: gettext_lazy("Refer"),
    CommitmentKind.UPDATE: gettext_lazy("Write an update"),
    CommitmentKind.NEXT_ACTION: gettext_lazy("Next action"),
}
_BEFORE = {"once_or_twice": gettext_lazy("Repeat"), "often": gettext_lazy("Repeat: many times")}
_PERSONS = {
    PersonRole.REPORTER: gettext_lazy("Person who reported"),
    PersonRole.VICTIM: gettext_lazy("Person it happened to"),
    PersonRole.WITNESS: gettext_lazy("Witness"),
    PersonRole.SUPPORTER: gettext_lazy("Supporter"),
    PersonRole.PERSON_REPORTED: gettext_lazy("Person reported"),
}
CHANNELS = {
    Channel.WEB: gettext_lazy("website"),
    Channel.PHONE: gettext_lazy("telephone"),
    Channel.COUNTER: gettext_lazy("counter"),
    Channel.LETTER: gettext_lazy("letter"),
    Channel.OFFICER: gettext_lazy("an officer"),
    Channel.API: gettext_lazy("partner"),
    Channel.IMPORT: gettext_lazy("import"),
}
_CAUSES = {
    AlarmCause.REPORTER: gettext_lazy("The person says that somebody is in danger now."),
    AlarmCause.WORDS: gettext_lazy("What the person wrote tells of danger now."),
    AlarmCause.OFFICER: gettext_lazy("An officer set the priority to immediate."),
    AlarmCause.MACHINE: gettext_lazy("The machine suggests that somebody is in danger now."),
    AlarmCause.UNATTENDED: gettext_lazy("Somebody looked after it, and nothing more was written down in time."),
}
_OUTCOMES = {
    AlarmOutcome.ACKNOWLEDGED: gettext_lazy("Somebody looks after it"),
    AlarmOutcome.HANDED_OVER: gettext_lazy("Handed over to the control room"),
    AlarmOutcome.NO_DANGER: gettext_lazy("No danger"),
    AlarmOutcome.ENDED: gettext_lazy("Ended"),
}
_LANES = {Lane.MAIN: gettext_lazy("Main"), Lane.HELD: gettext_lazy("Held"), Lane.BACKLOG: gettext_lazy("Backlog")}
_SHIFTS = {Shift.DUTY: gettext_lazy("Duty desk"), Shift.SUPERVISOR: gettext_lazy("Supervisor on call")}
_LANGUAGES = {
    "und": gettext_lazy("not known"),
    "en": gettext_lazy("English"),
    "pl": gettext_lazy("Polish"),
    "ar": gettext_lazy("Arabic"),
    "bn": gettext_lazy("Bengali"),
    "cy": gettext_lazy("Welsh"),
    "de": gettext_lazy("German"),
    "es": gettext_lazy("Spanish"),
    "fa": gettext_lazy("Persian"),
    "fr": gettext_lazy("French"),
    "gu": gettext_lazy("Gujarati"),
    "he": gettext_lazy("Hebrew"),
    "hi": gettext_lazy("Hindi"),
    "it": gettext_lazy("Italian"),
    "pa": gettext_lazy("Punjabi"),
    "pt": gettext_lazy("Portuguese"),
    "ro": gettext_lazy("Romanian"),
    "ru": gettext_lazy("Russian"),
    "so": gettext_lazy("Somali"),
    "ta": gettext_lazy("Tamil"),
    "tr": gettext_lazy("Turkish"),
    "uk": gettext_lazy("Ukrainian"),
    "ur": gettext_lazy("Urdu"),
    "zh": gettext_lazy("Chinese"),
    "lt": gettext_lazy("Lithuanian"),
}

# The questions speak to the person who answers them; here somebody else reads the answers.
_ASKED = {
    "how_you_know": gettext_lazy("How they know"),
    "your_role": gettext_lazy("Who they are to that person"),
    "reporter_under_18": gettext_lazy("Whoever reports is under 18"),
    "person_agrees": gettext_lazy("That person knows of the report"),
    "know_them": gettext_lazy("Knows who did it"),
    "outcome_wanted": gettext_lazy("Would like"),
    "outcome_words": gettext_lazy("Would like, in their own words"),
    "support_wanted": gettext_lazy("Help wanted"),
    "contact_by": gettext_lazy("Safe ways"),
    "may_pass_on": gettext_lazy("Those who help may know"),
}


def _remembered(say: Callable[[str], str]) -> Callable[[str], str]:
    """Each key is looked up once a language: a page of the queue asks for the same few words hundreds of times."""
    known: dict[tuple[str | None, str], str] = {}

    @functools.wraps(say)
    def remembered(key: str) -> str:
        asked = get_language(), key
        if asked not in known:
            known[asked] = say(key)
        return known[asked]

    return remembered


@_remembered
def state(key: str) -> str:
    """Where a case stands."""
    return str(_STATES.get(State(key), key))


def state_colour(key: str) -> str:
    """Colour of its tag."""
    return _STATE_COLOURS[State(key)]


def risk_level(key: str) -> str:
    """How much harm is to be feared."""
    return str(_RISK_LEVELS[RiskLevel(key)]) if key in tuple(RiskLevel) else key


def risk_colour(key: str) -> str:
    """Colour of its tag."""
    return _RISK_COLOURS[RiskLevel(key)]


def risk_answer(key: str) -> str:
    """Yes, no or not known."""
    return str(_RISK_ANSWERS[RiskAnswer(key)]) if key in tuple(RiskAnswer) else key


@_remembered
def priority(key: str) -> str:
    """How pressing."""
    return _(PRIORITIES[key].label) if key in PRIORITIES else key


def priority_colour(key: str) -> str:
    """Colour of its tag."""
    return _PRIORITY_COLOURS.get(key, "grey")


def owed(key: str) -> str:
    """What is owed."""
    return str(_OWED.get(CommitmentKind(key), key)) if key else ""


@_remembered
def to_do(key: str) -> str:
    """What is owed, as the thing to do."""
    return str(_TO_DO.get(CommitmentKind(key), key)) if key else ""


@_remembered
def before(key: str) -> str:
    """That it happened before, as the reporter said; empty for anything else."""
    return str(_BEFORE.get(key, ""))


def person(role: str) -> str:
    """Who somebody is in a case."""
    return str(_PERSONS.get(PersonRole(role), role))


def channel(key: str) -> str:
    """By which door a report came."""
    return str(CHANNELS.get(Channel(key), key))


def cause(key: str) -> str:
    """Why an alarm rings."""
    return str(_CAUSES.get(AlarmCause(key), key))


def outcome(key: str) -> str:
    """How an alarm was answered; an empty key is one that still rings."""
    return str(_OUTCOMES.get(AlarmOutcome(key), key)) if key else _("Ringing")


def lane(key: str) -> str:
    """Main, held on suspicion of abuse of the form, or of an imported backlog."""
    return str(_LANES.get(Lane(key), key))


def shift(key: str) -> str:
    """Which duty."""
    return str(_SHIFTS.get(Shift(key), key))


@_remembered
def language(code: str) -> str:
    """Name of a language; one that we have no name for keeps its code."""
    return str(_LANGUAGES.get(code.split("-")[0], code))


def languages() -> list[tuple[str, str]]:
    """Code and name of every language that has a name here, by name; the unknown one last."""
    named = sorted((str(label), code) for code, label in _LANGUAGES.items() if code != "und")
    return [*((code, label) for label, code in named), ("und", str(_LANGUAGES["und"]).capitalize())]


def is_language(code: str) -> bool:
    """Whether the machine could say which language it is."""
    return code not in ("", "und")


def strands(keys: Iterable[str]) -> list[str]:
    """Why somebody was picked on."""
    return [_strand(key) for key in keys]


def kinds(keys: Iterable[str]) -> list[str]:
    """What was done."""
    return [_kind(key) for key in keys]


def recording(key: str) -> str:
    """How an incident is recorded."""
    return _labels([key], RECORDING)[0]


def actions(keys: Iterable[str]) -> list[str]:
    """What was done for somebody."""
    return _labels(keys, ACTIONS)


def closing(key: str) -> str:
    """Why a case is closed."""
    return _labels([key], CLOSING)[0]


def answer(name: str, value: Any, happened_to: str | None = None) -> str:
    """A reporter's answer to a question, in the words they chose or wrote; `happened_to`: their answer to that question."""
    question = QUESTIONS.get(name)
    if question is None or not question.choices:
        return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    chosen = value if isinstance(value, list) else [value]
    return ", ".join(_(label_of(question, str(key), happened_to)) for key in chosen)


def asked(name: str) -> str:
    """A question's short name, as an officer reads it."""
    if name in _ASKED:
        return str(_ASKED[name])
    return _(QUESTIONS[name].short) if name in QUESTIONS else name


def _labels(keys: Iterable[str], known: Mapping[str, Any]) -> list[str]:
    return [_(known[key].label) if key in known else key for key in keys]


@_remembered
def _strand(key: str) -> str:
    return _labels([key], STRANDS)[0]


@_remembered
def _kind(key: str) -> str:
    return _labels([key], KINDS)[0]
