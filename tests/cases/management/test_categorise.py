"""The command `categorise`: JSON lines in, JSON lines out."""

from __future__ import annotations

import json
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from cases.management.progress import Progress


def answers(file: Path, **options: bool) -> list[dict[str, object]]:
    out = StringIO()
    call_command("categorise", str(file), stdout=out, **options)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_each_line_is_answered_in_order_under_its_own_id(tmp_path: Path) -> None:
    file = tmp_path / "accounts.jsonl"
    file.write_text('{"id": 7, "text": "He called me a paki."}\n\n{"id": "b", "text": "", "more": 1}\n')
    first, second = answers(file)
    assert (first["id"], second["id"]) == (7, "b")
    assert set(first) == {"id", "language", "strands", "kinds", "priority", "model"}
    assert second["strands"] == []


def test_scores_lists_every_key(tmp_path: Path) -> None:
    file = tmp_path / "accounts.jsonl"
    file.write_text('{"id": 1, "text": "hello \\ud800"}')
    [answer] = answers(file, scores=True)
    assert isinstance(answer["strands"], list)
    assert len(answer["strands"]) == 13


@pytest.mark.parametrize(
    "line",
    ["{bad", "[]", '{"id": 1}', '{"text": "no id"}', '{"id": 1, "text": 5}', "[" * 100_000, "\udcff",
     '{"id": NaN, "text": ""}', '{"id": [-Infinity], "text": ""}', '{"id": 1e999, "text": ""}'],
    ids=range(10),
)  # fmt: skip
def test_a_bad_line_is_named_with_its_file_and_number_and_ends_with_2(tmp_path: Path, line: str) -> None:
    file = tmp_path / "accounts.jsonl"
    file.write_bytes(b'{"id": 1, "text": "fine"}\n' + line.encode("utf-8", "surrogateescape") + b"\n")
    with pytest.raises(CommandError, match=r"accounts\.jsonl, line 2: not ") as refused:
        answers(file)
    assert refused.value.returncode == 2
    assert "\n" not in str(refused.value)


def test_a_missing_file_is_named_and_ends_with_2(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"nowhere\.jsonl: No such file") as refused:
        answers(tmp_path / "nowhere.jsonl")
    assert refused.value.returncode == 2


ACCOUNT = '{"id": 1, "text": "He called me a paki."}\n'
COMMAND = f"{sys.executable} manage.py categorise"


def shell(command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["bash", "-o", "pipefail", "-c", command], capture_output=True, text=True, timeout=120)


def test_a_reader_that_has_had_enough_ends_it_in_silence(tmp_path: Path) -> None:
    file = tmp_path / "many.jsonl"
    file.write_text(ACCOUNT * 600)
    ended = shell(f"{COMMAND} {file} | head -1")
    assert (ended.stderr, ended.returncode) == ("", 141)  # as any command that `head` leaves
    assert json.loads(ended.stdout)["id"] == 1


@pytest.mark.parametrize("times", [1, 600])
def test_a_full_disk_is_told_in_one_sentence(tmp_path: Path, times: int) -> None:
    file = tmp_path / "accounts.jsonl"
    file.write_text(ACCOUNT * times)
    ended = shell(f"{COMMAND} {file} > /dev/full")
    assert ended.stderr.endswith("cannot be written: No space left on device.\n")
    assert (ended.stderr.count("\n"), ended.returncode) == (1, 2)


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


def test_progress_is_told_on_a_terminal_and_nowhere_else() -> None:
    for stream in (Terminal(), StringIO()):
        with Progress("accounts", stream=stream) as tell:
            tell(1, 2)
            tell(2, 2)
        assert ("accounts: 2 of 2" in stream.getvalue()) == stream.isatty()
    assert stream.getvalue() == ""
