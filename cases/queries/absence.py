"""Who is away, and which of their cases nobody has touched."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils import timezone

from cases.enums import Role, State
from cases.models import Account, Case, TimelineEntry
from cases.models.case import CaseQuerySet

_GIVEN = ("taken", "handed_over", "assigned")  # how an officer comes by a case
_MOST = 50
_TOUCHED = Q(("is_touched", True)) | Q(("given", None))  # nobody knows of untouched work that nobody was given


def is_there(now: datetime) -> Q:
    """Of accounts: may log in, takes cases, and is not marked absent today."""
    works = Q(is_active=True, role__in=(Role.OFFICER, Role.SUPERVISOR))
    return works & (Q(absent_until=None) | Q(absent_until__lt=timezone.localdate(now)))


def is_absent(account: Account, now: datetime) -> bool:
    """Marked absent today."""
    return account.absent_until is not None and account.absent_until >= timezone.localdate(now)


def cases_of_people_away(now: datetime) -> CaseQuerySet:
    """Cases that somebody has who is absent or may not log in any more."""
    away = Q(officer__absent_until__gte=timezone.localdate(now)) | Q(officer__is_active=False)
    return Case.objects.filter(away, state__in=(State.IN_PROGRESS, State.WAITING))


def untouched_cases_of_people_away(now: datetime) -> CaseQuerySet:
    """Those on which their officer has done nothing since they were taken or given: they can simply go back."""
    return _with_touch(cases_of_people_away(now)).exclude(_TOUCHED)


def left_behind(account: Account, now: datetime) -> tuple[list[Case], int]:
    """Cases of people away that were worked on and that this account may know of, what is due first, and how many."""
    worked_on = _with_touch(cases_of_people_away(now)).filter(_TOUCHED)
    shown = worked_on.filter(pk__in=Case.objects.visible_to(account).values("pk"))
    found = list(shown.select_related("officer").by_due_time()[: _MOST + 1])
    return found[:_MOST], len(found) if len(found) <= _MOST else shown.count()


def _with_touch(cases: CaseQuerySet) -> CaseQuerySet:
    """`given`: the entry by which the officer last came by the case; `is_touched`: they did something after it."""
    given = TimelineEntry.objects.filter(case=OuterRef("pk"), what__in=_GIVEN).order_by("-pk").values("pk")
    done = TimelineEntry.objects.filter(case=OuterRef("pk"), by=OuterRef("officer__username"), pk__gt=OuterRef("given"))
    return cases.annotate(given=Subquery(given[:1])).annotate(is_touched=Exists(done))
