"""A backlog of reports from a file: read row by row, looked at whole before anything is kept, and kept once.

A row is known again by what it says, so the same file, or a longer one that holds it, may be imported any number of
times. Rows that say exactly the same are as many reports as there are rows.
"""

import csv
import hashlib
import hmac
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings

from reporting.domain.answers import read_answers
from reporting.domain.receipt import Receipt, receipt_for
from reporting.domain.submission import submit_report
from reporting.domain.taken_at import read_taken_at
from reporting.domain.words import is_said
from reporting.enums import Channel
from reporting.questions import COMPULSORY, QUESTIONS

TAKEN_AT, LANGUAGE = "taken_at", "language"
COLUMNS = (*QUESTIONS, TAKEN_AT, LANGUAGE)
_LONGEST_LINE = 16 * 2**20
_DAYS = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")
_LANGUAGE_CODE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})?")


class CannotRead(ValueError):
    """The file as a whole is no backlog. `line` is 0 where it is about all of it; the message is one sentence."""

    def __init__(self, sentence: str, *, line: int = 0) -> None:
        super().__init__(sentence)
        self.line = line


@dataclass(frozen=True)
class Row:
    """One report. `line` is where it begins in the file; `problems` say why it cannot be kept, without its words."""

    line: int
    answers: dict[str, Any]
    taken_at: datetime | None
    language: str
    token: str
    problems: tuple[str, ...] = ()


def rows_of(path: Path, *, encoding: str, delimiter: str, now: datetime) -> Iterator[Row]:
    """Each row of the file, read as a stream. Raises `CannotRead`, also in the middle, and OSError."""
    csv.field_size_limit(_LONGEST_LINE)
    seen: Counter[bytes] = Counter()
    with path.open("rb") as file:
        lines = _Lines(file, encoding)
        table = csv.reader(lines, delimiter=delimiter, strict=True)
        try:
            columns = _columns(next(table, []), delimiter)
            before = table.line_num
            for cells in table:
                line, before = before + 1, table.line_num
                if any(is_said(cell) for cell in cells):
                    yield _row(line, columns, cells, seen, now=now)
        except csv.Error as error:
            raise CannotRead(_in_words(error), line=table.line_num) from None


def keep_row(row: Row, *, now: datetime) -> bool:
    """Keep one row as a report whose clock starts now; False where it was kept before.

    Its receipt, with the follow-up code, is `receipt_of` the row, now and later.

    The time at which it was taken is kept beside the time of the import. One that was taken more than two days ago
    rings nobody (`alarms.is_of_old`). A row with problems is refused (ValueError).
    """
    if row.problems:
        raise ValueError(row.problems[0])
    if is_kept(row):
        return False
    submit_report(
        answers=row.answers, channel=Channel.IMPORT, language=row.language or "und", token=row.token, now=now,
        happened_elsewhere_at=row.taken_at,
    )  # fmt: skip
    return True


def is_kept(row: Row) -> bool:
    """Whether this very row was imported before."""
    return receipt_of(row) is not None


def receipt_of(row: Row) -> Receipt | None:
    """Reference and follow-up code of a row that was kept, the code None once it was stopped or replaced; else None."""
    return receipt_for(row.token)


class _Lines:
    """Lines of text out of bytes, one at a time, so that a byte that cannot be read is named by its line."""

    def __init__(self, file: BinaryIO, encoding: str) -> None:
        self.file, self.encoding, self.number = file, encoding, 0

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        raw = self.file.readline(_LONGEST_LINE + 1)
        if not raw:
            raise StopIteration
        self.number += 1
        if len(raw) > _LONGEST_LINE:
            raise CannotRead("The line is longer than 16 MiB: is this a CSV file?", line=self.number)
        if self.number == 1:
            if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
                raise CannotRead("The file is UTF-16: save it as “CSV UTF-8”.", line=1)
            raw = raw.removeprefix(b"\xef\xbb\xbf")
        try:
            return raw.decode(self.encoding)
        except UnicodeDecodeError:
            hint = ", or give --encoding cp1252 if it comes from Excel on Windows" if self.encoding == "utf-8" else ""
            raise CannotRead(
                f"The line is not {self.encoding}: save the file as “CSV UTF-8”{hint}.", line=self.number
            ) from None


