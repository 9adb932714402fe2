"""The engine's word lists, read once when the module is imported, and the version they make."""

from __future__ import annotations

from typing import Final

from cases.engine.terms import TermLists, read_lists

_ENTRIES, CHECKSUM = read_lists()

TERMS: Final = TermLists(_ENTRIES)
"""Every list in one: an account is read once."""

MODEL: Final = "rules-1." + CHECKSUM[:8]
"""Version of the rules and, behind the dot, of the lists: a changed word is another version."""
