"""Wrong codes slow down the next try of the same code; a right one always opens, and at once.

Counted for each selector under a keyed hash in Valkey, which keeps nothing on disk; in this process while Valkey is
down. Nobody is refused: a code has 80 secret bits, and whoever could be locked out is the person we wait for. A known
selector and one that nobody has are counted alike.
"""

import hmac
import threading
import time
from collections import OrderedDict

import redis
from django.conf import settings

from reporting.domain.follow_up_code import taken_apart

FREE = 5  # wrong tries without a wait
LONGEST = 2.0  # seconds
WINDOW = 15 * 60  # seconds after which wrong tries are forgotten
_FIRST = 0.25
_MOST_HERE = 10_000
_REST = 5.0  # seconds for which a Valkey that did not answer is left alone
_one_waits = threading.Semaphore(1)  # for each process: a robot may not take up the threads of others
_here: "OrderedDict[str, tuple[int, float]]" = OrderedDict()
_lock = threading.Lock()
_rests_until = 0.0
_client: "redis.Redis | None" = None


def slow_down(code: str) -> float:
    """Count one wrong try and wait as long as it has earned, unless somebody waits already; returns the seconds."""
    selector, _ = taken_apart(code)
    if not selector:
        return 0.0
    tries = _counted(hmac.digest(settings.VERIFY_KEY, f"tries of {selector}".encode(), "sha256").hex()[:32])
    wait = min(LONGEST, _FIRST * 2.0 ** min(tries - FREE - 1, 10)) if tries > FREE else 0.0
    if wait and _one_waits.acquire(blocking=False):
        try:
            time.sleep(wait)
        finally:
            _one_waits.release()
    return wait


def _counted(name: str) -> int:
    global _rests_until
    if settings.REDIS_URL and time.monotonic() >= _rests_until:
        try:
            tries, _ = _valkey().pipeline().incr(f"heard-tries:{name}").expire(f"heard-tries:{name}", WINDOW).execute()
            return int(tries)
        except (redis.RedisError, OSError, ValueError):
            _rests_until = time.monotonic() + _REST
    return _counted_here(name)


def _counted_here(name: str) -> int:
    with _lock:
        tries, since = _here.pop(name, (0, time.monotonic()))
        if time.monotonic() - since > WINDOW:
            tries, since = 0, time.monotonic()
        _here[name] = (tries + 1, since)
        if len(_here) > _MOST_HERE:
            _here.popitem(last=False)
        return tries + 1


def _valkey() -> "redis.Redis":
    global _client
    if _client is None:
        patience = settings.BROKER_PATIENCE
        _client = redis.Redis.from_url(
            settings.REDIS_URL, socket_connect_timeout=patience, socket_timeout=patience, retry=None
        )
    return _client
