"""Tries as arrays of numbers in one file, from which they are made again much sooner than they grow."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np

from cases.engine.model import bytes_of, write_file
from cases.engine.trie import Label, Node, Plain, Trie, shared

_NO_GAP: Final = -1


def write_tries(path: Path, sources: str, tries: Mapping[str, Trie]) -> None:
    """Write tries by name; `sources` is the checksum of what they were grown from. Same tries, same bytes."""
    arrays: dict[str, Any] = {"sources": _plain(sources)}
    for name, trie in tries.items():
        for part, array in _arrays_of(trie):
            arrays[f"{name}_{part}"] = array
    write_file(path, bytes_of(arrays))


def read_trie(path: Path, sources: str, name: str) -> Trie | None:
    """Return a trie; None when the file is missing, damaged, or was not made of `sources`."""
    try:
        with np.load(path, allow_pickle=False) as arrays:
            if _text(arrays["sources"]) != sources:
                return None
            parts = {part: arrays[f"{name}_{part}"] for part in _PARTS}
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return None
    return _trie_of(parts)


_PARTS: Final = ("names", "labels", "plain", "labelled", "gaps", "sizes", "edges")


def _arrays_of(trie: Trie) -> Iterator[tuple[str, Any]]:
    """`sizes`: how many labels, words and stems each node has; `edges`: for each word and stem its name and its node."""
    nodes = shared(trie.root)
    numbers = {id(node): number for number, node in enumerate(nodes)}
    labels = {label: number for number, label in enumerate(dict.fromkeys(one for node in nodes for one in node.labels))}
    children = [[*node.words.items(), *node.stems.items()] for node in nodes]
    names = {name: number for number, name in enumerate(sorted({name for some in children for name, _ in some}))}
    yield "names", _plain("\n".join(names))
    yield "labels", _plain(json.dumps([*labels]))
    yield "plain", _plain(json.dumps(trie.plain))
    yield "labelled", np.array([labels[one] for node in nodes for one in node.labels], dtype=np.int32)
    yield "gaps", np.array([numbers[id(node.gap)] if node.gap else _NO_GAP for node in nodes], dtype=np.int32)
    yield "sizes", np.array([(len(n.labels), len(n.words), len(n.stems)) for n in nodes], dtype=np.int32)
    yield (
        "edges",
        np.array([(names[name], numbers[id(child)]) for some in children for name, child in some], dtype=np.int32),
    )


def _trie_of(parts: Mapping[str, Any]) -> Trie:
    names = _text(parts["names"]).split("\n")
    labels = [Label(*one) for one in json.loads(_text(parts["labels"]))]
    labelled = [labels[number] for number in parts["labelled"].tolist()]
    edge_names, edge_nodes = parts["edges"].reshape(-1, 2).T.tolist()
    edge_names = [names[number] for number in edge_names]
    nodes: list[Node] = []
    at = label_at = 0
    for gap, (n_labels, n_words, n_stems) in zip(parts["gaps"].tolist(), parts["sizes"].tolist(), strict=True):
        node = Node()
        node.labels = tuple(labelled[label_at : label_at + n_labels])
        label_at += n_labels
        children = [nodes[number] for number in edge_nodes[at : at + n_words + n_stems]]  # they come before it
        words = dict(zip(edge_names[at : at + n_words], children, strict=False))
        stems = dict(zip(edge_names[at + n_words : at + n_words + n_stems], children[n_words:], strict=True))
        at += n_words + n_stems
        node.lead(words, stems, None if gap == _NO_GAP else nodes[gap])
        nodes.append(node)
    return Trie(nodes[-1], [Plain(*one) for one in json.loads(_text(parts["plain"]))])


def _plain(text: str) -> Any:
    return np.frombuffer(text.encode(), dtype=np.uint8)


def _text(array: Any) -> str:
    return array.tobytes().decode()  # type: ignore[no-any-return]
