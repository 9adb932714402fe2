"""The engine's word lists: English read once when the module is imported, all others when they are first needed."""

from __future__ import annotations

import gc
from functools import lru_cache
from typing import Final

from cases.engine.terms import TermLists, read_lists

_ENTRIES, CHECKSUM = read_lists()
"""CHECKSUM: SHA-256 of all files of lists, by which a model says what it was trained with."""


def _build(*, is_english: bool) -> TermLists:
    was_on = gc.isenabled()
    gc.disable()  # a hundred thousand small things are made and none is thrown away: looking for rubbish doubles the time
    try:
        return TermLists((label, entry) for label, entry in _ENTRIES if is_english != bool(label.language))
    finally:
        if was_on:
            gc.enable()


ENGLISH: Final = _build(is_english=True)


@lru_cache(maxsize=1)
def others() -> TermLists:
    """Return the lists of all other languages in one; looked at only where an account may be in one of them."""
    return _build(is_english=False)
