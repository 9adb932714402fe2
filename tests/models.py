"""Other versions of the shipped model, made in a moment: same words, other thresholds."""

from pathlib import Path

from cases.engine.model import Weights, shipped, write_model


def other_model(folder: Path, threshold: float) -> Path:
    """Write a model that lists every key at or above `threshold`; its checksum stands beside it."""
    model = shipped()
    header = {
        **model.header,
        "thresholds": {way: dict.fromkeys(of_way, threshold) for way, of_way in model.thresholds.items()},
    }
    file = folder / f"other-{threshold}.npz"
    tokens = {row: f"{kind} {word}" for kind, rows in model.around_rows.items() for word, row in rows.items()}
    write_model(
        file,
        header,
        Weights(list(model.rows), model.word_weights, model.bias),
        Weights([tokens[row] for row in range(len(tokens))], model.around_weights, model.around_bias),
    )
    return file
