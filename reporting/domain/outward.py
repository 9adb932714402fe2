"""Requests to addresses that somebody typed: never into our own network, never redirected, never for long.

The name is resolved once, each of its addresses is looked at, and the connection goes to one that was looked at, so that
a name which changes between the look and the call leads nowhere else. `WEBHOOKS_INSIDE=on`, for development, allows
plain http and addresses of this machine and network.
"""

import http.client
import ipaddress
import socket
import ssl
from collections.abc import Mapping
from urllib.parse import urlsplit

from django.conf import settings

TIME_LIMIT = 5.0  # seconds for connecting and for each answer
_TAKEN = range(200, 300)


class Forbidden(ValueError):
    """An address that no request may go to. The message is a sentence that says what to do."""


class NotDelivered(Exception):
    """It was not taken. The message is the class of what went wrong or the status, never words of the other side."""


def check_address(url: str) -> None:
    """Raise `Forbidden` for what no request may ever go to, as far as the address itself tells."""
    parts = urlsplit(url)
    if parts.scheme not in (("https", "http") if settings.WEBHOOKS_INSIDE else ("https",)):
        raise Forbidden("The webhook must be an https address.")
    if parts.username or parts.password or not parts.hostname:
        raise Forbidden("The webhook must be an address with a host name and without a password.")
    try:
        literal = ipaddress.ip_address(parts.hostname)
    except ValueError:
        return
    if not _is_outside(literal):
        raise Forbidden("The webhook must not be an address of this machine or of a private network.")


def post(url: str, body: bytes, *, headers: Mapping[str, str]) -> None:
    """Send it and wait until the other side has taken it. Raises `NotDelivered`; also for an address that is forbidden."""
    try:
        check_address(url)
        parts = urlsplit(url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
        address = _address_outside(str(parts.hostname), port)
        connection = _Pinned(str(parts.hostname), port, address=address, tls=parts.scheme == "https")
        try:
            path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            connection.request("POST", path, body=body, headers={"User-Agent": "Heard", **headers})
            status = connection.getresponse().status
        finally:
            connection.close()
    except (OSError, ValueError, http.client.HTTPException) as error:
        raise NotDelivered(type(error).__name__) from None
    if status not in _TAKEN:  # a redirect too: it is followed nowhere
        raise NotDelivered(str(status))


def _address_outside(host: str, port: int) -> str:
    """An address of this name that a request may go to. All of them must be outside, not only one."""
    found = [str(one[4][0]) for one in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not found or not all(_is_outside(ipaddress.ip_address(one.partition("%")[0])) for one in found):
        raise Forbidden("The webhook leads into a private network.")
    return found[0]


def _is_outside(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    mapped = getattr(address, "ipv4_mapped", None)
    return settings.WEBHOOKS_INSIDE or ((mapped or address).is_global and not (mapped or address).is_multicast)


class _Pinned(http.client.HTTPConnection):
    """Connects to one address and speaks, and checks the certificate, as to the name."""

    def __init__(self, host: str, port: int, *, address: str, tls: bool) -> None:
        super().__init__(host, port, timeout=TIME_LIMIT)
        self._address, self._tls = address, tls

    def connect(self) -> None:
        self.sock = socket.create_connection((self._address, self.port), self.timeout)
        if self._tls:
            self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.host)
