"""What was heard of, in words."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.desk.presenters import labels, times
from cases.desk.presenters.hidden import Veil
from cases.models import TensionEntry
from cases.queries.tension import Week
from reporting.enums import Reliability, TensionKind
from reporting.places import BOROUGHS

KINDS: dict[str, Any] = {
    TensionKind.RUMOUR: gettext_lazy("Rumour"),
    TensionKind.LEAFLET: gettext_lazy("Leaflet or poster"),
    TensionKind.GRAFFITI: gettext_lazy("Graffiti or stickers"),
    TensionKind.ONLINE: gettext_lazy("Online"),
    TensionKind.PLANNED_MARCH: gettext_lazy("Planned march or gathering"),
    TensionKind.OTHER: gettext_lazy("Something else"),
}
RELIABILITIES: dict[str, Any] = {
    Reliability.RELIABLE: gettext_lazy("Reliable: was right before, or has seen it"),
    Reliability.UNTESTED: gettext_lazy("Not tested yet"),
    Reliability.NOT_RELIABLE: gettext_lazy("Not reliable"),
}


@dataclass(frozen=True)
class Entry:
    """One, as far as words that hurt are shown."""

    entry: TensionEntry
    kind: str
    reliability: str
    what: str
    where: str
    strands: str
    day: str


def entries(found: Week, veil: Veil) -> list[Entry]:
    """In the order of their days."""
    return [
        Entry(
            one, str(KINDS[one.kind]), str(RELIABILITIES[one.reliability]), veil.over(one.what),
            BOROUGHS.get(one.borough, "") or str(gettext_lazy("The whole city")), ", ".join(labels.strands(one.strands)),
            times.day(one.day),
        )
        for one in found.entries
    ]  # fmt: skip


def figures(found: Week) -> list[tuple[str, int, int, str]]:
    """Strand, entries, incidents of the days that are over, and how many on as many days of a week before."""
    return [(labels.strands([one.key])[0], one.entries, one.incidents, f"{one.before:.1f}") for one in found.strands]


def so_far(found: Week) -> str:
    """What of a week that is not over is compared; empty for one that is."""
    if found.days_over == 7:
        return ""
    if not found.days_over:
        return _("No day of this week is over yet: its incidents are not compared.")
    if found.days_over == 1:
        return _("This week is not over. Compared are the Mondays alone.")
    last = date_format(found.monday + timedelta(days=found.days_over - 1), "l")
    return _("This week is not over. Compared are Monday to %(day)s, here and in the weeks before.") % {"day": last}


def week_named(monday: date) -> str:
    """From its Monday to its Sunday."""
    return f"{times.day(monday)} – {times.day(monday + timedelta(days=6))}"
