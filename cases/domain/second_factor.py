"""The second factor of a log-in: codes of an app (TOTP), each good once, and recovery codes for a lost telephone."""

import base64
import hashlib
import hmac
import math
import secrets
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django_otp.models import Device
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from cases.models import Account

RECOVERY_CODES = 10
# Each wrong code doubles the wait (django-otp). Only somebody who knows the password comes this far, and this bounds
# for how long they can keep the account's holder out: 2 to the power of 5 seconds.
LONGEST_BACK_OFF = 6


def has_second_factor(account: Account) -> bool:
    """Whether an app has been set up."""
    return bool(TOTPDevice.objects.filter(user=account, confirmed=True).exists())


def begin_enrolment(account: Account) -> TOTPDevice:
    """A new secret for an account that has none in use.

    Each log-in gets its own, so that whoever saw an earlier one that was never confirmed holds nothing.
    """
    device: TOTPDevice = TOTPDevice.objects.create(user=account, name="app", confirmed=False)
    return device


def confirm_enrolment(account: Account, device_id: int, code: str) -> TOTPDevice | None:
    """Put the secret into use when `code` fits it; None when it does not, or when another is in use by now."""
    with transaction.atomic():
        Account.objects.select_for_update().get(pk=account.pk)  # of two enrolments at once the first one counts
        device = TOTPDevice.objects.select_for_update().filter(pk=device_id, user=account, confirmed=False).first()
        if device is None or has_second_factor(account) or not _fits(device, _digits(code)):
            return None
        device.confirmed = True
        device.save(update_fields=["confirmed"])
        TOTPDevice.objects.filter(user=account, confirmed=False).delete()
    return device


def verify_code(account: Account, code: str) -> TOTPDevice | None:
    """The account's app when `code` is its present code and was not used before: of many tries at once one succeeds."""
    with transaction.atomic():
        device = TOTPDevice.objects.select_for_update().filter(user=account, confirmed=True).first()
        return device if device and _fits(device, _digits(code)) else None


def verify_recovery_code(account: Account, code: str) -> StaticDevice | None:
    """The holder of the account's recovery codes when `code` is one of them; it is used up by this."""
    with transaction.atomic():
        device = StaticDevice.objects.select_for_update().filter(user=account, confirmed=True).first()
        return device if device and _fits(device, _kept(_plain(code))) else None


def seconds_to_wait(account: Account, *, now: datetime) -> int:
    """How long the account's app is not asked after wrong codes; 0 when a code may be tried now."""
    return seconds_until_asked(TOTPDevice.objects.filter(user=account, confirmed=True).first(), now=now)


def seconds_to_wait_for_recovery(account: Account, *, now: datetime) -> int:
    """The same for its recovery codes."""
    return seconds_until_asked(StaticDevice.objects.filter(user=account, confirmed=True).first(), now=now)


def seconds_until_asked(device: Device | None, *, now: datetime) -> int:
    """The same for one device: until then even a right code is refused, so nothing may be said about the code."""
    if device is None:
        return 0
    _bound_back_off(device)
    allowed, why = device.verify_is_allowed()
    return 0 if allowed or not why else max(1, math.ceil((why["locked_until"] - now).total_seconds()))


def make_recovery_codes(account: Account) -> str:
    """Replace the account's recovery codes; the batch that is returned opens them once more in `recovery_codes`."""
    batch = secrets.token_urlsafe(16)
    with transaction.atomic():
        Account.objects.select_for_update().get(pk=account.pk)
        StaticDevice.objects.filter(user=account).delete()
        device = StaticDevice.objects.create(user=account, name="recovery codes", confirmed=True)
        StaticToken.objects.bulk_create(
            StaticToken(device=device, token=_kept(_plain(code))) for code in recovery_codes(account, batch)
        )
    return batch


def recovery_codes(account: Account, batch: str) -> list[str]:
    """The codes of a batch, derived: neither the database nor the session holds them."""
    return [_grouped(_derived(f"{account.pk} {batch} {number}", "recovery code")) for number in range(RECOVERY_CODES)]


def forget(account: Account) -> None:
    """Remove app and recovery codes; what is logged in with them is out at once."""
    with transaction.atomic():
        Account.objects.select_for_update().get(pk=account.pk)
        TOTPDevice.objects.filter(user=account).delete()
        StaticDevice.objects.filter(user=account).delete()


def _fits(device: Device, code: str) -> bool:
    _bound_back_off(device)
    return bool(device.verify_token(code))


def _bound_back_off(device: Device) -> None:
    device.throttling_failure_count = min(device.throttling_failure_count, LONGEST_BACK_OFF)


def _digits(code: str) -> str:
    return "".join(letter for letter in code if letter.isascii() and letter.isdigit())


def _plain(code: str) -> str:
    """Small letters, blanks and dashes are all right."""
    return "".join(letter for letter in code.upper() if letter.isalnum())


def _grouped(code: str) -> str:
    return f"{code[:5]}-{code[5:]}"


def _kept(code: str) -> str:
    """What stands in the table: a keyed hash, of which a copy of the database gives nothing back."""
    return base64.b32encode(_mac(code, "kept recovery code")[:10]).decode()


def _derived(text: str, purpose: str) -> str:
    return base64.b32encode(_mac(text, purpose)).decode()[:10]


def _mac(text: str, purpose: str) -> bytes:
    return hmac.digest(settings.SECRET_KEY.encode(), f"{purpose}|{text}".encode(), hashlib.sha256)
