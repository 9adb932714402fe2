"""The form of the questions about the person: each optional, and what may be done with the answers asked first."""

from collections.abc import Sequence
from typing import Any

from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Field, Layout, Size
from django import forms
from django.utils.translation import gettext as _

from reporting.domain.about_you import AboutYou
from reporting.journey.forms.fields import OneOf, choices_of
from reporting.journey.safety import safe_words
from reporting.models import EqualityQuestion

STATISTICS, HELPER = "statistics", "helper"


class AboutYouForm(forms.Form):
    """Answers without a word on their use are asked about once; pressed again, they are left out."""

    def __init__(self, questions: Sequence[EqualityQuestion], data: Any = None) -> None:
        super().__init__(data)
        self.asked = list(questions)
        self.was_asked = bool(data and data.get("asked_use"))
        self.fields["use"] = OneOf(
            label=safe_words("What may we use your answers for?"),
            choices=choices_of(
                [
                    (
                        STATISTICS,
                        safe_words("Only to count"),
                        safe_words("We keep them apart from your report, as plain numbers."),
                        False,
                    ),
                    (
                        HELPER,
                        safe_words("To count, and for the person who helps me"),
                        safe_words("They stand with your report."),
                        False,
                    ),
                ]
            ),
        )
        for question in self.asked:
            self.fields[_name(question)] = OneOf(
                label=_(question.label),
                help_text=_(question.hint) if question.hint else "",
                choices=choices_of(
                    [
                        *((key, _(label), "", False) for key, label in question.answers),
                        ("", _("I would rather not say"), "", False),
                    ]
                ),
            )
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True  # the page's own form tag holds the token
        names = ["use", *map(_name, self.asked)]
        self.helper.layout = Layout(*(Field.radios(name, legend_size=Size.SMALL) for name in names))

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = self.cleaned_data
        if any(given.get(_name(question)) for question in self.asked) and not given.get("use") and not self.was_asked:
            self.was_asked = True
            self.add_error(
                "use",
                safe_words(
                    "Choose what we may use your answers for. If you press Send again without it, we do not keep them."
                ),
            )
        return given

    def about_you(self) -> AboutYou:
        """What was answered and may be used. Valid forms only."""
        use = self.cleaned_data["use"]
        if not use:
            return AboutYou()
        chosen = [(question, self.cleaned_data[_name(question)]) for question in self.asked]
        return AboutYou(
            tuple(
                (question.key, question.label, key, dict(map(tuple, question.answers))[key])
                for question, key in chosen
                if key
            ),
            for_helper=use == HELPER,
        )


def _name(question: EqualityQuestion) -> str:
    return f"about_{question.key}"
