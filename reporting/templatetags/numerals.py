"""`{{ day|date:"DATE_FORMAT"|digits }}`: dates and numbers of the prose in the digits of the page's language."""

from datetime import datetime

from django import template

from reporting.journey import numerals, promises

register = template.Library()


@register.filter(is_safe=True)
def digits(said: object) -> str:
    """What is said, in the digits of the page's language."""
    return numerals.in_digits(said)


@register.filter
def at_time(moment: datetime) -> str:
    """A moment as a person says it, wherever one stands: its parts are joined as the language joins them."""
    return promises.at_time(moment)


@register.simple_tag
def other_digits() -> str:
    """The ten digits of this page where they are not the Western ones, for scripts that count."""
    ten = numerals.digits()
    return "" if ten.isascii() else ten
