"""What the public may know of the officers' work: worked out, suppressed, and handed to the public's side."""

import math
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from cases.domain.turns import wait_turn
from cases.engine.promise_figures import WINDOWS, median_minutes, said_minutes, shown
from cases.models import Bulletin
from cases.queries import promise_figures as counted
from cases.queries.what_happened import months_over, what_happened_in
from reporting.domain.figures import publish_figure
from reporting.models import PublishedFigure
from reporting.models.published import BULLETIN, MONTH, PROMISE

_SETTLED = timedelta(hours=1)  # a month is over once what was begun in it is written
_OF_A_BULLETIN = (
    "key", "count", "daily_average", "change_percent", "times_average", "highest_since", "higher_than_after", "surge",
)  # fmt: skip


@transaction.atomic
def publish_figures(*, now: datetime) -> None:
    """Publish how promises were kept, what came of the reports, and the bulletins that people have published.

    Windows and months are of whole days that are over. All or nothing; a second call at the same time changes nothing;
    two at a time wait for each other. A month is said once: whoever kept the first saying could subtract it from
    another. A bulletin is written again where a newer edition is published.
    """
    wait_turn("published figures")
    publish_figure(PROMISE, timezone.localdate(now), promise_figures(now), now=now, is_kept_fresh=True)
    said = dict(PublishedFigure.objects.filter(key=MONTH).values_list("day", "value"))
    for month in months_over(now - _SETTLED):
        happened = what_happened_in(month)
        if happened is not None:
            publish_figure(MONTH, month, _as_first_said(said.get(month), happened), now=now)
    _publish_bulletins(now=now)


def _as_first_said(before: dict[str, Any] | None, happened: dict[str, Any]) -> dict[str, Any]:
    """What was said of a month before, without the counts that may not be shown by what is known now."""
    if before is None:
        return happened
    kept = {
        name: {key: None if happened[name].get(key, count) is None else count for key, count in before[name].items()}
        for name in ("decisions", "actions")
    }
    return {**before, **kept}


def promise_figures(now: datetime) -> dict[str, Any]:
    """Return the figures of the promise page as they may be shown."""
    until = timezone.localdate(now) - timedelta(days=1)
    oldest = counted.oldest_unread(now)
    waits = {"read": counted.waits_to_read, "answer": counted.waits_to_answer}
    return {
        "until": until.isoformat(),
        "as_of": now.isoformat(),
        "kept": [one.as_shown() for one in counted.kept_until(until)],
        "median": [_median(what, days, of(until, days)) for what, of in waits.items() for days in WINDOWS],
        "oldest_unread_hours": math.ceil((now - oldest).total_seconds() / 3600) if oldest else None,
        "closed_unread": counted.closed_unread(),
    }


def _median(what: str, days: int, waits: list[float | None]) -> dict[str, Any]:
    """`minutes` is None where there are fewer than five, and where more than half wait still (`is_waiting`)."""
    half = median_minutes(waits)
    is_waiting = half == math.inf
    minutes = None if half is None or is_waiting else said_minutes(half)
    return {"what": what, "days": days, "reports": shown(len(waits)), "minutes": minutes, "is_waiting": is_waiting}


def _publish_bulletins(*, now: datetime) -> None:
    """The newest published edition of each day; a later draft changes nothing."""
    there = dict(PublishedFigure.objects.filter(key=BULLETIN).values_list("day", "value__edition"))
    published = Bulletin.objects.filter(published_at__isnull=False).order_by("day", "-edition").distinct("day")
    for day, edition, published_at in published.values_list("day", "edition", "published_at"):
        if there.get(day) == edition:
            continue
        content = Bulletin.objects.values_list("content", flat=True).get(day=day, edition=edition)
        value = {
            "date": day.isoformat(), "edition": edition, "published_at": published_at and published_at.isoformat(),
            "basis": content["basis"], "caveats": content.get("caveats", []),
            "figures": [{name: one[name] for name in _OF_A_BULLETIN if name in one} for one in content["figures"]],
        }  # fmt: skip
        publish_figure(BULLETIN, day, value, now=now)
