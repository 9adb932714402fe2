"""`python -m cases.engine.train`: build the model file from the corpus, and from texts that may not ship.

Needs what requirements-train.txt names. Serving a model needs numpy alone.
"""

from __future__ import annotations

import argparse
import gzip
import os
import sys
import tempfile
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

# Processors sum in different orders; with this one, which every x86-64 server of the last ten years can be, the same
# inputs give the same bytes everywhere. It has to be said before numpy is loaded.
os.environ.setdefault("OPENBLAS_CORETYPE", "Haswell")

from cases.engine.lists import compile_lists
from cases.engine.model import SHIPPED
from cases.engine.training.corpus import (
    CORPUS,
    BadTrainingDataError,
    Text,
    checksum_of,
    read_corpus,
    read_corrections,
    read_posts,
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Build a model. 0: written; 2: the input cannot be learnt from, which one sentence says."""
    parser = argparse.ArgumentParser(prog="python -m cases.engine.train", description="Build the categoriser's model.")
    parser.add_argument("--posts", type=Path, help="labelled posts, JSON lines (.gz too): learnt from, never shipped")
    parser.add_argument("--with-corrections", type=Path, help="what `manage.py export_corrections` wrote")
    parser.add_argument(
        "--out", type=Path, default=SHIPPED, help="where the model goes (default: over the shipped one)"
    )
    given = parser.parse_args(arguments)
    out: Path = given.out
    if why := _cannot_be_written(out):
        print(f"Cannot train: {why}", file=sys.stderr)
        return 2
    try:
        texts, inputs = read_inputs(CORPUS, given.posts, given.with_corrections)
    except (BadTrainingDataError, OSError) as error:
        print(f"Cannot train: {error}", file=sys.stderr)
        return 2
    except KeyError as error:
        print(f"Cannot train: a text of the corpus has no {error}.", file=sys.stderr)
        return 2
    compile_lists()
    try:
        from cases.engine.training.build import build  # needs scikit-learn, which serving does not
    except ImportError:
        print("Cannot train: install what requirements-train.txt names first.", file=sys.stderr)
        return 2

    # Under another name first: whoever reads the model meanwhile, or after a training that was broken off, reads a whole one.
    part = out.with_name(f".{os.getpid()}.{out.name}")
    try:
        checksum = build(texts, inputs, part, lambda line: print(line, file=sys.stderr, flush=True))
        part.replace(out)
        part.with_suffix(".sha256").replace(out.with_suffix(".sha256"))
    except OSError as error:
        print(f"Cannot write {out}: {error.strerror}.", file=sys.stderr)
        return 2
    finally:
        part.unlink(missing_ok=True)
        part.with_suffix(".sha256").unlink(missing_ok=True)
    print(f"{out}: {out.stat().st_size / 1e6:.1f} MB, SHA-256 {checksum}")
    return 0


def _cannot_be_written(out: Path) -> str:
    """Return why no model can be written there, found out before the work."""
    if out.is_dir():
        return f"{out} is a folder: name a file."
    if out.suffix in ("", ".sha256"):
        return f"{out} is no name for a model file: let it end with .npz."
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=out.parent):
            pass
    except OSError as error:
        return f"{out} cannot be written: {error.strerror}."
    return ""


def read_inputs(
    corpus: Path, posts: Path | None, corrections: Path | None
) -> tuple[list[Text], dict[str, dict[str, Any]]]:
    """Return the texts, and for each input its checksum and how many texts it gave."""
    texts = read_corpus(corpus)
    inputs: dict[str, dict[str, Any]] = {"corpus": {"sha256": checksum_of(corpus), "texts": len(texts)}}
    for name, file, read in (("posts", posts, read_posts), ("corrections", corrections, read_corrections)):
        if file is not None:
            try:
                more = read(file)
            except (EOFError, zlib.error, gzip.BadGzipFile):
                raise BadTrainingDataError(f"{file.name} is damaged or cut short: it cannot be unpacked.") from None
            texts += more
            inputs[name] = {"file": file.name, "sha256": checksum_of(file), "texts": len(more)}
    return texts, inputs


if __name__ == "__main__":
    sys.exit(main())
