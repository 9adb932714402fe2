"""Reading an account as words, with every word's place in the text as it was given.

Matching happens on a folded form (case, width, accents, Arabic letter shapes); the offsets kept are always
those of the original text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from cases.engine.kept import Kept

LOOKED_AT: Final = 200_000
"""Characters of an account that are looked at."""
_LONGEST_WORD: Final = 64
_WIDEST_CHARACTER: Final = 4

# Vowel signs of Indic scripts are no word characters to `re`, but they are part of their words.
_LETTER: Final = r"(?:[^\W_\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]|[\u0900-\u0963\u0966-\u0dff])"
# Chinese and Japanese have no spaces: there each character counts as a word.
_IDEOGRAM: Final = "[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]"
# Pictures, and brackets in threes around a name, are said as words are.
_SIGN: Final = "[\u2600-\u27bf\u5350\u534d\U0001f300-\U0001faff]|[(]{3}|[)]{3}"
_TOKEN: Final = re.compile(
    rf"({_IDEOGRAM}|{_SIGN}|{_LETTER}(?:{_LETTER}|['*@$!|](?=[^\W_]|[*@$]))*\**)|([.!?…؟۔।;。！？；\n])"
)
# The same for plain ASCII, which most accounts are: several times as fast.
_ASCII_TOKEN: Final = re.compile(r"([a-z0-9]+(?:['*@$!|](?=[a-z0-9*@$])[a-z0-9]*)*\**|[(]{3}|[)]{3})|[.!?;\n]")
_DROPPED: Final = re.compile(
    "[\u0300-\u036f\u0591-\u05c7\u064b-\u0652\u0670\u0640\u200b-\u200f\u202a-\u202e\u2060\ufeff]"
)
_SHAPES: Final = {
    "’": "'", "‘": "'", "ʼ": "'", "`": "'", "ł": "l", "ı": "i", "ø": "o", "đ": "d",
    "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ے": "ي", "ک": "ك", "ة": "ه", "ہ": "ه", "ھ": "ه",
}  # fmt: skip
_LEET: Final = str.maketrans("034578@$!|", "oeastbasil")
_RUNS: Final = re.compile(r"(.)\1{2,}")
_ARABIC_ARTICLE: Final = re.compile(r"^[وف]?[بك]?(?:ال|لل)(?=\w{3})")
_HEBREW_PREFIX: Final = re.compile(r"^[והבלמשכ](?=[\u05d0-\u05ea]{3})")


class AnyCase:
    """A pattern for any case, looked for in the first `LOOKED_AT` characters. Places are those of the text as given.

    Plain ASCII, which most accounts are, is looked at in small letters: several times as fast as asking each letter for
    its other forms. `source` is written in small letters.
    """

    __slots__ = ("_any_case", "_small")

    def __init__(self, source: str) -> None:
        self._any_case = re.compile(source, re.IGNORECASE)
        self._small = re.compile(source)

    def finds(self, text: str) -> bool:
        """Tell whether it stands anywhere."""
        if text.isascii():
            return self._small.search(text[:LOOKED_AT].lower()) is not None
        return self._any_case.search(text, 0, LOOKED_AT) is not None

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Return each match, in order; those in plain ASCII are of small letters."""
        if text.isascii():
            return self._small.finditer(text[:LOOKED_AT].lower())
        return self._any_case.finditer(text, 0, LOOKED_AT)


class Word(NamedTuple):
    """One word: its folded forms to look up, best first, and its place in the original text."""

    forms: tuple[str, ...]
    start: int
    end: int
    sentence: int


_word: Final = tuple.__new__
"""Makes a Word of its fields twice as fast as calling it; there are thirty in an account."""


