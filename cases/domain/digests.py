"""When a shift begins, one e-mail with numbers and links: no words, no names, no references."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string

from cases.domain.carriers import Carried, carry_letter
from cases.domain.mail import addresses_of, is_mail_on
from cases.enums import NoticeState
from cases.models import Account, Digest
from cases.queries.digest import begun_shifts, numbers_for

_NOTHING, _SENDING = "nothing", "sending"
_READ_BY_THE_WORKER = (
    "username", "role", "unit", "is_active", "absent_until", "reads_restricted", "wants_digest",
    "keeps_sites",
)  # fmt: skip


def send_digests(*, now: datetime) -> int:
    """Tell everybody whose shift has just begun how much waits; how many e-mails that were.

    Each row is written before its e-mail leaves, and once for each account and beginning: after a crash one may be
    missing, and none comes twice. Where nothing waits there is none. What a server refuses is not tried again: the
    desk shows the same.
    """
    if not is_mail_on():
        return 0
    people: dict[int, datetime] = {}
    for account_id, starts_at in begun_shifts(now).values_list("account", "starts_at"):
        people.setdefault(account_id, starts_at)
    return sum(_send(account_id, starts_at, now=now) for account_id, starts_at in people.items())


def _send(account_id: int, starts_at: datetime, *, now: datetime) -> bool:
    account = Account.objects.only(*_READ_BY_THE_WORKER).get(pk=account_id)
    address = addresses_of([account_id]).get(account_id)
    if not address:
        return False
    numbers = numbers_for(account, now)
    with transaction.atomic():
        digest, is_new = Digest.objects.get_or_create(
            account_id=account_id, starts_at=starts_at,
            defaults={"at": now, "state": _SENDING if numbers else _NOTHING},
        )  # fmt: skip
    if not is_new or not numbers:
        return False
    carried = _carry(address, {"numbers": numbers, **_links()})
    Digest.objects.filter(pk=digest.pk).update(state=carried.state, failure=carried.failure[:40])
    return carried.state == NoticeState.SENT


def _carry(address: str, context: dict[str, object]) -> Carried:
    subject = render_to_string("emails/digest_subject.txt", context).strip()
    return carry_letter(
        address, subject, render_to_string("emails/digest.txt", context), sender=settings.DEFAULT_FROM_EMAIL
    )


def _links() -> dict[str, str]:
    desk = settings.DESK_URL.rstrip("/")
    return {name: f"{desk}/desk/{name}/" for name in ("mine", "queue", "workload", "surges", "sites", "reviews")}
