"""`manage.py create_demo_accounts`: one account a role, so that a new instance can be tried at once."""

import secrets
from datetime import timedelta
from typing import Any, NamedTuple

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from cases.domain.accounts import create_account
from cases.enums import Role, Shift
from cases.models import Account, DutyShift, Unit
from reporting.domain.partners import issue_key
from reporting.models import Partner

PASSWORD_LENGTH = 20
LETTERS = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # none that is easily taken for another
DUTY_FOR = timedelta(days=365)
PARTNER = "demo"


class Demo(NamedTuple):
    """One account of the demonstration."""

    name: str
    role: Role
    unit: str | None = "hate-crime"
    languages: tuple[str, ...] = ("en",)
    shift: Shift | None = None
    reads_restricted: bool = False


CAST = (
    Demo("officer", Role.OFFICER, shift=Shift.DUTY),
    Demo("colleague", Role.OFFICER, languages=("en", "pl")),
    Demo("supervisor", Role.SUPERVISOR, shift=Shift.SUPERVISOR, reads_restricted=True),
    Demo("outsider", Role.OFFICER, unit="community-safety"),
    Demo("auditor", Role.AUDITOR, unit=None),
    Demo("admin", Role.ADMINISTRATOR, unit=None),
)


class Command(BaseCommand):
    """Prints `account <name> <password>`, and `partner <name> <key>`, for each that it makes, and never again."""

    help = (
        "Make the demonstration accounts that are missing and a partner that may report over the API, and print each "
        "password and the key, once. Run load_reference first."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        with transaction.atomic():
            # Printed before the commit: a password that could not be shown belongs to no account.
            there = set(
                Account.objects.filter(username__in=[demo.name for demo in CAST]).values_list("username", flat=True)
            )
            for demo in CAST:
                if demo.name not in there:
                    self.stdout.write(f"account {demo.name} {_made(demo)}")
            if not Partner.objects.filter(name=PARTNER).exists():
                self.stdout.write(f"partner {PARTNER} {_key_of_partner()}")
            self.stdout.flush()


def _made(demo: Demo) -> str:
    password = "".join(secrets.choice(LETTERS) for _ in range(PASSWORD_LENGTH))
    account = create_account(
        username=demo.name,
        password=password,
        role=demo.role,
        unit=Unit.objects.get(key=demo.unit) if demo.unit else None,
        email=f"{demo.name}@example.org",
        languages=demo.languages,
        reads_restricted=demo.reads_restricted,
    )
    if demo.shift:
        start = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
        DutyShift.objects.create(account=account, kind=demo.shift, starts_at=start, ends_at=start + DUTY_FOR)
    return password


def _key_of_partner() -> str:
    partner = Partner.objects.create(name=PARTNER, agreed_on=timezone.localdate())
    return issue_key(
        partner.pk, label="demonstration", per_minute=6_000, per_day=1_000_000, by="setup", now=timezone.now()
    )
