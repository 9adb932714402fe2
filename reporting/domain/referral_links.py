"""A partner's answer to a referral: by a code that opens nothing and can be used once."""

import hmac
import secrets
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from reporting.domain import crockford, outbox, sealing
from reporting.domain.follow_up_code import SECRET_LENGTH, SELECTOR_LENGTH, taken_apart, verifier_of, written
from reporting.domain.words import canonical
from reporting.enums import PartnerSays
from reporting.models import PartnerAnswer, ReferralLink

ENDS_AFTER = timedelta(days=28)
_LINE, _WORDS = 150, 5_000  # characters that are kept


def make_link(*, now: datetime) -> tuple[ReferralLink, str]:
    """A new code, and the code itself: the only time that anybody sees it. A second call makes another one."""
    selector, secret = crockford.draw(SELECTOR_LENGTH), crockford.draw(SECRET_LENGTH)
    link = ReferralLink.objects.create(
        selector=selector, verifier=verifier_of(selector, secret), made_at=now, ends_at=now + ENDS_AFTER
    )
    return link, written(selector, secret)


def stop_link(link_id: int, *, now: datetime) -> None:
    """From now on it answers nothing. A second call changes nothing."""
    ReferralLink.objects.filter(pk=link_id, stopped_at=None).update(stopped_at=now)


def answer(code: str, *, says: PartnerSays, name: str, number: str, note: str, now: datetime) -> bool:
    """Keep a partner's answer for good, and owe it to the officers' side, in one transaction. False: the code opens nothing.

    A second call with the same code keeps nothing more, and is told what the first one was.
    """
    selector, secret = taken_apart(code)
    link = ReferralLink.objects.filter(selector=selector, stopped_at=None, ends_at__gt=now).first()
    verifier = bytes(link.verifier) if link else secrets.token_bytes(32)
    if not hmac.compare_digest(verifier, verifier_of(selector, secret)) or link is None:
        return False
    said = {"name": canonical(name).strip()[:_LINE], "number": canonical(number).strip()[:_LINE]}
    said["note"] = canonical(note).strip()[:_WORDS]
    try:
        with transaction.atomic():
            sealed = sealing.seal(said, table="partner_answer", row=link.selector, field="said")
            kept = PartnerAnswer.objects.create(link=link, outcome=says, sealed=sealed, at=now)
            outbox.owe("cases.take_partner_answer", kept.pk, now=now)
    except IntegrityError:
        pass  # answered before
    return True


def said_in(answer: PartnerAnswer) -> dict[str, str]:
    """`name`, `number` and `note` of an answer. Raises `CannotOpen`."""
    said: dict[str, str] = sealing.unseal(answer.sealed, table="partner_answer", row=answer.link.selector, field="said")
    return said
