"""Which case an address names, and whether this account may open it: at once, with a reason, or not at all."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from cases.models import Account, Case
from cases.permissions import Access, how_to_open, may_work
from cases.queries.case_file import case_for_desk
from reporting.domain.crockford import read_reference

REASON_HOLDS = timedelta(minutes=30)
_REASONS = "reasons"


@dataclass(frozen=True)
class Opened:
    """A case that exists for this account. `reason` is empty in the own unit; `needs_reason` until one was given."""

    case: Case
    needs_reason: bool = False
    reason: str = ""


def account_of(request: HttpRequest) -> Account:
    """Who is logged in; the middleware has let nobody else through."""
    if not isinstance(request.user, Account):
        raise Http404
    return request.user


def open_by_reference(request: HttpRequest, reference: str) -> Opened:
    """The case; raises Http404, the same for one that is unknown, restricted or sealed."""
    meant = read_reference(reference)
    case = case_for_desk(meant) if meant else None
    if case is None:
        raise Http404
    access = how_to_open(account_of(request), case, case.unit)
    if access == Access.NO:
        raise Http404
    if access == Access.YES:
        return Opened(case)
    reason = _reason_given(request, case, timezone.now())
    return Opened(case, needs_reason=not reason, reason=reason)


def case_to_work_on(request: HttpRequest, reference: str) -> Case:
    """The case, where this account may act on it; raises Http404."""
    case = open_by_reference(request, reference).case
    if not may_work(account_of(request), case):
        raise Http404
    return case


def give_reason(request: HttpRequest, case: Case, reason: str, *, now: datetime) -> None:
    """Open another unit's case for reading, in this session, for half an hour."""
    reasons = request.session.get(_REASONS, {})
    reasons[case.reference] = [reason[:500], (now + REASON_HOLDS).isoformat()]
    request.session[_REASONS] = reasons


def _reason_given(request: HttpRequest, case: Case, now: datetime) -> str:
    reason, until = request.session.get(_REASONS, {}).get(case.reference, ["", ""])
    ends = parse_datetime(until) if until else None
    return str(reason) if ends and now < ends else ""
