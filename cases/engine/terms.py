"""Word lists and finding their terms among the words of an account, in one pass.

A list is written for reviewers. One entry is one or more words, where
`a/b` is either word, `[a]` may be left out, `abc*` is any word that begins so, and `~` is up to three words.
"""

from __future__ import annotations

import hashlib
import itertools
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any, Final

from cases.engine.text import Word, read_words

_WIDEST_GAP: Final = 3
_MOST_HITS: Final = 500
_SHORTEST_STARRED: Final = 4


@dataclass(frozen=True, slots=True)
class Label:
    """What a list says of its terms: which key they speak for, and in which role."""

    key: str
    role: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A term found: the words `first` to `last`, both included."""

    label: Label
    first: int
    last: int


@dataclass(slots=True)
class _Node:
    words: dict[str, _Node] = field(default_factory=dict)
    stems: dict[str, _Node] = field(default_factory=dict)
    stem_lengths: tuple[int, ...] = ()
    gap: _Node | None = None
    labels: tuple[Label, ...] = ()


class TermLists:
    """Entries of any number of lists, ready for `find`."""

    def __init__(self, entries: Iterable[tuple[Label, str]]) -> None:
        self._root = _Node()
        self._starred: dict[int, list[tuple[str, _Node]]] = {}
        for label, entry in entries:
            for parts in _expand(entry):
                self._add(parts, label)

    def _add(self, parts: Sequence[str], label: Label) -> None:
        node = self._root
        for part in parts:
            if part == "~":
                node.gap = node.gap or _Node()
                node = node.gap
            elif part.endswith("*"):
                stem = part[:-1]
                node.stem_lengths = tuple(sorted({*node.stem_lengths, len(stem)}))
                node = node.stems.setdefault(stem, _Node())
            else:
                node = node.words.setdefault(part, _Node())
        if label not in node.labels:
            node.labels = (*node.labels, label)
        if len(parts) == 1 and label.role == "slurs" and len(parts[0].rstrip("*")) >= _SHORTEST_STARRED:
            whole = parts[0].rstrip("*")
            self._starred.setdefault(len(whole), []).append((whole, node))

    def find(self, words: Sequence[Word]) -> list[Hit]:
        """Return the terms found, in order of place, the first `_MOST_HITS` of each list.

        Never crosses the end of a sentence. Time is linear in the number of words.
        """
        hits: dict[Hit, None] = {}
        counts: Counter[Label] = Counter()
        for first in range(len(words)):
            found: list[Hit] = []
            self._walk(self._root, words, first, first, found)
            for hit in found:
                if counts[hit.label] < _MOST_HITS and hit not in hits:
                    counts[hit.label] += 1
                    hits[hit] = None
        return list(hits)

    def _walk(self, node: _Node, words: Sequence[Word], first: int, at: int, hits: list[Hit]) -> None:
        """Follow every way on from `node`; no entry has more than a few words, so the depth is bounded."""
        if at >= len(words) or words[at].sentence != words[first].sentence:
            return
        for following in self._steps(node, words[at], at == first):
            hits.extend(Hit(label, first, at) for label in following.labels)
            self._walk(following, words, first, at + 1, hits)
        if node.gap is not None:
            for skipped in range(_WIDEST_GAP + 1):
                self._walk(node.gap, words, first, at + skipped, hits)

    def _steps(self, node: _Node, word: Word, is_first: bool) -> Iterator[_Node]:
        for form in word.forms:
            exact = node.words.get(form)
            if exact is not None:
                yield exact
            for length in node.stem_lengths:
                if length <= len(form) and (stem := node.stems.get(form[:length])) is not None:
                    yield stem
            if exact is not None:
                return
        if is_first and "*" in word.forms[0]:
            yield from self._uncensored(word.forms[0])

    def _uncensored(self, word: str) -> Iterator[_Node]:
        """Yield slurs that a word with stars may stand for: at least two letters must be shown."""
        for shown in (word, word.removesuffix("s")):
            if len(shown) - shown.count("*") < 2:
                continue
            for whole, node in self._starred.get(len(shown), ()):
                if all(a in ("*", b) for a, b in zip(shown, whole, strict=True)):
                    yield node
                    return


def _expand(entry: str) -> Iterator[tuple[str, ...]]:
    choices = []
    for part in entry.split():
        optional = part.startswith("[") and part.endswith("]")
        choices.append([*part.strip("[]").split("/"), *([""] if optional else [])])
    for chosen in itertools.product(*choices):
        parts = tuple(piece for part in chosen for piece in _pieces(part))
        if parts:
            yield parts


def _pieces(part: str) -> list[str]:
    """Split a list's word as an account's word would be: "anti-semitic" is two."""
    if part == "~":
        return [part]
    pieces = [word.forms[0].rstrip("*") for word in read_words(part)] if part else []
    if part.endswith("*"):
        pieces[-1] += "*"
    return pieces


def read_lists(folder: str) -> tuple[list[tuple[Label, str]], str]:
    """Return the entries of every list under `folder` of the engine's data, and their checksum.

    A file of `strands` is named after its strand ("-" for ":") and holds, for each language, lists by role;
    any other file holds, for each language and key, lists by role.
    """
    checksum = hashlib.sha256()
    entries: list[tuple[Label, str]] = []
    for file in sorted(_files(resources.files("cases.engine").joinpath("data", folder)), key=lambda f: f.name):
        content = file.read_bytes()
        checksum.update(content)
        table = tomllib.loads(content.decode())
        for lists in table.values():
            entries.extend(_entries(lists, file.name.removesuffix(".toml")))
    return entries, checksum.hexdigest()


def _files(folder: Traversable) -> Iterator[Traversable]:
    return (file for file in folder.iterdir() if file.name.endswith(".toml") and file.name != "languages.toml")


def _entries(lists: dict[str, Any], name: str) -> Iterator[tuple[Label, str]]:
    for key, value in lists.items():
        if isinstance(value, dict):
            yield from ((Label(key, role), entry) for role, terms in value.items() for entry in terms)
        else:
            strand = name.replace("religion-", "religion:")
            yield from ((Label(strand, key), entry) for entry in value)
