"""What officers look at is made anew, apart, in little time; a hostile file harms nobody but its own process."""

import io
import random
import subprocess
import time
from pathlib import Path

import pytest
from django.utils import timezone
from PIL import Image

from cases.domain import safe_copies
from cases.models import ExhibitSeal, SafeCopy
from reporting import media
from reporting.domain import vault
from reporting.models import Evidence
from tests import files
from tests.cast import Cast, file_of, report

pytestmark = pytest.mark.django_db


def copies(content: bytes, media_type: str, **fields: object) -> list[SafeCopy]:
    return safe_copies.make_copies(file_of(report(), content, media_type, **fields), now=timezone.now())


def content(copy: SafeCopy) -> bytes:
    return b"".join(safe_copies.bytes_of(copy))


def test_a_photo_is_drawn_anew_the_right_way_up_without_what_lay_hidden_in_it(cast: Cast) -> None:
    (one,) = copies(files.photo((40, 30)) + b"<script>alert(1)</script>", "image/jpeg")
    drawn = content(one)
    picture = Image.open(io.BytesIO(drawn))
    assert (picture.size, picture.format, dict(picture.getexif())) == ((30, 40), "JPEG", {})
    assert b"PhoneMaker" not in drawn
    assert b"script" not in drawn
    assert vault.path_of(one.stored).read_bytes().find(drawn[:32]) == -1


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "GIF"])
def test_other_pictures_too(cast: Cast, kind: str) -> None:
    (one,) = copies(files.picture(kind), f"image/{kind.lower()}")
    assert (one.media_type, one.failure) == ("image/jpeg", "")


def test_a_heic_of_a_phone_where_the_library_is_there(cast: Cast) -> None:
    heif = pytest.importorskip("pillow_heif")
    out = io.BytesIO()
    heif.from_pillow(Image.new("RGB", (64, 48), "red")).save(out)
    assert media.binary_type(out.getvalue()) == "image/heic"
    assert copies(out.getvalue(), "image/heic")[0].media_type == "image/jpeg"


def test_a_pdf_becomes_pictures_of_its_pages(cast: Cast) -> None:
    made = copies(files.pdf(pages=3), "application/pdf")
    assert [(one.part, one.media_type) for one in made] == [(0, "image/jpeg"), (1, "image/jpeg"), (2, "image/jpeg")]


def test_of_a_long_pdf_the_first_pages_are_shown_and_that_is_said(cast: Cast) -> None:
    made = copies(files.pdf(pages=60), "application/pdf")
    assert (len(made), made[0].note) == (40, "pages 40 60")


def test_texts_and_letters_become_plain_words(cast: Cast) -> None:
    assert content(copies("Он кричал.".encode(), "text/plain")[0]).decode() == "Он кричал."
    assert content(copies(files.document("Fish &amp; chips"), media.DOCX)[0]) == b"Fish & chips"


def test_sound_is_encoded_anew(cast: Cast) -> None:
    (one,) = copies(files.sound(), "audio/wav")
    assert one.media_type in ("audio/mpeg", "audio/wav")
    assert one.size


def recorded(tmp_path: Path, name: str, *how: str) -> bytes:
    """A second of noise and colours as a browser would have recorded it."""
    ffmpeg = pytest.importorskip("imageio_ffmpeg").get_ffmpeg_exe()
    there = tmp_path / name
    sources = ["-f", "lavfi", "-i", "sine=duration=1", "-f", "lavfi", "-i", "testsrc=duration=1:size=160x120"]
    subprocess.run([ffmpeg, "-v", "error", *sources, *how, str(there)], check=True)
    return there.read_bytes()


