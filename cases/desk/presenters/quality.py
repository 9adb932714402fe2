"""Figures of quality in words."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from cases.desk.presenters import labels
from cases.queries.quality import FEWEST, FEWEST_OF_A_PERSON, WITHOUT, Agreement, Exposure, SecondLook, Voices
from reporting.enums import Helped


@dataclass(frozen=True)
class Row:
    """A name and its cells, each with its heading."""

    name: str
    labelled: list[tuple[str, str]]


@dataclass(frozen=True)
class Table:
    """`heads` begins with that of the names."""

    caption: str
    heads: list[str]
    rows: list[Row]


def agreements(found: SecondLook) -> Table:
    """By strand, then of all."""
    rows = [(strand(key), _cells(one)) for key, one in found.strands.items()]
    whole = [(_("All together"), _cells(found.whole))] if found.whole.n else []
    return _table(_("Agreement by strand"), [_("Strand"), *_agreement_heads()], [*rows, *whole])


def of_people(found: SecondLook) -> Table:
    """Officers of whom enough was read again."""
    rows = [(who, _cells(one)) for who, one in found.officers.items()]
    return _table(_("Agreement by officer in %d") % found.year, [_("Officer"), *_agreement_heads()], rows)


def other_draws(found: SecondLook) -> list[str]:
    """What the two other draws came to; nothing of one of which nothing may be told."""
    changed, nothing = found.nothing_recorded
    left, lines = found.no_line_left
    said = [
        _("Of %(number)d decisions to record nothing, the second reader would have recorded %(changed)d.")
        % {"number": nothing, "changed": changed},
        _("Of %(number)d closings because no line was left, the second reader saw one in %(left)d.")
        % {"number": lines, "left": left},
    ]
    return [sentence for sentence, number in zip(said, (nothing, lines), strict=True) if number]


def helped(found: dict[str, dict[str, int]]) -> Table:
    """By strand as the person ticked it: yes, partly, no."""
    rows = [(strand(key), [str(said.get(one, 0)) for one in Helped]) for key, said in found.items()]
    return _table(_("Whether it helped, by strand"), [_("Strand"), _("Yes"), _("Partly"), _("No")], rows)


def voices(found: dict[str, Voices]) -> Table:
    """By strand."""
    heads = [
        _("Strand"),
        _("Officer says so"),
        _("Reporter says so"),
        _("Reporter and officer differ"),
        _("Machine says so"),
        _("Machine and officer differ"),
    ]
    rows = [
        (
            strand(key),
            [str(n) for n in (one.officer, one.reporter, one.reporter_differs, one.machine, one.machine_differs)],
        )
        for key, one in found.items()
    ]
    return _table(_("Voices by strand"), heads, rows)


def exposure(people: list[Exposure], cap: int) -> Table:
    """By person, oneself first."""
    rows = [
        (
            one.account.known_as,
            [f"{one.today} ({_('at the limit')})" if one.today >= cap else str(one.today), str(one.week)],
        )
        for one in people
    ]
    return _table(_("Hard reports read"), [_("Who"), _("Today"), _("In seven days")], rows)


def strand(key: str) -> str:
    """Its name, or that there is none."""
    return _("No strand named") if key == WITHOUT else labels.strands([key])[0]


def _agreement_heads() -> list[str]:
    return [_("Read again"), _("The same"), _("Kappa")]


def _cells(one: Agreement) -> list[str]:
    said = _("too few to say") if one.kappa is None else f"{one.kappa:.2f}"
    return [str(one.n), f"{one.same} ({one.same / one.n:.0%})", said]


def _table(caption: str, heads: list[str], rows: list[tuple[str, list[str]]]) -> Table:
    return Table(caption, heads, [Row(name, list(zip(heads[1:], cells, strict=True))) for name, cells in rows])


LIMITS = {"fewest": FEWEST, "fewest_of_a_person": FEWEST_OF_A_PERSON}
