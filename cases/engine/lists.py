"""The engine's word lists, read once when the module is imported, and the version they make."""

from __future__ import annotations

import hashlib
from typing import Final

from cases.engine.terms import TermLists, read_lists

_STRANDS, _strands_sum = read_lists("strands")
_ACCOUNTS, _accounts_sum = read_lists("")

TERMS: Final = TermLists([*_STRANDS, *_ACCOUNTS])
"""Every list in one: an account is read once."""

MODEL: Final = "rules-1." + hashlib.sha256((_strands_sum + _accounts_sum).encode()).hexdigest()[:8]
"""Version of the rules and, behind the dot, of the lists: a changed word is another version."""
