"""Partners' keys: made and shown once, revoked, and asked at every request. Of a key only a keyed digest is kept."""

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import connection, transaction

from reporting.domain import crockford
from reporting.domain.words import canonical
from reporting.enums import KeyScope
from reporting.models import Partner, PartnerKey

_MARK = "heard_"
_PREFIX, _SECRET = 8, 32
MOST_A_MINUTE, MOST_A_DAY = 100_000, 10_000_000


class KeyRefused(Exception):
    """A key opens nothing. `sentence` says what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class UnknownKey(KeyRefused):
    """There is no such key, or it was revoked."""


class NotAllowed(KeyRefused):
    """The agreement is not in force, or the key is for something else."""


class QuotaSpent(KeyRefused):
    """Too much for now. `retry_after` in seconds."""

    def __init__(self, sentence: str, retry_after: int) -> None:
        super().__init__(sentence)
        self.retry_after = retry_after


@dataclass(frozen=True)
class Admitted:
    """Whose request it is: the partner, and the key as the database knows it, never the key itself."""

    partner_id: int
    prefix: str
    digest: bytes


def issue_key(
    partner_id: int,
    *,
    label: str,
    scopes: Iterable[KeyScope] = tuple(KeyScope),
    per_minute: int = 600,
    per_day: int = 10_000,
    by: str,
    now: datetime,
) -> str:
    """Make a key and return it: the only time that anybody sees it. A second call makes another one.

    Raises `KeyRefused` for a partner that is switched off, without a label or a scope, or for a quota of nothing.
    """
    label, scopes = canonical(label).strip()[:100], sorted(set(scopes))
    if not label:
        raise KeyRefused("Write which system will use the key.")
    if not scopes:
        raise KeyRefused("Choose what the key is for.")
    if not 0 < per_minute <= MOST_A_MINUTE or not 0 < per_day <= MOST_A_DAY:
        raise KeyRefused(f"A quota is from 1 to {MOST_A_MINUTE:,} a minute and to {MOST_A_DAY:,} a day.")
    prefix, secret = crockford.draw(_PREFIX), crockford.draw(_SECRET)
    with transaction.atomic():
        partner = Partner.objects.select_for_update().get(pk=partner_id)
        if not partner.is_active:
            raise KeyRefused("This partner is switched off: switch it on first.")
        PartnerKey.objects.create(
            partner=partner, label=label, prefix=prefix, digest=_digest(prefix, secret), scopes=scopes,
            per_minute=per_minute, per_day=per_day, made_at=now, made_by=by,
        )  # fmt: skip
    return f"{_MARK}{prefix}_{secret}"


def revoke_key(key_id: int, *, partner_id: int, by: str, now: datetime) -> bool:
    """From the next request on the key opens nothing. Returns whether it did before; a second call changes nothing."""
    keys = PartnerKey.objects.filter(pk=key_id, partner=partner_id, revoked_at=None)
    return bool(keys.update(revoked_at=now, revoked_by=by))


def admit(key: str, *, scope: KeyScope, reports: int = 0, now: datetime) -> Admitted:
    """Whose key this is, once its quota has room for one request more and so many `reports`, which are then counted.

    Raises `UnknownKey`, `NotAllowed`, `QuotaSpent`; what is refused is not counted.
    """
    prefix, digest = _taken_apart(key)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM partner_admit(%s, %s, %s, %s, %s)", [prefix, digest, scope, reports, now])
        verdict, partner, retry_after = cursor.fetchone()
    match verdict:
        case "open":
            return Admitted(partner, prefix, digest)
        case "ended":
            raise NotAllowed("Your agreement is not in force: ask the police service that runs this to renew it.")
        case "scope":
            raise NotAllowed(f"This key is not for “{scope}”: ask for one that is.")
        case "minute":
            raise QuotaSpent(
                "Too many requests this minute: send this again after the time in Retry-After.", retry_after
            )
        case "day":
            raise QuotaSpent("Too many reports today: send this again after the time in Retry-After.", retry_after)
    raise UnknownKey("This key opens nothing: check it, or ask for a new one.")


def token_for(admitted: Admitted, idempotency_key: str) -> str:
    """The token of the report that a partner sends under this key: the same each time, known to nobody without ours."""
    said = f"partner token\n{admitted.partner_id}\n{idempotency_key}"
    return hmac.new(settings.CODE_KEY, said.encode(), hashlib.sha256).hexdigest()


def _taken_apart(key: str) -> tuple[str, bytes]:
    """Both halves as the database knows them; what cannot be a key gives two that match nothing."""
    mark, _, rest = key.strip().partition("_")
    prefix, _, secret = rest.partition("_")
    fits = f"{mark}_" == _MARK and len(prefix) == _PREFIX and len(secret) == _SECRET and rest.isascii()
    return (prefix, _digest(prefix, secret)) if fits and rest.replace("_", "").isalnum() else ("", b"")


def _digest(prefix: str, secret: str) -> bytes:
    return hmac.digest(settings.VERIFY_KEY, f"partner key\n{prefix}\n{secret}".encode(), hashlib.sha256)
