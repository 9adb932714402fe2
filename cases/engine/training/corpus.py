"""The texts that a model learns from: our own accounts, posts that may not ship, and officers' corrections."""

from __future__ import annotations

import gzip
import hashlib
import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

from reporting.taxonomy import KINDS, STRANDS

CORPUS: Final = Path(__file__).resolve().parent.parent / "corpus"
SPLITS: Final = ("train", "tune", "test")


class BadTrainingDataError(Exception):
    """A file cannot be learnt from; the message names file, line and what is wrong."""


@dataclass(frozen=True, slots=True)
class Text:
    """One labelled text. What is not among `known_strands` is not known, rather than absent; `kinds` None: not known.

    `voice` is who wrote it: texts of one voice are never parted. `register`: an `account`, a `sentence`, a `message` (a post or
    message written for this project), a `post` of others, a `complaint` of others.
    """

    id: str
    text: str
    strands: frozenset[str]
    known_strands: frozenset[str]
    kinds: frozenset[str] | None
    priority: str | None
    voice: str
    split: str
    register: str
    language: str


def with_parents(strands: set[str]) -> frozenset[str]:
    """Add to strands those that are always listed with them."""
    return frozenset(strands | {parent for key in strands if (parent := STRANDS[key].parent)})


def read_corpus(folder: Path = CORPUS) -> list[Text]:
    """Read every voice that `voices.toml` names, in its order."""
    voices = tomllib.loads((folder / "voices.toml").read_text(encoding="utf-8"))
    texts: list[Text] = []
    for voice, about in voices.items():
        file = folder / f"{voice}.jsonl"
        with file.open("rb") as lines:
            for place, row in _rows(lines, file.name):
                texts.append(_account(row, place, voice, about))
    return texts


def _account(row: dict[str, Any], place: str, voice: str, about: dict[str, str]) -> Text:
    strands, kinds = set(row["strands"]), row.get("kinds")
    if unknown := [key for key in strands if key not in STRANDS] + [key for key in kinds or () if key not in KINDS]:
        raise BadTrainingDataError(f"{place}: {unknown[0]} is no key of the taxonomy.")
    return Text(
        id=f"{voice}-{row['id']}",
        text=row["text"],
        strands=with_parents(strands),
        known_strands=frozenset(STRANDS),
        kinds=None if kinds is None else frozenset(kinds),
        priority=row.get("priority"),
        voice=voice,
        split=about["split"],
        register=about["form"],
        language=about["language"],
    )


def read_posts(file: Path) -> list[Text]:
    """Read labelled posts (JSON lines, gzip or plain). One in ten is kept for measuring, drawn by its text."""
    texts = []
    opener: Any = gzip.open if file.suffix == ".gz" else open
    with opener(file, "rb") as lines:
        for place, row in _rows(lines, file.name):
            try:
                source, known = row["source"], set(row["known_strands"])
                strands = with_parents(set(row["strands"]))
                texts.append(
                    Text(
                        id=str(row["id"]),
                        text=row["text"],
                        strands=strands,
                        # Complaints of another kind were never about any strand.
                        known_strands=frozenset(STRANDS if source.startswith("cfpb") else known & set(STRANDS)),
                        kinds=None,
                        priority=None,
                        voice=f"posts-{source}",
                        split="test" if draw(row["text"]) % 10 == 0 else "train",
                        register="complaint" if source.startswith("cfpb") else "post",
                        language="en",
                    )
                )
            except (KeyError, TypeError, AttributeError):
                raise BadTrainingDataError(f"{place}: not a labelled post.") from None
    return texts


def read_corrections(file: Path) -> list[Text]:
    """Read what `manage.py export_corrections` wrote: scrubbed words beside what officers decided."""
    with file.open("rb") as lines:
        return [_correction(row, place) for place, row in _rows(lines, file.name)]


def _correction(row: dict[str, Any], place: str) -> Text:
    try:
        return _account(row, place, row["voice"], {"split": "train", "form": "account", "language": row["language"]})
    except (KeyError, TypeError):
        raise BadTrainingDataError(f"{place}: not a line that export_corrections wrote.") from None


def _rows(lines: IO[bytes], name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for number, line in enumerate(lines, start=1):
        place = f"{name}, line {number}"
        try:
            row = json.loads(line)
        except ValueError:
            raise BadTrainingDataError(f"{place}: not a line of JSON.") from None
        if not isinstance(row, dict) or not isinstance(row.get("text"), str):
            raise BadTrainingDataError(f'{place}: not an object with a "text".')
        yield place, row


def draw(text: str) -> int:
    """Return a number that is always the same for a text, to divide texts by."""
    return int.from_bytes(hashlib.sha256(text.encode("utf-8", "replace")).digest()[:4])


def checksum_of(path: Path) -> str:
    """Return the SHA-256 of a file, or of all the files of a folder in the order of their names."""
    total = hashlib.sha256()
    for file in sorted(path.glob("*")) if path.is_dir() else [path]:
        total.update(file.read_bytes())
    return total.hexdigest()
