"""`{% unseen form %}`: what a form of the desk carries that nobody sees."""

from typing import Any

from django import template
from django.utils.safestring import SafeString

from cases.desk.carried import carried_in
from cases.desk.forms import DeskForm

register = template.Library()


@register.simple_tag(takes_context=True)
def unseen(context: Any, form: DeskForm) -> SafeString:
    """All of it: once a page where the page has many forms (`DeskForm.carried`), else written as it is asked for."""
    return (form.carried or carried_in(context)).by(form)
