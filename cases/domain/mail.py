"""Whether e-mail leaves at all, and where officers have theirs."""

from collections.abc import Iterable

from django.conf import settings
from django.db import connection

_CONSOLE = "django.core.mail.backends.console.EmailBackend"


def is_mail_on() -> bool:
    """Whether a mail server is configured."""
    return bool(settings.EMAIL_BACKEND != _CONSOLE)


def addresses_of(accounts: Iterable[int]) -> dict[int, str]:
    """The address of each of these accounts that has one, by id and in their order."""
    with connection.cursor() as cursor:  # a view, because the worker's role may read addresses and nothing beside them
        cursor.execute("SELECT id, email FROM cases_account_address WHERE id = ANY(%s) ORDER BY id", [[*accounts]])
        return dict(cursor.fetchall())
