"""ClamAV, where the operator runs it: one question a file, over its socket. Without it nothing is claimed."""

import socket
from collections.abc import Iterable

from django.conf import settings

_PATIENCE = 30  # seconds


class ScannerDown(Exception):
    """It is configured and does not answer: nothing is shown until it does."""


def is_configured() -> bool:
    """Whether files are scanned at all."""
    return bool(settings.CLAMD_SOCKET)


def found_in(pieces: Iterable[bytes]) -> str:
    """The name of what it finds, empty for nothing. Raises `ScannerDown`."""
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as asked:
            asked.settimeout(_PATIENCE)
            asked.connect(settings.CLAMD_SOCKET)
            asked.sendall(b"zINSTREAM\0")
            for piece in pieces:
                asked.sendall(len(piece).to_bytes(4) + piece)
            asked.sendall(bytes(4))
            answer = _answer(asked)
    except OSError as error:
        raise ScannerDown from error
    if answer.endswith("FOUND"):
        return answer.removeprefix("stream: ").removesuffix(" FOUND")
    if not answer.endswith("OK"):
        raise ScannerDown
    return ""


def _answer(asked: socket.socket) -> str:
    """Up to its NUL, or the end; it may come in pieces."""
    answer = b""
    while not answer.endswith(b"\0") and (piece := asked.recv(4096)):
        answer += piece
    return answer.rstrip(b"\0").decode("ascii", "replace")
