"""What an account says of place, time and platform, and what in it identifies somebody.

Two lists that are kept apart. *Entities* help to link reports of one incident and may be read and searched.
*Identifiers* (a link, an address, a handle, a telephone number, a registration, a name given for somebody) point at a
person: only their places in the text and keyed hashes of their normal forms are kept, never the words. Numbers that
tell of somebody's right to be in a country are in neither list.
"""

from __future__ import annotations

import re
import tomllib
from importlib import resources
from typing import Final, NamedTuple

from cases.engine.evidence import Span
from cases.engine.text import LOOKED_AT

MOST: Final = 100
"""Entities, and identifiers, kept of one account: the first."""


class Entity(NamedTuple):
    """`kind` is place, time or platform; `value` its normal form; [start, end) its place in the text as given."""

    kind: str
    value: str
    start: int
    end: int


class Identifier(NamedTuple):
    """`kind` is url, email, handle, phone, registration or name; `normal` is what is hashed, and is not to be kept."""

    kind: str
    normal: str
    start: int
    end: int


def _lists() -> dict[str, dict[str, list[str]]]:
    with resources.files("cases.engine").joinpath("data/entities.toml").open("rb") as file:
        return tomllib.load(file)


_LISTS: Final = _lists()
_PLATFORMS: Final = {name: key for key, names in _LISTS["platforms"].items() for name in names}


