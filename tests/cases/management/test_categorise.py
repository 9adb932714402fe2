"""The command `categorise`: JSON lines in, JSON lines out."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command


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
    ["{bad", "[]", '{"id": 1}', '{"text": "no id"}', '{"id": 1, "text": 5}', "[" * 100_000, "\udcff"],
    ids=range(7),
)
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
