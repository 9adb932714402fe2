"""Messages of alarms on their way: each in a thread of its own, so that a server that hangs holds up no other.

A message says that a report needs somebody and where the duty desk is: no words, no reference, no place, no name.
"""

import hashlib
import hmac
import json
import threading
import time
import urllib.error
import urllib.request
from collections import Counter, deque
from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string

from cases.domain.mail import is_mail_on

TIME_LIMIT = 5.0  # seconds for connecting and for each answer
GIVEN_UP = 15.0  # seconds after which a message counts as not delivered, whatever its thread is waiting for
MOST_AT_ONCE = {"email": 8, "webhook": 4}  # e-mails together; webhooks for each address
SENT = "sent"


class Delivery(NamedTuple):
    """One message of one alarm: step 0, 1 or 2, by `email` or `webhook`, to an address.

    With a `trouble` it tells, instead of an alarm, that nobody is there.
    """

    alarm: int
    step: int
    channel: str
    to: str
    trouble: str = ""


class MailIsOff(Exception):
    """No mail server is configured."""


class Couriers:
    """Sends messages without waiting for them. Not for two threads at once.

    `finished` holds what became of each, in order: `sent` or the class name of what went wrong.
    """

    def __init__(self) -> None:
        self.finished: deque[tuple[Delivery, str]] = deque()
        self._heard: deque[tuple[Delivery, float, str]] = deque()  # written by the threads
        self._under_way: dict[Delivery, float] = {}

    def has_room(self, delivery: Delivery) -> bool:
        """Whether it may be sent now: what hangs is waited for by a few threads only."""
        self.collect()
        return delivery not in self._under_way and self._load()[_lane(delivery)] < MOST_AT_ONCE[delivery.channel]

    def send(self, delivery: Delivery) -> None:
        """Send it off."""
        started = time.monotonic()
        self._under_way[delivery] = started
        threading.Thread(target=self._carry, args=(delivery, started), name="courier", daemon=True).start()

    def collect(self) -> None:
        """Move what is over to `finished`; what takes longer than `GIVEN_UP` counts as `TimeoutError`."""
        while self._heard:
            delivery, started, outcome = self._heard.popleft()
            if self._under_way.get(delivery) == started:  # else it was given up, and its answer came too late
                del self._under_way[delivery]
                self.finished.append((delivery, outcome))
        for delivery, started in list(self._under_way.items()):
            if time.monotonic() - started > GIVEN_UP:
                del self._under_way[delivery]
                self.finished.append((delivery, TimeoutError.__name__))

    def wait(self, limit: float) -> bool:
        """Wait until nothing is under way, at most `limit` seconds; whether that is so."""
        until = time.monotonic() + limit
        while self._under_way and time.monotonic() < until:
            self.collect()
            time.sleep(0.02)
        return not self._under_way

    def _load(self) -> Counter[str]:
        return Counter(_lane(delivery) for delivery in self._under_way)

    def _carry(self, delivery: Delivery, started: float) -> None:
        try:
            deliver(delivery)
            outcome = SENT
        except Exception as error:  # noqa: BLE001 (whatever it is, the alarm tries again and says so)
            reason = getattr(error, "reason", None)  # urllib wraps what really happened
            outcome = type(reason if isinstance(reason, Exception) else error).__name__
        self._heard.append((delivery, started, outcome))


def deliver(delivery: Delivery) -> None:
    """Send one message and wait until its server has taken it. Raises what went wrong."""
    {"email": _mail, "webhook": _post}[delivery.channel](delivery)


def signing_key() -> bytes:
    """The key of `X-Heard-Signature`, for whoever receives the webhook; `manage.py ring --signing-key` shows it."""
    return hmac.digest(settings.TRACE_KEY, b"heard alarm webhook", hashlib.sha256)


def _mail(delivery: Delivery) -> None:
    if not is_mail_on():
        raise MailIsOff
    context = {"alarm": delivery.alarm, "step": delivery.step, "trouble": delivery.trouble, "url": _duty_desk()}
    letter = "staffing" if delivery.trouble else "alarm"
    subject = render_to_string(f"emails/{letter}_subject.txt", context).strip()
    EmailMessage(subject, render_to_string(f"emails/{letter}.txt", context), to=[delivery.to]).send()


def _post(delivery: Delivery) -> None:
    if urlsplit(delivery.to).scheme not in ("http", "https"):
        raise ValueError("a webhook is an http or https address")
    told: dict[str, object] = {"event": "alarm", "alarm": delivery.alarm, "step": delivery.step, "url": _duty_desk()}
    if delivery.trouble:
        told = {"event": "staffing", "trouble": delivery.trouble, "url": _duty_desk()}
    body = json.dumps(told).encode()
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Heard",
        "X-Heard-Signature": "sha256=" + hmac.new(signing_key(), body, hashlib.sha256).hexdigest(),
    }
    request = urllib.request.Request(delivery.to, data=body, headers=headers, method="POST")  # noqa: S310 (checked above)
    urllib.request.build_opener(_StaysThere).open(request, timeout=TIME_LIMIT).close()


class _StaysThere(urllib.request.HTTPRedirectHandler):
    """Follows nobody elsewhere: a redirect is a failure."""

    def redirect_request(self, *args: object) -> None:
        """None lets urllib raise the answer as an error."""


def _duty_desk() -> str:
    return f"{settings.DESK_URL.rstrip('/')}/desk/duty/"


def _lane(delivery: Delivery) -> str:
    return delivery.channel if delivery.channel == "email" else delivery.to
