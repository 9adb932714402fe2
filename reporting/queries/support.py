"""Organisations that help, as the operator keeps them."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import InterfaceError, OperationalError

from reporting.models import SupportOrganisation
from reporting.places import WHERE_HELP_IS_SOUGHT, covers, is_wider_than_a_place
from reporting.taxonomy import STRANDS


@dataclass(frozen=True)
class Wanted:
    """What somebody chose to see; empty: everything."""

    strand: str = ""
    area: str = ""
    language: str = ""


@dataclass
class Group:
    """Organisations for one strand, for everybody (`strand` empty), or for the young."""

    strand: str
    is_for_young: bool = False
    organisations: list[SupportOrganisation] = field(default_factory=list)


def organisations_that_help() -> list[SupportOrganisation]:
    """All that are shown, in order; none when the database is away."""
    try:
        return list(SupportOrganisation.objects.filter(is_shown=True).order_by("place", "name"))
    except (OperationalError, InterfaceError):
        return []


def chosen(organisations: Iterable[SupportOrganisation], wanted: Wanted) -> list[SupportOrganisation]:
    """Those that fit: for that strand or its parent, or for everybody; in that area or wider ones; in that language."""
    strand = STRANDS.get(wanted.strand)
    fitting = {wanted.strand, strand.parent if strand else None}
    return [
        one
        for one in organisations
        if (not wanted.strand or not one.strands or fitting & set(one.strands))
        and (not wanted.area or covers(one.area, wanted.area))
        and (not wanted.language or wanted.language in one.languages)
    ]


def places_to_choose(organisations: Iterable[SupportOrganisation]) -> list[str]:
    """Where somebody may say that they are: the parts of the country, and smaller areas that an organisation names."""
    smaller = {one.area for one in organisations if not is_wider_than_a_place(one.area)}
    return [*WHERE_HELP_IS_SOUGHT, *sorted(smaller)]


def grouped(organisations: Iterable[SupportOrganisation]) -> list[Group]:
    """For everybody first, then for the young, then by strand in the order of the taxonomy; each in its groups."""
    everybody, young = Group(""), Group("", is_for_young=True)
    by_strand = {key: Group(key) for key in STRANDS}
    for one in organisations:
        if one.for_young:
            young.organisations.append(one)
        for key in one.strands:
            if key in by_strand:
                by_strand[key].organisations.append(one)
        if not one.strands and not one.for_young:
            everybody.organisations.append(one)
    return [group for group in (everybody, young, *by_strand.values()) if group.organisations]
