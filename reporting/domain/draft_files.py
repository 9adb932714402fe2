"""Files on their way: stored piece by piece as soon as they are chosen, long before anything is sent.

Words come first: a file belongs to a draft that is there already, and nothing that goes wrong here touches it.
"""

import base64
import hashlib
import json
import secrets
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef

from reporting import media
from reporting.domain import vault
from reporting.domain.words import canonical
from reporting.models import Draft, DraftFile

LONGEST_NAME, LONGEST_CAPTION = 300, 5_000
_LEFT_AFTER = timedelta(days=1)
_NONCE = 12


class Why(StrEnum):
    """Why a file is not kept."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    TOO_MUCH = "too_much"
    TOO_MANY = "too_many"
    KIND = "kind"
    NO_RECORDING = "no_recording"
    CUT = "cut"
    NO_ROOM = "no_room"
    GONE = "gone"


class FileRefused(Exception):
    """This file is not kept; words and other files are as they were."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why = why


class OutOfStep(Exception):
    """The piece is not the next one: `received` bytes are here already."""

    def __init__(self, received: int) -> None:
        super().__init__(received)
        self.received = received


@dataclass(frozen=True)
class OpenFile:
    """A file of a draft with its name and caption. `key` opens it on disk."""

    id: uuid.UUID
    name: str
    caption: str
    size: int
    received: int
    media_type: str
    sha256: str
    is_recording: bool
    key: bytes

    @property
    def is_whole(self) -> bool:
        """All of it is here, checked, and goes with the report."""
        return bool(self.sha256)


def files_of(draft_id: uuid.UUID, *, token: str) -> list[OpenFile]:
    """The draft's files in the order in which they were chosen; one that does not open with this token is left out."""
    rows = DraftFile.objects.filter(draft_id=draft_id).order_by("begun_at", "id")
    return [one for row in rows if (one := _opened(row, token))]


def begin_file(
    draft_id: uuid.UUID, *, token: str, name: str, size: int, is_recording: bool = False, now: datetime
) -> OpenFile:
    """Make room for a file of `size` bytes. The same name and size again, while it is not whole, goes on where it was.

    Raises `FileRefused`: empty, too large, too much or too many for one report, no room on the disk, or no such draft.
    """
    name = canonical(name)[-LONGEST_NAME:]
    with transaction.atomic():
        known = _locked_files(draft_id, token)
        for one in known:
            if not one.is_whole and (one.name, one.size, one.is_recording) == (name, size, is_recording):
                return one
        _check_room(known, size)
        return _add(draft_id, token, name, size, is_recording, uuid.uuid4(), vault.new_key(), now)


