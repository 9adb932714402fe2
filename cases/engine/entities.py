"""What an account says of place, time and platform, and what in it identifies somebody.

Two lists that are kept apart. *Entities* help to link reports of one incident and may be read and searched.
*Identifiers* (a link, an address, a handle, a telephone number, a registration, a name given for somebody) point at a
person: only their places in the text and keyed hashes of their normal forms are kept, never the words. Dates, codes and
numbers that stand with papers (a visa, a passport, a share code) or with somebody's birth are in neither list.
"""

from __future__ import annotations

import re
import tomllib
from importlib import resources
from typing import Final, NamedTuple

from cases.engine.evidence import Span
from cases.engine.lists import ENGLISH
from cases.engine.names import Sort, is_first_name, is_last_name, sort_of
from cases.engine.text import LOOKED_AT, read_words
from reporting.taxonomy import STRANDS

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


def _any_of(words: list[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_KINDS: Final = _LISTS["places"]["kinds"]
_CAPITAL: Final = r"A-ZÀ-ÖØ-ÞĀĂĄĆĈČĎĐĒĖĘĚĜĞĢĤĪĮİĶĹĻĽŁŃŅŇŌŐŒŔŘŚŞŠŢŤŪŮŰŲŴŶŹŻŽȘȚ"
_SMALL: Final = r"a-zß-öø-ÿĀ-žșț'’"
_NAME: Final = rf"(?:Mc|Mac|[OD]['’])?[{_CAPITAL}][{_SMALL}]{{1,20}}(?:-[{_CAPITAL}][{_SMALL}]{{1,20}})?"
# A personal name ends where the name of a street begins to be one: "… Whittle Square" holds no "Square Whittle".
_WHO: Final = rf"(?!(?:{_any_of(_KINDS)})\b){_NAME}"
_DAY: Final = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_MONTH: Final = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
_PLACES: Final = (
    re.compile(rf"\b(?:{_NAME} ){{1,3}}(?:{_any_of(_KINDS)})\b"),
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
# A group for each key, so that what was matched says which it is: İ and ı match an i, and no table has all such spellings.
PLATFORMS: Final = tuple(_LISTS["platforms"])
"""Keys of the platforms that are known by name."""
_PLATFORM: Final = re.compile(
    rf"\b(?:{'|'.join(f'(?P<{key}>{_any_of(names)})' for key, names in _LISTS['platforms'].items())})\b", re.IGNORECASE
)
_PLATFORM_NAMES: Final = _any_of([name for names in _LISTS["platforms"].values() for name in names])

_URL: Final = re.compile(r"\b(?:https?://|www\.)[^\s<>\"'()]{3,300}", re.IGNORECASE)
_EMAIL: Final = re.compile(r"\b[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{2,63}){1,4}\b")
_BARE_URL: Final = re.compile(
    r"(?<![\w@.-])(?:[a-z0-9][a-z0-9-]{0,62}\.){1,4}"
    r"(?:(?:com|org|net|info|co\.uk|org\.uk)\b(?![\w@-]|\.\w)(?:/[^\s<>\"'()]{0,300})?"
    r"|(?:io|me|tv|gg|co|uk|eu|de|fr|es|it|nl|pl|ro|ru|ly|be|app|xyz|site|online|link|live|chat|social|us|ca|au|ie|in|pk)"
    r"/[^\s<>\"'()]{1,300})",
    re.IGNORECASE,
)
# Letters of any script, with the signs that some put above and below them.
_IN_HANDLE: Final = (
    "[^\\s\x00-\\-/:-@\\[-^`{-\x7f\u00a0-\u00bf\u2000-\u206f\u3000-\u303f،؛؟۔।\uff00-\uff0f\uff1a-\uff20]"
)
_WRITTEN_HANDLE: Final = r"[A-Za-z0-9_.]{2,30}(?<!\.)"
_LOOKS_LIKE_ONE: Final = "(?=[A-Za-z]{0,29}[0-9_.][A-Za-z0-9])"
_MAY_NAME_HANDLE: Final = re.compile(
    r"[:=]|handle|user ?name|gamertag|screen name| (?:name|account|user|profile|id) ", re.IGNORECASE
)
_HANDLES: Final = (
    re.compile(rf"(?<![\w@/.])@(?!\d{{1,2}}(?:[:.]\d\d)? ?(?:[ap]m)?\b){_IN_HANDLE}{{2,30}}(?<!\.)"),
    re.compile(r"(?<![\w/])/?u/[A-Za-z0-9_-]{2,30}"),
)
_NAMED_HANDLES: Final = (
    # "insta: hatelad22": what looks like a handle, or stands alone behind the colon.
    re.compile(
        rf"\b(?:{_PLATFORM_NAMES}|ig|snap|sc|handle|username|user name|gamertag|screen name) ?[:=] ?"
        rf"({_LOOKS_LIKE_ONE}{_WRITTEN_HANDLE}|{_WRITTEN_HANDLE}(?= ?(?:[,;)\n]|\.(?:\s|$)|$)))",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b(?:handle|username|user name|gamertag|screen name|(?:{_PLATFORM_NAMES}) (?:name|account|user|profile|id))"
        rf" (?:is |was |of |called |named )?({_LOOKS_LIKE_ONE}{_WRITTEN_HANDLE})",
        re.IGNORECASE,
    ),
)
_PHONE: Final = re.compile(r"(?<![\w/])(?:\+|00)?[0-9](?:[ ().-]{0,2}[0-9]){8,13}(?![\w/])")
_REGISTRATION: Final = re.compile(r"\b[A-Z]{2}[0-9]{2} ?[A-Z]{3}\b|\b[A-Z][0-9]{1,3} [A-Z]{3}\b")
_NAMES: Final = rf"((?:{_WHO})(?: {_WHO}){{0,2}})"
# Behind "is called" a second word that streets have too is a last name: "Jo Park", "John Green".
_FULL_NAMES: Final = rf"({_WHO}(?: (?:{_any_of(_KINDS)})\b(?! [A-Z])|(?: {_WHO}){{0,2}}))"
_RELATED: Final = (
    r"neighbou?rs?|husband|wife|partner|boyfriend|girlfriend|ex|father|mother|dad|mum|brother|sister|uncle|aunt|cousin|son"
    r"|daughter|stepfather|stepdad|friend|mate|flatmate|housemate|lodger|landlord|landlady|boss|manager|supervisor|foreman"
    r"|colleague|co-?worker|classmate|teacher|tutor|coach|carer|doctor|dentist|driver|caretaker|warden|tenant|customer"
    r"|client|man|woman|boy|girl|lad|bloke|guy|lady|pupil|student|officer|pc|sergeant|councillor|user|member|profile"
    r"|account|poster"
)
_NAMED: Final = (
    re.compile(rf"\b(?:[Hh]is|[Hh]er|[Tt]heir) (?:first |last |full )?name(?: is|'s|’s| was) {_FULL_NAMES}"),
    re.compile(rf"\b(?:called|named|known as|by the name of|goes by|under the name|posted by|written by|sent by) {_FULL_NAMES}"),
    re.compile(rf"\b((?:Mr|Mrs|Ms|Miss|Mx|Dr)\.? {_WHO}(?: {_WHO})?)"),
    # "my neighbour Quentin Blatherwick", "a Facebook user, Karen Whittle"
    re.compile(
        rf"\b(?:[Mm]y|[Oo]ur|[Hh]is|[Hh]er|[Tt]heir|[Tt]he|[Aa]n?|[Ff]acebook|[Ii]nstagram|[Tt]witter|[Yy]ou[Tt]ube"
        rf"|[Tt]ik[Tt]ok|[Ll]inked[Ii]n|[Tt]elegram|[Dd]iscord)(?: [\w'’-]{{1,20}}){{0,2}} (?:{_RELATED}),? {_NAMES}"
    ),
)  # fmt: skip
# Numbers, dates and codes of papers: what stands right behind one of these words tells of somebody's right to be here.
_PAPER: Final = (
    r"\b(?:e-?visas?|visas?|passports?|(?:residence |work |biometric )?permits?|brps?|asylum|home office|immigration"
    r"|national insurance|ni number|alien|a-number|biometric|settle(?:d|ment)|leave to (?:remain|enter)|share code"
    r"|right to (?:work|rent)|case (?:id|number)|ukvi|ilr|arc|nass|refugee status|naturalisation|citizenship)\b"
)
_DATE_BETWEEN: Final = (
    r"[0-3]?[0-9][/.-][01]?[0-9][/.-](?:19|20)?[0-9]{2}"
    rf"|[0-3]?[0-9](?:st|nd|rd|th)? (?:of )?{_MONTH}|(?:19|20)[0-9]{{2}}"
)
# Up to here it is told of papers: no other number, no end of a sentence, and no word for another sort of number between.
_OTHER_SORT: Final = (
    r"\b(?:tel|tele)?phone|\bmobile|\btel\b|\bcell\b|\bwhatsapp|\bring\b|\bcall(?:ed|s)? (?:me|him|her|us)\b|\btext\b"
    r"|\bregistration\b|\breg\b|\bplate\b|\bcar\b|\bvan\b|\bpostcode\b|\blives?\b|\bbus\b"
)
_OF_PAPERS: Final = re.compile(rf"{_PAPER}(?:(?!{_OTHER_SORT})(?:{_DATE_BETWEEN}|[^.\n0-9])){{0,60}}$", re.IGNORECASE)
_PAPERS_END: Final = re.compile(
    rf"{_PAPER}[^.\n]{{0,60}}\b(?:valid|expir\w*|ends?|ending|ended|until|r[ua]ns? out|till)\b[^.\n0-9]{{0,15}}$",
    re.IGNORECASE,
)
_OF_PAPERS_BEHIND: Final = re.compile(
    rf"(?: ?[0-9]{{2,4}}){{0,4}},? (?:(?:is|was|are) )?(?:when |the day |the date |because )*"
    rf"(?:my|our|his|her|their|the|your)(?: [\w'’-]{{1,20}}){{0,2}} {_PAPER}",
    re.IGNORECASE,
)
_ENDING: Final = re.compile(
    r"\b(?:expir|end(?:s|ed|ing)?\b|r[ua]ns? out|valid|until|renew|refus|grant|interview|appointment|hearing|decision)",
    re.IGNORECASE,
)
_OF_BIRTH: Final = re.compile(
    r"\b(?:d\.? ?o\.? ?b\b\.?|dates? of birth|birth ?(?:date|day)|born)(?: (?:is|was|on|in|the))*[ :=,(-]{0,4}$",
    re.IGNORECASE,
)
_OF_BIRTH_BEHIND: Final = re.compile(
    r",? (?:is|was) (?:my|his|her|their|the) (?:birth ?(?:day|date)|date of birth)\b", re.IGNORECASE
)
_NUMBERED: Final = re.compile("[0-9]")
_CLOCK: Final = re.compile(
    r"[0-9]{1,2}[:.][0-9]{2}(?: ?(?:am|pm|hrs))?|[0-9]{1,4} ?(?:am|pm|o'?clock|hrs|hours)", re.IGNORECASE
)
_POSTCODE: Final = re.compile(r"[A-Z]{1,2}[0-9]")


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
            if kind == "place":
                start = _without_person(text, start, end)
            if not _is_private(kind, text, start, end):
                found.append(Entity(kind, " ".join(text[start:end].casefold().split()), start, end))
    for match in _few(_PLATFORM, text):
        found.append(Entity("platform", match.lastgroup or "", *match.span()))
    return sorted(found, key=lambda one: (one.start, one.end))


def _without_person(text: str, start: int, end: int) -> int:
    """Return where a place begins, without the name of a person before it: "Quentin Mare Street" is Mare Street.

    "Victoria Park Road" stays whole: what follows the first name is a word for a place itself.
    """
    names = text[start:end].split(" ")
    if len(names) > 2 and is_first_name(names[0]) and names[1] not in _KINDS:
        told = 2 if len(names) > 3 and is_last_name(names[1]) else 1
        start += len(" ".join(names[:told])) + 1
    return start


def _is_private(kind: str, text: str, start: int, end: int) -> bool:
    """Tell whether a date or code is one of papers or of birth. Streets, hours of the day and "last night" are not."""
    said = text[start:end]
    if kind == "place":
        return _POSTCODE.match(said) is not None and _is_of_papers(text, start, end)
    before, behind = text[max(0, start - 40) : start], text[end : end + 40]
    if _OF_BIRTH.search(before) or _OF_BIRTH_BEHIND.match(behind):
        return True
    if _CLOCK.fullmatch(said):
        return False
    if _PAPERS_END.search(text[max(0, start - 100) : start]):
        return True
    if not _is_of_papers(text, start, end):
        return False
    return _NUMBERED.search(said) is not None or _ENDING.search(before) is not None


_FOUND_BY: Final = (
    ("url", (_URL,)), ("email", (_EMAIL,)), ("url", (_BARE_URL,)), ("handle", _HANDLES),
    ("handle", _NAMED_HANDLES), ("phone", (_PHONE,)),
    ("registration", (_REGISTRATION,)), ("name", _NAMED),
)  # fmt: skip


def _identifiers(text: str) -> tuple[Identifier, ...]:
    found: list[Identifier] = []
    taken: list[Span] = []
    for kind, patterns in _FOUND_BY:
        if patterns is _NAMED_HANDLES and not _MAY_NAME_HANDLE.search(text):
            continue
        for match in [match for pattern in patterns for match in _few(pattern, text)]:
            start, end = match.span(match.lastindex or 0)
            if kind == "url":
                end = start + len(text[start:end].rstrip(".,;:!?…"))
            if any(start < other_end and other_start < end for other_start, other_end in taken):
                continue
            normal = normal_form(kind, text[start:end])
            if kind == "name" and _names_a_group(text, start, end):
                continue
            if normal and not (kind in ("phone", "registration") and _is_of_papers(text, start, end)):
                found.append(Identifier(kind, normal, start, end))
                taken.append((start, end))
    return tuple(sorted(found, key=lambda one: one.start))[:MOST]


def _names_a_group(text: str, start: int, end: int) -> bool:
    """Tell "they called Muslims …" from a name: one word that the lists know, and the list of names does not."""
    said = text[start:end]
    if " " in said:
        return False
    words = read_words(said)
    sort = sort_of(*words[0].forms) if words else Sort.NONE
    was_called = text[:start].endswith("called ")
    if sort > Sort.WORD or (sort == Sort.WORD and not was_called):
        return False
    return any(hit.label.key in STRANDS for hit in ENGLISH.find(words))


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


def _is_of_papers(text: str, start: int, end: int) -> bool:
    is_behind = _OF_PAPERS.search(text[max(0, start - 100) : start]) is not None
    return is_behind or _OF_PAPERS_BEHIND.match(text[end : end + 90]) is not None


def normal_form(kind: str, words: str) -> str:
    """Return the form under which the same link, number or name is always hashed; empty: it is none."""
    if kind == "url":
        bare = re.sub(r"^(?:https?://)?(?:www\.)?", "", words, flags=re.IGNORECASE)
        host, slash, rest = bare.partition("/")
        return host.casefold() + (slash + re.sub(r"[?#].*$", "", rest)).rstrip("/")
    if kind == "handle":
        return re.sub("^/?u/", "", words.lstrip("@")).casefold()
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
