"""Cases from before likeness was looked for, or looked for otherwise: what is compared of them is made afterwards."""

from datetime import datetime

from django.db import transaction

from cases.domain.likeness import find_alike, keep_traits
from cases.enums import OPEN_STATES
from cases.queries.likeness_gaps import cases_without_traits
from reporting.domain import outbox

FILL = "cases.fill_likeness"
BATCH = 50


def owe_filling(*, now: datetime) -> int:
    """Owe it for every case that lacks it; return how many there are. A second call owes it a second time, to no harm."""
    count = cases_without_traits().count()
    if count:
        outbox.owe(FILL, 0, now=now)
    return count


def fill_some(*, now: datetime, most: int) -> int:
    """Make it for a few cases, the newest first; return how many are left. A second call goes on.

    An open case is compared at once; a closed one is only there to be found by others: nobody is told of what is over.
    """
    waiting = list(cases_without_traits().select_related("opened_for").order_by("-pk")[: most + 1])
    for case in waiting[:most]:
        if case.state in OPEN_STATES:
            find_alike(case.pk, now=now)
        else:
            with transaction.atomic():
                keep_traits(case, now=now)
    return cases_without_traits().count() if len(waiting) > most else 0


def fill_in_background(*, now: datetime) -> None:
    """Make it for a few and owe the rest, so that new reports go between."""
    if fill_some(now=now, most=BATCH):
        outbox.owe(FILL, 0, now=now)
