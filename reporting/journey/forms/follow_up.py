"""The forms of the way back."""

from typing import Any

from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Field, Layout, Size
from django import forms
from django.utils.translation import gettext_lazy as _

from reporting.domain.answers import DANGER
from reporting.journey.forms.fields import LineField, WordsField
from reporting.journey.forms.page import field_of
from reporting.questions import QUESTIONS


def code_field() -> LineField:
    """The box for a code that opens something; all codes look alike."""
    return LineField(
        label=_("Your code"),
        help_text=_("It has 24 letters and numbers. Spaces and small letters are fine."),
        error_messages={"required": _("Enter your code.")},
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "class": "heard-code-input",
            }
        ),
    )


class CodeForm(forms.Form):
    """The follow-up code. Blanks, dashes and small letters are all right; whether it opens a report is asked later."""

    is_short = True  # nothing is lost that cannot be typed again
    code = code_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = _helper(Field.text("code", label_size=Size.SMALL))


class MessageForm(forms.Form):
    """A message to the officers, and whether it is about danger now: asked as the report asks it, and as optional."""

    message = WordsField(
        label=_("Write a message"),
        help_text=_("You can add something you forgot, answer a question, or ask one."),
        error_messages={"required": _("Write your message first.")},
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        question = QUESTIONS[DANGER]
        self.fields[DANGER] = field_of(question, {})
        self.fields["message"].required = not self.tells_of_danger  # a person in danger need not write
        self.helper = _helper(
            Field.textarea("message", label_size=Size.MEDIUM, rows=6),
            Field.radios(DANGER, legend_size=Size.SMALL, small=True),
        )

    @property
    def tells_of_danger(self) -> bool:
        """Whether the person says so."""
        return self.data.get(DANGER) == "yes" if self.is_bound else False


def _helper(*fields: Field) -> FormHelper:
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True  # the page's own form tag holds the token
    helper.layout = Layout(*fields)
    return helper
