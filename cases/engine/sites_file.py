"""Protected sites, and people of boroughs, as CSV files. Read whole before anything is taken from them. Pure Python."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import BinaryIO, Final, NamedTuple

from cases.engine.counts_file import CountsFileError, read_count, read_lines
from cases.enums.sites import SiteKind
from reporting.places import district_of
from reporting.taxonomy import STRANDS

SITE_COLUMNS: Final = ["kind", "name", "place", "postcode", "borough", "strands", "contact", "agreed_on"]
PEOPLE_COLUMNS: Final = ["borough", "people", "year"]
_LENGTHS: Final = {"name": 150, "place": 200, "contact": 300}
_MOST: Final = 20_000
_YEARS: Final = range(1990, 2101)


class SiteLine(NamedTuple):
    """One site as a file gives it; `borough` is a key."""

    kind: str
    name: str
    place: str
    postcode: str
    district: str
    borough: str
    strands: list[str]
    contact: str
    agreed_on: date


def read_sites(lines: BinaryIO, boroughs: Mapping[str, str]) -> list[SiteLine]:
    """Return every site. `boroughs`: key by key and by name in small letters. Raises `CountsFileError` at the first bad line."""
    found: dict[tuple[str, str], SiteLine] = {}
    for number, cells in _lines(lines, SITE_COLUMNS):
        given = dict(zip(SITE_COLUMNS, cells, strict=True))
        site = _site(number, given, boroughs)
        if (site.name, site.postcode) in found:
            raise CountsFileError(number, "this name and postcode stand further up already.")
        found[site.name, site.postcode] = site
    return list(found.values())


def read_people(lines: BinaryIO, boroughs: Mapping[str, str]) -> dict[str, tuple[int, int]]:
    """Return people and year by key of borough. Raises `CountsFileError` for the first bad line."""
    found: dict[str, tuple[int, int]] = {}
    for number, (borough, people, year) in _lines(lines, PEOPLE_COLUMNS):
        key = _borough(number, borough, boroughs)
        count = read_count(number, "people", people)
        if not count:
            raise CountsFileError(number, "people: a number above nought is needed.")
        if not year.isascii() or not year.isdigit() or int(year[:5]) not in _YEARS:
            raise CountsFileError(number, "year: four figures are needed, such as 2021.")
        if key in found:
            raise CountsFileError(number, "this borough stands further up already.")
        found[key] = (count, int(year))
    return found


def _lines(lines: BinaryIO, columns: list[str]) -> Iterator[tuple[int, list[str]]]:
    numbered = read_lines(lines)
    number, header = next(numbered, (1, []))
    if header != columns:
        raise CountsFileError(number, f"the columns are not {', '.join(columns)}.")
    count = 0
    for number, cells in numbered:
        if len(cells) != len(columns):
            raise CountsFileError(number, f"{len(cells)} columns where the first line has {len(columns)}.")
        count += 1
        if count > _MOST:
            raise CountsFileError(number, f"more than {_MOST:,} rows.")
        yield number, cells
    if not count:
        raise CountsFileError(number, "no row follows the first line.")


def _site(number: int, given: dict[str, str], boroughs: Mapping[str, str]) -> SiteLine:
    if given["kind"] not in list(SiteKind):
        raise CountsFileError(number, f"kind: one of {', '.join(SiteKind)} is needed.")
    for name, length in _LENGTHS.items():
        if not 0 < len(given[name]) <= length:
            raise CountsFileError(number, f"{name}: one to {length} characters are needed.")
    strands = given["strands"].split()
    if unknown := [one for one in strands if one not in STRANDS]:
        raise CountsFileError(number, f"strands: `{unknown[0][:40]}` is none.")
    postcode = given["postcode"].upper()
    district = district_of(postcode)
    if district is None or not 5 <= len(postcode) <= 8:
        raise CountsFileError(number, "postcode: a whole postcode is needed, such as E8 2BT.")
    try:
        agreed_on = date.fromisoformat(given["agreed_on"])
    except ValueError:
        raise CountsFileError(number, "agreed_on: a day is needed, such as 2026-03-01.") from None
    borough = _borough(number, given["borough"], boroughs)
    return SiteLine(
        given["kind"],
        given["name"],
        given["place"],
        postcode,
        "".join(district),
        borough,
        strands,
        given["contact"],
        agreed_on,
    )


def _borough(number: int, said: str, boroughs: Mapping[str, str]) -> str:
    key = boroughs.get(said.lower())
    if key is None:
        raise CountsFileError(number, "borough: a borough of London is needed, such as Hackney.")
    return key
