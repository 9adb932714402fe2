"""How common each word is in people's accounts: `python -m cases.engine.training.word_shares` writes it anew.

Counted over the voices that are learnt from; those that measure are not looked at.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path
from typing import Final

from cases.engine.rarity import WORD_SHARES, tokens_of
from cases.engine.training.corpus import read_corpus

_LEAST: Final = 3  # accounts of one language: a rarer word is as good as never seen
_FILE: Final = Path(__file__).resolve().parent.parent / WORD_SHARES


def word_shares() -> dict[str, float]:
    """Return the share of accounts that hold a word, in the language where it is commonest."""
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    totals: Counter[str] = Counter()
    for text in read_corpus():
        if text.split == "train":
            totals[text.language] += 1
            counts[text.language].update(set(tokens_of(text.text)))
    shares: dict[str, float] = {}
    for language, counted in counts.items():
        for word, count in counted.items():
            if count >= _LEAST:
                shares[word] = max(shares.get(word, 0.0), count / totals[language])
    return shares


def main() -> None:
    """Write the file: one word a line with its share, per 100,000."""
    lines = [f"{word} {round(share * 100_000)}" for word, share in sorted(word_shares().items())]
    _FILE.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