def _any_of(words: list[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_NAME: Final = r"[A-Z][a-z'’]{1,20}"
_DAY: Final = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_MONTH: Final = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
_PLACES: Final = (
    re.compile(rf"\b(?:{_NAME} ){{1,3}}(?:{_any_of(_LISTS['places']['kinds'])})\b"),
    re.compile(rf"\b(?:{_any_of(_LISTS['places']['boroughs'])})\b"),
    re.compile(rf"\b(?:{_any_of(_LISTS['places']['lines'])}) [Ll]ine\b"),
    re.compile(r"\b[A-Z]{1,2}[0-9][0-9A-Z]?(?: ?[0-9][A-Z]{2})?\b(?! ?(?:%|am|pm))"),
    re.compile(r"\b(?:[Tt]he |[Bb]us |[Nn]o\.? ?|[Nn]umber )?[A-Z]?[0-9]{1,3} bus\b"),
)
_TIMES: Final = (
    re.compile(r"\b(?:[01]?[0-9]|2[0-3])[:.][0-5][0-9](?: ?(?:am|pm|hrs))?\b", re.IGNORECASE),
    re.compile(r"\b(?:[01][0-9]|2[0-3])[0-5][0-9] ?(?:hrs|hours)\b", re.IGNORECASE),
    re.compile(r"\b(?:1[0-2]|[1-9]) ?(?:am|pm|o'?clock)\b", re.IGNORECASE),
    re.compile(r"\b[0-3]?[0-9][/.-][01]?[0-9](?:[/.-](?:19|20)?[0-9]{2})\b"),
    re.compile(rf"\b[0-3]?[0-9](?:st|nd|rd|th)? (?:of )?{_MONTH}\b(?: (?:19|20)[0-9]{{2}})?", re.IGNORECASE),
    re.compile(rf"\b{_MONTH} [0-3]?[0-9](?:st|nd|rd|th)?\b(?:,? (?:19|20)[0-9]{{2}})?", re.IGNORECASE),
    re.compile(rf"\b(?:last |on |this |every )?{_DAY}(?: (?:morning|afternoon|evening|night))?\b", re.IGNORECASE),
    re.compile(r"\b(?:yesterday|today|tonight|last night|this (?:morning|afternoon|evening))\b", re.IGNORECASE),
)
_PLATFORM: Final = re.compile(rf"\b(?:{_any_of(list(_PLATFORMS))})\b", re.IGNORECASE)

_URL: Final = re.compile(r"\b(?:https?://|www\.)[^\s<>\"'()]{3,300}", re.IGNORECASE)
_EMAIL: Final = re.compile(r"\b[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{2,63}){1,4}\b")
_HANDLE: Final = re.compile(r"(?<![\w@/.])@[A-Za-z0-9_.]{2,30}(?<!\.)")
_PHONE: Final = re.compile(r"(?<![\w/])(?:\+|00)?[0-9](?:[ ().-]{0,2}[0-9]){8,13}(?![\w/])")
_REGISTRATION: Final = re.compile(r"\b[A-Z]{2}[0-9]{2} ?[A-Z]{3}\b|\b[A-Z][0-9]{1,3} [A-Z]{3}\b")
_NAMED: Final = re.compile(
    rf"\b(?:[Hh]is|[Hh]er|[Tt]heir) (?:first |last |full )?name(?: is|'s| was) ((?:{_NAME})(?: {_NAME}){{0,2}})"
    rf"|\b(?:called|named|known as) ((?:{_NAME})(?: {_NAME}){{0,2}})"
    rf"|\b((?:Mr|Mrs|Ms|Miss|Dr)\.? {_NAME}(?: {_NAME})?)"
)
# Numbers of papers: what stands right behind one of these words is never taken for a telephone number.
_PAPERS: Final = re.compile(
    r"(?:visa|passport|permit|brp|asylum|home office|immigration|national insurance|ni number|alien|a-number|biometric"
    r"|settlement|leave to remain|case (?:id|number)|ukvi|arc|nass)[^.\n]{0,40}$",
    re.IGNORECASE,
)


def extract(text: str) -> tuple[tuple[Entity, ...], tuple[Identifier, ...]]:
    """Return places, times and platforms, and what points at somebody, each in order of position.

    Nothing stands in both lists but a platform inside a link. An identifier's normal form is there to be hashed, not kept.
    """
    text = text[:LOOKED_AT]
    identifiers = _identifiers(text)
    taken = [(one.start, one.end) for one in identifiers]
    entities = [
        one
        for one in _entities(text)
        # A platform may be told by the link to it; anything else inside a link or number is part of that.
        if one.kind == "platform" or not any(one.start < end and start < one.end for start, end in taken)
    ]
    return tuple(entities[:MOST]), identifiers


def _entities(text: str) -> list[Entity]:
    found: list[Entity] = []
    for kind, patterns in (("place", _PLACES), ("time", _TIMES)):
        for start, end in _apart([match.span() for pattern in patterns for match in _few(pattern, text)]):
            if not (kind == "place" and _is_of_papers(text, start)):
                found.append(Entity(kind, " ".join(text[start:end].casefold().split()), start, end))
    for match in _few(_PLATFORM, text):
        found.append(Entity("platform", _PLATFORMS[match.group().casefold()], *match.span()))
    return sorted(found, key=lambda one: (one.start, one.end))


def _identifiers(text: str) -> tuple[Identifier, ...]:
    found: list[Identifier] = []
    taken: list[Span] = []
    for kind, pattern in (
        ("url", _URL), ("email", _EMAIL), ("handle", _HANDLE), ("phone", _PHONE), ("registration", _REGISTRATION),
        ("name", _NAMED),
    ):  # fmt: skip
        for match in _few(pattern, text):
            group = match.lastindex or 0
            start, end = match.span(group)
            if kind == "url":
                end = start + len(text[start:end].rstrip(".,;:!?…"))
            if any(start < other_end and other_start < end for other_start, other_end in taken):
                continue
            normal = _normal(kind, text[start:end])
            if normal and not _is_of_papers(text, start):
                found.append(Identifier(kind, normal, start, end))
                taken.append((start, end))
    return tuple(sorted(found, key=lambda one: one.start))[:MOST]


def _few(pattern: re.Pattern[str], text: str) -> list[re.Match[str]]:
    found: list[re.Match[str]] = []
    for match in pattern.finditer(text):
        found.append(match)
        if len(found) == MOST:
            break
    return found


def _apart(spans: list[Span]) -> list[Span]:
    """Return spans that do not overlap, the longer before the shorter."""
    kept: list[Span] = []
    for start, end in sorted(spans, key=lambda span: (span[0] - span[1], span)):
        if not any(start < other_end and other_start < end for other_start, other_end in kept):
            kept.append((start, end))
    return kept


def _is_of_papers(text: str, start: int) -> bool:
    return _PAPERS.search(text[max(0, start - 60) : start]) is not None


def _normal(kind: str, words: str) -> str:
    """Return the form under which the same link, number or name is always hashed; empty: it is none."""
    if kind == "url":
        bare = re.sub(r"^(?:https?://)?(?:www\.)?", "", words, flags=re.IGNORECASE)
        host, slash, rest = bare.partition("/")
        return host.casefold() + (slash + re.sub(r"[?#].*$", "", rest)).rstrip("/")
    if kind == "handle":
        return words.lstrip("@").casefold()
    if kind == "phone":
        return _number(words)
    if kind == "registration":
        return words.replace(" ", "").upper()
    return " ".join(words.casefold().split())


def _number(words: str) -> str:
    """Return a telephone number in E.164; one without a country is taken to be British. Dates and sums are none."""
    digits = re.sub(r"\D", "", words)
    if words.startswith("+"):
        return f"+{digits}"
    if digits.startswith("00"):
        return f"+{digits[2:]}"
    return f"+44{digits[1:]}" if digits.startswith("0") and 10 <= len(digits) <= 11 else ""