def read_words(text: str) -> list[Word]:
    """Return the words of the first `LOOKED_AT` characters. Time and memory are linear in the text."""
    text = text[:LOOKED_AT]
    folded, places = _fold(text)
    words: list[Word] = []
    sentence = 0
    forms_of = _FORMS
    for match in (_TOKEN if places is not None else _ASCII_TOKEN).finditer(folded):
        word = match[1]
        if word is None:
            sentence += 1
            continue
        start, end = match.span()
        if places is not None:
            start, end = places[start], places[end - 1] + 1
        words.append(_word(Word, (forms_of[word], start, end, sentence)))
    return _join_spaced_letters(words, text)


def fold(text: str) -> str:
    """Return the form in which words are compared."""
    return _fold(text)[0]


def _fold(text: str) -> tuple[str, list[int] | None]:
    """Return the folded text, and for each of its characters the place it came from (None: the same)."""
    if text.isascii():
        return text.lower(), None
    pieces: list[str] = []
    places: list[int] = []
    for place, char in enumerate(text):
        piece = char.lower() if char.isascii() else _fold_character(char)
        pieces.append(piece)
        places.extend([place] * len(piece))
    return "".join(pieces), places


@lru_cache(maxsize=4096)
def _fold_character(char: str) -> str:
    if char in _SHAPES:
        return _SHAPES[char]
    folded = unicodedata.normalize("NFKC", char).casefold()
    if "LATIN" in unicodedata.name(folded[:1] or " ", ""):
        folded = unicodedata.normalize("NFD", folded)
    folded = "".join(_SHAPES.get(c, c) for c in _DROPPED.sub("", folded))
    # One sign may stand for a whole sentence (U+FDFA): it is no word of ours, and would swell the text.
    return folded if len(folded) <= _WIDEST_CHARACTER else " "


def _forms(word: str) -> tuple[str, ...]:
    """Return the forms under which a word may stand in a list: as it is, plainer, without disguise."""
    if len(word) > _LONGEST_WORD:
        word = _RUNS.sub(r"\1", word)[:_LONGEST_WORD]
    forms = [word]
    if "'" in word:
        forms.append(word.removesuffix("'s").replace("'", ""))
    if not word.isalpha() and not word.isdigit() and "*" not in word:
        plain = word.translate(_LEET)
        forms += [plain.replace("1", "i"), plain.replace("1", "l")]
    if _RUNS.search(word):
        forms += [_RUNS.sub(r"\1", word), _RUNS.sub(r"\1\1", word)]
    for prefix in (_ARABIC_ARTICLE, _HEBREW_PREFIX):
        if not word.isascii() and prefix.search(word):
            forms.append(prefix.sub("", word))
    for form in tuple(forms):
        if len(form) > 3 and form.endswith("s"):
            forms += [form[:-1], form[:-2]] if form.endswith("es") else [form[:-1]]
    return tuple(dict.fromkeys(forms))


_FORMS: Final = Kept(_forms)


def _join_spaced_letters(words: list[Word], text: str) -> list[Word]:
    """Read "j e w" and "m.u.s.l.i.m" as one word: three or more single letters one character apart."""
    singles = [at for at, (forms, start, end, _) in enumerate(words) if end - start == 1 and forms[0] < "\u2000"]
    if len(singles) < 3:
        return words
    joined: list[Word] = []
    done = 0
    for first in singles:
        if first < done:
            continue
        end = first + 1
        while end < len(words) and end - first < _LONGEST_WORD and _is_spaced(words[end - 1], words[end], text):
            end += 1
        if end - first >= 3:
            letters = "".join([word.forms[0] for word in words[first:end]])
            forms = _FORMS[letters] + (_FORMS[letters[1:]] if letters[0] in "ai" else ())  # "a j e w"
            joined += words[done:first]
            joined.append(Word(forms, words[first].start, words[end - 1].end, words[first].sentence))
            done = end
    return joined + words[done:]


def _is_spaced(before: Word, word: Word, text: str) -> bool:
    return _is_letter(word) and word.start - before.end == 1 and text[before.end] != "\n"


def _is_letter(word: Word) -> bool:
    return word.end - word.start == 1 and word.forms[0] < "\u2000"
