"""Answers as another door sends them, read against the questions: nothing that was said is refused or lost."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from reporting.domain.words import canonical, is_said
from reporting.questions import COMPULSORY, QUESTIONS, SEALED, Question, standing

# Besides the sealed answers: how to reach somebody.
ABOUT_CONTACT = frozenset(name for name in QUESTIONS if name.startswith("contact_"))
IDENTIFYING = SEALED | ABOUT_CONTACT

DANGER = "in_danger_now"


@dataclass
class Given:
    """`answers` by name of question, as `submit_report` takes them. `others`: what answers no question, as text.

    `notes` say of each that was not understood what is wrong with it: (name, sentence). No sentence repeats a value.
    """

    answers: dict[str, Any] = field(default_factory=dict)
    others: dict[str, str] = field(default_factory=dict)
    notes: list[tuple[str, str]] = field(default_factory=list)

    def leave_out(self, names: frozenset[str]) -> list[str]:
        """Take these answers out again; returns which were there."""
        there = [name for name in self.answers if name in names]
        for name in there:
            del self.answers[name]
        return there


def read_answers(given: Mapping[str, Any]) -> Given:
    """Sort values by name of question. A blank one is no answer; a choice that is not on offer is kept as another thing.

    A choice of several may be a list or a single key. Words are kept as they are, in canonical form.
    """
    read = Given()
    for name, value in given.items():
        question = QUESTIONS.get(name)
        if value is None or value == [] or (isinstance(value, str) and not is_said(value)):
            continue
        if question is None:
            _keep_besides(read, name, value, "No question has this name.")
        elif question.kind == "choices":
            _read_choices(read, question, value)
        elif question.kind == "choice":
            _read_choice(read, question, value)
        else:
            _read_words(read, question, value)
    return read


def _read_choice(read: Given, question: Question, value: Any) -> None:
    key = {True: "yes", False: "no"}.get(value) if isinstance(value, bool) else value
    key = key.strip().casefold() if isinstance(key, str) else ""
    if key in {choice.key for choice in question.choices}:
        read.answers[question.name] = key
        return
    _keep_besides(read, question.name, value, f"Send one of: {_keys(question)}.")
    if question.name == DANGER:
        read.answers[question.name] = "yes"  # whatever else it means: somebody should look at once


def _read_choices(read: Given, question: Question, value: Any) -> None:
    sent = value if isinstance(value, list) else [value]
    known = [choice.key for choice in question.choices if choice.key in [one for one in sent if isinstance(one, str)]]
    if known:
        read.answers[question.name] = standing(known, [choice.key for choice in question.choices if choice.exclusive])
    strange = [one for one in sent if not isinstance(one, str) or one not in known]
    if strange:
        _keep_besides(read, question.name, strange, f"Send a list of: {_keys(question)}.")


def _read_words(read: Given, question: Question, value: Any) -> None:
    if isinstance(value, str):
        read.answers[question.name] = canonical(value)
    elif question.name == COMPULSORY:
        read.notes.append((question.name, "Send a text."))
    else:
        _keep_besides(read, question.name, value, "Send a text.")


def _keep_besides(read: Given, name: str, value: Any, sentence: str) -> None:
    name = canonical(name)[:100]
    said = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    read.others[name] = canonical(said)
    read.notes.append((name, sentence))


def _keys(question: Question) -> str:
    return ", ".join(choice.key for choice in question.choices)
