"""One person's browser, without JavaScript: own cookies, own address, patience when an answer is lost."""

import ipaddress
import secrets
import socket
import ssl
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Self
from urllib.parse import urljoin, urlsplit

import httpx

from bench.page import Button, Form, Page, PageError, encode, encode_multipart
from bench.words import on_the_wire

RETRIED = frozenset({408, 429, 500, 502, 503, 504})
LONGEST_PAUSE = 5.0
MOST_REDIRECTS = 10

# httpx builds one of these (and reads every certificate) for each client unless it is handed one.
_UNUSED_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


class LoopbackError(ValueError):
    """An address that is not this machine."""


class UnansweredError(Exception):
    """No usable answer came, for all the patience. The message is a kind of failure, free of content."""


def loopback_origin(url: str) -> str:
    """`http://host:port` of `url`. Raises `LoopbackError` for anything that could be another machine."""
    try:
        parts = urlsplit(url)
        port = parts.port or 80
    except ValueError:
        raise LoopbackError(f"{url} is not an address") from None
    host = parts.hostname or ""
    try:
        addresses = {found[4][0] for found in socket.getaddrinfo(host, port)} if host == "localhost" else {host}
        is_ours = all(ipaddress.ip_address(address).is_loopback for address in addresses)
    except (ValueError, OSError):
        is_ours = False
    if parts.scheme != "http" or not is_ours or parts.username is not None:
        raise LoopbackError(f"{url} is not an http address of this machine; the ledger client speaks to no other")
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


@dataclass(frozen=True)
class Patience:
    """How long a person waits for an answer (seconds), and how often they try again."""

    timeout: float = 30.0
    retries: int = 3


@dataclass(frozen=True)
class _Sending:
    method: str
    url: str
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()


class Visitor:
    """A browser at `origin`. Use as a context manager; not for two threads at once."""

    def __init__(self, origin: str, address: str, patience: Patience) -> None:
        self.origin = origin
        self.patience = patience
        self.troubles: Counter[str] = Counter()
        self.last_seconds = 0.0
        self._last_form: _Sending | None = None
        self._origin_header = origin
        self._client = httpx.Client(
            headers={"X-Forwarded-For": address, "Accept": "text/html", "Accept-Language": "en-GB"},
            timeout=patience.timeout,
            verify=_UNUSED_TLS,
            trust_env=False,  # a proxy from the environment would carry the words off this machine
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def open(self, address: str) -> Page:
        """The page at `address`, redirects followed. `UnansweredError` or `PageError` when there is none."""
        return self._follow(_Sending("GET", urljoin(self.origin + "/", address)))

    def press(self, form: Form, button: Button, *, cut_after: float | None = None) -> Page:
        """Submit `form` by `button`. `cut_after`: the first answer is lost after so many seconds."""
        pairs = [(name, value if value is None else on_the_wire(value)) for name, value in form.controls]
        if button.name:
            pairs.append((button.name, button.value))
        target = button.action or form.action
        if form.method == "GET":
            return self._follow(_Sending("GET", f"{target.partition('?')[0]}?{encode(pairs).decode()}"))
        if form.multipart:
            boundary = "----HeardLedger" + secrets.token_hex(12)
            body, kind = encode_multipart(pairs, boundary), f"multipart/form-data; boundary={boundary}"
        else:
            body, kind = encode(pairs), "application/x-www-form-urlencoded"
        self._last_form = _Sending("POST", target, body, (("Content-Type", kind), ("Origin", self._origin_header)))
        return self._follow(self._last_form, cut_after)

    def reload(self) -> Page:
        """Send the last form again, the same bytes, as the browser's reload button does."""
        if self._last_form is None:
            raise PageError("nothing was sent that could be sent again")
        return self._follow(self._last_form)

    def _follow(self, sending: _Sending, cut_after: float | None = None) -> Page:
        self.last_seconds = 0.0
        for _ in range(MOST_REDIRECTS):
            if not f"{sending.url}/".startswith(f"{self.origin}/"):
                raise PageError("a page led away from the product")
            started = time.monotonic()
            response = self._deliver(sending, cut_after)
            self.last_seconds += time.monotonic() - started
            cut_after = None
            if not response.has_redirect_location:
                return self._page(response)
            target = urljoin(sending.url, response.headers["location"])
            keeps = response.status_code in {307, 308}
            sending = replace(sending, url=target) if keeps else _Sending("GET", target)
        raise PageError(f"{urlsplit(sending.url).path}: redirects without end")

    def _deliver(self, sending: _Sending, cut_after: float | None) -> httpx.Response:
        """One request, repeated byte for byte while patience lasts, as someone who presses reload."""
        where = urlsplit(sending.url).path
        kind, pause = "", 0.0
        if cut_after is not None:
            self._lose(sending, cut_after)
        for attempt in range(self.patience.retries + 1):
            if attempt:
                self.troubles[kind] += 1
                time.sleep(min(LONGEST_PAUSE, max(pause, 0.2 * 2 ** (attempt - 1))))
            try:
                response = self._client.send(self._request(sending))
            except httpx.RequestError as error:
                kind, pause = f"{type(error).__name__} at {where}", 0.0
                continue
            if response.status_code not in RETRIED:
                return response
            wait = response.headers.get("retry-after", "")
            kind, pause = f"HTTP {response.status_code} at {where}", float(wait) if wait.isdigit() else 0.0
        raise UnansweredError(kind)

    def _lose(self, sending: _Sending, cut_after: float) -> None:
        request = self._request(sending)
        request.extensions["timeout"] = httpx.Timeout(self.patience.timeout, read=cut_after).as_dict()
        with suppress(httpx.RequestError):
            self._client.send(request)
        self.troubles["answer thrown away"] += 1

    def _request(self, sending: _Sending) -> httpx.Request:
        try:
            return self._client.build_request(
                sending.method, sending.url, content=sending.body, headers=dict(sending.headers)
            )
        except httpx.InvalidURL:
            raise PageError("a page led to something that is no address") from None

    def _page(self, response: httpx.Response) -> Page:
        where = response.url.path
        if response.status_code >= 400:
            raise UnansweredError(f"HTTP {response.status_code} at {where}")
        if not response.headers.get("content-type", "").startswith("text/html"):
            raise PageError(f"{where}: not a page")
        # Browsers hide the origin of a form from a server whose page asked for no referrer at all.
        hides = response.headers.get("referrer-policy", "").strip().lower() == "no-referrer"
        self._origin_header = "null" if hides else self.origin
        return Page(str(response.url), response.text)
