"""How the second reader would have decided; nothing is chosen beforehand."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from cases.desk.fields import OneOf, Words
from cases.desk.forms import DeskForm
from reporting.taxonomy import RECORDING


class SayingAgain(DeskForm):
    """Both questions are asked of every case, so that neither says why it was drawn."""

    section = "again"
    recording = OneOf(RECORDING, label=gettext_lazy("How would you record it?"))
    is_line_left = forms.ChoiceField(
        label=gettext_lazy("From these words alone, is a line of enquiry left?"),
        choices=[("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No"))],
        widget=forms.RadioSelect(),
        required=False,
    )
    reason = Words(label=gettext_lazy("Why? (optional)"), help_text=gettext_lazy("For colleagues. No names of people."))

    @property
    def given(self) -> dict[str, Any]:
        """As the domain takes it."""
        left = {"yes": True, "no": False}.get(self.cleaned_data["is_line_left"])
        return {**self.cleaned_data, "is_line_left": left}
