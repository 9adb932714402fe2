"""Other versions of the shipped model, made in a moment: same words, other thresholds."""

from pathlib import Path

from cases.engine.model import shipped, write_model


def other_model(folder: Path, threshold: float) -> Path:
    """Write a model that lists every key at or above `threshold`; its checksum stands beside it."""
    model = shipped()
    header = {**model.header, "thresholds": dict.fromkeys(model.thresholds, threshold)}
    file = folder / f"other-{threshold}.npz"
    write_model(file, header, list(model.rows), model.word_weights, model.bias)
    return file
