"""Asking for a translation, and what comes of it."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.desk.fields import Line, OneOfReports, Words
from cases.desk.forms import DeskForm
from cases.desk.presenters import labels


class AskingTranslation(DeskForm):
    """Of which words, from which language into which."""

    section = "ask-translation"
    of_report = OneOfReports(label=gettext_lazy("Which report?"))
    message_id = forms.IntegerField(required=False, widget=forms.HiddenInput())
    from_language = forms.ChoiceField(label=gettext_lazy("In which language is it?"), required=False)
    to_language = forms.ChoiceField(label=gettext_lazy("Into which language?"), required=False)
    note = Line(label=gettext_lazy("Note for whoever translates (optional)"), max_length=300)

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        named = [("", _("Choose a language")), *(one for one in labels.languages() if one[0] != "und")]
        for name in ("from_language", "to_language"):
            self.fields[name].choices = named  # type: ignore[attr-defined]
            self.fields[name].valid_value = _is_a_code  # type: ignore[attr-defined]


class Starting(DeskForm):
    """No answers: the button is all."""

    section = "start"


class Sending(DeskForm):
    """No answers: the button is all."""

    section = "send"


class EnteringTranslation(DeskForm):
    """The translation, and who made it."""

    section = "translation"
    beside = forms.BooleanField(required=False, widget=forms.HiddenInput())
    text = Words(label=gettext_lazy("Translation"), rows=10)
    translator = Line(
        label=gettext_lazy("Who translated it? (leave empty if you did)"),
        max_length=150,
        help_text=gettext_lazy("Needed when you do not hold both languages. A name, or a number of the interpreter."),
    )


class Withdrawing(DeskForm):
    """It is not needed any more."""

    section = "withdraw"
    reason = Line(label=gettext_lazy("Why is it not needed any more?"), max_length=300)


def _is_a_code(value: object) -> bool:
    """Languages without a name here have their code."""
    return len(str(value)) <= 12
