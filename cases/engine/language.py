"""Which languages an account may be in, offline: by script, then by its commonest small words."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Sequence
from importlib import resources
from typing import Final

from cases.engine.text import Word, fold

UNKNOWN: Final = "und"
_SAMPLE: Final = 2_000
_OF_LINKS: Final = frozenset({"http", "https", "www", "com", "org", "net", "html"})

_SCRIPTS: Final[tuple[tuple[int, int, str], ...]] = (
    (0x0370, 0x03FF, "el"),
    (0x0400, 0x052F, "cyrillic"),
    (0x0590, 0x05FF, "he"),
    (0x0600, 0x06FF, "arabic"),
    (0x0900, 0x097F, "hi"),
    (0x0980, 0x09FF, "bn"),
    (0x0A00, 0x0A7F, "pa"),
    (0x3040, 0x30FF, "ja"),
    (0x4E00, 0x9FFF, "zh"),
    (0xAC00, 0xD7AF, "ko"),
)

_OF_SCRIPT: Final = {
    "arabic": frozenset(("ar", "fa", "ur")),
    "cyrillic": frozenset(("ru", "uk")),
    "ja": frozenset(("ja", "zh")),
}
_OTHER_SCRIPTS: Final = frozenset(("ar", "bn", "fa", "he", "hi", "pa", "ru", "uk", "ur", "zh"))


_Table = dict[str, frozenset[str]]


def _read(*tables: str) -> list[_Table]:
    file = resources.files("cases.engine").joinpath("data/small_words.toml")
    read = tomllib.loads(file.read_text(encoding="utf-8"))
    return [{language: frozenset(fold(words).split()) for language, words in read[one].items()} for one in tables]


def _own_words(small: _Table, more: _Table) -> _Table:
    nothing: frozenset[str] = frozenset()
    return {one: small.get(one, nothing) | more.get(one, nothing) for one in small | more if one != "en"}


def _small_words(small: _Table) -> dict[str, tuple[str, ...]]:
    """Return for each small word the languages that have it."""
    found: dict[str, tuple[str, ...]] = {}
    for language, words in small.items():
        for word in words:
            found[word] = (*found.get(word, ()), language)
    return found


_SMALL, _FALSE_FRIENDS = _read("small_words", "false_friends")
OWN_WORDS: Final = _own_words(_SMALL, _FALSE_FRIENDS)
"""Ordinary words of each language but English: in an account in it they are no words of an English list."""
_SMALL_WORDS: Final = _small_words(_SMALL)
_GROUPS: Final[tuple[tuple[str, ...], ...]] = ((), *dict.fromkeys(_SMALL_WORDS.values()))
"""The languages that have the same small words; by the first no word stands."""
_GROUP_OF: Final = {word: _GROUPS.index(languages) for word, languages in _SMALL_WORDS.items()}
EVERY: Final = frozenset(code for codes in _SMALL_WORDS.values() for code in codes) | _OTHER_SCRIPTS


def says_nothing(word: str) -> bool:
    """Tell whether a word is a number, part of a link or a small word of English: nobody would take it for a reason."""
    return word.isdigit() or word in _OF_LINKS or "en" in _SMALL_WORDS.get(word, ())


def likely_languages(text: str, words: Sequence[Word]) -> tuple[str, frozenset[str]]:
    """Return the ISO 639-1 code of the language `text` is most likely in, "und" when unsure, and all it may be in.

    Without a single small word it may be in any.
    """
    sample = text[:_SAMPLE]
    letters = [] if sample.isascii() else [char for char in sample if char.isalpha()]
    foreign = Counter(script for char in letters if not char.isascii() and (script := _script(char)))
    if foreign and foreign.most_common(1)[0][1] * 2 > len(letters):
        script = foreign.most_common(1)[0][0]
        return _within_script(script, letters), _OF_SCRIPT.get(script, frozenset((script,)))
    looked_at = min(len(words), _SAMPLE // 5)
    counts: dict[str, int] = {}
    # Most small words belong to the same few languages: those are counted together.
    group_of = _GROUP_OF.get
    for group, count in Counter([group_of(forms[0], 0) for forms, _, _, _ in words[:looked_at]]).items():
        for language in _GROUPS[group]:
            counts[language] = counts.get(language, 0) + count
    if not counts:
        return UNKNOWN, EVERY
    most = max(counts.values())
    likely = frozenset([language for language, count in counts.items() if count * 2 > most])
    if foreign:  # a second script beside it
        likely |= _OTHER_SCRIPTS
    first, *as_likely = [language for language, count in counts.items() if count == most]
    is_sure = not as_likely and most * 12 >= looked_at
    return (first if is_sure else UNKNOWN), likely


def _script(char: str) -> str:
    code = ord(char)
    return next((name for first, last, name in _SCRIPTS if first <= code <= last), "")


def _within_script(script: str, letters: list[str]) -> str:
    seen = set(letters)
    if script == "arabic":
        if seen & set("ےٹڈڑںھ"):
            return "ur"
        return "fa" if seen & set("پچژگ") else "ar"
    if script == "cyrillic":
        return "uk" if seen & set("іїєґІЇЄҐ") else "ru"
    return "ja" if script == "zh" and any("\u3040" <= char <= "\u30ff" for char in letters) else script


def base_language(code: str) -> str:
    """The language without its country or script: whoever holds one form of it understands the others."""
    return code.partition("-")[0].lower()
