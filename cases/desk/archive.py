"""A ZIP archive that is sent while it is made, with the SHA-256 of every file in its manifest."""

import csv
import hashlib
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime

MANIFEST = "manifest.sha256"
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "＝", "＋", "－", "＠")


class Archive:
    """Names come out in the order in which they are added; no more than one piece of a file is held in memory.

    Without `end` it has no directory: what was cut off on the way opens nowhere as if it were whole.
    """

    def __init__(self, *, now: datetime) -> None:
        self._sink = _Sink()
        self._zip = zipfile.ZipFile(self._sink, "w", zipfile.ZIP_DEFLATED)  # type: ignore[call-overload]
        self._stamp = now.timetuple()[:6]
        self.hashes: dict[str, str] = {}
        self.manifest = ""

    def add(self, name: str, pieces: Iterable[bytes]) -> Iterator[bytes]:
        """One file."""
        digest = hashlib.sha256()
        entry = zipfile.ZipInfo(name, self._stamp)
        entry.compress_type = zipfile.ZIP_DEFLATED
        entry.external_attr = 0o600 << 16
        with self._zip.open(entry, "w") as file:
            for piece in pieces:
                digest.update(piece)
                file.write(piece)
                yield from self._sink.taken()
        self.hashes[name] = digest.hexdigest()
        yield from self._sink.taken()

    def end(self) -> Iterator[bytes]:
        """The manifest, in the form that `sha256sum --check` reads, and the archive's directory."""
        listed = "".join(f"{digest}  {name}\n" for name, digest in self.hashes.items()).encode()
        yield from self.add(MANIFEST, [listed])
        self.manifest = self.hashes[MANIFEST]
        self._zip.close()
        yield from self._sink.taken()


def safe_name(text: str) -> str:
    """For a file or folder: letters, digits, dots and dashes, and never a folder above."""
    return _UNSAFE.sub("-", text).strip(".-") or "unnamed"


def csv_lines(head: list[str], rows: Iterable[Iterable[object]]) -> Iterator[bytes]:
    """A table for spreadsheets in which nothing starts a formula. With the mark by which they know UTF-8."""
    yield "\ufeff".encode()
    yield _line(head)
    for cells in rows:
        yield _line(cells)


def inert(cell: object) -> str:
    """A cell that a spreadsheet shows and does not calculate."""
    text = str(cell)
    return f"'{text}" if text.lstrip(" \u00a0\ufeff").startswith(_STARTS_A_FORMULA) else text


def _line(cells: Iterable[object]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerow([inert(cell) for cell in cells])
    return out.getvalue().encode()


class _Sink(io.RawIOBase):
    """Takes what the archive writes, until it is sent."""

    def __init__(self) -> None:
        super().__init__()
        self._pieces: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, piece: object) -> int:
        taken = bytes(piece)  # type: ignore[call-overload]
        self._pieces.append(taken)
        return len(taken)

    def taken(self) -> Iterator[bytes]:
        pieces, self._pieces = self._pieces, []
        yield from pieces
