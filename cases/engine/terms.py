"""Word lists and finding their terms among the words of an account, in one pass.

A list is written for reviewers. One entry is one or more words, where
`a/b` is either word, `[a]` may be left out, `abc*` is any word that begins so, and `~` is up to three words.
"""

from __future__ import annotations

import hashlib
import itertools
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any, Final, NamedTuple

from cases.engine.text import Word, read_words

_WIDEST_GAP: Final = 3
_MOST_HITS: Final = 500
_SHORTEST_STARRED: Final = 4


class Label(NamedTuple):
    """What a list says of its terms: which key they speak for, and in which role."""

    key: str
    role: str


class Hit(NamedTuple):
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

    goes_on: bool = False


class TermLists:
    """Entries of any number of lists, ready for `find`."""

    def __init__(self, entries: Iterable[tuple[Label, str]]) -> None:
        self._root = _Node()
        self._starred: dict[int, list[tuple[str, _Node]]] = {}
        # The same words begin nearly every account: where they lead is kept.
        self._beginnings = lru_cache(maxsize=65536)(self._begin)
        for label, entry in entries:
            for parts in _expand(entry):
                self._add(parts, label)

    def _add(self, parts: Sequence[str], label: Label) -> None:
        node = self._root
        for part in parts:
            node.goes_on = True
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
        counts: dict[Label, int] = {}
        for first, word in enumerate(words):
            beginnings = self._beginnings(word.forms)
            if not beginnings:
                continue
            found: list[Hit] = []
            for node in beginnings:
                found += [Hit(label, first, first) for label in node.labels]
                if node.goes_on:
                    self._walk(node, words, first, first + 1, found)
            for hit in found:
                count = counts.get(hit.label, 0)
                if count < _MOST_HITS and hit not in hits:
                    counts[hit.label] = count + 1
                    hits[hit] = None
        return list(hits)

    def _walk(self, node: _Node, words: Sequence[Word], first: int, at: int, hits: list[Hit]) -> None:
        """Follow every way on from `node`; no entry has more than a few words, so the depth is bounded."""
        if at >= len(words) or words[at].sentence != words[first].sentence:
            return
        if node.words or node.stems:
            for following in self._steps(node, words[at].forms):
                if following.labels:
                    hits += [Hit(label, first, at) for label in following.labels]
                if following.goes_on:
                    self._walk(following, words, first, at + 1, hits)
        if node.gap is not None:
            for skipped in range(_WIDEST_GAP + 1):
                self._walk(node.gap, words, first, at + skipped, hits)

    def _begin(self, forms: tuple[str, ...]) -> tuple[_Node, ...]:
        """Return the nodes to which a term's first word leads."""
        found = list(self._steps(self._root, forms))
        if "*" in forms[0] and not (found and forms[0] in self._root.words):
            found += self._uncensored(forms[0])
        return tuple(found)

    @staticmethod
    def _steps(node: _Node, forms: tuple[str, ...]) -> list[_Node]:
        found: list[_Node] = []
        exact: _Node | None
        for form in forms:
            if (exact := node.words.get(form)) is not None:
                found.append(exact)
            if node.stems:
                size = len(form)
                for length in node.stem_lengths:
                    if length > size:
                        break
                    if (stem := node.stems.get(form[:length])) is not None:
                        found.append(stem)
            if exact is not None:
                break
        return found

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


def read_lists() -> tuple[list[tuple[Label, str]], str]:
    """Return the entries of every list of the engine's data, and the checksum of the files they stand in.

    English has files for each strand ("-" for ":", and what follows a dot is a name of the part) and one each for
    kinds, context and priority; any other language has one file with tables of these names. A list says for one key, in one role,
    which words speak.
    """
    checksum = hashlib.sha256()
    entries: list[tuple[Label, str]] = []
    data = resources.files("cases.engine").joinpath("data")
    for folder in ("", "strands", "languages"):
        for file in sorted(_files(data.joinpath(folder) if folder else data), key=lambda f: f.name):
            content = file.read_bytes()
            checksum.update(content)
            entries.extend(_entries_of(folder, file.name.removesuffix(".toml"), tomllib.loads(content.decode())))
    return entries, checksum.hexdigest()


def _files(folder: Traversable) -> Iterator[Traversable]:
    return (file for file in folder.iterdir() if file.name.endswith(".toml"))


def _entries_of(folder: str, name: str, table: dict[str, Any]) -> Iterator[tuple[Label, str]]:
    if folder == "strands":
        yield from _of_key(name.partition(".")[0].replace("religion-", "religion:"), table["en"])
    elif folder == "languages":
        yield from _of_keys({**table.get("strands", {}), **table.get("kinds", {}), **table.get("priority", {})})
        yield from _of_key("context", table.get("context", {}))
    elif "en" in table:
        yield from _of_keys(table["en"])


def _of_keys(lists: dict[str, Any]) -> Iterator[tuple[Label, str]]:
    for key, roles in lists.items():
        yield from _of_key(key, roles)


def _of_key(key: str, roles: dict[str, list[str]]) -> Iterator[tuple[Label, str]]:
    for role, terms in roles.items():
        yield from ((Label(key, role), entry) for entry in terms)
