"""How far people come, as totals of a day: counted in this process, written now and then, never at a page's cost."""

import logging
import threading
from collections import Counter
from datetime import date, datetime, timedelta

from django.db import DatabaseError, InterfaceError, connection, transaction

EVERY = timedelta(seconds=10)
MOST = 100  # counts that wait
_UPSERT = """
    INSERT INTO reporting_steptotal AS old (day, step, shown, answered) VALUES (%s, %s, %s, %s)
    ON CONFLICT (day, step) DO UPDATE
    SET shown = old.shown + EXCLUDED.shown, answered = old.answered + EXCLUDED.answered
"""
_lock = threading.Lock()
_waiting: Counter[tuple[date, str, str]] = Counter()
_written_at: datetime | None = None
_log = logging.getLogger("heard.totals")


def count_step(step: str, what: str, *, day: date, now: datetime) -> None:
    """Count that a page was `shown` or `answered`; written with what else waits, at most every `EVERY`.

    Never raises: what cannot be written waits for the next time, and what a process that dies had not written is lost.
    The wait is also why the table cannot tell which of two people came first.
    """
    global _written_at
    with _lock:
        _waiting[day, step, what] += 1
        _written_at = _written_at or now
        if now - _written_at < EVERY and _waiting.total() < MOST:
            return
        _written_at = now
    write_waiting()


def forget_waiting() -> None:
    """Drop what waits."""
    with _lock:
        _waiting.clear()


def write_waiting() -> int:
    """Write what waits and return how many counts that was; none when the database does not take them."""
    with _lock:
        counted = Counter(_waiting)
        _waiting.clear()
    if not counted:
        return 0
    rows = sorted({(day, step) for day, step, _ in counted})  # one order for all processes: no two wait for each other
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = 500")
            for day, step in rows:
                cursor.execute(_UPSERT, [day, step, counted[day, step, "shown"], counted[day, step, "answered"]])
    except (DatabaseError, InterfaceError) as error:
        _log.warning("totals of steps were not written: %s", type(error).__name__)
        with _lock:
            if _waiting.total() < 100 * MOST:
                _waiting.update(counted)
        return 0
    return counted.total()
