"""Which cases a new one is compared with, and how common a word is, by the keys that they share: no more than so many."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

MOST = 150  # cases that are compared
MOST_KEYS = 160  # of one case
HOLDERS = 200  # of one key: what more cases share tells nothing, and no more are looked for
STRONGEST = 20  # whose partners are compared as well
_OF_ONE_INCIDENT, _BEFORE_ANY = 15, 1000


def nearest(by_key: Mapping[int, Sequence[int]]) -> list[int]:
    """Of the cases that hold each key of a new one, those that share the rarest, newest first among equals."""
    weights: defaultdict[int, float] = defaultdict(float)
    for holders in by_key.values():
        if len(holders) <= HOLDERS:
            for other in holders:
                weights[other] += 1 / (1 + len(holders)) ** 0.5
    return sorted(weights, key=lambda other: (-weights[other], -other))[:MOST]


def share(holders: int, all_cases: int) -> float:
    """How large a share of the cases holds a word. The first few may be of one incident, and do not make it common."""
    return max(0, holders - _OF_ONE_INCIDENT) / (all_cases + _BEFORE_ANY)
