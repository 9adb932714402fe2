"""The trained model: numbers and vocabularies in one checksummed file, no code.

The file is numpy's zip of arrays, read with pickling off. `header` holds UTF-8 JSON: what the numbers mean, the
thresholds, and the checksums of everything that the model was trained on.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from cases.engine.around import KINDS
from cases.engine.layer import Around, Layer
from cases.engine.rounding import rounded

Numbers = npt.NDArray[np.float32]

FORMAT: Final = 10
"""Of the file, and of what is noticed in an account: raise it when the features change their meaning."""
SHIPPED: Final = Path(__file__).parent / "models" / "heard.npz"
IN_ENGLISH, IN_ANOTHER = "english", "another"
_LARGEST: Final = 64 * 1024 * 1024


class DamagedModelError(Exception):
    """The file is not the model that it should be. `name` is the file's, `expected` its checksum (SHA-256, hex)."""

    def __init__(self, name: str, expected: str, why: str) -> None:
        super().__init__(f"The model file {name} cannot be used: {why}. Expected SHA-256: {expected or 'not known'}.")
        self.name = name
        self.expected = expected


class Danger(NamedTuple):
    """What is made of words and letters that speak of danger now: log-odds are bias + words·x + letters·y. It is likely from
    `threshold` on; from `soon` on, which is lower, it is likely enough to be read soon.
    """

    bias: float
    words: float
    letters: float
    threshold: float
    soon: float

    def log_odds(self, words: float, letters: float) -> float:
        """Return them for what words say, and what their letters say, in the first layer's log-odds."""
        return self.bias + self.words * words + self.letters * letters


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """Immutable. `columns` name the columns of `word_weights`; `rows` the row of each word and pair of words.

    `thresholds`: of each key, by the way of telling; those of kinds are the same in all.

    `around_rows` are, by kind and word, the rows of `around_weights` for what stands around a group's names; its
    columns, and those of `around_bias`, are the fields of `layer.Around`.

    `letter_rows` and `letter_weights` say of runs of letters what they add to the last of `columns`, for words that are
    not in `rows`: a word's is the sum of its runs', divided by the square root of how many of them are known. Words that
    are in `rows` have theirs among their own weights.

    `danger`: of texts `IN_ENGLISH`, and of those `IN_ANOTHER` language.
    """

    version: str
    inputs: dict[str, Any]
    thresholds: dict[str, dict[str, float]]
    columns: tuple[str, ...]
    rows: dict[str, int]
    word_weights: Numbers
    bias: Numbers
    around_rows: dict[str, dict[str, int]]
    around_weights: Numbers
    around_bias: Numbers
    letter_rows: dict[str, int]
    letter_weights: Numbers
    layers: dict[str, Layer]
    danger: Mapping[str, Danger]
    header: dict[str, Any]

    def thresholds_in(
        self, shares: Mapping[str, float], agreed: Mapping[str, float] | None = None
    ) -> Mapping[str, float]:
        """Return the probability from which each key is listed, in a text with these shares of the ways of telling.

        `agreed`: what `agreed_thresholds` gave, for whoever asks again and again.
        """
        mixed = [(share, self.thresholds[way]) for way, share in shares.items()]
        if len(mixed) == 1:
            return mixed[0][1]
        found = dict(self.agreed_thresholds() if agreed is None else agreed)
        for key in mixed[0][1]:
            if key not in found:
                found[key] = rounded(sum([share * of_way[key] for share, of_way in mixed]))
        return found

    def agreed_thresholds(self) -> dict[str, float]:
        """Return the thresholds of those keys that are the same in all ways of telling, and so in any mixture."""
        first, *others = self.thresholds.values()
        return {
            key: one
            for key, one in first.items()
            if one == rounded(one) and all(of_way.get(key) == one for of_way in others)
        }


class Weights(NamedTuple):
    """A vocabulary, and the weights of each of its words: a row a word, a column a decision."""

    words: list[str]
    weights: Numbers


