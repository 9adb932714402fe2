"""What a browser makes of words, and what the fingerprint is taken of."""

import gzip
import hashlib
import json
from pathlib import Path

import pytest

from bench.words import BUILT_IN, TextsError, as_typed, canonical, choose, fingerprint, on_the_wire, read_texts


@pytest.mark.parametrize(
    ("text", "typed", "wire", "words"),
    [
        ("a\nb", "a\nb", "a\r\nb", "a\nb"),
        ("a\r\nb\rc", "a\nb\nc", "a\r\nb\r\nc", "a\nb\nc"),
        ("\n\n a \n", "\n\n a \n", "\r\n\r\n a \r\n", "\n\n a \n"),
        ("a\0b", "a\0b", "a\0b", "a\ufffdb"),
        ("a\ud800b\udc00", "a\ufffdb\ufffd", "a\ufffdb\ufffd", "a\ufffdb\ufffd"),
        ("👩‍👧 é e\u0301 \u202e", "👩‍👧 é e\u0301 \u202e", "👩‍👧 é e\u0301 \u202e", "👩‍👧 é e\u0301 \u202e"),
    ],
)
def test_a_browser_changes_newlines_and_surrogates_and_nothing_else(
    text: str, typed: str, wire: str, words: str
) -> None:
    assert as_typed(text) == typed
    assert on_the_wire(typed) == wire
    assert canonical(wire) == words
    assert fingerprint(wire) == hashlib.sha256(words.encode("utf-8")).hexdigest()


def test_a_bare_carriage_return_that_did_arrive_is_kept_in_the_canonical_form() -> None:
    assert canonical("a\rb\r\r\nc") == "a\rb\r\nc"


def test_texts_are_read_plain_or_compressed_and_blank_ones_left_out(tmp_path: Path) -> None:
    lines = "".join(json.dumps({"id": n, "text": text}) + "\n" for n, text in enumerate([" one ", " \n", "two"]))
    (tmp_path / "a.jsonl").write_text(lines)
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(lines.encode()))
    assert read_texts(tmp_path / "a.jsonl") == [" one ", "two"]
    assert read_texts(tmp_path / "a.jsonl.gz") == [" one ", "two"]


@pytest.mark.parametrize("line", ["{", "[]", '{"words": "x"}', '{"text": 7}', "7"])
def test_a_bad_line_is_named_with_its_file(tmp_path: Path, line: str) -> None:
    path = tmp_path / "texts.jsonl"
    path.write_text('{"text": "good"}\n' + line + "\n")
    with pytest.raises(TextsError, match=r"texts\.jsonl, line 2: "):
        read_texts(path)


def test_a_file_that_is_missing_cut_short_or_empty_is_named(tmp_path: Path) -> None:
    (tmp_path / "cut.gz").write_bytes(gzip.compress(b'{"text": "good"}\n' * 100)[:-12])
    (tmp_path / "plain.gz").write_bytes(b'{"text": "good"}\n')
    (tmp_path / "empty").write_bytes(b"")
    for name in ("missing", "cut.gz", "plain.gz", "empty"):
        with pytest.raises(TextsError, match=name):
            read_texts(tmp_path / name)


def test_a_seed_gives_the_same_choice_and_no_text_twice_before_all_came_once() -> None:
    texts = [str(n) for n in range(10)]
    assert choose(texts, 25, 3) == choose(texts, 25, 3) != choose(texts, 25, 4)
    assert sorted(choose(texts, 20, 3)[:10]) == texts
    assert len(choose(texts, 25, 3)) == 25


def test_the_accounts_of_our_own_hold_what_is_hard_to_carry() -> None:
    everything = "".join(texts := read_texts(BUILT_IN))
    assert all(hard in everything for hard in ("\0", "\ud800", "\u202e", "\r\n", "👩‍👩‍👧", "<b>", "a+b=c&d"))
    assert any(text != text.strip() for text in texts)
