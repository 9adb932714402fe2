"""The form for a complaint: its words are the only answer that is needed."""

from datetime import datetime
from typing import Any

from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Field, Layout, Size
from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from reporting.domain.complaints import names_report
from reporting.enums import ComplaintAbout
from reporting.journey.forms.fields import LineField, OneOf, WordsField
from reporting.journey.forms.slips import SlipsForm
from reporting.journey.safety import safe_words_lazy


class ComplaintForm(SlipsForm):
    """Nothing is chosen beforehand, and only the words can be missing."""

    message = WordsField(
        label=_("What went wrong?"),
        help_text=_("Write it in your own words, in any language. One sentence is enough."),
        error_messages={"required": _("Tell us what went wrong. One sentence is enough.")},
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    about = OneOf(
        label=_("What is it about? (you can leave this empty)"),
        required=False,
        choices=[
            (ComplaintAbout.DATA.value, _("What you know or keep about me")),
            (ComplaintAbout.TREATMENT.value, _("How I was treated, or how my report was handled")),
            (ComplaintAbout.OTHER.value, _("Something else")),
        ],
    )
    report = LineField(
        label=_("The reference or the code of your report, if it is about one (you can leave this empty)"),
        help_text=_("Then it does not go to anyone who decided about your report."),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )
    contact = LineField(
        label=safe_words_lazy("How can we answer you? (you can leave this empty)"),
        help_text=safe_words_lazy(
            "For example an e-mail address or a phone number. Give only one that is safe for you. "
            "Without it you still get a code, with which you read our answer here."
        ),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True  # the page's own form tag holds the token
        self.helper.layout = Layout(
            Field.textarea("message", label_size=Size.SMALL, rows=8),
            Field.radios("about", legend_size=Size.SMALL),
            Field.text("report", label_size=Size.SMALL),
            Field.text("contact", label_size=Size.SMALL),
        )

    def point_out_slips(self, *, now: datetime) -> bool:
        """Say once where reference or code cannot be read, and tell whether that is so. Valid forms only."""
        if names_report(self.cleaned_data["report"], now=now):
            return False
        sentence = gettext(
            "We cannot read this as a reference or a code. Check each letter and number, or leave it empty. "
            "If it is right, press “Send the complaint” again."
        )
        return self.ask_once({"report": sentence})
