"""One file of the evidence, as officers see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.desk.presenters import times
from cases.domain import clamav, safe_copies
from cases.models import ExhibitSeal, SafeCopy
from reporting.domain import evidence, sealing, vault
from reporting.media import KINDS
from reporting.models import Evidence

_KINDS = {
    "image": gettext_lazy("Picture"), "video": gettext_lazy("Video"), "audio": gettext_lazy("Sound"),
    "text": gettext_lazy("Text"), "application": gettext_lazy("Document"),
}  # fmt: skip
_FAILURES: dict[str, Any] = {
    "damaged": gettext_lazy("No safe copy can be made: the file is damaged, or is not what it seems. The original is kept."),
    "too_large": gettext_lazy("No safe copy can be made: opening the file takes more time or memory than is allowed."),
    "no_tool": gettext_lazy("No safe copy can be made here: the program for video and sound is not installed."),
    "malware": gettext_lazy("The virus scanner found something in this file, so it is not opened. The original is kept."),
    "scanner_down": gettext_lazy("The virus scanner does not answer, so nothing is opened. Try again later."),
    "lost": gettext_lazy("The file cannot be read: it is erased, or damaged on the disk. Tell the administrator."),
}  # fmt: skip
_NOTES = {
    "first_picture": gettext_lazy("The picture moves; this is the first one."),
    "cut": gettext_lazy("The text is longer; this is its beginning."),
}


@dataclass(frozen=True)
class Part:
    """A picture, a player or a text."""

    number: int
    kind: str
    note: str
    text: str = ""


@dataclass(frozen=True)
class Shown:
    """The exhibit. `name` and `caption` are empty where they cannot be opened or nobody should read them any more."""

    id: int
    number: str
    name: str
    caption: str
    kind: str
    facts: str
    received: str
    sha256: str
    parts: list[Part]
    failure: str
    seal: ExhibitSeal | None
    opened_by: str
    viewers: list[str]
    is_recording: bool
    is_scanned: bool


def exhibit(file: Evidence, number: str, copies: Sequence[SafeCopy] = (), *, opened_by: str = "") -> Shown:
    """All about it; `copies` as far as they are made, `opened_by` is the unit that may open it once it is sealed."""
    seal = getattr(file, "seal", None)
    name, caption = _said(file) if seal is None else ("", "")
    return Shown(
        id=file.pk, number=number, name=name, caption=caption, kind=kind(file), facts=facts(file),
        received=times.moment(file.received_at), sha256=file.sha256,
        parts=[_part(one) for one in copies if one.stored],
        failure=next((failure(one.failure) for one in copies if one.failure), ""),
        seal=seal, viewers=list(dict.fromkeys(_viewer(*one) for one in seal.viewers)) if seal else [], opened_by=opened_by,
        is_recording=file.is_recording, is_scanned=clamav.is_configured(),
    )  # fmt: skip


def kind(file: Evidence) -> str:
    """What sort of file, in a word or three."""
    if file.is_recording:
        return _("Spoken or signed answer")
    return str(_KINDS[file.media_type.split("/")[0]])


def facts(file: Evidence) -> str:
    """Type and size."""
    return f"{KINDS[file.media_type].upper()} · {filesizeformat(file.size)}"


def failure(key: str) -> str:
    """Why there is nothing to look at."""
    return str(_FAILURES[key])


def _said(file: Evidence) -> tuple[str, str]:
    try:
        opened = evidence.opened(file)
    except sealing.CannotOpen:
        return "", ""
    return opened.name, opened.caption


def _part(copy: SafeCopy) -> Part:
    sort = copy.media_type.split("/")[0]
    return Part(copy.part, sort, _note(copy.note), _text(copy) if sort == "text" else "")


def _note(note: str) -> str:
    if note.startswith("pages "):
        shown, everything = note.split()[1:]
        return _("These are the first %(shown)s of %(all)s pages.") % {"shown": shown, "all": everything}
    return str(_NOTES.get(note, ""))


def _text(copy: SafeCopy) -> str:
    try:
        return b"".join(safe_copies.bytes_of(copy)).decode(errors="replace")
    except (sealing.CannotOpen, vault.Damaged):
        return ""


def _viewer(username: str, at: str, action: str) -> str:
    what = _("took the original") if action == "exhibit.original" else _("looked")
    return f"{username}: {what}, {times.moment(datetime.fromisoformat(at))}"
