"""Work that two may not do at a time, by name: the other waits, or leaves it alone."""

from django.db import connection

_LOCK = "hashtextextended(%s, 0)"


def wait_turn(work: str) -> None:
    """Wait until nobody else does this work; it is one's own until the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_advisory_xact_lock({_LOCK})", [f"heard {work}"])


def has_turn(work: str) -> bool:
    """Whether it is one's own until the end of the transaction; False, at once, while somebody else has it."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_try_advisory_xact_lock({_LOCK})", [f"heard {work}"])
        return bool(cursor.fetchone()[0])
