"""The held lane is a place to look at what may be abuse of the form, never one to forget it."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef

from cases.domain.commitments import keep_due_time
from cases.domain.timeline import write_entry
from cases.enums import OPEN_STATES, Lane
from cases.models import Case, CaseReport, Reading
from cases.models.case import CaseQuerySet

HELD_FOR = timedelta(minutes=60)
MOST = 100  # in one round


def let_go_of_unread(*, now: datetime) -> int:
    """Move to the main lane what was received an hour ago, is held and nobody has read; how many cases that were.

    The clock was the same all the time. What was let go is not held again. A case that somebody writes on at this moment
    is left for the next round. A second call finds nothing.
    """
    found = list(_held_too_long(now).values_list("pk", flat=True)[:MOST])
    return sum(_let_go(case_id, now=now) for case_id in found)


def may_be_held(case: Case) -> bool:
    """Whether suspicion may still put the case into the held lane: once, and not after it was let go."""
    return case.lane == Lane.MAIN and not case.timeline.filter(what="held").exists()


def _held_too_long(now: datetime) -> CaseQuerySet:
    unread = CaseReport.objects.filter(case=OuterRef("pk"), detached_at=None).exclude(
        report__in=Reading.objects.values("report")
    )
    held = Case.objects.filter(lane=Lane.HELD, state__in=OPEN_STATES, received_at__lte=now - HELD_FOR)
    return held.filter(Exists(unread)).order_by("pk")


def _let_go(case_id: int, *, now: datetime) -> bool:
    with transaction.atomic():
        case = Case.objects.select_for_update(skip_locked=True).filter(pk=case_id).first()
        if case is None or not _held_too_long(now).filter(pk=case_id).exists():
            return False  # somebody else was there first
        case.lane = Lane.MAIN
        write_entry(case, "let_go", by=None, now=now)
        keep_due_time(case, now=now)
    return True
