"""Surges in the counts of the last days: found by a job, told at the desk, and noted what was done."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Sum

from cases.domain.audit import record_event
from cases.domain.refusals import NotThere, Refused
from cases.domain.turns import wait_turn
from cases.engine.one_event import TOGETHER, Alarm, gather
from cases.engine.surge import FEWEST, Day, Watch
from cases.enums import Counted, DatedBy
from cases.models import Account, CountOfDay, Surge, SurgeStep
from cases.permissions import may_use_desk
from cases.queries.countable import of_old
from cases.queries.daily import counts_of_boroughs, daily_counts

LOOKED_BACK = timedelta(days=2)  # counts of these days may still have changed
_WATCHED = timedelta(days=2 * 365)
_ENOUGH = 0.3  # incidents a day in a borough, below which its counts say nothing


@transaction.atomic
def find_surges(today: date, *, now: datetime) -> list[Surge]:
    """Write down each surge that begins today or on the two days before, city-wide by strand and by borough.

    Those that show one event are one alarm with its parts (`one_event`). Today's count is that of the day so far. A surge
    is written once; a second call finds nothing new, and two at a time wait for each other. Returns alarms and parts.
    """
    wait_turn("surges")
    daily = daily_counts(until=today)
    series = {(key, ""): counts for key, counts in daily.counts.items()}
    series |= {("all", borough): counts for borough, counts in counts_of_boroughs(until=today).items()}
    known = set(Surge.objects.filter(day__gte=today - LOOKED_BACK).values_list("key", "borough", "day"))
    found: dict[Alarm, Surge] = {}
    for (key, borough), counts in series.items():
        for day in _alarms(counts, today, is_local=bool(borough)):
            if (key, borough, day.date) not in known:
                is_ours = bool(borough) or not daily.sources.get(day.date)
                one = _surge(key, borough, day, is_backlog=is_ours and _is_backlog(key, borough, day), now=now)
                found[_as_alarm(one)] = one
    return _kept(found, since=today - LOOKED_BACK - TOGETHER) if found else []


def _kept(found: Mapping[Alarm, Surge], *, since: date) -> list[Surge]:
    alarms = list(Surge.objects.alarms().filter(day__gte=since).order_by("pk").prefetch_related("parts"))
    known = [[_as_alarm(part) for part in (one, *one.parts.all())] for one in alarms]
    leads: list[Surge] = []
    rows: list[Surge] = []
    for at, event in enumerate(gather(found, known, is_mostly=_is_mostly)):
        new = [found[one] for one in event if one in found]
        if at < len(alarms):
            lead = alarms[at]
        elif new:
            lead = new.pop(0)
            lead.save()
            leads.append(lead)
        for part in new:
            part.part_of = lead
        rows += new
    return [*leads, *Surge.objects.bulk_create(rows)]


def _as_alarm(surge: Surge) -> Alarm:
    return Alarm(surge.key, surge.borough, surge.day, surge.chance, surge.is_backlog)


def _is_mostly(of_borough: Alarm, of_strand: Alarm) -> bool:
    incidents = CountOfDay.objects.of(Counted.INCIDENTS, DatedBy.RECEIVED)
    here = incidents.filter(borough=of_borough.borough, day=of_borough.day).order_by().values_list("strand")
    counts: dict[str, int] = dict(here.annotate(Sum("count")))
    return 2 * counts.get(of_strand.key, 0) > counts.get("", 0)


def note_step(surge_id: int, *, note: str, by: Account, now: datetime) -> SurgeStep:
    """Say that one has seen a surge, and what was done.

    The same words by the same person twice are kept once. Raises `Refused` without words; `NotThere` for whoever does
    not work at the desk.
    """
    if not may_use_desk(by):
        raise NotThere
    if not note.strip():
        raise Refused("Write what was done.", about="note")
    with transaction.atomic():
        surge = Surge.objects.alarms().filter(pk=surge_id).first()
        if surge is None:
            raise NotThere
        step, is_new = SurgeStep.objects.get_or_create(
            surge=surge, by=by, note=note.strip()[:300], defaults={"at": now}
        )
        if is_new:
            record_event(
                account=by, action="surge.note", address="", references=[], details={"surge": surge.pk}, now=now
            )
    return step


def _alarms(counts: Mapping[date, int], today: date, *, is_local: bool) -> list[Day]:
    recent = [today - timedelta(days=back) for back in range(LOOKED_BACK.days + 1)]
    month = [counts[day] for back in range(1, 60) if (day := today - timedelta(days=back)) in counts]
    usual = sum(month) / len(month) if month else 0.0
    if (is_local and usual < _ENOUGH) or not any(counts.get(day, 0) >= max(FEWEST, usual) for day in recent):
        return []
    watch = Watch()
    days = [watch.see(day, counts[day]) for day in sorted(counts) if today - _WATCHED <= day <= today]
    return [day for day in days if day.alarm and day.date in recent]


def _is_backlog(key: str, borough: str, day: Day) -> bool:
    """Whether most of what the very series received had happened before, and the rest alone would be no alarm."""
    old, count = of_old(day.date, key=key, borough=borough)
    return old * 2 > count and count - old <= (day.upper or 0)


def _surge(key: str, borough: str, day: Day, *, is_backlog: bool, now: datetime) -> Surge:
    return Surge(
        key=key, borough=borough, day=day.date, observed=day.observed, expected=day.expected or 0.0,
        upper=day.upper or 0, chance=day.p or 0.0, is_backlog=is_backlog, found_at=now,
    )  # fmt: skip
