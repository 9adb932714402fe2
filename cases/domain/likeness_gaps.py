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
    """Owe it for every case that lacks it, once; return how many there are."""
    count = cases_without_traits().count()
    if count:
        outbox.owe_unless_owed(FILL, now=now)
    return count


def fill_some(before: int = 0, *, now: datetime, most: int) -> int:
    """Make it for a few cases before this one (0: of all), the newest first; return the last of them, 0 once all are done.

    An open case is compared at once; a closed one is only there to be found by others: nobody is told of what is over.
    """
    lacking = cases_without_traits().filter(pk__lt=before) if before else cases_without_traits()
    waiting = list(lacking.select_related("opened_for").order_by("-pk")[:most])
    for case in waiting:
        if case.state in OPEN_STATES:
            find_alike(case.pk, now=now)
        else:
            with transaction.atomic():
                keep_traits(case, now=now)
    return waiting[-1].pk if len(waiting) == most else 0


def fill_in_background(before: int, *, now: datetime) -> None:
    """Make it for a few and owe the rest, so that new reports go between."""
    if last := fill_some(before, now=now, most=BATCH):
        outbox.owe(FILL, last, now=now)
