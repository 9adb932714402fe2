"""`{% safety "text" %}`: words of emergency, exit, consent and contact. `config.catalogues` finds the literal."""

from django import template
from django.utils.safestring import SafeString

from reporting.journey import safety as journey

register = template.Library()


@register.simple_tag
def safety(text: str) -> SafeString:
    """The text in the language of the page, the English beneath it where nobody has signed; what has no translation once."""
    return journey.safe_words(text)


@register.simple_tag
def is_unsigned() -> bool:
    """Whether nobody has signed the words of safety of this page's language."""
    return journey.is_unsigned()
