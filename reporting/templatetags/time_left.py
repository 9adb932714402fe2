"""`{% answers_go_in 30 as left %}`: what is said as time runs out, once for each way in which the language counts minutes."""

from collections.abc import Callable
from typing import NamedTuple

from django import template
from django.utils.translation import ngettext

register = template.Library()


class Said(NamedTuple):
    """`words` with `%(number)s` still in them, and the numbers of minutes for which they are said, with blanks between."""

    words: str
    numbers: str


@register.simple_tag
def answers_go_in(most: int) -> list[Said]:
    """For 1 to `most` minutes until answers are deleted."""
    return _forms(
        lambda number: ngettext(
            "To keep you safe, we delete your answers in %(number)s minute.",
            "To keep you safe, we delete your answers in %(number)s minutes.",
            number,
        ),
        most,
    )


@register.simple_tag
def visit_ends_in(most: int) -> list[Said]:
    """For 1 to `most` minutes until the code has to be entered again."""
    return _forms(
        lambda number: ngettext(
            "To keep you safe, your visit ends in %(number)s minute.",
            "To keep you safe, your visit ends in %(number)s minutes.",
            number,
        ),
        most,
    )


def _forms(say: Callable[[int], str], most: int) -> list[Said]:
    said: dict[str, list[str]] = {}
    for number in range(1, most + 1):
        said.setdefault(say(number), []).append(str(number))
    return [Said(words, " ".join(numbers)) for words, numbers in said.items()]
