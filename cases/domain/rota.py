"""Who is on duty when, as supervisors enter it."""

from datetime import datetime, timedelta

from django.db import transaction

from cases.domain.audit import record_event
from cases.domain.refusals import NotThere, Refused
from cases.enums import Shift
from cases.models import Account, DutyShift
from cases.permissions import may_keep_rota, may_use_desk
from cases.queries.duty_gaps import Span, gaps_without

LONGEST = timedelta(days=14)


def add_shift(
    *, account: Account, kind: str, starts_at: datetime, ends_at: datetime, by: Account, now: datetime
) -> DutyShift:
    """Somebody of `by`'s unit is on duty, or supervisor on call, from one moment to another.

    A second call with the same shift returns it and changes nothing. Raises `Refused` for a time that is over, ends
    before it begins or is longer than two weeks, and where the same person has another such shift then; `NotThere` for
    whoever keeps no rota.
    """
    if not may_keep_rota(by):
        raise NotThere
    if not may_use_desk(account) or account.unit_id != by.unit_id:
        raise Refused("Choose somebody of your unit.", about="account")
    if kind == Shift.SUPERVISOR and account.role != "supervisor":
        raise Refused("Only a supervisor can be on call as supervisor.", about="kind")
    if ends_at <= starts_at:
        raise Refused("Enter an end that comes after the beginning.", about="ends_at")
    if ends_at <= now:
        raise Refused("Enter a shift that is not over yet.", about="ends_at")
    if ends_at - starts_at > LONGEST:
        raise Refused("Enter a shift of two weeks at most.", about="ends_at")
    with transaction.atomic():
        Account.objects.select_for_update().get(pk=account.pk)  # one shift at a time for each person
        others = DutyShift.objects.filter(account=account, kind=kind, starts_at__lt=ends_at, ends_at__gt=starts_at)
        for other in others:
            if (other.starts_at, other.ends_at) == (starts_at, ends_at):
                return other
            raise Refused("This person has another shift at that time: remove it first.", about="starts_at")
        shift = DutyShift.objects.create(account=account, kind=Shift(kind), starts_at=starts_at, ends_at=ends_at)
        _write_down(shift, "duty.shift_added", by=by, now=now)
    return shift


class LeavesAGap(Exception):
    """Nobody would be there in these times. Nothing was changed."""

    def __init__(self, gaps: list[Span]) -> None:
        super().__init__()
        self.gaps = gaps


def remove_shift(shift_id: int, *, in_spite_of_gap: bool = False, by: Account, now: datetime) -> None:
    """Take a shift of one's unit off the rota; the log keeps it. A second call changes nothing.

    Raises `LeavesAGap` where nobody else is there for a part of it that is still to come, unless that was accepted;
    `NotThere` for whoever keeps no rota, and for another unit's shift.
    """
    if not may_keep_rota(by):
        raise NotThere
    with transaction.atomic():
        shift = DutyShift.objects.select_for_update(of=("self",)).select_related("account").filter(pk=shift_id).first()
        if shift is None:
            return
        if shift.account.unit_id != by.unit_id:
            raise NotThere
        gaps = [] if in_spite_of_gap else gaps_without(shift, now)
        if gaps:
            raise LeavesAGap(gaps)
        _write_down(shift, "duty.shift_removed", by=by, now=now)
        shift.delete()


def _write_down(shift: DutyShift, action: str, *, by: Account, now: datetime) -> None:
    details = {
        "account": shift.account.username, "kind": shift.kind,
        "starts_at": shift.starts_at.isoformat(), "ends_at": shift.ends_at.isoformat(),
    }  # fmt: skip
    record_event(account=by, action=action, address="", references=[], details=details, now=now)
