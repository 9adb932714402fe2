"""The terms of word lists as a trie of words, and its smallest form, in which what goes on alike is one node.

A list is written for reviewers. One entry is one or more words, where
`a/b` is either word, `[a]` may be left out, `abc*` is any word that begins so, and `~` is up to three words.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from cases.engine.text import read_words


class Label(NamedTuple):
    """What a list says of its terms: which key they speak for, in which role, and in which language.

    `language` empty: English, whose words stand in accounts of every language.
    """

    key: str
    role: str
    language: str = ""


class Plain(NamedTuple):
    """A single English word of a list, which people may disguise or misspell."""

    word: str
    key: str
    role: str


class Trie(NamedTuple):
    """The node where every term begins, and the plain words among the terms."""

    root: Node
    plain: list[Plain]


_NONE: Final[dict[str, Node]] = {}
_NO_BEGINNINGS: Final[tuple[int, frozenset[str]]] = (0, frozenset())
"""How many first letters of the stems are asked for, and which there are."""
_LETTERS: Final = 4


class Node:
    """Where the words so far lead. Most nodes lead nowhere: they share one empty dictionary, never written to.

    Several ways may lead to one node (`links`); while a trie grows, whoever goes on from it by one of them alone goes
    on from a copy.
    """

    __slots__ = ("beginnings", "gap", "goes_on", "labels", "links", "stem_lengths", "stems", "words")

    def __init__(self) -> None:
        self.words = _NONE
        self.stems = _NONE
        self.stem_lengths: tuple[int, ...] = ()
        self.beginnings = _NO_BEGINNINGS
        self.gap: Node | None = None
        self.labels: tuple[Label, ...] = ()
        self.goes_on = False
        self.links = 0

    def lead(self, words: dict[str, Node], stems: dict[str, Node], gap: Node | None) -> None:
        """Say where it leads: by words, by beginnings of words, and over a gap."""
        self.words, self.stems, self.gap = words or _NONE, stems or _NONE, gap
        self._measure_stems()
        self.goes_on = bool(words or stems or gap)

    def _measure_stems(self) -> None:
        self.stem_lengths = tuple(sorted({len(stem) for stem in self.stems}))
        size = min(_LETTERS, self.stem_lengths[0]) if self.stem_lengths else 0
        self.beginnings = (size, frozenset([stem[:size] for stem in self.stems])) if size else _NO_BEGINNINGS

    def following(self, piece: str) -> Node | None:
        """Return where one piece of an entry leads."""
        if piece == "~":
            return self.gap
        return self.stems.get(piece[:-1]) if _is_stem(piece) else self.words.get(piece)

    def link(self, piece: str, node: Node) -> None:
        """Let one piece of an entry lead to `node`."""
        self.goes_on = True
        node.links += 1
        if piece == "~":
            self.gap = node
        elif _is_stem(piece):
            stem = piece[:-1]
            if self.stems is _NONE:
                self.stems = {}
            self.stems[stem] = node
            if len(stem) not in self.stem_lengths or stem[: self.beginnings[0]] not in self.beginnings[1]:
                self._measure_stems()
        else:
            if self.words is _NONE:
                self.words = {}
            self.words[piece] = node

    def copy(self) -> Node:
        """Return a node that leads to the same nodes."""
        other = Node()
        for name in ("stem_lengths", "beginnings", "gap", "labels", "goes_on"):
            setattr(other, name, getattr(self, name))
        for name in ("words", "stems"):
            if (children := getattr(self, name)) is not _NONE:
                setattr(other, name, dict(children))
                for child in children.values():
                    child.links += 1
        if self.gap is not None:
            self.gap.links += 1
        return other


def grow(entries: Iterable[tuple[Label, str]]) -> Trie:
    """Return the trie of entries of any number of lists."""
    root = Node()
    split = lru_cache(maxsize=None)(_pieces)  # lists say the same words over and over
    labels: dict[Label, Label] = {}
    plain: list[Plain] = []
    for given, entry in entries:
        label = labels.setdefault(given, given)
        parts = [(part, tuple(map(split, _choices(part)))) for part in entry.split()]
        _add(root, label, parts)
        if len(parts) == 1 and not label.language:
            plain += [Plain(one[0].rstrip("*"), label.key, label.role) for one in parts[0][1] if len(one) == 1]
    return Trie(root, plain)


def _add(root: Node, label: Label, parts: Sequence[tuple[str, Sequence[tuple[str, ...]]]]) -> None:
    ends = [root]
    for part, choices in parts:
        begun, ends = ends, []
        fresh = Node()  # all single words that lead nowhere yet lead here
        longest_first = sorted(choices, key=len, reverse=True)
        for node in begun:  # those behind others first: what is copied on the way holds all of theirs
            ends += [_step(node, pieces, fresh if len(pieces) == 1 else Node()) for pieces in longest_first]
        ends = list({id(node): node for node in ends}.values())
        if _is_optional(part):
            ends += begun
    for node in ends:
        if node is not root and label not in node.labels:
            node.labels = (*node.labels, label)


def _step(node: Node, pieces: Sequence[str], fresh: Node) -> Node:
    """Return the node to which `pieces` lead from `node`, `fresh` where they led nowhere."""
    for number, piece in enumerate(pieces, start=1):
        following = node.following(piece)
        if following is None:
            following = fresh if number == len(pieces) else Node()
            node.link(piece, following)
        elif following.links > 1 and following is not fresh:
            following = following.copy()
            node.link(piece, following)
        node = following
    return node


def shared(root: Node) -> list[Node]:
    """Return the nodes of the smallest trie that says the same, those that lead nowhere first, the root last."""
    nodes: list[Node] = []
    by_shape: dict[object, Node] = {}
    done: dict[int, Node] = {}
    stack = [(root, False)]
    while stack:
        node, is_ready = stack.pop()
        if id(node) in done:
            continue
        children = [*node.words.values(), *node.stems.values(), *([node.gap] if node.gap else [])]
        if not is_ready:
            stack.append((node, True))
            stack += [(child, False) for child in children if id(child) not in done]
            continue
        words = {word: done[id(child)] for word, child in sorted(node.words.items())}
        stems = {stem: done[id(child)] for stem, child in sorted(node.stems.items())}
        gap = done[id(node.gap)] if node.gap else None
        shape = (node.labels, _shape(words), _shape(stems), id(gap))
        if shape not in by_shape:
            same = by_shape[shape] = Node()
            same.labels = node.labels
            same.lead(words, stems, gap)
            nodes.append(same)
        done[id(node)] = by_shape[shape]
    return nodes


def _shape(children: dict[str, Node]) -> tuple[tuple[str, int], ...]:
    return tuple((name, id(child)) for name, child in children.items())


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
