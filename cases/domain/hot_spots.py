"""Where and when the incidents happened that an account may see: opened, so that the caller has them logged."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone

from cases.engine.hot_spots import PARTS, Seen, part_of
from cases.engine.london import hints_of
from cases.engine.moments import moment_of
from cases.engine.naming import places_named
from cases.models import Account, Case
from cases.queries.blind import is_blind
from reporting.places import area_of

MOST = 1_000
_READ = 2_000  # characters of an account


def incidents_seen(account: Account, *, strand: str, first: date, last: date) -> tuple[list[Seen], bool]:
    """The newest `MOST` of a span, by the day received, under the rights of the account; and whether there are more."""
    rows = Case.objects.visible_to(account).counted()
    rows = rows.filter(received_at__date__range=(first, last))
    if strand:
        ticked = Q(opened_for__perceived_strands__contains=[strand])
        rows = rows.filter((Q(strands__contains=[strand]) & ~is_blind()) | ticked)
    found = list(
        rows.order_by("-received_at", "-pk").values(
            "reference", "area", "received_at", "opened_for__answers", "opened_for__words"
        )[: MOST + 1]
    )
    return [_seen(row) for row in found[:MOST]], len(found) > MOST


def _seen(row: Mapping[str, Any]) -> Seen:
    answers = row["opened_for__answers"] or {}
    hints = hints_of(row["area"] or area_of(answers))
    received = timezone.localtime(row["received_at"])
    day, hour = _when(answers, received)
    told = str(answers.get("part_of_day", ""))
    part = part_of(hour) if hour is not None else told if told in PARTS else ""
    where = min(hints.districts, default="") or min(hints.boroughs, default="")
    return Seen(
        row["reference"], where, _named(row), day, hour, part,
        str(answers.get("place_kind", "")),
    )  # fmt: skip


def _when(answers: Mapping[str, Any], received: datetime) -> tuple[date | None, int | None]:
    try:
        stated = date.fromisoformat(str(answers.get("happened_on"))).toordinal()
    except ValueError:
        stated = None
    moment = moment_of(str(answers.get("happened_when", "")), received=received.toordinal(), stated=stated)
    if moment is None:
        return None, None
    day = date.fromordinal(moment.first) if moment.first == moment.last else None
    return day, None if moment.minute is None else moment.minute // 60 % 24


def _named(row: Mapping[str, Any]) -> frozenset[str]:
    """What is sealed is not looked at: where it happened in the person's own words may be where they live."""
    return places_named(str(row["opened_for__words"])[:_READ])
