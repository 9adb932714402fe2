"""The workload of a unit in words and rows; oneself first, then by name, and nobody is ranked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import formats
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.desk.presenters import labels, times
from cases.engine.what_if import Outcome, Question
from cases.models import Account
from cases.queries.absence import is_absent
from cases.queries.workload import Load, Workload
from reporting.taxonomy import PRIORITIES, STRANDS

_NOBODY = 0


@dataclass(frozen=True)
class Row:
    """One officer, strand or unit. `remark` says what is particular: away, over the cap."""

    name: str
    load: Load
    late: str
    oldest: str
    clears: str
    remark: str = ""
    key: str = ""


@dataclass(frozen=True)
class Table:
    """Rows with the numbers of each as cells, under their columns. A template would take a third of the page's time."""

    columns: list[str]
    rows: list[tuple[Row, SafeString]]


def table(rows: list[Row], *, with_arrivals: bool = False) -> Table:
    """What each has to do; what came in is told where it is known."""
    columns = {
        _("Open"): lambda row: row.load.open,
        _("Due today"): lambda row: row.load.due_today,
        _("Late"): lambda row: row.load.late_cases,
        _("Waiting"): lambda row: row.load.waiting,
        _("Late by what is owed"): lambda row: row.late or "–",
        _("Oldest unread"): lambda row: row.oldest or "–",
        _("Came in 28 days"): lambda row: row.load.came,
        _("Closed in 28 days"): lambda row: row.load.closed,
        _("Days to clear"): lambda row: row.clears,
    }
    if not with_arrivals:
        del columns[_("Came in 28 days")]
    cells = [
        format_html_join(
            "", '<td data-label="{}">{}</td>', ((name, formats.localize(of(row))) for name, of in columns.items())
        )
        for row in rows
    ]
    return Table(list(columns), list(zip(rows, cells, strict=True)))


def officer_rows(found: Workload, now: datetime) -> list[Row]:
    """Each of the unit; what nobody has comes last, and what others of other units have left is in the sum alone."""
    rows = [
        _row(one.known_as, found.officers[one.pk], now, _remark(one, found, now), one.username) for one in found.people
    ]
    if _NOBODY in found.officers:
        rows.append(_row(_("Nobody yet"), found.officers[_NOBODY], now))
    return rows


def unit_row(found: Workload, name: str, now: datetime) -> Row:
    """The whole unit."""
    return _row(name, found.of_unit, now)


def strand_rows(found: Workload, now: datetime) -> list[Row]:
    """In the order of the taxonomy, not by size."""
    return [_row(labels.strands([key])[0], found.strands[key], now) for key in STRANDS if key in found.strands]


def unit_rows(found: Workload, now: datetime) -> list[Row]:
    """Other units by name, as far as one may know of their cases."""
    return [_row(name, load, now) for name, load in found.elsewhere.items()]


def pace(found: Workload) -> list[str]:
    """What comes in beside what is closed, in sentences."""
    said = [
        _(
            "%(number)s reports a day came in over the last four weeks (imports left out), %(week)d in the last seven days."
        )
        % {"number": _one_place(found.arrivals_a_day), "week": found.arrived_this_week},
        _("%(number)s cases a day were closed.") % {"number": _one_place(found.of_unit.closed_a_day)},
    ]
    if found.of_unit.closed:
        share = found.arrivals_a_day / found.of_unit.closed_a_day
        said.append(
            _("More comes in than is closed: %s for each that is closed.") % _one_place(share)
            if share > 1
            else _("As much is closed as comes in, or more.")
        )
    said.append(ngettext("%d person is on duty now.", "%d people are on duty now.", found.on_shift) % found.on_shift)
    return said


@dataclass(frozen=True)
class Played:
    """One priority of a simulation, in words."""

    priority: str
    came: int
    read: int
    half: str
    most: str
    late: str
    ends: list[int]


def played(outcomes: Mapping[str, Outcome]) -> list[Played]:
    """Priorities in their own order; those of which nothing came are left out."""
    return [
        Played(
            labels.priority(key), one.arrived, one.read, _at_most(one.wait(0.5)), _at_most(one.wait(0.95)),
            f"{one.share_late():.0%}", one.ends,
        )
        for key in PRIORITIES
        if (one := outcomes.get(key)) and one.arrived
    ]  # fmt: skip


def assumptions(question: Question) -> list[str]:
    """What a simulation takes for granted."""
    return [
        _(
            "Reports come in %(fold)s times as often as over the last four weeks, in the same shares of priorities, at any"
            " hour alike, each by itself."
        )
        % {"fold": _one_place(question.fold)},
        _(
            "%(officers)d officers work %(hours)s hours a day each, every day; their shifts begin evenly through the day"
            " and night."
        )
        % {"officers": question.officers, "hours": _one_place(question.hours_a_day)},
        _(
            "Whoever is free takes what rings first, then what is due first, as “take next” does. Nobody interrupts a"
            " case, and languages and the daily limit of hard reading are left out."
        ),
        _(
            "A report counts as read five minutes after somebody has taken it; they then stay with it, %(minutes)s"
            " minutes in all."
        )
        % {"minutes": _one_place(question.minutes)},
        _(
            "%(number)d cases that nobody has now are waiting at the beginning, with the times they are due. Their"
            " waiting counts from now."
        )
        % {"number": len(question.waiting)},
        *_of_backlogs(question),
    ]


def _of_backlogs(question: Question) -> list[str]:
    said = []
    if question.backlog:
        said.append(
            ngettext(
                "One case of a backlog that was imported waits behind all that comes in, until shortly before it is due.",
                "%(number)d cases of a backlog that was imported wait behind all that comes in, until shortly before they"
                " are due.",
                len(question.backlog),
            )
            % {"number": len(question.backlog)}
        )
    said.append(_("Imports are no part of what comes in."))
    if question.entered_late:
        said.append(
            ngettext(
                "Nor is %(number)d report that was entered two days or more after another door had taken it.",
                "Nor are %(number)d reports that were entered two days or more after another door had taken them.",
                question.entered_late,
            )
            % {"number": question.entered_late}
        )
    return said


def _row(name: str, load: Load, now: datetime, remark: str = "", key: str = "") -> Row:
    late = [f"{labels.owed(kind)} {number}" for kind, number in sorted(load.late.items())]
    oldest = times.waited_words(now - load.oldest_unread) if load.oldest_unread else ""
    clears = load.days_to_clear
    return Row(
        name=name,
        load=load,
        late=", ".join(late),
        oldest=oldest,
        clears=_("no rate yet") if clears is None else _one_place(clears),
        remark=remark,
        key=key,
    )


def _remark(account: Account, found: Workload, now: datetime) -> str:
    said = []
    if is_absent(account, now):
        said.append(_("away until %s") % times.day(account.absent_until))
    cap = found.caps.get(account.pk, found.of_cap)
    if cap is not None:
        is_over = found.officers[account.pk].open > cap
        said.append((_("over the cap of %d") if is_over else _("cap %d")) % cap)
    return ", ".join(said)


def _at_most(hours: float | None) -> str:
    return times.at_most_words(timedelta(hours=hours)) if hours is not None else "–"


def _one_place(number: float) -> str:
    return formats.number_format(round(number, 1), decimal_pos=0 if number == int(number) else 1)