def write_model(
    path: Path,
    header: dict[str, Any],
    words: Weights,
    around: Weights,
    letters: Weights,
    *,
    bias: Numbers,
    around_bias: Numbers,
) -> str:
    """Write a model file and its checksum beside it; return the checksum. Same content, same bytes."""
    arrays = {"header": np.frombuffer(json.dumps(header, sort_keys=True, ensure_ascii=False).encode(), dtype=np.uint8)}
    for name, part in (("words", words), ("around", around), ("letters", letters)):
        arrays[name] = np.frombuffer("\n".join(part.words).encode(), dtype=np.uint8)
        arrays[f"{name}_weights"] = part.weights.astype(np.float16)
    arrays |= {"bias": bias.astype(np.float32), "around_bias": around_bias.astype(np.float32)}
    content = bytes_of(arrays)
    checksum = hashlib.sha256(content).hexdigest()
    write_file(path, content)
    write_file(path.with_suffix(".sha256"), f"{checksum}\n".encode())
    return checksum


def bytes_of(arrays: Mapping[str, Any]) -> bytes:
    """Return numpy's zip of arrays. Same arrays, same bytes."""
    buffer = io.BytesIO()
    np.savez_compressed(buffer, **arrays)
    return buffer.getvalue()


def write_file(path: Path, content: bytes) -> None:
    """Put a file in the place of the one that is there, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.unfinished")
    unfinished.write_bytes(content)
    unfinished.replace(path)


def load_model(path: Path, checksum: str | None = None) -> Model:
    """Read a model file. `checksum` is what its SHA-256 must be; None: what the file beside it says.

    Raises DamagedModelError for a file that is missing, changed, or of another format.
    """
    expected = checksum or ""
    try:
        expected = checksum or path.with_suffix(".sha256").read_text(encoding="ascii").strip()
        with path.open("rb") as file:
            content = file.read(_LARGEST + 1)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "it cannot be read"
        if isinstance(error, FileNotFoundError) and path.exists():
            why = f"{path.with_suffix('.sha256').name}, which holds its checksum, is not beside it"
        raise DamagedModelError(path.name, expected, why) from None
    if hashlib.sha256(content).hexdigest() != expected:
        raise DamagedModelError(path.name, expected, "its content has changed")
    try:
        return _read(content, expected)
    except (ValueError, KeyError, TypeError, AttributeError, EOFError, zipfile.BadZipFile, OSError):
        raise DamagedModelError(path.name, expected, "it is not a model of this version of Heard") from None


def _read(content: bytes, checksum: str) -> Model:
    with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
        header = json.loads(arrays["header"].tobytes())
        columns = tuple(header["columns"])
        words = _part(arrays, "words", columns=len(columns))
        around = _part(arrays, "around", columns=len(Around._fields))
        letters = _part(arrays, "letters")
        bias, around_bias = arrays["bias"], arrays["around_bias"]
    if header["format"] != FORMAT or len(bias) != len(columns) or len(around_bias) != len(Around._fields):
        raise ValueError("shape")
    return Model(
        version=f"{header['name']}.{checksum[:8]}",
        inputs=header["inputs"],
        thresholds=header["thresholds"],
        columns=columns,
        rows={word: row for row, word in enumerate(words.words)},
        word_weights=words.weights,
        bias=bias,
        around_rows=_by_kind(around.words),
        around_weights=around.weights,
        around_bias=around_bias,
        letter_rows={run: row for row, run in enumerate(letters.words)},
        letter_weights=letters.weights,
        layers={name: Layer(layer["weights"], layer["keys"]) for name, layer in header["layers"].items()},
        danger={language: Danger(**numbers) for language, numbers in header["danger"].items()},
        header=header,
    )


def _by_kind(tokens: Sequence[str]) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {kind: {} for kind in KINDS}
    for row, token in enumerate(tokens):
        kind, _, word = token.partition(" ")
        found[kind][word] = row
    return found


def _part(arrays: Mapping[str, Any], name: str, *, columns: int | None = None) -> Weights:
    words = arrays[name].tobytes().decode().split("\n")
    weights = arrays[f"{name}_weights"].astype(np.float32)
    if weights.shape != (len(words), columns or weights.shape[1]):
        raise ValueError("shape")
    return Weights(words, weights)


@lru_cache(maxsize=1)
def shipped() -> Model:
    """Return the model that comes with Heard, read once. Raises DamagedModelError each time when it is damaged."""
    return load_model(SHIPPED)
