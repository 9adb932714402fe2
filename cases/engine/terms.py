"""Word lists and finding their terms among the words of an account, in one pass.

A list is written for reviewers. One entry is one or more words, where
`a/b` is either word, `[a]` may be left out, `abc*` is any word that begins so, and `~` is up to three words.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any, Final, NamedTuple

from cases.engine.disguise import Disguised
from cases.engine.text import Word, read_words

_WIDEST_GAP: Final = 3
_MOST_HITS: Final = 500


class Label(NamedTuple):
    """What a list says of its terms: which key they speak for, in which role, and in which language.

    `language` empty: English, whose words stand in accounts of every language.
    """

    key: str
    role: str
    language: str = ""


class Hit(NamedTuple):
    """A term found: the words `first` to `last`, both included."""

    label: Label
    first: int
    last: int


_NONE: Final[dict[str, _Node]] = {}


class _Node:
    """Where the words so far lead. Most nodes lead nowhere: they share one empty dictionary, never written to.

    Several ways may lead to one node (`links`); whoever goes on from it by one of them alone goes on from a copy.
    """

    __slots__ = ("gap", "goes_on", "labels", "links", "stem_lengths", "stems", "words")

    def __init__(self) -> None:
        self.words = _NONE
        self.stems = _NONE
        self.stem_lengths: tuple[int, ...] = ()
        self.gap: _Node | None = None
        self.labels: tuple[Label, ...] = ()
        self.goes_on = False
        self.links = 0

    def following(self, piece: str) -> _Node | None:
        if piece == "~":
            return self.gap
        return self.stems.get(piece[:-1]) if _is_stem(piece) else self.words.get(piece)

    def link(self, piece: str, node: _Node) -> None:
        self.goes_on = True
        node.links += 1
        if piece == "~":
            self.gap = node
        elif _is_stem(piece):
            stem = piece[:-1]
            if len(stem) not in self.stem_lengths:
                self.stem_lengths = tuple(sorted((*self.stem_lengths, len(stem))))
            if self.stems is _NONE:
                self.stems = {}
            self.stems[stem] = node
        else:
            if self.words is _NONE:
                self.words = {}
            self.words[piece] = node

    def copy(self) -> _Node:
        other = _Node()
        for name in ("stem_lengths", "gap", "labels", "goes_on"):
            setattr(other, name, getattr(self, name))
        for name in ("words", "stems"):
            if (children := getattr(self, name)) is not _NONE:
                setattr(other, name, dict(children))
                for child in children.values():
                    child.links += 1
        if self.gap is not None:
            self.gap.links += 1
        return other


class TermLists:
    """Entries of any number of lists, ready for `find`. `disguised` knows how people misspell their English words."""

    def __init__(self, entries: Iterable[tuple[Label, str]]) -> None:
        self._root = _Node()
        # The same words begin nearly every account: where they lead is kept.
        self._beginnings = lru_cache(maxsize=65536)(self._begin)
        pieces = lru_cache(maxsize=None)(_pieces)  # lists say the same words over and over
        labels: dict[Label, Label] = {}
        plain: list[tuple[str, str, str]] = []  # English words that people disguise or misspell
        for given, entry in entries:
            label = labels.setdefault(given, given)
            parts = [(part, tuple(map(pieces, _choices(part)))) for part in entry.split()]
            self._add(label, parts)
            if len(parts) == 1 and not label.language:
                plain += [(one[0].rstrip("*"), label.key, label.role) for one in parts[0][1] if len(one) == 1]
        self.disguised = Disguised(plain, self._root.words)

    def _add(self, label: Label, parts: Sequence[tuple[str, Sequence[tuple[str, ...]]]]) -> None:
        ends = [self._root]
        for part, choices in parts:
            begun, ends = ends, []
            fresh = _Node()  # all single words that lead nowhere yet lead here
            for pieces in sorted(choices, key=len, reverse=True):
                ends += [self._step(node, pieces, fresh if len(pieces) == 1 else _Node()) for node in begun]
            ends = list({id(node): node for node in ends}.values())
            if _is_optional(part):
                ends += begun
        for node in ends:
            if node is not self._root and label not in node.labels:
                node.labels = (*node.labels, label)

    @staticmethod
    def _step(node: _Node, pieces: Sequence[str], fresh: _Node) -> _Node:
        """Return the node to which `pieces` lead from `node`, `fresh` where they led nowhere."""
        for number, piece in enumerate(pieces, start=1):
            following = node.following(piece)
            if following is None:
                following = fresh if number == len(pieces) else _Node()
                node.link(piece, following)
            elif following.links > 1 and following is not fresh:
                following = following.copy()
                node.link(piece, following)
            node = following
        return node

    def find(self, words: Sequence[Word]) -> list[Hit]:
        """Return the terms found, in order of place, the first `_MOST_HITS` of each list.

        Never crosses the end of a sentence. Time is linear in the number of words.
        """
        hits: list[Hit] = []
        seen: set[tuple[int, int, int]] = set()
        counts: dict[int, int] = {}
        forms = [word.forms for word in words]
        ends = _ends_of_sentences(words)
        for first, beginning in enumerate(map(self._beginnings, forms)):
            if not beginning:
                continue
            found: list[Hit] = []
            for node in beginning:
                if node.labels:
                    found += [Hit(label, first, first) for label in node.labels]
                if node.goes_on and first + 1 < ends[first]:
                    # Asked here too, and not by a function: it leaves most words aside and costs most of the time.
                    after = forms[first + 1]
                    if node.gap is not None or node.stem_lengths or after[0] in node.words or len(after) > 1:
                        self._walk(node, forms, first, first + 1, ends[first], found)
            for hit in found:
                name = id(hit.label)  # each label is one object: see __init__
                place = (name, first, hit.last)
                count = counts.get(name, 0)
                if count < _MOST_HITS and place not in seen:
                    seen.add(place)
                    counts[name] = count + 1
                    hits.append(hit)
        return hits

    def _walk(
        self, node: _Node, forms: Sequence[tuple[str, ...]], first: int, at: int, end: int, hits: list[Hit]
    ) -> None:
        """Follow every way on from `node`; no entry has more than a few words, so the depth is bounded."""
        if at >= end:
            return
        known, form = node.words, forms[at]
        if node.stem_lengths or form[0] in known or (len(form) > 1 and known):
            self._take(node, forms, first, at, end, hits)
        if (gap := node.gap) is not None:
            known, has_stems = gap.words, bool(gap.stem_lengths)
            for there in range(at, min(at + _WIDEST_GAP + 1, end)):
                form = forms[there]
                if has_stems or form[0] in known or len(form) > 1:
                    self._take(gap, forms, first, there, end, hits)

    def _take(
        self, node: _Node, forms: Sequence[tuple[str, ...]], first: int, at: int, end: int, hits: list[Hit]
    ) -> None:
        for following in self._steps(node, forms[at]):
            if following.labels:
                hits += [Hit(label, first, at) for label in following.labels]
            if following.goes_on:
                self._walk(following, forms, first, at + 1, end, hits)

    def _begin(self, forms: tuple[str, ...]) -> tuple[_Node, ...]:
        """Return the nodes to which a term's first word leads."""
        found = list(self._steps(self._root, forms))
        if "*" in forms[0] and forms[0] not in self._root.words:
            found += self._steps(self._root, self.disguised.uncensored(forms[0]))
        return tuple(found)

    @staticmethod
    def _steps(node: _Node, forms: tuple[str, ...]) -> list[_Node]:
        found: list[_Node] = []
        exact: _Node | None
        of_words, stems, lengths = node.words, node.stems, node.stem_lengths
        for form in forms:
            if (exact := of_words.get(form)) is not None:
                found.append(exact)
            if lengths:
                size = len(form)
                for length in lengths:
                    if length > size:
                        break
                    if (stem := stems.get(form[:length])) is not None:
                        found.append(stem)
            if exact is not None:
                break
        return found


