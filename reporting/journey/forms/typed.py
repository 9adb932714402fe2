"""A form that is only shown again, with what was typed in it: nothing is asked of it yet."""

from typing import TypeVar

from django import forms
from django.forms.utils import ErrorDict

F = TypeVar("F", bound=forms.Form)


def as_typed(form: F) -> F:
    """The form with all that was typed and no word about it, as it comes along into another language."""
    form._errors = ErrorDict()
    return form
