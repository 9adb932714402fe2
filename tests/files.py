"""Real files for tests, made on the spot: what a phone, a browser and an office send."""

import functools
import io
import struct
import wave
import zipfile
import zlib

from PIL import Image


def picture(kind: str = "JPEG", size: tuple[int, int] = (40, 30), **options: object) -> bytes:
    """A picture as pillow writes it."""
    out = io.BytesIO()
    Image.new("RGB", size, "navy").save(out, kind, **options)
    return out.getvalue()


def photo(size: tuple[int, int] = (40, 30)) -> bytes:
    """A picture that says where and with what it was taken, and lies on its side."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = "PhoneMaker", 6
    exif.get_ifd(0x8825)[1] = "N"
    return picture("JPEG", size, exif=exif)


def sound() -> bytes:
    """A tenth of a second of silence."""
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(bytes(1600))
    return out.getvalue()


def document(text: str = "He shouted at me.") -> bytes:
    """A DOCX with one paragraph."""
    body = f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    return archive(
        ("[Content_Types].xml", b"<Types/>"),
        ("word/document.xml", f"<w:document {space}><w:body>{body}</w:body></w:document>".encode()),
    )


def archive(*files: tuple[str, bytes]) -> bytes:
    """A ZIP."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in files:
            file.writestr(name, content)
    return out.getvalue()


def pdf(pages: int = 2, *, width: int = 200) -> bytes:
    """A PDF with empty pages."""
    kids = " ".join(f"{number + 3} 0 R" for number in range(pages))
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", f"<< /Type /Pages /Kids [{kids}] /Count {pages} >>"]
    objects += [f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {width} {width}] >>"] * pages
    out, places = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj {one} endobj\n".encode()
    table = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n" + "".join(f"{at:010} 00000 n \n" for at in places)
    return out + f"{table}trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF".encode()


def pixel_bomb() -> bytes:
    """A small PNG that says it is 50,000 by 50,000 pixels."""
    head = struct.pack(">IIBBBBB", 50_000, 50_000, 8, 2, 0, 0, 0)

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(bytes(10_000_000)))
        + chunk(b"IEND", b"")
    )


@functools.cache
def bombs() -> dict[tuple[str, str], bytes]:
    """Small files that are made to be too much, by name and media type."""
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    return {
        ("pixels", "image/png"): pixel_bomb(),
        ("wide", "application/pdf"): pdf(width=14_000_000),
        ("zip", word): archive(("[Content_Types].xml", b"x"), ("word/document.xml", bytes(60_000_000))),
        ("loop", "application/pdf"): b"%PDF-1.4\n" + b"1 0 obj<</Kids[1 0 R]>>endobj " * 50_000,
        ("pages", "application/pdf"): pdf(pages=20_000),
        ("tags", word): archive(("[Content_Types].xml", b"x"), ("word/document.xml", b"<w:t>" * 3_000_000)),
    }


HTML = b"<!doctype html><script>alert(1)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
PROGRAM = b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff" + bytes(200)
ALL = {
    "image/jpeg": photo(), "image/png": picture("PNG"), "image/gif": picture("GIF"), "image/webp": picture("WEBP"),
    "audio/wav": sound(), "application/pdf": pdf(), "text/plain": "Он кричал.\n".encode(),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": document(),
    "image/heic": b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "video/quicktime": b"\0\0\0\x14ftypqt  \0\0\0\0qt  ",
    "video/mp4": b"\0\0\0\x18ftypisom\0\0\2\0isomiso2", "audio/mp4": b"\0\0\0\x18ftypM4A \0\0\2\0M4A mp42",
    "video/webm": b"\x1aE\xdf\xa3\x9fB\x86\x81\x01B\x82\x84webm", "audio/mpeg": b"ID3\x04\0\0\0\0\0\0" + bytes(50),
    "video/x-matroska": b"\x1aE\xdf\xa3\xa3B\x86\x81\x01B\x82\x88matroska",
    "audio/ogg": b"OggS\0\x02" + bytes(20) + b"\x01\x13OpusHead\x01\x01",
}  # fmt: skip
