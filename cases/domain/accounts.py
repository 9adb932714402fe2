"""Accounts of those who log in to the desk."""

from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import IntegrityError, transaction

from cases.domain import second_factor
from cases.domain.audit import record_event
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


def save_account(account: Account, *, by: Account, now: datetime) -> Account:
    """Add an account, or keep what was changed of one. A new role, or being disabled, ends all its sessions at once.

    Raises `Refused` when no administrator who can log in would be left, or `by` takes the role from themselves.
    """
    with transaction.atomic():
        before = Account.objects.select_for_update().filter(pk=account.pk).first() if account.pk else None
        refuse_unfit(account, by=by)
        account.is_staff = account.role in STAFF_ROLES
        account.save()
        was = (before.role, before.is_active) if before else None
        if was and was != (account.role, account.is_active):
            end_sessions(account)
        _write_down(account, "account.changed" if before else "account.added", by=by, now=now)
    return account


def refuse_unfit(account: Account, *, by: Account) -> None:
    """Raise `Refused` for an account that must not be saved like this."""
    if account.role in UNIT_ROLES and account.unit_id is None:
        raise Refused("An officer or supervisor belongs to a unit.")
    may_administer = account.is_active and account.role == Role.ADMINISTRATOR
    if account.pk == by.pk and not may_administer:
        raise Refused("You cannot disable your own account or give up your own role: ask another administrator.")
    others = Account.objects.filter(is_active=True, role=Role.ADMINISTRATOR).exclude(pk=account.pk)
    if not may_administer and not others.exists():
        raise Refused("One administrator must be left who can log in.")


def disable_account(account: Account, *, by: Account, now: datetime) -> Account:
    """Nobody logs in with it any more; what it did stays under its name. What it has begun stays with it."""
    account.is_active = False
    return save_account(account, by=by, now=now)


def reset_second_factor(account: Account, *, by: Account, now: datetime) -> None:
    """Forget the account's app and recovery codes and end its sessions; the next log-in sets them up anew."""
    with transaction.atomic():
        second_factor.forget(account)
        end_sessions(account)
        _write_down(account, "account.second_factor_reset", by=by, now=now)


def show_hard_words(account: Account, *, always: bool, now: datetime) -> Account:
    """The account's own wish: slurs and graphic words stand on its pages at once, or only when asked for."""
    with transaction.atomic():
        Account.objects.filter(pk=account.pk).update(sees_hard_words=always)
        record_event(
            account=account, action="account.hard_words", address="", references=[], details={"always": always}, now=now
        )
    account.sees_hard_words = always
    return account


def use_single_keys(account: Account, *, on: bool, now: datetime) -> Account:
    """The account's own wish: whether keys pressed alone do something. A second call with the same wish changes nothing."""
    with transaction.atomic():
        Account.objects.filter(pk=account.pk).update(single_keys=on)
        record_event(
            account=account, action="account.single_keys", address="", references=[], details={"on": on}, now=now
        )
    account.single_keys = on
    return account


def hold_languages(account: Account, *, languages: Iterable[str], now: datetime) -> Account:
    """What the owner of the account says they read and write, as codes: what is read, offered and asked of them follows.

    A second call with the same changes nothing but the log, which keeps what stood before.
    """
    held = list(dict.fromkeys(languages))
    with transaction.atomic():
        before = Account.objects.select_for_update(no_key=True).get(pk=account.pk).languages
        Account.objects.filter(pk=account.pk).update(languages=held)
        details = {"before": before, "after": held}
        record_event(account=account, action="account.languages", address="", references=[], details=details, now=now)
    account.languages = held
    return account


def want_digest(account: Account, *, on: bool, now: datetime) -> Account:
    """The account's own wish: whether an e-mail with numbers and links comes when a shift begins. Twice is as once."""
    with transaction.atomic():
        Account.objects.filter(pk=account.pk).update(wants_digest=on)
        record_event(account=account, action="account.digest", address="", references=[], details={"on": on}, now=now)
    account.wants_digest = on
    return account


def end_sessions(account: Account) -> None:
    """Log the account out everywhere."""
    of_account = [
        session.pk for session in Session.objects.all() if session.get_decoded().get(SESSION_KEY) == str(account.pk)
    ]
    Session.objects.filter(pk__in=of_account).delete()


def _write_down(account: Account, action: str, *, by: Account, now: datetime) -> None:
    details = {"account": account.username, "role": account.role, "is_active": account.is_active}
    record_event(account=by, action=action, address="", references=[], details=details, now=now)
