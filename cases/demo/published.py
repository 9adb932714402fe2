"""What the public's pages show of the history: bulletins of its last days, by two people, and the figures."""

from datetime import datetime, timedelta

from django.utils import timezone

from cases.demo.officers import Officers
from cases.domain import bulletins
from cases.domain.figures import publish_figures
from cases.domain.roll_ups import roll_up
from cases.domain.surges import find_surges
from cases.queries.bulletin import bulletin_of

DAYS = 7


def publish_what_is_over(officers: Officers, *, days: int, now: datetime) -> int:
    """Find the surges of the last `days` days, each on its day; draft, approve and publish the bulletins of the last week;
    publish all figures; return how many bulletins."""
    roll_up()
    local, published = timezone.localtime(now), 0
    for back in range(days, -1, -1):
        then = local - timedelta(days=back)
        find_surges(then.date(), now=then)
    for back in range(DAYS, 0, -1):
        day = (local - timedelta(days=back)).date()
        found = bulletin_of(day)
        if found is None:
            continue
        drafted = bulletins.draft_bulletin(day, content=found.as_dict(), by=officers.officers[0], now=local)
        bulletins.approve_bulletin(drafted.pk, by=officers.supervisor, now=local)
        bulletins.publish_bulletin(drafted.pk, by=officers.supervisor, now=local)
        published += 1
    publish_figures(now=now)
    return published
