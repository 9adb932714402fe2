"""What is said about files: which they are, and why one could not be kept and what to do then."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reporting.domain.draft_files import OpenFile, Why
from reporting.journey.numerals import in_digits

_KB = 1024
# Words of our own: Django's have a sign in Urdu that nobody writes. In the script of the language they also stand in its direction.
_UNITS = (
    (_KB**3, gettext_lazy("%(size)s GB")),
    (_KB**2, gettext_lazy("%(size)s MB")),
    (_KB, gettext_lazy("%(size)s KB")),
)
_SENTENCES: dict[Why, Any] = {
    Why.EMPTY: gettext_lazy("This file is empty. Open it on your phone or computer, save it again, and choose it again."),
    Why.TOO_LARGE: gettext_lazy(
        "This file is larger than %(file_limit)s. Send a shorter part of it, or tell us about it in words."
    ),
    Why.TOO_MUCH: gettext_lazy(
        "Your files together are more than %(report_limit)s. Send your report, then add the rest with your code."
    ),
    Why.TOO_MANY: gettext_lazy(
        "One report can have %(files)s files. Send your report, then tell us in a message that you have more."
    ),
    Why.KIND: gettext_lazy(
        "We cannot open this kind of file. Send a photo, a video, a sound recording, a PDF or a text. "
        "You can also take a photo of your screen."
    ),
    Why.NO_RECORDING: gettext_lazy("This is not a sound or video recording. Add it as evidence on a later page."),
    Why.CUT: gettext_lazy("This file did not arrive whole. Choose it again."),
    Why.NO_ROOM: gettext_lazy("We cannot keep files just now. Your words are safe. Try again later with your code."),
    Why.GONE: gettext_lazy("This file is not with us any more. Choose it again."),
}  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One file as its owner sees it."""

    file: OpenFile
    name: str
    size: str

    @property
    def caption_name(self) -> str:
        """Name of the caption's field."""
        return f"caption-{self.file.id.hex}"


@dataclass(frozen=True)
class Failure:
    """A file that could not be kept."""

    name: str
    sentence: str


def rows(files: Iterable[OpenFile], *, recordings: bool = False) -> list[Row]:
    """Whole files, in the order in which they came."""
    kept = [one for one in files if one.is_whole and one.is_recording == recordings]
    return [Row(one, one.name or _("File without a name"), size_words(one.size)) for one in kept]


def unfinished(files: Iterable[OpenFile], *, recordings: bool = False) -> list[str]:
    """Names of files of which only a part is here."""
    return [one.name for one in files if not one.is_whole and one.is_recording == recordings]


def failure(name: str, why: Why) -> Failure:
    """Which file failed and what to do."""
    return Failure(name or _("File without a name"), sentence(why))


def sentence(why: Why) -> str:
    """Why a file is not kept, and what to do instead."""
    return str(_SENTENCES[why]) % limits()


def limits() -> dict[str, str]:
    """As the page says them."""
    return {
        "file_limit": size_words(settings.EVIDENCE_FILE_LIMIT),
        "report_limit": size_words(settings.EVIDENCE_REPORT_LIMIT),
        "files": in_digits(settings.EVIDENCE_FILES),
    }


def size_words(size: int) -> str:
    """“3.2 MB”, by the name that the language has for it; whole numbers without a nought behind the point, and 1 KB at least."""
    unit, words = next((unit, words) for unit, words in _UNITS if size >= unit or unit == _KB)
    rounded = max(1.0, round(size / unit, 1))
    said = str(words) % {"size": in_digits(number_format(rounded, 0 if rounded.is_integer() else 1))}
    return said.replace(" ", "\N{NO-BREAK SPACE}")
