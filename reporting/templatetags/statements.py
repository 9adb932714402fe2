"""What only the operator can say, wherever a page of the public has to say it."""

from typing import Any

from django import template
from django.utils import timezone
from django.utils.translation import get_language

from reporting.queries.statements import statement

register = template.Library()


@register.inclusion_tag("reporting/_statement.html")
def operator_statement(about: str) -> dict[str, Any]:
    """The statement in force in the language of the page, or an honest word that there is none yet."""
    return {"said": statement(about, language=get_language() or "en-gb", on=timezone.localdate()), "about": about}
