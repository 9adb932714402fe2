"""The forms of logging in."""

from typing import Any

from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Field, Fixed, Fluid, Layout, Size
from django import forms
from django.utils.translation import gettext_lazy as _


class _OnePage(forms.Form):
    """A form inside the page's own form tag."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True  # the page's own form tag holds the token


class LogInForm(_OnePage):
    """Name and password."""

    username = forms.CharField(
        label=_("User name"),
        max_length=150,
        error_messages={"required": _("Enter your user name.")},
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=1000,
        strip=False,
        error_messages={"required": _("Enter your password.")},
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(
            Field.text("username", label_size=Size.SMALL, field_width=Fluid.TWO_THIRDS),
            Field.text("password", label_size=Size.SMALL, field_width=Fluid.TWO_THIRDS),
        )


class CodeForm(_OnePage):
    """The six digits that the app shows."""

    code = forms.CharField(
        label=_("Code from your app"),
        help_text=_("6 digits. Each code works once."),
        max_length=30,
        error_messages={"required": _("Enter the code that your app shows.")},
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(Field.text("code", label_size=Size.SMALL, field_width=Fixed.TEN))


class RecoveryForm(_OnePage):
    """A recovery code."""

    code = forms.CharField(
        label=_("Recovery code"),
        help_text=_("10 letters and numbers. Each code works once."),
        max_length=30,
        error_messages={"required": _("Enter one of your recovery codes.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(Field.text("code", label_size=Size.SMALL, field_width=Fixed.TWENTY))
