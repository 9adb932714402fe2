"""What officers look at instead of the original: made on first request, in a process of its own, and kept encrypted."""

import base64
import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
import uuid
from collections.abc import Iterator
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import IO

from django.db import IntegrityError, transaction

from cases import copying
from cases.domain import clamav
from cases.domain.turns import wait_turn
from cases.models import ExhibitSeal, SafeCopy
from reporting.domain import evidence, sealing, vault
from reporting.models import Evidence

SECONDS, SECONDS_FOR_10_MB = 8.0, 1.0  # what is left of ten is for reading, starting and keeping
_PROGRAM = Path(copying.__file__)
_FAILURES = {copying.DAMAGED: "damaged", copying.TOO_LARGE: "too_large", copying.NO_TOOL: "no_tool"}
_PASSING = ("scanner_down", "no_tool", "lost")
_AT_ONCE = threading.BoundedSemaphore(2)  # of each web process


def make_copies(file: Evidence, *, now: datetime) -> list[SafeCopy]:
    """The parts of the safe copy, made now if there are none; one with a `failure` says why there is nothing to see.

    A second call returns what the first one made. Nothing is made of a sealed exhibit. No more than ten seconds pass
    (for video two, and one for each 10 MB), whatever the file is.
    """
    made = copies_of(file)
    if made or hasattr(file, "seal"):
        return made
    with _AT_ONCE, _scratch() as original, _scratch() as result:
        try:
            for piece in evidence.bytes_of(file):
                original.write(piece)
        except (sealing.CannotOpen, vault.Damaged):
            return _kept(file, [_failed(file, "lost", now)])
        original.flush()
        failure = _scanned(original) or _run(file.media_type, original, result)
        parts = [] if failure else list(_stored(file, result, now))
    return _kept(file, parts or [_failed(file, failure or "damaged", now)])


def copies_of(file: Evidence) -> list[SafeCopy]:
    """What was made before; of an erased file there is nothing to see."""
    if file.sealed is None:
        return [SafeCopy(evidence=file, failure="lost")]
    return list(SafeCopy.objects.filter(evidence=file).order_by("part"))


def bytes_of(copy: SafeCopy) -> Iterator[bytes]:
    """One part. Raises `sealing.CannotOpen`, `vault.Damaged`."""
    if copy.stored is None or copy.sealed_key is None:
        raise sealing.CannotOpen
    key = sealing.unseal(copy.sealed_key, table="safe_copy", row=copy.stored.hex, field="key")
    yield from vault.pieces(copy.stored, base64.b64decode(key), copy.size)


def destroy_copies(file: Evidence) -> int:
    """Remove every part, keys with the rows; the files go once that is committed. Part of the caller's transaction."""
    _alone_with(file)
    found = list(SafeCopy.objects.filter(evidence=file).exclude(stored=None).values_list("stored", flat=True))
    SafeCopy.objects.filter(evidence=file).delete()
    for name in found:
        transaction.on_commit(partial(vault.forget, name))  # type: ignore[arg-type]
    return len(found)


def _scanned(original: IO[bytes]) -> str:
    if not clamav.is_configured():
        return ""
    original.seek(0)
    try:
        found = clamav.found_in(iter(lambda: original.read(vault.PIECE), b""))
    except clamav.ScannerDown:
        return "scanner_down"
    return "malware" if found else ""


def _run(media_type: str, original: IO[bytes], result: IO[bytes]) -> str:
    size = original.seek(0, os.SEEK_END)
    original.seek(0)
    patience = 2 + size / 10_000_000 * SECONDS_FOR_10_MB if media_type.startswith("video/") else SECONDS
    files = [original.fileno(), result.fileno()]
    with subprocess.Popen(  # noqa: S603  (our own program, no shell, no word of a stranger's)
        [sys.executable, "-I", str(_PROGRAM), media_type, *map(str, files)],
        pass_fds=files, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        cwd="/", env={"PATH": "/usr/bin:/bin"}, start_new_session=True,
    ) as program:  # fmt: skip
        try:
            status = program.wait(max(patience, SECONDS / 2))
        except subprocess.TimeoutExpired:
            status = copying.TOO_LARGE
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(program.pid, signal.SIGKILL)
    return "" if status == 0 else _FAILURES.get(status, "too_large" if status < 0 else "damaged")


def _stored(file: Evidence, result: IO[bytes], now: datetime) -> Iterator[SafeCopy]:
    result.seek(0)
    for part, line in enumerate(iter(result.readline, b"")):
        said = json.loads(line)
        name, key = uuid.uuid4(), vault.new_key()
        writer, left = vault.Writer(name, key), int(said["size"])
        while left and (piece := result.read(min(left, vault.PIECE))):
            writer.write(piece)
            left -= len(piece)
        if not writer.size:
            continue
        writer.finish()
        vault.keep(name)
        sealed = sealing.seal(base64.b64encode(key).decode(), table="safe_copy", row=name.hex, field="key")
        yield SafeCopy(
            evidence=file, part=part, stored=name, sealed_key=sealed, media_type=said["type"], size=writer.size,
            note=said["note"], made_at=now,
        )  # fmt: skip


def _kept(file: Evidence, parts: list[SafeCopy]) -> list[SafeCopy]:
    """Kept, save what may be different tomorrow."""
    if parts[0].failure in _PASSING:
        return parts
    is_kept = False
    try:
        with transaction.atomic():
            _alone_with(file)
            if not ExhibitSeal.objects.filter(
                evidence=file
            ).exists():  # sealed while this was made: nothing is left of it
                SafeCopy.objects.bulk_create(parts)
                is_kept = True
    except IntegrityError:  # somebody asked at the same moment: theirs stands
        is_kept = False
    if not is_kept:
        for part in parts:
            if part.stored:
                vault.forget(part.stored)
    return copies_of(file)


def _alone_with(file: Evidence) -> None:
    """Nobody else keeps or destroys copies of it until the end of the transaction; the desk may not lock the row itself."""
    wait_turn(f"copies of {file.pk}")


def _failed(file: Evidence, failure: str, now: datetime) -> SafeCopy:
    return SafeCopy(evidence=file, part=0, failure=failure, made_at=now)


def _scratch() -> IO[bytes]:
    """Room in memory: what is decrypted here never lies on a disk."""
    return open(os.memfd_create("evidence"), "w+b")
