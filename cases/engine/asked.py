"""What somebody types into the search box, read as what they ask for: words, "phrases", -not, or, field:value."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from cases.engine.contacts import EMAIL, PHONE, contact_kind
from cases.engine.findable import findable, has_something

LONGEST: Final = 500
"""Characters of a search."""
MOST_TERMS: Final = 20
SHORTEST_ALIKE: Final = 4
"""Characters of a word whose spellings are compared."""
CONTACTS: Final = {"email": EMAIL, "mail": EMAIL, "phone": PHONE, "telephone": PHONE, "mobile": PHONE}
"""Fields that ask for the contact data of whoever reported."""

# As keyboards and word processors write them.
_QUOTES: Final = str.maketrans(dict.fromkeys("“”„‟«»＂", '"'))
_MINUSES: Final = "-−–—﹣－"
_TERM: Final = re.compile(
    rf'(?P<minus>[{_MINUSES}])?(?:(?P<field>[a-z][a-z_]*):(?!//))?(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+))?',
    re.IGNORECASE,
)


class Unclear(Exception):
    """A search that says nothing, or not one thing. `sentence` tells what to do; `values` fill its gaps."""

    def __init__(self, sentence: str, **values: object) -> None:
        super().__init__(sentence % values if values else sentence)
        self.sentence, self.values = sentence, values


@dataclass(frozen=True, slots=True)
class Term:
    """One thing asked for. `text` is in the form in which words are kept (`findable`), a field's value as typed."""

    text: str
    is_phrase: bool = False
    is_not: bool = False
    field: str = ""

    @property
    def is_loose(self) -> bool:
        """It may be spelt otherwise: not in quotation marks, and long enough to be compared."""
        return not self.is_phrase and not self.field and len(self.text) >= SHORTEST_ALIKE

    @property
    def is_contact(self) -> bool:
        """It asks for an e-mail address or a number."""
        return self.field in (EMAIL, PHONE)


@dataclass(frozen=True, slots=True)
class Search:
    """Every group must hold; a group holds when one of its terms does."""

    groups: tuple[tuple[Term, ...], ...]

    @property
    def wanted(self) -> tuple[Term, ...]:
        """The words that are looked for, to be shown where they stand."""
        return tuple(term for group in self.groups for term in group if not term.is_not and not term.field)

    @property
    def loose(self) -> tuple[Term, ...]:
        """Those of the wanted that may be spelt otherwise."""
        return tuple(term for term in self.wanted if term.is_loose)

    @property
    def contacts(self) -> tuple[Term, ...]:
        """What is asked for of contact data, wanted or not."""
        return tuple(term for group in self.groups for term in group if term.is_contact)


def read_search(typed: str) -> Search:
    """Read a search. Raises `Unclear`, whose sentence is for the person who typed it."""
    typed = typed.translate(_QUOTES).strip()
    if not typed:
        raise Unclear("Write what to look for.")
    if len(typed) > LONGEST:
        raise Unclear(
            "A search has at most %(most)d characters, and this one has %(number)d: leave some words out.",
            most=LONGEST,
            number=len(typed),
        )
    if kind := contact_kind(typed):
        return Search(((Term(typed, field=kind),),))
    if typed.count('"') % 2:
        raise Unclear("A quotation mark is missing: put one before and one behind the words that belong together.")
    groups = _groups(list(_terms(typed)))
    if not groups:
        raise Unclear("Write at least one word: signs alone cannot be looked for.")
    if all(any(term.is_not for term in group) for group in groups):
        raise Unclear("Write a word to look for as well: a minus only leaves cases out.")
    if sum(map(len, groups)) > MOST_TERMS:
        raise Unclear("A search has at most %(most)d words: leave some out.", most=MOST_TERMS)
    return Search(groups)


def _terms(typed: str) -> Iterator[Term | None]:
    """Yield the terms in order, None for an "or"."""
    place = 0
    while place < len(typed):
        match = _TERM.match(typed, place)
        if match is None or match.end() == place:
            place += 1
            continue
        place = match.end()
        minus, field, phrase, word = match["minus"], match["field"], match["phrase"], match["word"]
        if field and phrase is None and word is None:
            if place < len(typed) or minus:
                raise Unclear("Write a value right behind “%(field)s:”, without a blank.", field=field)
            raise Unclear("Write a value right behind “%(field)s:”.", field=field)
        if word and word.casefold() == "or" and not (minus or field):
            yield None
            continue
        text = phrase if phrase is not None else word or ""
        if phrase is None and not field and contact_kind(text) == EMAIL:
            field = EMAIL
        if field:
            named = field.casefold()
            yield Term(" ".join(text.split()), phrase is not None, bool(minus), CONTACTS.get(named, named))
        elif has_something(text):
            yield Term(findable(text), phrase is not None, bool(minus))


def _groups(terms: list[Term | None]) -> tuple[tuple[Term, ...], ...]:
    groups: list[list[Term]] = []
    is_joined = False
    for place, term in enumerate(terms):
        if term is not None:
            if is_joined:
                groups[-1].append(term)
            else:
                groups.append([term])
            is_joined = False
        elif is_joined or not groups or place == len(terms) - 1:
            raise Unclear("“or” stands between two words. To look for the word itself, put it in quotation marks.")
        else:
            is_joined = True
    return tuple(tuple(group) for group in groups)