def add_piece(file_id: uuid.UUID, draft_id: uuid.UUID, *, token: str, offset: int, piece: bytes) -> OpenFile:
    """Keep the next piece, durably, and with the last one the whole file.

    Every piece but the last is 1 MiB. A piece that is here already, or not the next, raises `OutOfStep` and changes
    nothing. Raises `FileRefused` for what is on no list, by its content, or cannot be written; it is removed then.
    """
    with transaction.atomic():
        row = DraftFile.objects.select_for_update().filter(pk=file_id, draft_id=draft_id).first()
        file = _opened(row, token) if row else None
        if row is None or file is None:
            raise FileRefused(Why.GONE)
        end = offset + len(piece)
        if offset != row.received or file.is_whole:
            raise OutOfStep(row.received)
        if not piece or end > row.size or (len(piece) != vault.PIECE and end != row.size):
            raise FileRefused(Why.CUT)
        try:
            vault.put_piece(row.pk, file.key, offset // vault.PIECE, piece, is_last=end == row.size)
            row.received = end
            if end == row.size:
                _complete(row, file)
            elif not offset:
                _check_beginning(piece)
        except OSError:
            raise FileRefused(Why.NO_ROOM) from None
        except FileRefused as refused:
            row.delete()
            failed: FileRefused | None = refused
        else:
            failed = None
            row.save(update_fields=["received", "sha256", "media_type"])
    if failed:
        vault.forget(file_id)
        raise failed
    return _open(row, token)


def keep_upload(
    draft_id: uuid.UUID, *, token: str, name: str, written: vault.Writer, sniffer: media.Sniffer, sha256: str,
    is_recording: bool = False, now: datetime,
) -> OpenFile:  # fmt: skip
    """Keep a file that arrived whole in a form, already encrypted on disk.

    A file with the same bytes is not kept twice: the first one is returned. Raises `FileRefused` as `begin_file`, and
    for what is on no list.
    """
    with transaction.atomic():
        known = _locked_files(draft_id, token)
        for one in known:
            if one.sha256 == sha256 and one.is_recording == is_recording:
                return one
        _check_room(known, written.size)
        kind = _checked(sniffer, is_recording=is_recording)
        name = canonical(name)[-LONGEST_NAME:]
        file = _add(draft_id, token, name, written.size, is_recording, written.name, written.key, now)
        DraftFile.objects.filter(pk=file.id).update(received=file.size, sha256=sha256, media_type=kind)
        vault.keep(written.name)
    return next(one for one in files_of(draft_id, token=token) if one.id == file.id)


def caption_files(draft_id: uuid.UUID, *, token: str, captions: dict[uuid.UUID, str]) -> None:
    """Write what each of these files shows. Files that are not there any more are passed over."""
    with transaction.atomic():
        for one in _locked_files(draft_id, token):
            caption = canonical(captions.get(one.id, one.caption))[:LONGEST_CAPTION]
            if caption != one.caption:
                sealed = _sealed(one.id, token, key=one.key, name=one.name, caption=caption)
                DraftFile.objects.filter(pk=one.id).update(sealed=sealed)


def remove_file(file_id: uuid.UUID, draft_id: uuid.UUID, *, token: str) -> bool:
    """Remove a file before it is sent, row and key first. False where it is not there; a second call changes nothing."""
    with transaction.atomic():
        found = [one.id for one in _locked_files(draft_id, token) if one.id == file_id]
        DraftFile.objects.filter(pk__in=found).delete()
    if found:
        vault.forget(file_id)
    return bool(found)


def recording_of(draft_id: uuid.UUID | None, *, token: str) -> OpenFile | None:
    """The first whole recording of a draft: it counts as “what happened”."""
    files = files_of(draft_id, token=token) if draft_id else []
    return next((one for one in files if one.is_recording and one.is_whole), None)


def forget_left(*, now: datetime) -> int:
    """Delete files of drafts that are gone or that nobody can open any more; returns how many. A second call finds none.

    From the disk first: after a crash in between the row says that there is something left to do.
    """
    is_live = Draft.objects.filter(pk=OuterRef("draft_id"), expires_at__gt=now)
    left = list(DraftFile.objects.filter(~Exists(is_live)).values_list("pk", flat=True)[:500])
    _forget_all(left)
    DraftFile.objects.filter(pk__in=left).delete()
    strays = list(vault.names_left_arriving(since=now - _LEFT_AFTER))
    owned = set(DraftFile.objects.filter(pk__in=strays).values_list("pk", flat=True))
    _forget_all(one for one in strays if one not in owned)
    return len(left)


def _forget_all(names: Iterable[uuid.UUID]) -> None:
    for name in names:
        vault.forget(name)


def _locked_files(draft_id: uuid.UUID, token: str) -> list[OpenFile]:
    """The draft's files, nobody else adding to them until the end of the transaction."""
    if not Draft.objects.select_for_update().filter(pk=draft_id, sent_at=None).exists():
        raise FileRefused(Why.GONE)
    return files_of(draft_id, token=token)


def _check_room(known: list[OpenFile], size: int) -> None:
    if size <= 0:
        raise FileRefused(Why.EMPTY)
    if size > settings.EVIDENCE_FILE_LIMIT:
        raise FileRefused(Why.TOO_LARGE)
    if len(known) >= settings.EVIDENCE_FILES:
        raise FileRefused(Why.TOO_MANY)
    if sum(one.size for one in known) + size > settings.EVIDENCE_REPORT_LIMIT:
        raise FileRefused(Why.TOO_MUCH)
    if not vault.has_room_for(size):
        raise FileRefused(Why.NO_ROOM)


def _check_beginning(piece: bytes) -> None:
    sniffer = media.Sniffer()
    sniffer.feed(piece)
    if not sniffer.may_be_something():
        raise FileRefused(Why.KIND)


def _checked(sniffer: media.Sniffer, *, is_recording: bool) -> str:
    kind = sniffer.media_type()
    if not kind:
        raise FileRefused(Why.KIND)
    if is_recording and kind not in media.RECORDINGS:
        raise FileRefused(Why.NO_RECORDING)
    return kind


def _complete(row: DraftFile, file: OpenFile) -> None:
    """Read back what is on the disk: what is said to be received is what is there."""
    digest, sniffer = hashlib.sha256(), media.Sniffer()
    try:
        for piece in vault.pieces(row.pk, file.key, row.size):
            digest.update(piece)
            sniffer.feed(piece)
    except vault.Damaged:
        raise FileRefused(Why.CUT) from None
    row.media_type = _checked(sniffer, is_recording=row.is_recording)
    row.sha256 = digest.hexdigest()
    vault.keep(row.pk)


def _add(
    draft_id: uuid.UUID, token: str, name: str, size: int, is_recording: bool, file_id: uuid.UUID, key: bytes,
    now: datetime,
) -> OpenFile:  # fmt: skip
    sealed = _sealed(file_id, token, key=key, name=name, caption="")
    row = DraftFile.objects.create(
        pk=file_id, draft_id=draft_id, sealed=sealed, size=size, is_recording=is_recording, begun_at=now
    )
    return _open(row, token)


def _sealed(file_id: uuid.UUID, token: str, *, key: bytes, name: str, caption: str) -> bytes:
    said = {"key": base64.b64encode(key).decode(), "name": name, "caption": caption}
    nonce = secrets.token_bytes(_NONCE)
    body = json.dumps(said, ensure_ascii=False).encode()
    return nonce + AESGCM(_key_of(file_id, token)).encrypt(nonce, body, file_id.bytes)


def _opened(row: DraftFile, token: str) -> OpenFile | None:
    try:
        return _open(row, token)
    except (InvalidTag, ValueError):
        return None


def _open(row: DraftFile, token: str) -> OpenFile:
    sealed = bytes(row.sealed)
    said = json.loads(AESGCM(_key_of(row.pk, token)).decrypt(sealed[:_NONCE], sealed[_NONCE:], row.pk.bytes))
    return OpenFile(
        row.pk, said["name"], said["caption"], row.size, row.received, row.media_type, row.sha256, row.is_recording,
        base64.b64decode(said["key"]),
    )  # fmt: skip


def _key_of(file_id: uuid.UUID, token: str) -> bytes:
    """Of the draft's token, which lies inside the draft: so this key goes wherever the draft goes."""
    return HKDF(SHA256(), 32, salt=file_id.bytes, info=b"heard draft file").derive(token.encode())
