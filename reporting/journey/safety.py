"""Words on which somebody's safety hangs: in another language the English stands beneath, until a reader has signed."""

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext

from reporting.languages import SOURCE
from reporting.queries.translations import is_signed


def safe_words(text: str) -> SafeString | str:
    """A text of the context `safety` in the language of the page, with the English beneath it where that is unsigned."""
    translated = pgettext("safety", text)
    if not is_unsigned():
        return translated
    return format_html('<span>{}</span><span class="heard-english" lang="en" dir="ltr">{}</span>', translated, text)


def is_unsigned() -> bool:
    """Whether this page is in a language whose words of safety nobody has signed."""
    language = get_language() or SOURCE
    return language != SOURCE and not is_signed(language)
