"""Places as data: the boroughs of London, which postcodes there are, and which police force works where.

Pure data and lookups, no Django. Hints, never addresses: postcode districts straddle boroughs.
London's districts: Office for National Statistics and Ordnance Survey, Open Government Licence v3.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

BOROUGHS: Final = {
    "barking-and-dagenham": "Barking and Dagenham",
    "barnet": "Barnet",
    "bexley": "Bexley",
    "brent": "Brent",
    "bromley": "Bromley",
    "camden": "Camden",
    "city-of-london": "City of London",
    "croydon": "Croydon",
    "ealing": "Ealing",
    "enfield": "Enfield",
    "greenwich": "Greenwich",
    "hackney": "Hackney",
    "hammersmith-and-fulham": "Hammersmith and Fulham",
    "haringey": "Haringey",
    "harrow": "Harrow",
    "havering": "Havering",
    "hillingdon": "Hillingdon",
    "hounslow": "Hounslow",
    "islington": "Islington",
    "kensington-and-chelsea": "Kensington and Chelsea",
    "kingston-upon-thames": "Kingston upon Thames",
    "lambeth": "Lambeth",
    "lewisham": "Lewisham",
    "merton": "Merton",
    "newham": "Newham",
    "redbridge": "Redbridge",
    "richmond-upon-thames": "Richmond upon Thames",
    "southwark": "Southwark",
    "sutton": "Sutton",
    "tower-hamlets": "Tower Hamlets",
    "waltham-forest": "Waltham Forest",
    "wandsworth": "Wandsworth",
    "westminster": "Westminster",
}
"""Name of each borough, the City among them, by its key, in the order of the alphabet."""


def _(text: str) -> str:
    """Mark a text for translators, and change nothing."""
    return text


WHERE_HELP_IS_SOUGHT: Final = (_("London"), _("England"), _("Wales"), _("Scotland"), _("Northern Ireland"))
"""Where people say that they are, the nearest first."""
_UNITED_KINGDOM: Final = "United Kingdom"
_LIES_IN: Final = {
    **dict.fromkeys(BOROUGHS.values(), "London"),
    "London": "England",
    **dict.fromkeys(("England", "Wales", "Scotland"), "Great Britain"),
    **dict.fromkeys(("Great Britain", "Northern Ireland"), _UNITED_KINGDOM),
    _UNITED_KINGDOM: "",
    "Ireland": "",
}
"""The next wider place; a place that is not here lies in the United Kingdom."""
_KNOWN: Final = {place.casefold(): place for place in _LIES_IN} | {"uk": _UNITED_KINGDOM}
_NAMED: Final = re.compile(
    rf"\b(?:{'|'.join(map(re.escape, sorted(_KNOWN, key=len, reverse=True)))})\b", re.IGNORECASE
)  # the longest first: no "Ireland" in "Northern Ireland"

FORCES: Final = {
    "met": "Metropolitan Police Service",
    "city": "City of London Police",
    "btp": "British Transport Police",
    "elsewhere": "a police force outside London",
}
"""Whose work an incident is, by where it happened. A report is taken whatever the answer."""

_RAIL: Final = frozenset(
    {"tube", "train", "tram"}
)  # buses and taxis are the work of the force whose streets they are on
_ROAD: Final = frozenset({"bus", "taxi"})
# How people name railways where they did not choose the kind of transport. Stations are left out: buses stop there too.
_RAILWAYS: Final = """
bakerloo line, central line, circle line, district line, hammersmith & city line, hammersmith and city line, jubilee line,
metropolitan line, northern line, piccadilly line, victoria line, waterloo & city line, waterloo and city line,
elizabeth line, liberty line, lioness line, mildmay line, suffragette line, weaver line, windrush line, underground, tube,
overground, dlr, docklands light railway, tram, tramlink, train, thameslink, crossrail, c2c, south western railway,
greater anglia, gatwick express, heathrow express, stansted express, chiltern railways, avanti, lner, eurostar
"""
_BLANK: Final = r"[\s\-]+"
_RAIL_LINE: Final = re.compile(
    rf"(?<!\w)(?:{'|'.join(_BLANK.join(name.split()) for name in _RAILWAYS.split(','))})(?!\w)", re.IGNORECASE
)
_CITY_DISTRICTS: Final = re.compile(r"EC[234]")

# Every postcode area of the United Kingdom and the islands.
_AREA_NAMES: Final = """
AB AL B BA BB BD BF BH BL BN BR BS BT BX CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN
EX FK FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N NE
NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR
TS TW UB W WA WC WD WF WN WR WS WV YO ZE
"""
_AREAS: Final = frozenset(_AREA_NAMES.split())
# The districts that lie in London. Of these areas there are no others anywhere.
_ONLY_LONDON: Final = frozenset({"E", "EC", "N", "NW", "SE", "SW", "W", "WC"})
_LONDON: Final = {
    "BR": "1 2 3 4 5 6 7",
    "CR": "0 2 4 5 7 8 9",
    "DA": "5 6 7 8 14 15 16 17 18",
    "E": "1 1W 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 20",
    "EC": "1 1A 1M 1N 1R 1V 1Y 2 2A 2M 2N 2P 2R 2V 2Y 3 3A 3M 3N 3P 3R 3V 4 4A 4M 4N 4R 4V 4Y",
    "EN": "1 2 3 4 5",
    "HA": "0 1 2 3 4 5 6 7 8 9",
    "IG": "1 2 3 4 5 6 8 11",
    "KT": "1 2 3 4 5 6 9",
    "N": "1 1C 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22",
    "NW": "1 2 3 4 5 6 7 8 9 10 11",
    "RM": "1 2 3 5 6 7 8 9 10 11 12 13 14",
    "SE": "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28",
    "SM": "1 2 3 4 5 6",
    "SW": "1 1A 1E 1H 1P 1V 1W 1X 1Y 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20",
    "TN": "16",
    "TW": "1 2 3 4 5 6 7 8 9 10 11 12 13 14",
    "UB": "1 2 3 4 5 6 7 8 10 11",
    "W": "1 1A 1B 1C 1D 1F 1G 1H 1J 1K 1M 1S 1T 1U 1W 2 3 4 5 6 7 8 9 10 11 12 13 14",
    "WC": "1 1A 1B 1E 1H 1N 1R 1V 1X 2 2A 2B 2E 2H 2N 2R",
}
_ROADS: Final = frozenset({"A", "B", "M"})  # "the A40" and "M25" are roads
_SHORT: Final = 2  # words
_POSTCODE: Final = re.compile(r"\b([A-Z]{1,2})(\d[A-Z\d]?)(?: ?(\d[A-Z]{2}))?\b")


def district_of(text: str) -> tuple[str, str] | None:
    """Area and number of the first postcode, or half of one, in a text: "SE" and "15" of "Peckham, SE15 4QF"; else None.

    Only what stands in capitals counts in a longer text, so that no word is taken for one.
    """
    found = _POSTCODE.search(text.upper() if len(text.split()) <= _SHORT else text)
    if found is None or (found[1] in _ROADS and not found[3]):
        return None
    return found[1], found[2]


def is_district(area: str, number: str) -> bool:
    """Whether there is such a postcode area, and in inner London such a district. Elsewhere districts are not known."""
    return area in _AREAS and (area not in _ONLY_LONDON or _is_london(area, number))


def covers(area: str, place: str) -> bool:
    """Whether an area as an operator words it ("England and Wales", "Hackney") is a place, or takes it in."""
    named = {_KNOWN[found.casefold()] for found in _NAMED.findall(area)} or {area}
    return bool(named & set(_as_far_as(place)))


def is_wider_than_a_place(area: str) -> bool:
    """Whether an area is one of those where people say that they are, several of them, or takes them in."""
    return any(covers(area, place) for place in WHERE_HELP_IS_SOUGHT)


def _as_far_as(place: str) -> Iterator[str]:
    """A place and all that it lies in."""
    while place:
        yield place
        place = _LIES_IN.get(place, _UNITED_KINGDOM)


def area_of(answers: Mapping[str, Any]) -> str:
    """The area in the person's own words; else the borough that they chose."""
    return str(answers.get("area", "")) or BOROUGHS.get(str(answers.get("borough", "")), "")


def force_of(answers: Mapping[str, Any]) -> str:
    """Key of `FORCES` for where it happened, as far as the answers say; empty where they do not."""
    if answers.get("place_kind") == "transport" and _is_rail(answers):
        return "btp"
    borough = answers.get("borough")
    if borough in BOROUGHS:
        return "city" if borough == "city-of-london" else "met"
    if borough == "outside_london":
        return "elsewhere"
    district = district_of(str(answers.get("area", "")))
    if district is None or not is_district(*district):
        return ""
    if _CITY_DISTRICTS.match("".join(district)):
        return "city"
    return "met" if _is_london(*district) else "elsewhere"


def _is_rail(answers: Mapping[str, Any]) -> bool:
    """By the kind of transport, or by the line where no kind, or another one, was chosen."""
    kind = answers.get("transport_kind")
    if kind in _RAIL or kind in _ROAD:
        return kind in _RAIL
    return _RAIL_LINE.search(str(answers.get("transport_line", ""))) is not None


def _is_london(area: str, number: str) -> bool:
    return number in _LONDON.get(area, "").split()
