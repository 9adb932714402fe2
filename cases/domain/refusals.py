"""How the domain says no: a sentence for the person for each thing that is not right, nothing changed."""

from collections.abc import Sequence


class Refused(Exception):
    """`sentence` tells what to do; the transaction is rolled back. `about` names the argument that is not right.

    `besides`: what else is not right, as pairs of sentence and argument, so that a person mends all of it at once.
    """

    def __init__(self, sentence: str, *, about: str = "", besides: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__(sentence)
        self.sentence, self.about = sentence, about
        self.each = [(sentence, about), *besides]


class NotThere(Exception):
    """No such case for this account: the edge answers as if it did not exist."""


def missing_of(*asked: tuple[object, str, str]) -> list[tuple[str, str]]:
    """Sentence and argument of each that does not hold, of triples of what has to hold, sentence and argument."""
    return [(sentence, about) for holds, sentence, about in asked if not holds]


def refuse_missing(missing: Sequence[tuple[str, str]]) -> None:
    """Raise `Refused` for all that is missing, pairs of sentence and argument; without any nothing happens."""
    if missing:
        (sentence, about), *besides = missing
        raise Refused(sentence, about=about, besides=besides)
