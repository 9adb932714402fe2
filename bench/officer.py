"""One officer's browser: both factors, then pages and forms, each timed from the request to its last byte."""

import base64
import hmac
import re
import struct
import time
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha1
from types import TracebackType
from typing import Self

import httpx

from bench.product import StartError

_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')
_SECRET = re.compile(r'data-testid="totp-secret">([A-Z2-7 ]+)<')


@dataclass(frozen=True)
class Answer:
    """What came, and in how many milliseconds."""

    status: int
    text: str
    bytes: int
    ms: float
    location: str


class Officer:
    """Keeps one connection and its cookies. Raises `StartError` where the desk does not let them in."""

    def __init__(self, desk: str, name: str, password: str, secret: str = "") -> None:
        self._client = httpx.Client(base_url=desk, timeout=60, headers={"Origin": desk})
        self._token, self._secret = "", secret
        self._log_in(name, password)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def get(self, address: str) -> Answer:
        """A page."""
        return self._timed("GET", address)

    def post(self, address: str, given: Mapping[str, str] | None = None) -> Answer:
        """A form, with the token of the page that was seen last; redirects are not followed."""
        return self._timed("POST", address, {**(given or {}), "csrfmiddlewaretoken": self._token})

    def _timed(self, method: str, address: str, given: Mapping[str, str] | None = None) -> Answer:
        started = time.perf_counter()
        came = self._client.request(method, address, data=given)
        took = (time.perf_counter() - started) * 1000
        token = _TOKEN.search(came.text)
        self._token = token[1] if token else self._token
        return Answer(came.status_code, came.text, len(came.content), took, came.headers.get("location", ""))

    def _log_in(self, name: str, password: str) -> None:
        self.get("/desk/log-in/")
        self.post("/desk/log-in/", {"username": name, "password": password})
        page = self.get("/desk/second-factor/")
        secret = _SECRET.search(page.text)
        if secret is None and not self._secret:
            raise StartError(f"the desk did not let {name} in (status {page.status})")
        self._secret = secret[1].replace(" ", "") if secret else self._secret
        self.post("/desk/second-factor/", {"code": _code(self._secret)})
        if self.get("/desk/queue/").status != 200:
            raise StartError(f"the desk did not take {name}'s code")


def _code(secret: str) -> str:
    """The six digits of this half minute (RFC 6238)."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.digest(key, struct.pack(">Q", int(time.time()) // 30), sha1)
    place = digest[-1] & 15
    number = struct.unpack(">I", digest[place : place + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"
