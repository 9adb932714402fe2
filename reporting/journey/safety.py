"""Words on which somebody's safety hangs: in another language the English stands beneath, until a reader has signed."""

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, pgettext

from reporting.languages import SOURCE
from reporting.queries.translations import is_signed
from reporting.questions import SAFETY, Question


def safe_words(text: str) -> SafeString | str:
    """A text of the context `safety` in the language of the page, with the English beneath it where that is unsigned."""
    translated = pgettext("safety", text)
    if not is_unsigned():
        return translated
    return format_html('<span>{}</span><span class="heard-english" lang="en" dir="ltr">{}</span>', translated, text)


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
    return language != SOURCE and not is_signed(language)