def _columns(names: list[str], delimiter: str) -> list[str]:
    names = [name.strip().lower() for name in names]
    if not any(names):
        raise CannotRead("The file is empty: its first line names the columns.")
    if COMPULSORY not in names:
        other = next((one for one in ";\t" if one != delimiter and one in "".join(names)), "")
        typed = "tab" if other == "\t" else other
        hint = f" The columns seem to be separated otherwise: give --delimiter '{typed}'." if other else ""
        raise CannotRead(f"The first line has no column {COMPULSORY}, the only one that is needed.{hint}", line=1)
    if strange := [name for name in names if name not in COLUMNS]:
        raise CannotRead(
            f"There is no question “{strange[0][:60]}”: rename the column or take it out. Columns: {', '.join(COLUMNS)}.",
            line=1,
        )
    if twice := [name for name, count in Counter(names).items() if count > 1]:
        raise CannotRead(f"The column {twice[0]} is there twice: take one out.", line=1)
    return names


def _row(line: int, columns: list[str], cells: list[str], seen: Counter[bytes], *, now: datetime) -> Row:
    problems = []
    if len(cells) > len(columns):
        problems.append(
            "It has more cells than there are columns: put text that holds a separator into quotation marks."
        )
    given: dict[str, Any] = {name: cell for name, cell in zip(columns, cells, strict=False) if is_said(cell)}
    digest = hashlib.sha256(json.dumps(given, sort_keys=True).encode()).digest()
    seen[digest] += 1
    token = hmac.new(settings.CODE_KEY, b"import\n" + digest + seen[digest].to_bytes(8), hashlib.sha256).hexdigest()
    try:
        taken_at = _moment(given.pop(TAKEN_AT, "").strip(), now=now)
    except ValueError as error:
        taken_at = None
        problems.append(f"{TAKEN_AT}: {error}")
    language = given.pop(LANGUAGE, "").strip().lower()
    if language and not (len(language) <= 12 and _LANGUAGE_CODE.fullmatch(language)):
        problems.append(f"{LANGUAGE}: write a code such as en, pl or pt-br.")
    for name, value in given.items():
        if QUESTIONS[name].kind == "choices":
            given[name] = [key.strip() for key in re.split(r"[;|\n]", value) if key.strip()]
        elif QUESTIONS[name].kind == "choice":
            given[name] = value.strip()
        elif QUESTIONS[name].kind == "date" and (match := _DAYS.fullmatch(value.strip())):
            given[name] = _as_day(match) or value
    if COMPULSORY not in given:
        problems.append(f"{COMPULSORY} is empty.")
    elif len(given[COMPULSORY].encode()) > settings.WORDS_LIMIT:
        problems.append(f"{COMPULSORY} is more than 16 MiB: make several rows of it.")
    read = read_answers(given)
    problems += [f"{name}: {sentence.replace('Send', 'Write')}" for name, sentence in read.notes]
    return Row(line, read.answers, taken_at, language, token, tuple(problems))


def _moment(written: str, *, now: datetime) -> datetime | None:
    """A past day or time, as ISO 8601 or dd/mm/yyyy; a day alone is its midnight. Raises ValueError with a sentence."""
    if not written:
        return None
    if match := _DAYS.fullmatch(written):
        written = _as_day(match) or "no day"
    return read_taken_at(written, now=now)


def _as_day(match: re.Match[str]) -> str:
    """`YYYY-MM-DD` of a day that exists, else empty."""
    try:
        return date(int(match[3]), int(match[2]), int(match[1])).isoformat()
    except ValueError:
        return ""


def _in_words(error: csv.Error) -> str:
    said = str(error)
    if "field larger" in said:
        return "A cell is longer than 16 MiB: is a quotation mark missing?"
    if "unexpected end of data" in said:
        return "The file ends within quotation marks: one is missing."
    return f"This is not CSV ({said}): write each quotation mark within text twice, and text with line breaks in quotation marks."
