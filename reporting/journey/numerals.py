"""Dates and numbers in the digits of the page's language. Never for what is dialled, typed or compared."""

from django.utils.translation import get_language

from reporting.languages import LANGUAGES

_DIGITS = {language.code: language.digits for language in LANGUAGES}
_WESTERN = "0123456789"


def digits() -> str:
    """The ten digits of this page's prose, nought first."""
    return _DIGITS.get(get_language() or "", _WESTERN)


def in_digits(said: object) -> str:
    """What is said, in those digits."""
    return str(said).translate(str.maketrans(_WESTERN, digits()))
