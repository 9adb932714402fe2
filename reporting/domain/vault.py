"""Evidence on disk: each file under a random name and a key of its own, encrypted in pieces of 1 MiB.

A piece is nonce (12 bytes), ciphertext and tag (16). File, position and whether it is the last one are bound in, so that
pieces can neither be moved, left out nor swapped. Whoever destroys the key has destroyed the file.
"""

import os
import re
import secrets
import uuid
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

PIECE = 1024 * 1024
_NONCE, _TAG = 12, 16
_STORED = PIECE + _NONCE + _TAG
_NAME = re.compile(r"[0-9a-f]{32}")


class Damaged(Exception):
    """The file is gone, was changed, or its key is not this one."""


def new_key() -> bytes:
    """A key for one file."""
    return secrets.token_bytes(32)


class Writer:
    """Takes a file as it comes, in pieces of any length, and has never more than one of 1 MiB in memory.

    What it writes lies among the arriving files until `keep`; `forget` removes it.
    """

    def __init__(self, name: uuid.UUID, key: bytes) -> None:
        self.name, self.key, self.size = name, key, 0
        self._buffer, self._position = bytearray(), 0

    def write(self, data: bytes) -> None:
        """More of it. Raises OSError, a full disk among others."""
        self.size += len(data)
        self._buffer += data
        while len(self._buffer) > PIECE:  # one byte more than a piece: so this one is not the last
            self._flush(bytes(self._buffer[:PIECE]), is_last=False)
            del self._buffer[:PIECE]

    def finish(self) -> None:
        """That was all of it."""
        self._flush(bytes(self._buffer), is_last=True)
        self._buffer.clear()

    def _flush(self, data: bytes, *, is_last: bool) -> None:
        put_piece(self.name, self.key, self._position, data, is_last=is_last)
        self._position += 1


def put_piece(name: uuid.UUID, key: bytes, position: int, data: bytes, *, is_last: bool) -> None:
    """Write one piece of an arriving file where it belongs, durably, in place of whatever came there and after it."""
    nonce = secrets.token_bytes(_NONCE)  # drawn, not counted: a piece that was cut off is written again
    body = AESGCM(key).encrypt(nonce, data, _bound(name, position, is_last))
    path = _arriving(name)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with open(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+b") as file:
        file.truncate(position * _STORED)
        file.seek(position * _STORED)
        file.write(nonce + body)
        file.flush()
        os.fsync(file.fileno())


def keep(name: uuid.UUID) -> None:
    """The file is whole: put it where files stay. A second call changes nothing."""
    here, there = _arriving(name), path_of(name)
    there.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with suppress(FileNotFoundError):
        here.rename(there)
    for folder in (there.parent, here.parent):
        _sync(folder)


def forget(name: uuid.UUID) -> None:
    """Remove the file, wherever it is. A second call changes nothing."""
    for path in (_arriving(name), path_of(name)):
        path.unlink(missing_ok=True)


def pieces(name: uuid.UUID, key: bytes, size: int) -> Iterator[bytes]:
    """The file's own bytes, 1 MiB at a time. Raises `Damaged` before the first byte that is not what was written."""
    path = path_of(name) if path_of(name).exists() else _arriving(name)
    last = (size - 1) // PIECE
    try:
        with open(path, "rb") as file:
            for position in range(last + 1):
                sealed = file.read(_STORED)
                bound = _bound(name, position, position == last)
                yield AESGCM(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], bound)
            if file.read(1):
                raise Damaged
    except (OSError, InvalidTag, ValueError) as error:
        raise Damaged from error


def has_room_for(size: int) -> bool:
    """Whether so much can be kept and the words of the reports to come still have their place."""
    folder = settings.EVIDENCE_DIR
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    found = os.statvfs(folder)
    return found.f_bavail * found.f_frsize - size > settings.EVIDENCE_FREE_FLOOR


def names_kept() -> Iterator[uuid.UUID]:
    """Every file that stays."""
    for path in settings.EVIDENCE_DIR.glob("[0-9a-f][0-9a-f]/*"):
        if _NAME.fullmatch(path.name):
            yield uuid.UUID(path.name)


def names_left_arriving(*, since: datetime) -> Iterator[uuid.UUID]:
    """Files on their way that nothing was added to since then."""
    for path in settings.EVIDENCE_DIR.glob("arriving/*"):
        with suppress(FileNotFoundError):
            if _NAME.fullmatch(path.name) and path.stat().st_mtime < since.timestamp():
                yield uuid.UUID(path.name)


def is_kept_with(name: uuid.UUID, size: int) -> bool:
    """Whether there is a file of that length; cheap, opens nothing."""
    whole = (size - 1) // PIECE + 1
    try:
        return path_of(name).stat().st_size == size + whole * (_NONCE + _TAG)
    except OSError:
        return False


def path_of(name: uuid.UUID) -> Path:
    """Where a file stays."""
    return Path(settings.EVIDENCE_DIR) / name.hex[:2] / name.hex


def _arriving(name: uuid.UUID) -> Path:
    return Path(settings.EVIDENCE_DIR) / "arriving" / name.hex


def _bound(name: uuid.UUID, position: int, is_last: bool) -> bytes:
    return b"heard evidence" + name.bytes + position.to_bytes(8) + bytes([is_last])


def _sync(folder: Path) -> None:
    with suppress(FileNotFoundError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
