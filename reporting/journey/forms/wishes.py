"""The forms of what a person asks for after they have reported. Nothing is filled in: somebody else may hold the code."""

from collections.abc import Mapping
from typing import Any

from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Field, Layout, Size
from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from reporting.enums import Helped
from reporting.journey.forms.fields import OneOf, WordsField, choices_of
from reporting.journey.forms.page import PageForm
from reporting.journey.safety import safe_words, safe_words_lazy
from reporting.journey.steps import Step
from reporting.questions import QUESTIONS

CARD = Step(
    "contact-again",
    tuple(name for name in QUESTIONS if name.startswith("contact_")),
    safe_words_lazy("Reaching you safely"),
)


class CardForm(PageForm):
    """The contact card anew, with the same questions as in the report, put as they were put there.

    `who`: whom it happened to and who is under 18 (`follow_up.who_reported`); nothing else of what was told is known here.
    """

    def __init__(self, data: Mapping[str, Any] | None = None, *, who: Mapping[str, str] | None = None) -> None:
        super().__init__(CARD, data, who)
        self.helper.layout = Layout(*self.helper.layout.fields)

    @property
    def press_again(self) -> str:
        """The button of this page has another name."""
        return gettext("If it is right, press Save again.")

    @property
    def leave_empty(self) -> str:
        """What was told before counts on, and is not shown."""
        return gettext("Write it, or press Save again if we have it already.")

    def clean(self) -> dict[str, Any]:
        """At least one answer: an empty card would say nothing."""
        given = super().clean() or {}
        if not any(given.values()):
            first = self.step.names[0]
            self.add_error(first, safe_words("Choose how we can reach you, or tell us what has changed."))
        return given


class WordsForm(forms.Form):
    """A few words, if somebody wants to write any."""

    words = WordsField(required=False, widget=forms.Textarea(attrs={"rows": 5}))

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True  # the page's own form tag holds the token
        self.helper.layout = Layout(*self.laid_out())

    def laid_out(self) -> list[Field]:
        """The fields in order."""
        return [Field.textarea("words", label_size=Size.SMALL, rows=5)]


class NoFurtherForm(WordsForm):
    """I do not want this taken further."""

    words = WordsField(
        label=safe_words_lazy("Is there anything we should know? (optional)"),
        help_text=safe_words_lazy(
            "For example, that you have changed your mind, or that you are afraid of what happens next."
        ),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class ReviewForm(WordsForm):
    """Somebody else is to look at it again."""

    words = WordsField(
        label=_("What do you think is wrong? (optional)"),
        help_text=_("One sentence is enough. You do not have to give a reason."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class HelpedForm(WordsForm):
    """Did it help."""

    choice = OneOf(
        label=_("Did it help that you told us?"),
        choices=choices_of(
            (
                (Helped.YES, _("Yes"), "", False),
                (Helped.PARTLY, _("In part"), "", False),
                (Helped.NO, _("No"), "", False),
            )
        ),
        required=False,
    )
    words = WordsField(
        label=_("What should we do better? (optional)"), required=False, widget=forms.Textarea(attrs={"rows": 5})
    )
    field_order = ("choice", "words")

    def laid_out(self) -> list[Field]:
        """The fields in order."""
        return [Field.radios("choice", legend_size=Size.SMALL), *super().laid_out()]

    def clean_choice(self) -> str:
        """One of the three."""
        choice: str = self.cleaned_data["choice"]
        if choice not in list(Helped):
            raise forms.ValidationError(_("Choose yes, in part or no."))
        return choice
