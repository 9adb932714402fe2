"""A reason that is kept in the log says something: whoever reads the log later was not there."""

import re

from cases.domain.refusals import Refused

_FEWEST_WORDS, _FEWEST_LETTERS = 3, 10
_WORD = re.compile(r"[^\W\d_]{2,}")
# Scripts that put no blank between words: there the letters are counted alone.
_UNBROKEN = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]")


_LOOKING = (
    "Write in a sentence what you are working on and why it takes this, for example: “The same man may have "
    "threatened my victim in Hackney.”"
)


def check_reason(said: str, *, ask: str = _LOOKING, about: str = "reason") -> str:
    """The reason without blanks around it. Raises `Refused`, saying `ask`, for what is no sentence: too few different words."""
    said = said.replace("\x00", "\ufffd").strip()
    words = {word.casefold() for word in _WORD.findall(said)}
    letters = sum(map(len, words))
    if _UNBROKEN.search(said):
        return said
    if len(words) < _FEWEST_WORDS or letters < _FEWEST_LETTERS:
        raise Refused(ask, about=about)
    return said
