"""The ledger itself: one line for every report whose code was shown."""

import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Self


class LedgerError(ValueError):
    """A ledger that cannot be read or written; the message names the file and the line."""


@dataclass(frozen=True)
class Entry:
    """A code that was shown. `bytes` is the size of the canonical words in UTF-8, `at` an ISO time in UTC."""

    code: str
    fingerprint: str
    reference: str
    bytes: int
    at: str


class Ledger:
    """The ledger file, open for adding. An entry is on the disk when `add` returns. Safe between threads."""

    def __init__(self, path: Path) -> None:
        self._lock = Lock()
        try:
            # Codes open reports, so nobody else may read them.
            self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        except OSError as error:
            raise LedgerError(f"{path}: {error.strerror}") from None
        _sync_folder(path)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: TracebackType | None) -> None:
        os.close(self._file)

    def add(self, entry: Entry) -> None:
        """Append `entry`. Raises `LedgerError` when it cannot be made durable."""
        line = json.dumps(asdict(entry)).encode() + b"\n"
        try:
            with self._lock:
                if os.write(self._file, line) != len(line):
                    raise LedgerError("the ledger is cut short: the disk is full")
                os.fsync(self._file)
        except OSError as error:
            raise LedgerError(f"the ledger cannot be written: {error.strerror}") from None


def read_ledger(path: Path) -> list[Entry]:
    """Every entry of the file at `path`. Raises `LedgerError`: an unreadable line is never passed over."""
    try:
        with path.open("rb") as file:
            return [_entry(line, f"{path}, line {number}") for number, line in enumerate(file, start=1)]
    except OSError as error:
        raise LedgerError(f"{path}: {error.strerror}") from None


def duplicates(entries: Iterable[Entry]) -> int:
    """How many entries bear a code or a reference that an earlier one bears."""
    codes: set[str] = set()
    references: set[str] = set()
    doubled = 0
    for entry in entries:
        doubled += entry.code in codes or entry.reference in references
        codes.add(entry.code)
        references.add(entry.reference)
    return doubled


def _entry(line: bytes, where: str) -> Entry:
    try:
        held = json.loads(line)
        code, mark, reference, at = (str(held[name]) for name in ("code", "fingerprint", "reference", "at"))
        return Entry(code, mark, reference, int(held["bytes"]), at)
    except (ValueError, TypeError, KeyError):
        raise LedgerError(f"{where}: not a ledger entry") from None


def _sync_folder(path: Path) -> None:
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
