"""A browser in front of the desk: a client that has given both factors."""

from django.test import Client
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.plugins.otp_totp.models import TOTPDevice
from pytest_django import Settings

from cases.domain.categorisation import is_blind
from cases.models import Account, Case


def at_the_desk(account: Account, **options: object) -> Client:
    """Logged in with password and code."""
    client = Client(**options)
    client.force_login(account)
    device, _ = TOTPDevice.objects.get_or_create(user=account, name="app", defaults={"confirmed": True})
    session = client.session
    session[DEVICE_ID_SESSION_KEY] = device.persistent_id
    session.save()
    return client


def draw_blind(case: Case, settings: Settings, *, is_hidden: bool = True) -> None:
    """Make the draw fall on this case, so that its suggestion is hidden until the officer has chosen; or not fall on it."""
    for number in range(256):
        settings.TRACE_KEY = bytes([number]) * 32
        if is_blind(case.reference) == is_hidden:
            return
    raise AssertionError("no key draws this case")
