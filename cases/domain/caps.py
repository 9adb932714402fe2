"""How many open cases one person should have at most."""

from datetime import datetime

from django.db import transaction

from cases.domain.audit import record_event
from cases.domain.refusals import NotThere, Refused
from cases.models import Account, Unit, WorkCap
from cases.permissions import may_share_out, may_use_desk

_MOST = 1_000


def set_cap(*, account: Account | None, most_open: int | None, by: Account, now: datetime) -> WorkCap:
    """From now on this holds for one account of `by`'s unit, or for everybody of it who has no cap of their own.

    Without a number there is none any more. What is already so is not written twice. Nothing is taken from anybody by
    it. Raises `Refused` for a number that makes no sense or somebody of another unit, `NotThere` for all but supervisors.
    """
    if not may_share_out(by):
        raise NotThere
    if most_open is not None and not 0 < most_open <= _MOST:
        raise Refused("Enter a number from 1 to 1000, or nothing for no cap.", about="most_open")
    if account is not None and (not may_use_desk(account) or account.unit_id != by.unit_id):
        raise Refused("Choose somebody of your unit.", about="account")
    with transaction.atomic():
        unit = Unit.objects.select_for_update(of=("self",)).get(accounts=by)
        newest = WorkCap.objects.filter(unit=unit, account=account).order_by("-pk").first()
        if newest is not None and newest.most_open == most_open:
            return newest
        cap = WorkCap.objects.create(unit=unit, account=account, most_open=most_open, by=by, at=now)
        details = {"account": account.username if account else "", "most_open": most_open}
        record_event(account=by, action="workload.cap", address="", references=[], details=details, now=now)
    return cap