def _ends_of_sentences(words: Sequence[Word]) -> list[int]:
    """Return for each word the number of the first word after its sentence."""
    ends = [0] * len(words)
    end, sentence = len(words), -1
    for at in range(len(words) - 1, -1, -1):
        if words[at].sentence != sentence:
            end, sentence = at + 1, words[at].sentence
        ends[at] = end
    return ends


def _is_optional(part: str) -> bool:
    return part.startswith("[") and part.endswith("]")


def _is_stem(piece: str) -> bool:
    """Tell "migrant*", any word that begins so, from "n*****", a word that people write like that."""
    return piece.endswith("*") and "*" not in piece[:-1]


def _choices(part: str) -> list[str]:
    return [choice for choice in part.strip("[]").split("/") if choice]


def _pieces(choice: str) -> tuple[str, ...]:
    """Split a list's word as an account's word would be: "anti-semitic" is two."""
    if choice == "~" or choice.endswith("**"):
        return (choice,)
    pieces = [word.forms[0].rstrip("*") for word in read_words(choice)]
    if choice.endswith("*"):
        pieces[-1] += "*"
    return tuple(pieces)


def read_lists() -> tuple[list[tuple[Label, str]], str]:
    """Return the entries of every list of the engine's data, and the checksum of these files and of the vocabulary.

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
    checksum.update(data.joinpath("vocabulary/english.txt").read_bytes())
    return entries, checksum.hexdigest()


def _files(folder: Traversable) -> Iterator[Traversable]:
    return (file for file in folder.iterdir() if file.name.endswith(".toml"))


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
