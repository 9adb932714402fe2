"""Which unit a case goes to: rules as data, held against what is known of a case. Pure; nothing is looked up here.

A rule says what it wants of some of `ABOUT`. It is met when each of these holds, and each holds when any one of its
values does. Whose word a value is decides what the machine may do with it: it may put a case that nobody has touched
before another unit, and it may never do more than suggest a unit that is sealed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from cases.engine.london import districts
from cases.engine.priority import SENTENCES
from cases.engine.text import fold

ABOUT: Final = (
    "strand",
    "kind",
    "place",
    "transport",
    "line",
    "force",
    "area",
    "language",
    "priority",
    "platform",
    "cue",
)
CUES: Final = SENTENCES
"""What the machine may have found in the words, by key: its reasons for a priority."""
_IN_TEXT: Final = re.compile(r"(?<!\w)([A-Z]{1,2}[0-9][0-9A-Z]?)(?=\s*[0-9][A-Z]{2}(?!\w)|(?!\w))", re.IGNORECASE)
_OUTCODE: Final = re.compile(r"[A-Z]{1,2}[0-9][0-9A-Z]?")
_NONE: Final[frozenset[str]] = frozenset()


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a case: `said` by those who reported, `suggested` by the machine. Keys are those of `ABOUT`.

    `area` is the place and `line` the line or route of transport, as they wrote them. `is_hidden`: officers must not yet
    see what the machine suggests of this case.
    """

    said: Mapping[str, frozenset[str]] = field(default_factory=dict)
    suggested: Mapping[str, frozenset[str]] = field(default_factory=dict)
    area: str = ""
    is_hidden: bool = False
    line: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """`wants` has the values of each thing that the rule asks about. `unit` is the id of the one it leads to."""

    id: int
    name: str
    unit: int
    is_sealed: bool
    wants: Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Because:
    """One thing that met a rule, and whether only the machine says so."""

    about: str
    value: str
    is_suggested: bool


@dataclass(frozen=True, slots=True)
class Match:
    """A rule that is met, and by what."""

    rule: Rule
    because: tuple[Because, ...]

    @property
    def is_suggested(self) -> bool:
        """Whether something in it is the machine's word alone."""
        return any(one.is_suggested for one in self.because)


@dataclass(frozen=True, slots=True)
class Route:
    """Where the first rule that may move the case leads, and what is only put to a person."""

    move: Match | None = None
    suggestion: Match | None = None


def choose(rules: Iterable[Rule], facts: Facts, *, is_untouched: bool) -> Route:
    """Return what the rules, in their order, say of a case.

    `move` is never a sealed unit, and is None for a case that somebody has touched. While the machine's suggestions are
    hidden only what was said moves a case. `suggestion` is the first rule met that may not move the case: one that
    leads to a sealed unit, or one that stands before `move`.
    """
    move = suggestion = None
    for rule in rules:
        because = _met(rule, facts)
        if because is None:
            continue
        match = Match(rule, because)
        if is_untouched and not rule.is_sealed and not (facts.is_hidden and match.is_suggested):
            move = move or match
        elif rule.is_sealed or move is None:
            suggestion = suggestion or match
    return Route(move, suggestion)


def _met(rule: Rule, facts: Facts) -> tuple[Because, ...] | None:
    """What meets each thing the rule asks about, or None. A rule that asks about nothing is never met."""
    found = []
    for about in ABOUT:
        if not rule.wants.get(about):
            continue
        because = _first(about, rule.wants[about], facts)
        if because is None:
            return None
        found.append(because)
    return tuple(found) or None


def _first(about: str, wanted: Sequence[str], facts: Facts) -> Because | None:
    """What was said comes before what is suggested."""
    if about in ("area", "line"):
        is_named, written = (is_in_area, facts.area) if about == "area" else (is_in_line, facts.line)
        return next((Because(about, one, is_suggested=False) for one in wanted if is_named(one, written)), None)
    for known, is_suggested in ((facts.said, False), (facts.suggested, True)):
        for one in wanted:
            value = _within(one, known.get(about, _NONE))
            if value:
                return Because(about, value, is_suggested)
    return None


def _within(wanted: str, values: frozenset[str]) -> str:
    """The value that is wanted, or the first that lies under it: `religion:sikh` under `religion`, `zh-tw` under `zh`."""
    if wanted in values:
        return wanted
    return next((one for one in sorted(values) if one.startswith((f"{wanted}:", f"{wanted}-"))), "")


def is_in_area(wanted: str, area: str) -> bool:
    """Whether a place as somebody wrote it names this town, or has a postcode of this first half ("SE15").

    A borough of London is named too by a postcode district whose middle lies in it: a hint, since districts straddle.
    """
    name = wanted.strip()
    if not name:
        return False
    if _OUTCODE.fullmatch(name.upper()):
        return re.search(rf"(?<!\w){name}(?=\s*[0-9][a-z]{{2}}(?!\w)|(?!\w))", area, re.IGNORECASE) is not None
    if is_in_line(name, area):
        return True
    codes = {found[1].upper() for found in _IN_TEXT.finditer(area)} & districts().keys()
    return any(fold(districts()[code].borough) == fold(name) for code in codes)


def is_in_line(wanted: str, written: str) -> bool:
    """Whether what somebody wrote names this, as whole words: "36" in "bus 36 towards New Cross", not in "136"."""
    name = wanted.strip()
    words = r"[\s\-]+".join(re.escape(word) for word in re.split(r"[\s\-]+", name))
    return bool(name) and re.search(rf"(?<!\w){words}(?!\w)", written, re.IGNORECASE) is not None
