"""A program of its own, without Django and without the product's keys: makes from one file what officers may look at.

`python -I copying.py MEDIA_TYPE IN OUT`, where IN and OUT are numbers of open files. Each part is written as one line of
JSON (`type`, `size`, `note`) and its bytes. Whatever the file does, it does to this process, which is short of time,
memory and room. Exit status 3: not to be opened; 4: larger than may be opened; 5: the tool for it is not installed.
"""

import html
import io
import json
import os
import re
import resource
import subprocess
import sys
import wave
import zipfile
from collections.abc import Iterator
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image

SECONDS, MEMORY, ROOM = 6, 1536 * 1024 * 1024, 256 * 1024 * 1024
PIXELS, SIDE, PAGES, CHARACTERS = 80_000_000, 2400, 40, 200_000
DAMAGED, TOO_LARGE, NO_TOOL = 3, 4, 5
Part = tuple[str, bytes, str]


def limit(seconds: int) -> None:
    """What this process and those it starts may use."""
    for what, most in (
        (resource.RLIMIT_CPU, seconds), (resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_FSIZE, ROOM),
        (resource.RLIMIT_CORE, 0), (resource.RLIMIT_NOFILE, 64),
    ):  # fmt: skip
        resource.setrlimit(what, (most, most))


def picture(source: IO[bytes]) -> Iterator[Part]:
    """Drawn anew from its pixels: no metadata, no second file behind it. Of a moving one the first picture."""
    from PIL import Image, ImageOps

    try:
        import pillow_heif

        pillow_heif.register_heif_opener()
    except ImportError:
        pass
    Image.MAX_IMAGE_PIXELS = PIXELS
    with Image.open(
        source, formats=["JPEG", "PNG", "GIF", "WEBP", *(["HEIF"] if "HEIF" in Image.OPEN else [])]
    ) as found:
        if found.width * found.height > PIXELS:
            sys.exit(TOO_LARGE)
        moves = getattr(found, "n_frames", 1) > 1
        found.draft("RGB", (SIDE, SIDE))
        turned = ImageOps.exif_transpose(found).convert("RGBA")
    yield _drawn(turned, "first_picture" if moves else "")


def document_pages(source: IO[bytes]) -> Iterator[Part]:
    """The pages of a PDF as pictures."""
    import pypdfium2

    found = pypdfium2.PdfDocument(source.read())
    for number in range(min(len(found), PAGES)):
        page = found[number]
        longest = max(*page.get_size(), 1.0)
        note = f"pages {PAGES} {len(found)}" if number == 0 and len(found) > PAGES else ""
        yield _drawn(page.render(scale=min(2.0, 1600 / longest)).to_pil().convert("RGBA"), note)


def sound(source: IO[bytes], number: int, media_type: str) -> Iterator[Part]:
    """Encoded anew."""
    if tool := _ffmpeg():
        encoded = ["-map", "0:a:0", "-vn", "-c:a", "libmp3lame", "-q:a", "4", "-f", "mp3"]
        yield _converted(tool, number, [("audio/mpeg", encoded)])
        return
    if media_type != "audio/wav":
        sys.exit(NO_TOOL)
    with wave.open(source) as found:  # a WAV needs no tool
        out = io.BytesIO()
        with wave.open(out, "wb") as made:
            made.setparams(found.getparams())
            while frames := found.readframes(65_536):
                made.writeframes(frames)
    yield "audio/wav", out.getvalue(), ""


def film(number: int, media_type: str) -> Iterator[Part]:
    """The same pictures and sound in a new container, without metadata.

    What a browser records as WebM or Matroska can hold what WebM may not: then it goes into an MP4.
    """
    tool = _ffmpeg()
    if tool is None:
        sys.exit(NO_TOOL)
    streams = ["-map", "0:v:0?", "-map", "0:a:0?", "-sn", "-dn", "-c", "copy"]
    forms = [("video/mp4", [*streams, "-movflags", "+faststart", "-f", "mp4"])]
    if media_type in ("video/webm", "video/x-matroska"):
        forms.insert(0, ("video/webm", [*streams, "-f", "webm"]))
    yield _converted(tool, number, forms)


