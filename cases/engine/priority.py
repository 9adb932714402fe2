"""How soon a report should be read, with reasons by the heads of THRIVE.

Threat, harm, risk, investigation, vulnerability, engagement. The engine never puts a report below `standard`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final, NamedTuple

from cases.engine.context import ILL_KINDS, Context
from cases.engine.evidence import MOST_SPANS, Span, join_spans, span_of
from cases.engine.kept import Kept
from cases.engine.terms import Hit
from cases.engine.text import LOOKED_AT, AnyCase
from cases.engine.trie import Label
from reporting.danger import danger_cues
from reporting.taxonomy import STRANDS

# These matter where something was done to somebody, or said of them: a wheelchair alone is no reason.
_OF_AN_INCIDENT: Final = frozenset({"child", "vulnerable", "fear", "domestic", "repeat", "last"})
# These say by themselves that somebody is aimed at or harmed. That something goes on does not: music does, and fees do.
_OF_HARM: Final = frozenset({"means", "fire", "terror", "injury", "sexual", "self", "stalking", "domestic", "fear"})
_BEYOND_DOUBT: Final = frozenset({"means", "fire", "terror", "injury", "sexual", "self"})
_AIMED: Final = AnyCase(
    r"\b(?:at|against|on) (?:me|us|him|her|them)\b|\btarget(?:s|ed|ing)? (?:me|us|him|her|them|my|our)\b"
    r"|\b(?:harass\w*|bull(?:y|ies|ied|ying)|attack\w*|abus\w*|insult\w*|intimidat\w*|threaten\w*|mock\w*|humiliat\w*"
    r"|pester\w*|torment\w*|follow\w*|push\w*|hits?|hitting|kick\w*|spit\w*|spat|throw\w*|threw|watch\w*|film\w*)"
    r"(?: \w+){0,2} (?:me|us|him|her|them|my|our|his|their)\b"
    r"|\bcall(?:s|ed|ing)? (?:me|us|him|her|them) (?:an?|the|names|all|every)\b"
    r"|\b(?:bang|knock|kick|spit|urinat|throw|pour|smear|scratch|block|dump)\w*(?: \w+){0,4} (?:my|our|his|her|their)"
    r" (?:\w+ )?(?:door|window|wall|house|home|garden|car|fence|letter ?box|gate|step|doorstep|bin|bike)s?\b"
    r"|\bbecause (?:of (?:my|our|his|her|their)|(?:i|we|he|she|they)(?:'m|'re| am| is| are))\b",
)
_BUSINESS: Final = AnyCase(
    r"\b(?:bank(?:s|ing)?|accounts?|loans?|mortgages?|refund\w*|fees?|charged|charges|credit|debit|debts?|balance|payments?"
    r"|invoices?|transactions?|transfers?|deposit\w*|interest|lender|customer service|collector\w*|collection|paypal"
    r"|equifax|experian|transunion|insurance|billing|subscription)\b",
)
_SAID: Final = frozenset({"verbal_abuse"})  # the bank was rude
_FEWEST_OF_BUSINESS: Final = 3
# Somebody's right to be in a country is no reason of ours, whatever list has it, in any language.
_STATUS: Final = re.compile(
    r"asyl|azyl|azil|refug|réfug|rifug|flüchtl|fluchtl|gefl[uü]cht|vluchtel|uchod|біжен|бежен|qaxooti|mülteci|multeci"
    r"|sığınma|siginma|لاجئ|لاجی|پناه|پناہ|শরণার্থী|शरणार्थी|ਸ਼ਰਨਾਰਥੀ|פליט|מבקש מקלט|难民|難民|undocumented|no recourse"
    r"|sin papeles|sans papiers",
    re.IGNORECASE,
)
_REFUGE: Final = re.compile(r"\brefuge\b", re.IGNORECASE)  # where women are safe

_OF_A_GROUP: Final = frozenset({"groups", "slurs", "signs", "phrases", "named", "marks"})

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
    "last": ("engagement", "They say that nobody helped.", False),
}
SENTENCES: Final = {role: sentence for role, (_, sentence, _) in _REASONS.items()}
"""What an officer reads, by the role of the list that found it."""
# What was done is a reason by itself → its role among the above.
KINDS_THAT_RAISE: Final = {
    "sexual_offence": "sexual", "arson_danger": "fire", "stalking": "stalking", "harassment": "repeat",
    "exploitation": "used",
}  # fmt: skip
_DANGER: Final = ("threat", "Somebody may be in danger now.")
_LIKE_DANGER: Final = ("threat", "It is told much as danger now is; it may be over.")
_YEARS: Final = (
    r"(?:[1-9]|1[0-7]|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen"
    r"|seventeen)"
)
_DIGIT: Final = re.compile("[0-9]")
_YOUNG: Final = (
    r"(?:son|daughter|boy|girl|child|kid|brother|sister|niece|nephew|grandson|granddaughter|cousin|pupil|student|lad"
    r"|toddler|baby|eldest|youngest)"
)
_WORDS_OF_YEARS: Final = (
    "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen",
    "seventeen",
)  # fmt: skip
_UNDER_18: Final = AnyCase(
    r"\b(?:i am|i'm|im|i was|aged?|he is|she is|he's|she's|who is|who's) (?:only |just )?"
    rf"(?:[5-9]|1[0-7]|{'|'.join(_WORDS_OF_YEARS)})\b"
    r"(?! ?(?:%|pm|am|o'clock|minutes?|mins?|miles|metres|weeks|days|months|hours|of|in|feet|stone|people|times|pounds|quid))"
    rf"|\b{_YEARS}[ -]?y/?o\b"
    rf"|\b{_YEARS}[ -](?:years?|yrs?)[ -]olds?\b"
    rf"|\b{_YOUNG},? \(?(?:aged |is |was |who is |who was )?{_YEARS}\b(?=[).,;:]| and\b| when\b| at\b|$)",
)
_GROWN_UP: Final = AnyCase(
    rf"\b{_YOUNG},? \(?(?:aged |is |was |who is |who was |who's |'s )?(?:1[89]|[2-9]\d)\b"
    rf"|\b(?:my|our|his|her|their) (?:grown(?:[ -]up)?|adult|married) {_YOUNG}\b",
)


class Peril(NamedTuple):
    """The places that say that somebody is in danger as it is told, and whether that is likely enough to ring."""

    is_now: bool
    places: tuple[Span, ...]


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
    text: str,
    context: Context,
    hits: Sequence[Hit],
    kinds: Mapping[str, Sequence[Span]],
    *,
    is_incident: bool,
    peril: Peril | None = None,
) -> Priority:
    """Return `immediate` when the words ring or speak of danger now, `high` for any reason that says so, else `standard`.

    `context` is that of `hits`; `kinds` are those that are more likely than not, with their evidence: some are reasons
    by themselves. `peril`: what says that somebody is in danger, as learnt from accounts; a reason that says so, too,
    where it is not likely enough to ring.
    `is_incident` says that a strand or a kind was suggested: who somebody is counts only then. That something goes on
    counts only where somebody is aimed at or harmed.
    """
    places = _told(text, context, hits)
    done = {_DONE[label] for label, _, _ in hits}
    told = {role for role, spans in places.items() if spans}
    is_beyond_doubt = _OUTRIGHT in done or not told.isdisjoint(_BEYOND_DOUBT)
    of_something_else = bool(kinds or told) and not is_beyond_doubt and _is_business(text)
    if not is_incident or of_something_else:
        told -= _OF_AN_INCIDENT
    is_aimed = not of_something_else and (
        not done.isdisjoint(_AT_SOMEBODY) or not told.isdisjoint(_OF_HARM) or _AIMED.finds(text)
    )
    if not is_aimed:
        told.discard("repeat")
    for role in places.keys() - told:
        places[role] = []
    for kind, role in KINDS_THAT_RAISE.items():
        # What goes on is a reason where somebody is aimed at; being used, where the list of it has found something.
        is_reason = is_aimed if role == "repeat" else role != "used" or not of_something_else
        if kind in kinds and is_reason:
            told.add(role)
            places[role].extend(kinds[kind])
    reasons: list[Reason] = []
    peril = peril if peril and peril.places else None
    ringing = [(start, end) for start, end, _ in danger_cues(text)]
    if now := ringing or (peril.places if peril and peril.is_now else ()):
        reasons.append(Reason(*_DANGER, join_spans(now[:MOST_SPANS])))
    elif peril:
        reasons.append(Reason(*_LIKE_DANGER, join_spans(peril.places[:MOST_SPANS])))
    for role, (key, sentence, _) in _REASONS.items() if told else ():
        if role in told:
            reasons.append(Reason(key, sentence, join_spans(places[role][:MOST_SPANS])))
    if now:
        return Priority("immediate", tuple(reasons))
    is_high = peril is not None or any(_REASONS[role][2] for role in told)
    return Priority("high" if is_high else "standard", tuple(reasons))


def _told(text: str, context: Context, hits: Sequence[Hit]) -> defaultdict[str, list[Span]]:
    """Return, for each role of a reason, the places where the lists have it, and where an age under 18 is told."""
    places: defaultdict[str, list[Span]] = defaultdict(list)
    told = [hit for hit in hits if hit[0][1] in _REASONS]
    threats = [(first, last) for label, first, last in told if label.role == "means"]
    for label, first, last in told:
        role = label.role
        if context.denied(first):
            continue
        # "He will kill me" holds the words of "to kill me", and is no wish of one's own.
        if role == "self" and any(_is_within((first, last), threat) for threat in threats):
            continue
        start, end = span_of(context.words, first, last)
        if role != "vulnerable" or not _tells_status(text[start:end]):
            places[role].append((start, end))
    if "child" in places:
        grown = [match.span() for match in _GROWN_UP.finditer(text[:LOOKED_AT])]
        places["child"] = [one for one in places["child"] if not any(_overlaps(one, other) for other in grown)]
    if _may_tell_age(text[:LOOKED_AT]):
        places["child"].extend(match.span() for match in _UNDER_18.finditer(text))
    return places


def _may_tell_age(text: str) -> bool:
    """Tell whether there is a number or "year": cheaper than asking for an age in every account."""
    if "year" in text or "Year" in text or "YEAR" in text or _DIGIT.search(text) is not None:
        return True
    small = text.casefold()
    return any(f" {word}" in small for word in _WORDS_OF_YEARS)


def _done(label: Label) -> str:
    """Return `_OUTRIGHT` where a list names a group, or something that is done to people; `_SPOKEN` for what is said."""
    key, role, _ = label
    if (key in STRANDS and role in _OF_A_GROUP) or (role == "sure" and key in ILL_KINDS - _SAID):
        return _OUTRIGHT
    return _SPOKEN if role == "sure" and key in ILL_KINDS else ""


_OUTRIGHT, _SPOKEN = "outright", "spoken"
_AT_SOMEBODY: Final = frozenset({_OUTRIGHT, _SPOKEN})
_DONE: Final = Kept(_done)


def _is_business(text: str) -> bool:
    words = {match.group().casefold() for match in islice(_BUSINESS.finditer(text), 50)}
    return len(words) >= _FEWEST_OF_BUSINESS


def _is_within(inner: Span, outer: Span) -> bool:
    return inner != outer and outer[0] <= inner[0] and inner[1] <= outer[1]


def _overlaps(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _tells_status(words: str) -> bool:
    return _STATUS.search(words) is not None and not _REFUGE.fullmatch(words)
