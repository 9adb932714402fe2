"""The gateway for text messages: off unless it is set up, and nothing outside this module knows whose it is.

Twilio's own library speaks to Twilio; another provider is another few functions here. Someone who answers STOP is kept
from further texts by the gateway itself, at once; here it is asked who did, so that the case says so too.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from django.conf import settings

from cases.enums import NoticeState

if TYPE_CHECKING:
    from twilio.rest import Client

_TIME_LIMIT = 5.0
_STOPPED = 21610  # they answered STOP
_NEVER = frozenset({_STOPPED, 21211, 21214, 21217, 21408, 21612, 21614})  # no such number, or none that takes texts
_STOP_WORDS = frozenset({"STOP", "STOPALL", "STOP ALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT"})
_MOST_ANSWERS = 1_000
_STATES = {
    "delivered": NoticeState.DELIVERED, "read": NoticeState.DELIVERED,
    "undelivered": NoticeState.NOT_DELIVERED, "failed": NoticeState.NOT_DELIVERED, "canceled": NoticeState.NOT_DELIVERED,
}  # fmt: skip


class GatewayAway(Exception):
    """It did not answer, or not as it should: worth another try."""


@dataclass
class NumberRefused(Exception):
    """It will never take a text for this number. `has_stopped`: because they asked for no more."""

    number: int
    has_stopped: bool


def is_on() -> bool:
    """Whether texts can be sent at all."""
    return settings.SMS_GATEWAY != "off"


def can_be_answered() -> bool:
    """Whether texts come from a number; a name takes no answer."""
    return str(settings.SMS_FROM).startswith("+")


def send_text(to: str, words: str) -> str:
    """Hand one text to the gateway and return its name for it; `to` is E.164. Raises `NumberRefused`, `GatewayAway`."""
    from twilio.base.exceptions import TwilioException, TwilioRestException

    try:
        sent = _client().messages.create(to=to, from_=settings.SMS_FROM, body=words)
    except TwilioRestException as error:
        if error.code in _NEVER:
            raise NumberRefused(error.code, error.code == _STOPPED) from None
        raise GatewayAway from None  # its words may hold the number
    except (TwilioException, OSError, ValueError):
        raise GatewayAway from None
    return str(sent.sid)


def state_of(carried_as: str) -> NoticeState:
    """What the gateway knows of a text that it took: `SENT` while nothing is known yet. Raises `GatewayAway`."""
    from twilio.base.exceptions import TwilioException

    try:
        status = str(_client().messages(carried_as).fetch().status)
    except (TwilioException, OSError, ValueError):
        raise GatewayAway from None
    return _STATES.get(status, NoticeState.SENT)


def stops(*, since: datetime) -> Iterator[tuple[str, str]]:
    """Who answered STOP since then: the gateway's name for the answer, and the number. Raises `GatewayAway`.

    Of an answer only this is looked at; a name without a number to answer to (`SMS_FROM`) gets none.
    """
    from twilio.base.exceptions import TwilioException

    if not settings.SMS_FROM.startswith("+"):
        return
    try:
        for one in _client().messages.list(to=settings.SMS_FROM, date_sent_after=since, limit=_MOST_ANSWERS):
            if str(one.direction) == "inbound" and str(one.body).strip(" .!\"'“”").upper() in _STOP_WORDS:
                yield str(one.sid), str(one.from_)
    except (TwilioException, OSError, ValueError):
        raise GatewayAway from None


@lru_cache(maxsize=4)
def _made(account: str, key: str, address: str) -> "Client":
    """Loaded on first use: a process that sends no texts does not pay for the library."""
    from twilio.http.http_client import TwilioHttpClient
    from twilio.rest import Client

    client = Client(account, key, http_client=TwilioHttpClient(timeout=_TIME_LIMIT, max_retries=0))
    if address:
        client.api.base_url = address
    return client


def _client() -> "Client":
    return _made(settings.SMS_ACCOUNT, settings.SMS_KEY, settings.SMS_URL)
