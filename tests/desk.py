"""A browser in front of the desk: a client that has given both factors."""

from cases.models import Account
from django.test import Client
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.plugins.otp_totp.models import TOTPDevice


def at_the_desk(account: Account, **options: object) -> Client:
    """Logged in with password and code."""
    client = Client(**options)
    client.force_login(account)
    device, _ = TOTPDevice.objects.get_or_create(user=account, name="app", defaults={"confirmed": True})
    session = client.session
    session[DEVICE_ID_SESSION_KEY] = device.persistent_id
    session.save()
    return client