def words(source: IO[bytes]) -> Iterator[Part]:
    """A text as it stands."""
    raw = source.read(4 * CHARACTERS)
    wide = raw.startswith((b"\xff\xfe", b"\xfe\xff"))
    yield _text(raw.decode("utf-16" if wide else "utf-8", "replace"), is_cut=bool(source.read(1)))


def letter(source: IO[bytes]) -> Iterator[Part]:
    """The words of a DOCX, paragraph by paragraph."""
    with zipfile.ZipFile(source) as found, found.open("word/document.xml") as body:
        xml = body.read(20_000_000)
        if body.read(1):
            sys.exit(TOO_LARGE)
    breaks = {"p": "\n", "br": "\n", "tab": "\t"}
    text = xml.decode("utf-8", "replace")
    spaced = re.sub(r"<w:(p|br|tab)[ />]", lambda one: breaks[one[1]] + one[0], text)
    kept = re.sub(r"<w:t[^>]*>([^<]*)</w:t>|<[^>]*>|[^<\n\t]", lambda one: one[1] or "", spaced)
    yield _text(html.unescape(kept).strip(), is_cut=False)


def _text(text: str, *, is_cut: bool) -> Part:
    return "text/plain", text[:CHARACTERS].encode(), "cut" if is_cut or len(text) > CHARACTERS else ""


def _drawn(drawn: "Image.Image", note: str) -> Part:
    from PIL import Image

    drawn.thumbnail((SIDE, SIDE))
    sheet = Image.new("RGB", drawn.size, "white")
    sheet.paste(drawn, mask=drawn.getchannel("A"))
    out = io.BytesIO()
    sheet.save(out, "JPEG", quality=88)
    return "image/jpeg", out.getvalue(), note


def _ffmpeg() -> str | None:
    """The binary of `imageio-ffmpeg` (GPL), where the operator has installed it."""
    try:
        import imageio_ffmpeg

        return str(imageio_ffmpeg.get_ffmpeg_exe())
    except (ImportError, RuntimeError):
        return None


def _converted(tool: str, number: int, forms: list[tuple[str, list[str]]]) -> Part:
    """In the first of these forms, each a media type and how to make it, in which it can be written."""
    for kind, how in forms:
        made = os.memfd_create("converted")
        command = [tool, "-nostdin", "-v", "error", "-threads", "1", "-protocol_whitelist", "file"]
        command += ["-i", f"/proc/self/fd/{number}", "-map_metadata", "-1", "-map_chapters", "-1"]
        command += [*how, "-y", f"/proc/self/fd/{made}"]
        done = subprocess.run(command, pass_fds=[number, made], stdin=subprocess.DEVNULL, capture_output=True, env={})  # noqa: S603  (no shell)
        with open(made, "rb") as file:
            if done.returncode == 0 and file.seek(0, os.SEEK_END):
                file.seek(0)
                return kind, file.read(), ""
    sys.exit(DAMAGED)


def main(media_type: str, number: int, out: int) -> int:
    """Write the parts to `out`."""
    size = os.fstat(number).st_size
    limit(SECONDS if not media_type.startswith("video/") else 2 + size // 10_000_000 + 1)
    with open(number, "rb", closefd=False) as source, open(out, "wb", closefd=False) as target:
        if media_type.startswith("image/"):
            parts = picture(source)
        elif media_type.startswith("audio/"):
            parts = sound(source, number, media_type)
        elif media_type.startswith("video/"):
            parts = film(number, media_type)
        else:
            parts = {"application/pdf": document_pages, "text/plain": words}.get(media_type, letter)(source)
        try:
            for kind, content, note in parts:
                target.write(json.dumps({"type": kind, "size": len(content), "note": note}).encode() + b"\n" + content)
        except MemoryError:
            return TOO_LARGE
        except Exception as error:  # noqa: BLE001  (whatever a hostile file makes a library raise, it is not opened)
            return TOO_LARGE if "Bomb" in type(error).__name__ else DAMAGED
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))
