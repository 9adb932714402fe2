"""Scanning with a real clamd, on a socket and with signatures of our own; where there is no clamd, that is said."""

import hashlib
import shutil
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.utils import timezone
from pytest_django import Settings

from cases.domain import clamav, safe_copies
from cases.models import SafeCopy
from tests import files
from tests.cast import Cast, file_of, report
from tests.machine import CLAMD_PATH

CLAMD = shutil.which("clamd", path=CLAMD_PATH)
needs_clamd = pytest.mark.skipif(CLAMD is None, reason="there is no clamd here: apt-get install clamav-daemon")
HARMLESS = b"This text is harmless, and a signature made for these tests says otherwise: quince-and-medlar.\n"
MOST = 4 * 1024 * 1024  # that this clamd takes


@dataclass
class Daemon:
    """A clamd of the tests' own."""

    process: "subprocess.Popen[bytes]"
    socket: Path

    def stop(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(30)


@pytest.fixture
def daemon(tmp_path: Path, settings: Settings) -> Iterator[Daemon]:
    """Up, and what files are scanned with."""
    signatures, there = tmp_path / "signatures", tmp_path / "clamd.sock"
    signatures.mkdir()
    picture = files.picture("PNG")
    (signatures / "ours.ndb").write_text(f"Heard.Test.Words:0:*:{b'quince-and-medlar'.hex()}\n")
    (signatures / "ours.hdb").write_text(f"{hashlib.md5(picture).hexdigest()}:{len(picture)}:Heard.Test.Picture\n")  # noqa: S324
    said = tmp_path / "clamd.conf"
    said.write_text(
        f"LocalSocket {there}\nDatabaseDirectory {signatures}\nForeground yes\nTemporaryDirectory {tmp_path}\n"
        f"StreamMaxLength {MOST}\nDetectPUA no\n"
    )
    one = Daemon(subprocess.Popen([str(CLAMD), "--config-file", str(said)], stdout=subprocess.DEVNULL), there)
    until = time.monotonic() + 60
    while not _answers(there) and time.monotonic() < until:
        assert one.process.poll() is None, "clamd ended"
        time.sleep(0.05)
    settings.CLAMD_SOCKET = str(there)
    yield one
    if one.process.poll() is None:
        one.stop()


def _answers(there: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as asked:
        try:
            asked.connect(str(there))
            asked.sendall(b"zPING\0")
            return asked.recv(16) == b"PONG\0"
        except OSError:
            return False


def copies(content: bytes, media_type: str) -> list[SafeCopy]:
    return safe_copies.make_copies(file_of(report(), content, media_type), now=timezone.now())


@needs_clamd
def test_what_a_signature_names_is_found_and_what_none_names_passes(daemon: Daemon) -> None:
    assert clamav.found_in([HARMLESS]) == "Heard.Test.Words.UNOFFICIAL"
    assert clamav.found_in([HARMLESS[:80], HARMLESS[80:]]) == "Heard.Test.Words.UNOFFICIAL"
    assert clamav.found_in([files.picture("PNG")]) == "Heard.Test.Picture.UNOFFICIAL"
    assert clamav.found_in([files.picture("JPEG")]) == ""
    assert clamav.found_in([bytes(1024 * 1024)] * 3) == ""


@needs_clamd
@pytest.mark.django_db
def test_an_officer_sees_the_clean_file_and_not_the_other(daemon: Daemon, cast: Cast) -> None:
    assert [one.failure for one in copies(files.picture("JPEG"), "image/jpeg")] == [""]
    (found,) = copies(HARMLESS, "text/plain")
    assert (found.failure, found.stored) == ("malware", None)


@needs_clamd
@pytest.mark.django_db
def test_while_it_is_down_a_file_stays_unopened_and_that_is_said_and_passes(daemon: Daemon, cast: Cast) -> None:
    file = file_of(report(), files.picture("JPEG"), "image/jpeg")
    daemon.stop()
    (down,) = safe_copies.make_copies(file, now=timezone.now())
    assert (down.failure, down.stored) == ("scanner_down", None)
    assert not SafeCopy.objects.exists()  # asked again with the next press


@needs_clamd
def test_what_is_more_than_it_takes_is_not_called_clean(daemon: Daemon) -> None:
    with pytest.raises(clamav.ScannerDown):
        clamav.found_in([bytes(1024 * 1024)] * 6)


def test_an_answer_in_pieces_is_read_to_its_end(tmp_path: Path, settings: Settings) -> None:
    there = tmp_path / "slow.sock"
    settings.CLAMD_SOCKET = str(there)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(there))
        server.listen()

        def answer() -> None:
            line, _ = server.accept()
            with line:
                while not line.recv(65_536).endswith(bytes(4)):
                    pass
                for piece in (b"stream: Some.", b"Thing FO", b"UND\0"):
                    line.sendall(piece)
                    time.sleep(0.05)

        thread = threading.Thread(target=answer)
        thread.start()
        assert clamav.found_in([b"abc"]) == "Some.Thing"
        thread.join()
