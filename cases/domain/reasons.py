"""What is kept for whoever reads it later says something: they were not there."""

import re

from cases.domain.refusals import Refused

_FEWEST_WORDS, _FEWEST_LETTERS = 3, 10
_FEW_WORDS, _FEW_LETTERS = 2, 6  # “by phone”, “call her”
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
    if not _says(said, words=_FEWEST_WORDS, letters=_FEWEST_LETTERS):
        raise Refused(ask, about=about)
    return said


def tells_something(said: str) -> bool:
    """Whether it is a few words at least, where no whole sentence is asked for."""
    return _says(said, words=_FEW_WORDS, letters=_FEW_LETTERS)


def _says(said: str, *, words: int, letters: int) -> bool:
    found = {word.casefold() for word in _WORD.findall(said)}
    return bool(_UNBROKEN.search(said)) or (len(found) >= words and sum(map(len, found)) >= letters)
