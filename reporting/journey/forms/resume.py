"""The form for coming back to a report that was not sent yet."""

from typing import Any

from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Field, Layout, Size
from django import forms
from django.utils.translation import gettext_lazy as _

from reporting.journey.forms.fields import LineField


class ResumeForm(forms.Form):
    """The code. Blanks, dashes and small letters are all right; whether it opens anything is asked later."""

    is_short = True  # nothing is lost that cannot be typed again
    code = LineField(
        label=_("Your code to come back"),
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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True  # the page's own form tag holds the token
        self.helper.layout = Layout(Field.text("code", label_size=Size.SMALL))
