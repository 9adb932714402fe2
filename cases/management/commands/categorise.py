"""`categorise [FILE]`: what the engine says of each account in a file of JSON lines."""

from __future__ import annotations

import gc
import json
import math
import sys
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any, BinaryIO

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cases.engine.categorise import categorise, one_after_the_other
from cases.engine.model import DamagedModelError, shipped
from cases.management.progress import Progress

_LONGEST_LINE = 128 * 1024 * 1024


class Command(BaseCommand):
    """Reads and writes one line at a time; needs no database."""

    help = (
        "Suggest strands, kinds and a priority for accounts, with the shipped model. In: JSON lines with id and text. Out: a "
        "JSON line each, in the same order, with id, language, strands, kinds (key, score from 0 to 1, evidence as [start, "
        "end) in characters of text), priority (level, reasons) and model; looked_at when only so many characters of a "
        "long text were read. Listed is what reaches the model's threshold. Stops at the first line that cannot be read, "
        "naming it, with status 2."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the arguments."""
        parser.add_argument("file", nargs="?", help="JSON lines; standard input when left out or -")
        parser.add_argument("--scores", action="store_true", help="list every key with its score")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write one JSON line for each line read. Stops at the first bad line, naming file and line."""
        try:
            model = shipped()
        except DamagedModelError as error:
            raise CommandError(str(error), returncode=2) from None
        gc.freeze()  # the lists and the model stay for good: walking them over and over would cost speed
        name = options["file"]
        from_input = name in (None, "-")
        try:
            source = nullcontext(sys.stdin.buffer) if from_input else Path(name).open("rb")  # noqa: SIM115 (closed below)
        except OSError as error:
            raise CommandError(f"{name}: {error.strerror}", returncode=2) from None
        with source as lines, Progress("accounts", beside_answers=True) as tell, one_after_the_other():
            accounts = _accounts(lines, "standard input" if from_input else name)
            for number, (identity, text) in enumerate(accounts, start=1):
                found = categorise(text, scores=options["scores"], model=model).as_dict()
                self._answer(json.dumps({"id": identity, **found}, ensure_ascii=True, allow_nan=False))
                tell(number)

    def _answer(self, line: str) -> None:
        try:
            self.stdout.write(line)
        except BrokenPipeError:
            raise  # whoever reads has had enough: manage.py ends in silence
        except OSError as error:
            raise CommandError(f"The answers cannot be written: {error.strerror}.", returncode=2) from None


def _accounts(lines: BinaryIO, name: str) -> Iterator[tuple[Any, str]]:
    number = 0
    while line := lines.readline(_LONGEST_LINE + 1):
        number += 1
        if len(line) > _LONGEST_LINE:
            raise CommandError(f"{name}, line {number}: longer than 128 MiB.", returncode=2)
        if not line.strip():
            continue
        yield _account(line, f"{name}, line {number}")


def _no_number(said: str) -> float:
    """NaN and Infinity, which Python reads and JSON does not know."""
    raise ValueError(said)


def _number(said: str) -> float:
    number = float(said)
    return number if math.isfinite(number) else _no_number(said)


def _account(line: bytes, place: str) -> tuple[Any, str]:
    try:
        account = json.loads(line.decode("utf-8-sig"), parse_constant=_no_number, parse_float=_number)
    except (ValueError, RecursionError):
        raise CommandError(f"{place}: not a line of JSON in UTF-8.", returncode=2) from None
    if not isinstance(account, dict) or "id" not in account or not isinstance(account.get("text"), str):
        raise CommandError(f'{place}: not an object with "id" and a "text" of words.', returncode=2)
    return account["id"], account["text"]
