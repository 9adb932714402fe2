"""How soon a report should be read, with reasons by the heads of THRIVE.

Threat, harm, risk, investigation, vulnerability, engagement. The engine never puts a report below `standard`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from cases.engine.context import Context
from cases.engine.evidence import MOST_SPANS, Span, join_spans, span_of
from cases.engine.terms import Hit
from cases.engine.text import LOOKED_AT
from reporting.danger import danger_cues

# These matter where something was done to somebody, or said of them: a wheelchair alone is no reason.
_OF_AN_INCIDENT: Final = frozenset({"child", "vulnerable", "fear", "domestic", "repeat", "last"})

# Role of a list in data/priority.toml → (head of THRIVE, sentence for the officer, raises to high).
_REASONS: Final[dict[str, tuple[str, str, bool]]] = {
    "means": ("threat", "A weapon, or a threat to kill or hurt, is told of.", True),
    "fire": ("threat", "Fire or a dangerous substance is told of.", True),
    "terror": ("threat", "An attack or extremism is told of.", True),
    "injury": ("harm", "Somebody may be hurt.", True),
    "sexual": ("harm", "A sexual offence is told of.", True),
    "self": ("harm", "Suicide or self-harm is told of.", True),
    "repeat": ("risk", "It has happened before, or goes on.", True),
    "stalking": ("risk", "Somebody is followed or watched.", True),
    "domestic": ("risk", "Somebody close to them may be the danger.", True),
    "child": ("vulnerability", "A child or young person is involved.", True),
    "vulnerable": ("vulnerability", "Somebody may be less able to protect themselves.", True),
    "used": ("vulnerability", "Somebody may be used or controlled by others.", True),
    "fear": ("vulnerability", "They say that they are too afraid to live as before.", True),
    "last": ("engagement", "They say that nobody helped before.", False),
}
# What was done is a reason by itself → its role among the above.
KINDS_THAT_RAISE: Final = {
    "sexual_offence": "sexual", "arson_danger": "fire", "stalking": "stalking", "harassment": "repeat",
    "exploitation": "used",
}  # fmt: skip
_DANGER: Final = ("threat", "Somebody may be in danger now.")
_YEARS: Final = (
    r"(?:[1-9]|1[0-7]|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen"
    r"|seventeen)"
)
_MAY_TELL_AGE: Final = re.compile("[0-9]|[Yy]ear|YEAR")  # cheaper than asking for an age in every account
_YOUNG: Final = (
    r"(?:son|daughter|boy|girl|child|kid|brother|sister|niece|nephew|grandson|granddaughter|cousin|pupil|student|lad"
    r"|toddler|baby|eldest|youngest)"
)
_UNDER_18: Final = re.compile(
    r"\b(?:i am|i'm|im|i was|aged?|he is|she is|he's|she's|who is|who's) (?:only |just )?(?:[5-9]|1[0-7])\b"
    r"(?! ?(?:%|pm|am|o'clock|minutes|miles|metres|weeks|days|months|hours|of|in|feet|stone|people|times))"
    rf"|\b{_YEARS}[ -]?y/?o\b"
    rf"|\b{_YEARS}[ -](?:years?|yrs?)[ -]olds?\b"
    rf"|\b{_YOUNG},? \(?(?:aged |is |was |who is |who was )?{_YEARS}\b(?=[).,;:]| and\b| when\b| at\b|$)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Reason:
    """One head of THRIVE, a sentence in plain English, and the places in the text that drove it."""

    key: str
    text: str
    evidence: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Priority:
    """The level suggested, with reasons. `standard` needs none."""

    level: str
    reasons: tuple[Reason, ...]


def prioritise(
    text: str, context: Context, hits: Sequence[Hit], kinds: Mapping[str, Sequence[Span]], *, is_incident: bool
) -> Priority:
    """Return `immediate` when the words ring, `high` for any reason that says so, else `standard`.

    `context` is that of `hits`; `kinds` are those that are more likely than not, with their evidence: some are reasons
    by themselves.
    `is_incident` says that a strand or a kind was suggested: who somebody is counts only then.
    """
    reasons: list[Reason] = []
    if cues := danger_cues(text):
        reasons.append(Reason(*_DANGER, join_spans((start, end) for start, end, _ in cues[:MOST_SPANS])))
    places: dict[str, list[Span]] = defaultdict(list)
    for hit in hits:
        if hit.label.role in _REASONS and not context.denied(hit.first):
            places[hit.label.role].append(span_of(context.words, hit.first, hit.last))
    if _MAY_TELL_AGE.search(text, 0, LOOKED_AT):
        places["child"].extend(match.span() for match in _UNDER_18.finditer(text, 0, LOOKED_AT))
    if not is_incident:
        places = defaultdict(list, {role: spans for role, spans in places.items() if role not in _OF_AN_INCIDENT})
    told = {role for role, spans in places.items() if spans}
    for kind, role in KINDS_THAT_RAISE.items():
        if kind in kinds:
            told.add(role)
            places[role].extend(kinds[kind])
    for role, (key, sentence, _) in _REASONS.items():
        if role in told:
            reasons.append(Reason(key, sentence, join_spans(places[role][:MOST_SPANS])))
    if cues:
        return Priority("immediate", tuple(reasons))
    is_high = any(raises for role, (_, _, raises) in _REASONS.items() if role in told)
    return Priority("high" if is_high else "standard", tuple(reasons))
