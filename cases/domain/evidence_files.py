"""Rows of evidence and files on disk, compared: what is missing, what nobody owns, what was changed."""

import hashlib
from collections.abc import Iterator

from cases.models import SafeCopy
from reporting.domain import evidence, sealing, vault
from reporting.models import DraftFile, Evidence


def wrong(*, is_deep: bool = False) -> Iterator[str]:
    """One sentence for each file that does not agree with its row. `is_deep` reads every one and compares its hash."""
    kept = Evidence.objects.exclude(sealed=None).select_related("report").defer("report__words")
    for file in kept.order_by("pk").iterator():
        if not vault.is_kept_with(file.stored, file.size):
            yield f"evidence {file.number} of report {file.report.reference}: its file is missing or has another length"
        elif is_deep and not _is_whole(file):
            yield f"evidence {file.number} of report {file.report.reference}: its file was changed or does not open"
    for copy in SafeCopy.objects.exclude(stored=None).order_by("pk").iterator():
        if copy.stored and not vault.is_kept_with(copy.stored, copy.size):
            yield f"safe copy {copy.pk}: its file is missing or has another length"
    owned = set(Evidence.objects.values_list("stored", flat=True))
    owned |= {name for name in SafeCopy.objects.values_list("stored", flat=True) if name}
    owned |= set(DraftFile.objects.values_list("pk", flat=True))
    for name in sorted(set(vault.names_kept()) - owned):
        yield f"file {name.hex}: belongs to nothing"


def _is_whole(file: Evidence) -> bool:
    digest = hashlib.sha256()
    try:
        for piece in evidence.bytes_of(file):
            digest.update(piece)
    except (sealing.CannotOpen, vault.Damaged):
        return False
    return digest.hexdigest() == file.sha256
