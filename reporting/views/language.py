"""The same page in another language: the language stands in the address, so nothing has to be stored for it."""

from typing import NamedTuple

from django.http import HttpRequest
from django.urls import translate_url
from django.utils.translation import get_language

from reporting.languages import LANGUAGES, SOURCE

ASKED = "to_language"
"""The name of the buttons that keep what was typed and go on in another language."""
_CODES = frozenset(language.code for language in LANGUAGES)


class Offer(NamedTuple):
    """A language of this page: its code, its own name, where the page stands in it, and whether it is this one.

    `is_source`: the one that is shown to whoever reads none of them.
    """

    code: str
    name: str
    address: str
    direction: str
    is_current: bool
    is_source: bool


def languages_of(request: HttpRequest) -> list[Offer]:
    """The languages in which this page can be read; none on a page that is not the public's."""
    match = request.resolver_match
    if match is None or match.namespace != "reporting" or len(LANGUAGES) == 1:
        return []
    here, current = request.get_full_path(), get_language()
    return [
        Offer(
            language.code,
            language.name,
            translate_url(here, language.code),
            "rtl" if language.is_right_to_left else "ltr",
            language.code == current,
            language.code == SOURCE,
        )
        for language in LANGUAGES
    ]


def in_asked_language(request: HttpRequest, address: str) -> str | None:
    """An address of ours in the language whose button was pressed; None where none was, or one we do not have."""
    code = request.POST.get(ASKED)
    return translate_url(address, code) if code in _CODES else None


def in_language_of(address: str, code: str) -> str:
    """An address of ours in the language of what was sent, where this page was asked for at an address that names none.

    Whoever comes back has typed the bare address, or followed a link that says nothing. A language that was chosen stays.
    """
    return translate_url(address, code) if get_language() == SOURCE and code in _CODES else address
