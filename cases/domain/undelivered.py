"""E-mails and texts that did not get there: a supervisor sends one again, or says that it is dealt with."""

from datetime import datetime

from django.db import transaction

from cases.domain.audit import record_event
from cases.domain.notices import NOTIFY
from cases.domain.refusals import NotThere
from cases.enums import NoticeState
from cases.models import Account, Case, Notice
from cases.permissions import may_see_missed
from reporting.domain import outbox


def send_again(notice_id: int, *, by: Account, now: datetime) -> Notice:
    """Queue it again; the contact card is asked anew. A second call queues nothing. Raises `NotThere`."""
    with transaction.atomic():
        notice, case = _lost(notice_id, by=by)
        if notice.state != NoticeState.QUEUED:
            notice.state, notice.tries, notice.failure = NoticeState.QUEUED, 0, ""
            notice.queued_at = notice.changed_at = now
            notice.save(update_fields=["state", "tries", "failure", "queued_at", "changed_at"])
            outbox.owe(NOTIFY, notice.message_id, now=now)
            record_event(account=by, action="notice.again", address="", references=[case.reference], now=now)
    return notice


def deal_with(notice_id: int, *, by: Account, now: datetime) -> Notice:
    """Take it off the list of what was lost. A second call changes nothing. Raises `NotThere`."""
    with transaction.atomic():
        notice, case = _lost(notice_id, by=by)
        if notice.settled_at is None:
            notice.settled_by, notice.settled_at = by, now
            notice.save(update_fields=["settled_by", "settled_at"])
            record_event(account=by, action="notice.settle", address="", references=[case.reference], now=now)
    return notice


def _lost(notice_id: int, *, by: Account) -> tuple[Notice, Case]:
    notice = Notice.objects.select_for_update().filter(pk=notice_id).first()
    case = Case.objects.visible_to(by).filter(persons__notices=notice_id).first()
    if notice is None or case is None or not may_see_missed(by):
        raise NotThere
    return notice, case
