"""What a file is, by its bytes: never by its name, and never by what the browser says. Pure data and functions.

Only what officers can be shown a safe copy of is on the list. A file may still be broken, or pretend: this keeps out what
is plainly something else, the limits of the safe copy meet the rest.
"""

from __future__ import annotations

import codecs
import re
from typing import Final

HEAD: Final = 65_536  # bytes
TAIL: Final = 65_536

KINDS: Final[dict[str, str]] = {  # media type -> ending of a file's name
    "image/jpeg": "jpg", "image/png": "png", "image/heic": "heic", "image/webp": "webp", "image/gif": "gif",
    "application/pdf": "pdf", "video/mp4": "mp4", "video/quicktime": "mov", "video/webm": "webm",
    "video/x-matroska": "mkv", "audio/mpeg": "mp3", "audio/mp4": "m4a", "audio/ogg": "ogg", "audio/wav": "wav",
    "text/plain": "txt",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
}  # fmt: skip
DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
RECORDINGS: Final = frozenset(kind for kind in KINDS if kind.startswith(("audio/", "video/")))

_HEIC = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
_MP4 = {b"isom", b"iso2", b"iso3", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"dash", b"M4V ", b"MSNV",
        b"3gp4", b"3gp5", b"3gp6"}  # fmt: skip
_OLD_MOV = {b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot"}  # before files said what they are
_OFFICE = (b"[Content_Types].xml", b"_rels/", b"word/", b"docProps/")
_MARKUP = re.compile(rb"\s*<\s*(!doctype|\?xml|html|svg|script|head|body|iframe|!--)", re.IGNORECASE)
_NOT_TEXT = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
# What browsers record: the type of the document in the head of an EBML file, behind the length of its name.
_EBML = re.compile(rb"\x1aE\xdf\xa3.*?B\x82.{1,8}?(webm|matroska)", re.DOTALL)
_OGG_SOUND = (b"OpusHead", b"\x01vorbis", b"\x7fFLAC", b"Speex   ")  # where the first page of the first stream begins
_MP3 = re.compile(rb"\xff[\xfb\xfa\xf3\xf2\xe3\xe2]")


class Sniffer:
    """Is fed a whole file piece by piece, and keeps no more of it than beginning and end."""

    def __init__(self) -> None:
        self.head = self.tail = b""
        self._is_text = True
        self._decoder: codecs.IncrementalDecoder | None = None

    def feed(self, piece: bytes) -> None:
        """The next bytes."""
        if len(self.head) < HEAD:
            self.head += piece[: HEAD - len(self.head)]
        self.tail = (self.tail + piece)[-TAIL:] if len(piece) < TAIL else piece[-TAIL:]
        self._read(piece)

    def media_type(self) -> str:
        """The type after the last piece, empty where it is on no list."""
        binary = binary_type(self.head)
        if binary == DOCX:
            return DOCX if b"word/document.xml" in self.tail else ""
        if binary or not self._is_text or not self._ends_whole() or _MARKUP.match(self.head.lstrip(codecs.BOM_UTF8)):
            return binary
        return "text/plain" if self.head else ""

    def may_be_something(self) -> bool:
        """Whether the bytes so far can begin a file of the list; asked after the first piece, so that nobody sends in vain."""
        return bool(binary_type(self.head)) or (self._is_text and not _MARKUP.match(self.head))

    def _read(self, piece: bytes) -> None:
        if not self._is_text:
            return
        if self._decoder is None:
            wide = piece.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
            self._decoder = codecs.getincrementaldecoder("utf-16" if wide else "utf-8")()
        try:
            self._is_text = not _NOT_TEXT.search(self._decoder.decode(piece))
        except UnicodeDecodeError:
            self._is_text = False

    def _ends_whole(self) -> bool:
        try:
            return self._decoder is None or self._decoder.decode(b"", final=True) == ""
        except UnicodeDecodeError:
            return False


def binary_type(head: bytes) -> str:
    """The media type that the first bytes say, empty where they say none of the list. A text has no such bytes."""
    for starts, kind in (
        (b"\xff\xd8\xff", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"GIF87a", "image/gif"),
        (b"GIF89a", "image/gif"),
        (b"%PDF-", "application/pdf"),
        (b"ID3", "audio/mpeg"),
    ):
        if head.startswith(starts):
            return kind
    if head[:4] == b"RIFF":
        return {b"WEBP": "image/webp", b"WAVE": "audio/wav"}.get(head[8:12], "")
    if head[4:8] == b"ftyp":
        return _of_brand(head[8:12])
    if found := _EBML.match(head[:4096]):
        return {b"webm": "video/webm", b"matroska": "video/x-matroska"}[found[1]]
    if head[:4] == b"OggS":
        return "audio/ogg" if head[28:36].startswith(_OGG_SOUND) else ""
    if head[4:8] in _OLD_MOV:
        return "video/quicktime"
    if head[:4] == b"PK\x03\x04":
        return DOCX if head[30:60].startswith(_OFFICE) else ""
    return "audio/mpeg" if _MP3.match(head) else ""


def _of_brand(brand: bytes) -> str:
    if brand in _HEIC:
        return "image/heic"
    if brand == b"qt  ":
        return "video/quicktime"
    if brand in (b"M4A ", b"M4B "):
        return "audio/mp4"
    return "video/mp4" if brand in _MP4 else ""
