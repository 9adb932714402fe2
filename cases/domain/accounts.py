"""Accounts of those who log in to the desk."""

from collections.abc import Iterable

from django.db import IntegrityError, transaction

from cases.domain.refusals import Refused
from cases.enums import Role
from cases.models import Account, Unit

# Who has pages under /admin/; what they may do there is decided by role on every request.
STAFF_ROLES = (Role.ADMINISTRATOR, Role.AUDITOR)
UNIT_ROLES = (Role.OFFICER, Role.SUPERVISOR)


def create_account(
    *,
    username: str,
    password: str,
    role: str,
    unit: Unit | None,
    email: str = "",
    languages: Iterable[str] = ("en",),
    reads_restricted: bool = False,
) -> Account:
    """Add somebody who can log in; the second factor is set up at the first log-in.

    Raises Refused when the name is taken, the role unknown, or an officer or supervisor has no unit.
    """
    if role not in list(Role):
        raise Refused(f"There is no role {role}.")
    if role in UNIT_ROLES and unit is None:
        raise Refused("An officer or supervisor belongs to a unit.")
    account = Account(
        username=Account.normalize_username(username),
        email=Account.objects.normalize_email(email),
        role=role,
        unit=unit,
        languages=list(languages),
        reads_restricted=reads_restricted,
        is_staff=role in STAFF_ROLES,
    )
    account.set_password(password)
    try:
        with transaction.atomic():
            account.save()
    except IntegrityError as error:
        if not Account.objects.filter(username=account.username).exists():
            raise
        raise Refused(f"The name {username} is taken.") from error
    return account
