"""Evidence in a hand-over pack: each original as it was received, with its hash; what is left out is said."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from cases.desk.archive import Archive, safe_name
from cases.desk.presenters.exhibit import exhibit
from cases.desk.presenters.pack import Packed
from cases.queries.case_file import ReportFile
from cases.queries.exhibits import exhibit as numbered
from reporting.domain import evidence, sealing, vault
from reporting.media import KINDS


def exhibit_files(archive: Archive, packed: Packed, one: ReportFile, folder: str) -> Iterator[bytes]:
    """Every original of one report; a redacted pack has none."""
    if packed.is_redacted:
        return
    for file in one.files:
        shown = exhibit(file, numbered(one.exhibit, file))
        if shown.seal:
            packed.left_out.append(_("Exhibit %s: it is sealed. Ask the unit that may open it.") % shown.number)
            continue
        path = f"{folder}/exhibit-{safe_name(shown.number)}.{KINDS[file.media_type]}"
        try:
            pieces = evidence.bytes_of(file)
            first = next(pieces)
        except (sealing.CannotOpen, vault.Damaged, StopIteration):
            packed.left_out.append(_("Exhibit %s: it is erased, or cannot be read.") % shown.number)
            continue
        yield from archive.add(path, _all(first, pieces))
        packed.files.setdefault(one.report.pk, []).append(
            {"exhibit": shown.number, "file": path, "what": shown.kind, "name": shown.name, "caption": shown.caption,
             "sha256": file.sha256}
        )  # fmt: skip


def _all(first: bytes, others: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from others
