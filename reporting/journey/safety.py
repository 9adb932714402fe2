"""Words on which somebody's safety hangs: in another language the English stands beneath, until a reader has signed."""

import time

from django.utils.functional import lazy
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, pgettext

from reporting.languages import SOURCE
from reporting.queries.translations import is_signed
from reporting.questions import SAFETY, Question

_MINUTE = 60.0
_known: dict[str, tuple[float, bool]] = {}  # language: until when that is known, and whether it is signed


def safe_words(text: str) -> SafeString:
    """A text of the context `safety` in the language of the page, with the English beneath it where that is unsigned."""
    translated = pgettext("safety", text)
    if translated == text or not is_unsigned():
        return conditional_escape(translated)
    return format_html('<span>{}</span> <span class="heard-english" lang="en" dir="ltr">{}</span>', translated, text)


safe_words_lazy = lazy(safe_words, SafeString)
"""The same for what is written down before anybody asks for a page. `config.catalogues` finds the literal of either."""


def said(question: Question, text: str) -> str:
    """A text of a question in the language of the page."""
    if not text:
        return ""
    return pgettext("safety", text) if question.name in SAFETY else gettext(text)


def shown(question: Question, text: str) -> SafeString | str:
    """The same where it may stand on two lines: the English beneath it where somebody's safety hangs on it."""
    return safe_words(text) if text and question.name in SAFETY else said(question, text)


def is_unsigned() -> bool:
    """Whether this page is in a language whose words of safety nobody has signed."""
    language = get_language() or SOURCE
    return language != SOURCE and not _is_signed(language)


def _is_signed(language: str) -> bool:
    """Asked once a minute: a page has many such words, and an error page must not wait for a database that is away."""
    until, signed = _known.get(language, (0.0, False))
    if time.monotonic() >= until:
        signed = is_signed(language)
        _known[language] = (time.monotonic() + _MINUTE, signed)
    return signed
