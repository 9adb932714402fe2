"""Cutting out of a text what identifies somebody, and whatever else was told under seal."""

import re
from collections.abc import Iterable, Iterator

from cases.domain.contact_card import OWN
from cases.domain.persons import agreed_since, contact_card, identity, sealed_answers, secrets_of, told_since
from cases.engine.disguise import VOCABULARY
from cases.engine.entities import extract
from cases.engine.findable import SEALED, without_identifiers
from cases.engine.names import Sort, sort_of
from cases.engine.text import LOOKED_AT, fold
from cases.models import Person
from reporting.models import Report

LEFT_OUT = SEALED
_CHOSEN = ("voicemail",)  # a yes or no, which any text may hold
_SHORTEST, _SHORTEST_SENTENCE = 3, 12  # characters
_LONGEST_IDENTIFIER = 500
_FEWEST_DIGITS = 7
_BETWEEN_DIGITS = r"[\s().\-]*"
# Of a postcode the first half stays: it names a district, the whole a few doors.
_POSTCODE = re.compile(r"\b([A-Z]{1,2}\d[A-Z\d]?)\s*\d[A-Z]{2}\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_][\w'’]*")
_BETWEEN_NAMES = ("", " ", "-", "\n")
_SENTENCES = re.compile(r"(?<=[.!?;])\s+|\n+")


class Redaction:
    """Made for one case, from all that was told under seal there."""

    def __init__(self, told: Iterable[str] = (), *, names: Iterable[str] = (), phones: Iterable[str] = ()) -> None:
        told = list(told)
        patterns = {_spelled(one) for text in told for one in _pieces(text)}
        patterns |= {_spelled(part) for name in names for part in (name, *name.split()) if len(part) >= _SHORTEST}
        patterns |= {pattern for text in told for run in _proper_names(text) for pattern in _named(run)}
        patterns |= {_dialled(one) for one in phones}
        longest_first = sorted(patterns - {""}, key=len, reverse=True)
        self._known = re.compile("|".join(longest_first), re.IGNORECASE) if longest_first else None
        self._longest = max([_LONGEST_IDENTIFIER, *map(len, longest_first)])

    def cut(self, text: str) -> str:
        """Return `text` with what is known, and whatever the machine finds to identify somebody, marked as left out.

        Of a text of more than 200,000 characters what comes after them is left out too, and a little of what comes
        before, because an address could begin there.
        """
        looked_at = text[:LOOKED_AT]
        kept = self._known.sub(LEFT_OUT, looked_at) if self._known else looked_at
        kept = _POSTCODE.sub(rf"\1 {LEFT_OUT}", without_identifiers(kept))
        return kept if len(text) <= LOOKED_AT else kept[: -self._longest]


def redaction_for(reports: Iterable[Report], persons: Iterable[Person]) -> Redaction:
    """Everything that was told under seal; raises `CannotOpen` where a key is missing."""
    told: list[str] = []
    names: list[str] = []
    phones: list[str] = []
    for report in reports:
        sealed = {name: value for name, value in sealed_answers(report).items() if isinstance(value, str)}
        names.append(sealed.pop("contact_name", ""))
        phones.append(sealed.pop("contact_phone", ""))
        told += sealed.values()
    for person in persons:
        known = dict(identity(person))
        names.append(known.pop("name", ""))
        phones.append(known.pop("phone", ""))
        said = {**known, **contact_card(person)}
        told += [value for name, value in said.items() if isinstance(value, str) and name not in _CHOSEN]
        told.append(secrets_of(person))
        told += [version.get(name, "") for version in agreed_since(person) for name in OWN if name not in _CHOSEN]
        for later in told_since(person):
            card = {name: value for name, value in later.answers.items() if isinstance(value, str)}
            names.append(card.pop("contact_name", ""))
            phones.append(card.pop("contact_phone", ""))
            told += card.values()
    return Redaction(told, names=names, phones=phones)


def _pieces(text: str) -> list[str]:
    """The whole, each sentence and line of it, and whatever identifies somebody in it."""
    parts = [one for one in _SENTENCES.split(text) if len(one.strip()) >= _SHORTEST_SENTENCE]
    found = [text[one.start : one.end] for one in extract(text)[1]]
    return [one for one in (text, *parts, *found) if len(one.strip()) >= _SHORTEST]


def _proper_names(text: str) -> Iterator[list[str]]:
    """Words with a capital that stand one behind another: a person, a street, a pub."""
    run: list[str] = []
    end = 0
    for word in _WORD.finditer(text):
        if run and not (word[0][0].isupper() and text[end : word.start()] in _BETWEEN_NAMES):
            yield run
            run = []
        if word[0][0].isupper():
            run.append(word[0])
        end = word.end()
    yield run


def _named(run: list[str]) -> Iterator[str]:
    """Several words together however they are written; one alone only where it is surely a name."""
    if len(run) > 1:
        yield _spelled(" ".join(run))
    for word in (one.removesuffix("'s").removesuffix("’s") for one in run):
        is_rare = len(word) >= _SHORTEST and fold(word) not in VOCABULARY
        if is_rare and (len(run) > 1 or sort_of(fold(word)) != Sort.NONE):
            yield _spelled(word)


def _spelled(text: str) -> str:
    """However it is broken into lines, not as a part of a longer word."""
    words = r"\s+".join(map(re.escape, text.split()))
    return rf"(?<!\w){words}(?!\w)" if words else ""


def _dialled(phone: str) -> str:
    """However it is spaced, with the country's code or without."""
    digits = re.sub(r"\D", "", phone)
    if len(digits) < _FEWEST_DIGITS:
        return ""
    own = re.sub(r"^(?:0044|44|0)", "", digits)
    abroad = rf"(?:(?:\+{_BETWEEN_DIGITS}|00)?44{_BETWEEN_DIGITS})?"
    return rf"(?<!\d){abroad}(?:\(?0\)?{_BETWEEN_DIGITS})?{_BETWEEN_DIGITS.join(own)}(?!\d)"
