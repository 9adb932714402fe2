"""Which cases are in a language, as `cases.domain.languages.holds` compares them."""

from django.db.models import Q


def in_language(code: str) -> Q:
    """Cases in this language or a form of it: `pt` finds `pt-br` too."""
    return Q(language=code) | Q(language__startswith=f"{code}-")
