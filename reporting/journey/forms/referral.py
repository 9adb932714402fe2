"""The form with which a partner answers a referral."""

from typing import Any

from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Field, Layout, Size
from django import forms
from django.utils.translation import gettext_lazy as _

from reporting.enums import PartnerSays
from reporting.journey.forms.fields import LineField, OneOf, WordsField
from reporting.journey.forms.follow_up import code_field


class PartnerAnswerForm(forms.Form):
    """Whether the code opens a referral is asked later."""

    code = code_field()
    says = OneOf(
        label=_("Do you take the referral?"),
        required=False,
        choices=[
            (PartnerSays.ACCEPTED.value, _("Yes, we take it")),
            (PartnerSays.DECLINED.value, _("No, we cannot take it")),
        ],
    )
    name = LineField(
        label=_("Your name (you can leave this empty)"),
        required=False,
        widget=forms.TextInput(attrs={"maxlength": 150}),
    )
    number = LineField(
        label=_("Your own number for it (you can leave this empty)"),
        required=False,
        widget=forms.TextInput(attrs={"maxlength": 60}),
    )
    note = WordsField(
        label=_("What should the officer know?"),
        help_text=_("If you cannot take it, write why. Otherwise you can leave this empty."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": 5000}),
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True  # the page's own form tag holds the token
        self.helper.layout = Layout(
            Field.text("code", label_size=Size.SMALL),
            Field.radios("says", legend_size=Size.SMALL),
            Field.text("name", label_size=Size.SMALL),
            Field.text("number", label_size=Size.SMALL),
            Field.textarea("note", label_size=Size.SMALL, rows=4),
        )

    def clean(self) -> dict[str, Any]:
        """Nothing is chosen beforehand, and a no says why."""
        given: dict[str, Any] = self.cleaned_data
        if not given.get("says"):
            self.add_error("says", _("Choose yes or no."))
        elif given["says"] == PartnerSays.DECLINED and not given.get("note"):
            self.add_error("note", _("Write why you cannot take it."))
        return given
