"""The model file: numbers and vocabularies, checked before they are used."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import numpy as np
import pytest

from cases.engine.lists import CHECKSUM
from cases.engine.model import SHIPPED, DamagedModelError, load_model, shipped
from cases.engine.scoring import WAYS
from cases.engine.training.corpus import CORPUS, checksum_of
from cases.engine.words import PAIR
from reporting.taxonomy import KINDS, STRANDS
from tests.models import other_model

LARGEST = 20_000_000


def test_the_shipped_model_was_made_from_these_lists_and_this_corpus() -> None:
    model = shipped()
    assert model.header["lists"] == CHECKSUM, "the word lists have changed: run python -m cases.engine.train"
    assert model.inputs["corpus"]["sha256"] == checksum_of(CORPUS), "the corpus has changed: train again"
    assert set(model.thresholds) == set(WAYS)
    assert all(set(of_way) == {*STRANDS, *KINDS} for of_way in model.thresholds.values())
    assert SHIPPED.stat().st_size <= LARGEST


def test_it_holds_numbers_and_words_and_no_code() -> None:
    with zipfile.ZipFile(SHIPPED) as parts:
        parts_of = {f"{name}{part}.npy" for name in ("words", "around", "letters") for part in ("", "_weights")}
        assert set(parts.namelist()) == {"header.npy", "bias.npy", "around_bias.npy", *parts_of}
    with np.load(SHIPPED, allow_pickle=False) as arrays:
        assert {array.dtype.kind for array in arrays.values()} == {"u", "f"}


@pytest.mark.parametrize("damage", ["missing", "cut", "changed", "no checksum", "not a model"])
def test_a_damaged_file_is_refused_with_its_name_and_expected_checksum(tmp_path: Path, damage: str) -> None:
    file = other_model(tmp_path, 0.5)
    checksum = file.with_suffix(".sha256").read_text().strip()
    content = file.read_bytes()
    if damage == "missing":
        file.unlink()
    elif damage == "cut":
        file.write_bytes(content[: len(content) // 2])
    elif damage == "changed":
        file.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    elif damage == "no checksum":
        file.with_suffix(".sha256").unlink()
    else:
        buffer = io.BytesIO()
        np.savez(buffer, header=np.zeros(3, dtype=np.uint8))
        file.write_bytes(buffer.getvalue())
    with pytest.raises(DamagedModelError) as refused:
        load_model(file, None if damage == "no checksum" else checksum)
    assert refused.value.name == file.name
    assert file.name in str(refused.value)
    if damage != "no checksum":
        assert checksum in str(refused.value)


def test_the_same_content_makes_the_same_bytes(tmp_path: Path) -> None:
    (tmp_path / "again").mkdir()
    assert other_model(tmp_path, 0.5).read_bytes() == other_model(tmp_path / "again", 0.5).read_bytes()


def test_every_word_of_the_vocabulary_stood_in_five_texts_or_more() -> None:
    """By construction of training; here: nothing in it looks like a link, an address or a telephone number."""
    around = (word for words in shipped().around_rows.values() for word in words)
    for word in (*shipped().rows, *around, *shipped().letter_rows):
        assert "@" not in word
        assert not any(part.isdigit() and part != "0" for part in word.split(PAIR))
