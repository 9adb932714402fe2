"""How commands take a file of daily counts: read whole first; days without data are named on standard error."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from django.core.management.base import CommandError

from cases.engine.counts_file import CountsFile, CountsFileError, read_counts

_NAMED = 20  # spans; the number of the others is said


def read_or_refuse(name: str) -> CountsFile:
    """Read the file. Raises CommandError with status 2 that names the file, and the line and what is wrong with it."""
    try:
        with Path(name).open("rb") as lines:
            return read_counts(lines)
    except OSError as error:
        raise CommandError(f"{name}: {error.strerror}", returncode=2) from None
    except CountsFileError as error:
        raise CommandError(f"{name}, {error}", returncode=2) from None


def name_gaps(name: str, counts: CountsFile, tell: Callable[[str], object]) -> None:
    """Say which days have no data."""
    if missing := counts.missing_dates():
        tell(f"{name}: no data for {_spans(missing)}.")
    for series in counts.series:
        if empty := counts.empty_cells(series):
            tell(f"{name}, {series}: no data for {_spans(empty)}.")


def _spans(spans: list[tuple[date, date]]) -> str:
    named = [f"{first}" if first == last else f"{first} to {last}" for first, last in spans[:_NAMED]]
    rest = len(spans) - len(named)
    return ", ".join(named) + (f" and {rest} more spans" if rest else "")
