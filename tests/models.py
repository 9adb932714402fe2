"""Other versions of the shipped model, made in a moment: same words, other thresholds."""

from pathlib import Path
from typing import Any

from cases.engine.model import Model, Numbers, Weights, shipped, write_model


def other_model(folder: Path, threshold: float) -> Path:
    """Write a model that lists every key at or above `threshold`; its checksum stands beside it."""
    model = shipped()
    thresholds = {way: dict.fromkeys(of_way, threshold) for way, of_way in model.thresholds.items()}
    file = folder / f"other-{threshold}.npz"
    write_like(model, file, {**model.header, "thresholds": thresholds})
    return file


def write_like(model: Model, file: Path, header: dict[str, Any], word_weights: Numbers | None = None) -> None:
    """Write a model with another header, and other weights of words if they are given."""
    tokens = {row: f"{kind} {word}" for kind, rows in model.around_rows.items() for word, row in rows.items()}
    words = model.word_weights if word_weights is None else word_weights
    write_model(
        file,
        header,
        Weights(list(model.rows), words),
        Weights([tokens[row] for row in range(len(tokens))], model.around_weights),
        Weights(list(model.letter_rows), model.letter_weights),
        bias=model.bias,
        around_bias=model.around_bias,
    )
