"""The engine's word lists: English read once when the module is imported, all others when they are first needed.

Reviewers edit the files under `data/`. Growing tries from them takes seconds, so the tries are kept beside the model, in
a file that `python -m cases.engine.train` writes; one that was made of other lists, or is damaged, is not used.
"""

from __future__ import annotations

import gc
import hashlib
import tomllib
from collections.abc import Iterator
from functools import lru_cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, Final

from cases.engine.compiled import read_trie, write_tries
from cases.engine.terms import TermLists
from cases.engine.trie import Label, Trie, grow

_FOLDERS: Final = ("", "strands", "languages")
COMPILED: Final = Path(__file__).parent / "models" / "terms.npz"
_PARTS: Final = ("english", "others")


def _checksum() -> str:
    checksum = hashlib.sha256()
    for _, file in _files():
        checksum.update(file.read_bytes())
    checksum.update(_data().joinpath("vocabulary/english.txt").read_bytes())
    return checksum.hexdigest()


def compile_lists() -> None:
    """Write the tries of the lists as they are now, unless they are what was written last."""
    if all(read_trie(COMPILED, CHECKSUM, part) for part in _PARTS):
        return
    write_tries(COMPILED, CHECKSUM, {part: _grow(part) for part in _PARTS})


def _grow(part: str) -> Trie:
    is_english = part == "english"
    return grow((label, entry) for label, entry in read_lists() if is_english != bool(label.language))


def _load(part: str) -> TermLists:
    was_on = gc.isenabled()
    gc.disable()  # a hundred thousand small things are made and none is thrown away: looking for rubbish doubles the time
    try:
        return TermLists(read_trie(COMPILED, CHECKSUM, part) or _grow(part))
    finally:
        if was_on:
            gc.enable()


def read_lists() -> list[tuple[Label, str]]:
    """Return the entries of every list of the engine's data.

    English has files for each strand ("-" for ":", and what follows a dot is a name of the part) and one each for
    kinds, context and priority; any other language has one file with tables of these names. A list says for one key,
    in one role, which words speak.
    """
    return [
        entry
        for folder, file in _files()
        for entry in _entries_of(folder, file.name.removesuffix(".toml"), tomllib.loads(file.read_text("utf-8")))
    ]


def _data() -> Traversable:
    return resources.files("cases.engine").joinpath("data")


def _files() -> Iterator[tuple[str, Traversable]]:
    for folder in _FOLDERS:
        files = (_data().joinpath(folder) if folder else _data()).iterdir()
        for file in sorted((file for file in files if file.name.endswith(".toml")), key=lambda file: file.name):
            yield folder, file


def _entries_of(folder: str, name: str, table: dict[str, Any]) -> Iterator[tuple[Label, str]]:
    if folder == "strands":
        yield from _of_key(name.partition(".")[0].replace("religion-", "religion:"), table["en"])
    elif folder == "languages":
        of_keys = {**table.get("strands", {}), **table.get("kinds", {}), **table.get("priority", {})}
        yield from _of_keys(of_keys, name)
        yield from _of_key("context", table.get("context", {}), name)
    elif "en" in table:
        yield from _of_keys(table["en"])


def _of_keys(lists: dict[str, Any], language: str = "") -> Iterator[tuple[Label, str]]:
    for key, roles in lists.items():
        yield from _of_key(key, roles, language)


def _of_key(key: str, roles: dict[str, list[str]], language: str = "") -> Iterator[tuple[Label, str]]:
    for role, terms in roles.items():
        yield from ((Label(key, role, language), entry) for entry in terms)


CHECKSUM: Final = _checksum()
"""SHA-256 of all files of lists and of the vocabulary, by which a model says what it was trained with."""
ENGLISH: Final = _load("english")


@lru_cache(maxsize=1)
def others() -> TermLists:
    """Return the lists of all other languages in one; looked at only where an account may be in one of them."""
    return _load("others")
