"""A series in words: its risk as a whole, its cases, what is owed, its calendar and map, and its story."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.desk.presenters import labels, times
from cases.desk.presenters.hidden import Veil, Veils
from cases.desk.presenters.queue_row import cut
from cases.desk.presenters.series_calendar import day_of, months_of, pace
from cases.desk.presenters.series_map import HEIGHT, WIDTH, series_map
from cases.enums import RiskLevel
from cases.models import Case, SeriesCommitment, SeriesEntry
from cases.queries.series import SeriesFile
from reporting.taxonomy import PRIORITIES

_PRESSING = list(PRIORITIES)
_RISKS = [level.value for level in RiskLevel]  # the highest last


@dataclass(frozen=True)
class Member:
    """One case of the series."""

    case: Case
    day: str
    opening: str
    state: str
    priority: str
    priority_colour: str


@dataclass(frozen=True)
class Risk:
    """The highest of the cases, how many there are, and how quickly they follow each other."""

    priority: str
    colour: str
    sentences: list[str]


def series_page(file: SeriesFile, veils: Veils, now: datetime) -> dict[str, Any]:
    """The template's context, without the forms. What was written on the series is hidden as its newest case is."""
    over_notes = veils.of(file.cases[0].reference if file.cases else "")
    return {
        "series": file.series,
        "owner": _name(file),
        "risk": _risk(file.cases),
        "members": [_member(case, veils.of(case.reference)) for case in file.cases],
        "owed": [_owed(one, now) for one in file.commitments],
        "months": months_of(file.cases),
        "map": series_map(file.cases),
        "width": WIDTH,
        "height": HEIGHT,
        "timeline": [_line(entry, over_notes) for entry in file.timeline],
        "parts": file.parts,
        "elsewhere": file.elsewhere,
        "opened": times.moment(file.series.opened_at),
    }


def _name(file: SeriesFile) -> str:
    owner = file.series.owner
    return owner.known_as if owner else ""


def _risk(cases: list[Case]) -> Risk | None:
    if not cases:
        return None
    highest = min((case.priority for case in cases), key=_PRESSING.index)
    of_it = sum(1 for case in cases if case.priority == highest)
    assessed = [case.risk for case in cases if case.risk]  # type: ignore[attr-defined]
    worst = max(assessed, key=_RISKS.index, default="")
    days = sorted(day_of(case)[0] for case in cases)
    sentences = [
        ngettext("%d case.", "%d cases.", len(cases)) % len(cases),
        ngettext("%(many)d of them has the priority “%(priority)s”: the most pressing here.",
                 "%(many)d of them have the priority “%(priority)s”: the most pressing here.", of_it)
        % {"many": of_it, "priority": labels.priority(highest)},
        _("The highest risk that a person assessed: %(level)s (%(many)d of %(all)d assessed).")
        % {"level": labels.risk_level(worst), "many": len(assessed), "all": len(cases)} if worst
        else _("Nobody has assessed the risk of any of them."),
        _("From %(first)s to %(last)s.") % {"first": _day(days[0]), "last": _day(days[-1])},
        pace(cases),
    ]  # fmt: skip
    return Risk(labels.priority(highest), labels.priority_colour(highest), [one for one in sentences if one])


def _member(case: Case, veil: Veil) -> Member:
    day, is_told = day_of(case)
    said = _("happened %s") if is_told else _("received %s")
    return Member(
        case=case,
        day=said % _day(day),
        opening=veil.over(cut(getattr(case, "opening", ""))),
        state=labels.state(case.state),
        priority=labels.priority(case.priority),
        priority_colour=labels.priority_colour(case.priority),
    )


def _owed(one: SeriesCommitment, now: datetime) -> dict[str, Any]:
    kind = _("Next action") if one.kind == "next_action" else _("Review")
    return {
        "what": f"{kind}: {one.what}",
        "due": times.due_words(one.due_at, now),
        "due_at": times.moment(one.due_at),
        "is_late": one.due_at < now,
    }


def _line(entry: SeriesEntry, veil: Veil) -> dict[str, str]:
    sentences = {
        "opened": _("Series opened"),
        "added": _("A case was put into the series"),
        "taken_out": _("A case was taken out of the series"),
        "split": _("Some cases became a series of their own"),
        "split_off": _("Split from another series"),
        "rejoined": _("Its cases went back to the series it was split from"),
        "joined_again": _("Cases that were split off came back"),
        "owner": _("Given to %s") % entry.details.get("to", ""),
        "renamed": _("Title changed from “%s”") % entry.details.get("before", ""),
        "next_action": _("Next action set"),
        "review": _("Review set"),
        "note": _("Note"),
    }
    return {
        "at": times.moment(timezone.localtime(entry.at)),
        "by": entry.by,
        "what": sentences.get(entry.what, entry.what),
        "note": veil.over(entry.note),
    }


def _day(day: Any) -> str:
    return formats.date_format(day, "j M Y")