@pytest.mark.parametrize(
    ("name", "how", "kind", "copied"),
    [
        ("a.ogg", ["-map", "0:a", "-c:a", "libopus"], "audio/ogg", "audio/mpeg"),  # Firefox, sound
        ("a.mkv", ["-map", "0:a", "-map", "1:v", "-c:a", "libopus", "-c:v", "libx264"], "video/x-matroska", "video/mp4"),
        ("b.mkv", ["-map", "0:a", "-map", "1:v", "-c:a", "libopus", "-c:v", "libvpx"], "video/x-matroska", "video/webm"),
        ("a.webm", ["-map", "0:a", "-c:a", "libopus"], "video/webm", "video/webm"),
    ],
)  # fmt: skip
def test_what_a_browser_records_can_be_heard_and_seen(
    cast: Cast, tmp_path: Path, name: str, how: list[str], kind: str, copied: str
) -> None:
    original = recorded(tmp_path, name, *how)
    assert media.binary_type(original) == kind
    assert kind in media.RECORDINGS
    (one,) = copies(original, kind)
    assert (one.media_type, one.failure) == (copied, "")
    assert media.binary_type(content(one)) == copied


def test_a_second_look_makes_nothing_anew(cast: Cast) -> None:
    file = file_of(report(), files.photo(), "image/jpeg")
    first = safe_copies.make_copies(file, now=timezone.now())
    assert [one.pk for one in safe_copies.make_copies(file, now=timezone.now())] == [one.pk for one in first]


def test_a_copy_that_was_being_made_while_the_exhibit_was_sealed_is_not_kept(cast: Cast) -> None:
    file = file_of(report(), files.photo(), "image/jpeg")
    ExhibitSeal.objects.create(evidence=Evidence.objects.get(pk=file.pk), by=cast.officer, at=timezone.now())
    before = set(vault.names_kept())
    assert safe_copies.make_copies(file, now=timezone.now()) == []
    assert set(vault.names_kept()) == before


@pytest.mark.parametrize("bomb", sorted(files.bombs()))
def test_bombs_are_stopped_within_ten_seconds(cast: Cast, bomb: tuple[str, str]) -> None:
    file = file_of(report(), files.bombs()[bomb], bomb[1])
    began = time.perf_counter()
    made = safe_copies.make_copies(file, now=timezone.now())
    assert time.perf_counter() - began < 10
    assert all(one.failure or one.size < 10_000_000 for one in made)


def test_a_file_that_takes_too_long_is_given_up(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(safe_copies, "SECONDS", 0.02)
    assert [one.failure for one in copies(files.pdf(pages=60), "application/pdf")] == ["too_large"]


def test_a_file_that_cannot_be_read_says_so_and_is_tried_again(cast: Cast) -> None:
    file = file_of(report(), files.photo(), "image/jpeg")
    vault.forget(file.stored)
    assert [one.failure for one in safe_copies.make_copies(file, now=timezone.now())] == ["lost"]
    assert not SafeCopy.objects.exists()


def test_hundreds_of_mutated_files_are_known_or_refused_and_none_harms_the_process() -> None:
    chance, kinds = random.Random(15), {}  # noqa: S311
    for number in range(600):
        original = bytearray(list(files.ALL.values())[number % len(files.ALL)])
        for _ in range(chance.randrange(1, 12)):
            match chance.randrange(3):
                case 0:
                    original[chance.randrange(len(original))] = chance.randrange(256)
                case 1:
                    del original[chance.randrange(len(original)) :]
                case _:
                    original += chance.randbytes(chance.randrange(200))
            original = original or bytearray(b"x")
        sniffer = media.Sniffer()
        sniffer.feed(bytes(original))
        kinds[sniffer.media_type()] = bytes(original)
    assert set(kinds) <= {"", *media.KINDS}
    assert len(kinds) > 8


@pytest.mark.parametrize("kind", ["image/jpeg", "image/png", "application/pdf", "audio/wav", media.DOCX])
def test_a_broken_file_has_no_copy_and_the_reason_is_kept(cast: Cast, kind: str) -> None:
    whole = files.ALL[kind]
    (one,) = copies(whole[: len(whole) // 3], kind)
    assert one.failure in ("damaged", "")
