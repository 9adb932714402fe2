"""The engine's word lists, read once when the module is imported."""

from __future__ import annotations

from typing import Final

from cases.engine.terms import TermLists, read_lists

_ENTRIES, CHECKSUM = read_lists()
"""CHECKSUM: SHA-256 of all files of lists, by which a model says what it was trained with."""

ENGLISH: Final = TermLists((label, entry) for label, entry in _ENTRIES if not label.language)
OTHERS: Final = TermLists((label, entry) for label, entry in _ENTRIES if label.language)
"""The lists of all other languages in one; looked at only where an account may be in one of them."""
