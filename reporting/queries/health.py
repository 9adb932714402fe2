"""Whether the parts of the system are alive, asked in bounded time and at most once a second."""

import threading
import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import redis
from django.conf import settings
from django.db import Error, connection

from reporting.models import Heartbeat

PARTS = ("database", "broker", "worker", "beat", "ring")
FRESH = {"worker": timedelta(seconds=40), "beat": timedelta(seconds=30), "ring": timedelta(seconds=30)}
PATIENCE = 3.0  # seconds for the database
GIVEN_UP = 60.0  # seconds after which a question that hangs is asked once more
BROKER_PATIENCE = 0.3  # seconds for connecting and for the answer
KEPT = {"database": 1.0, "broker": 2.0}  # seconds for which an answer is used again


@dataclass
class _Answer:
    """What was heard last from one of the two engines."""

    at: float = float("-inf")
    value: object = None
    lock: threading.Lock = field(default_factory=threading.Lock)


_answers = {"database": _Answer(), "broker": _Answer()}
_asking: tuple[threading.Thread, float] | None = None


def parts_alive(*, now: datetime) -> dict[str, bool]:
    """For each of `PARTS` whether it is alive at `now`; answers within about `PATIENCE` seconds whatever is broken.

    Of worker, beat and ring only the heartbeat in the database is known: with the database away they count as down.
    """
    beats = _heartbeats()
    alive = {"database": beats is not None, "broker": _is_broker_up()}
    for process, fresh in FRESH.items():
        at = (beats or {}).get(process)
        alive[process] = at is not None and now - at <= fresh
    return alive


def forget_answers() -> None:
    """Ask anew next time."""
    for answer in _answers.values():
        answer.at = float("-inf")


def _heartbeats() -> dict[str, datetime] | None:
    """Heartbeats by process; None when the database does not answer in time."""
    answer = _answers["database"]
    with answer.lock:
        if time.monotonic() - answer.at > KEPT["database"]:
            answer.value = _ask_in_time()
            answer.at = time.monotonic()
        return answer.value  # type: ignore[return-value]


def _ask_in_time() -> dict[str, datetime] | None:
    """Ask in a thread of its own: a frozen database holds a query for ever, whatever time limit it was given."""
    global _asking
    if _asking is not None and _asking[0].is_alive() and time.monotonic() - _asking[1] < GIVEN_UP:
        return None  # the last question still hangs
    heard: list[dict[str, datetime]] = []

    def ask() -> None:
        try:
            heard.append(dict(Heartbeat.objects.values_list("process", "beat_at")))
        except Error:
            pass
        finally:
            connection.close()

    thread = threading.Thread(target=ask, name="health", daemon=True)
    _asking = thread, time.monotonic()
    thread.start()
    thread.join(PATIENCE)
    return heard[0] if heard else None


def _is_broker_up() -> bool:
    answer = _answers["broker"]
    with answer.lock:
        if time.monotonic() - answer.at > KEPT["broker"]:
            answer.value = _is_ping_answered()
            answer.at = time.monotonic()
        return bool(answer.value)


def _is_ping_answered() -> bool:
    if not settings.REDIS_URL:
        return False
    try:
        with redis.Redis.from_url(
            settings.REDIS_URL, socket_connect_timeout=BROKER_PATIENCE, socket_timeout=BROKER_PATIENCE, retry=None
        ) as broker:
            return bool(broker.ping())
    except (redis.RedisError, OSError, ValueError):
        return False
