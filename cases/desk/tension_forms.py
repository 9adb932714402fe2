"""What was heard of, taking it back, and the summary of a week; nothing is chosen beforehand."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from cases.desk.fields import AnyOf, Day, Line, Words
from cases.desk.forms import DeskForm
from cases.desk.presenters.tension import KINDS, RELIABILITIES
from reporting.places import BOROUGHS
from reporting.taxonomy import STRANDS

_UNKNOWN = {"invalid_choice": gettext_lazy("Choose from the list.")}


class AddingTension(DeskForm):
    """One thing."""

    section = "tension"
    kind = forms.ChoiceField(
        label=gettext_lazy("What is it?"), choices=[("", gettext_lazy("Choose one")), *KINDS.items()], required=False,
        error_messages=_UNKNOWN,
    )  # fmt: skip
    day = Day(
        label=gettext_lazy("Of which day does it tell?"),
        help_text=gettext_lazy("For example 27/3/2027."),
        required=False,
    )
    borough = forms.ChoiceField(
        label=gettext_lazy("Where?"), choices=[("", gettext_lazy("The whole city")), *BOROUGHS.items()], required=False,
        error_messages=_UNKNOWN,
    )  # fmt: skip
    reliability = forms.ChoiceField(
        label=gettext_lazy("How reliable is whoever tells of it?"),
        choices=[("", gettext_lazy("Choose one")), *RELIABILITIES.items()], required=False, error_messages=_UNKNOWN,
    )  # fmt: skip
    source = Line(
        label=gettext_lazy("Which partner tells of it? (optional)"),
        help_text=gettext_lazy("The organisation, not a person. Empty: an officer."),
        max_length=100,
    )
    what = Line(
        label=gettext_lazy("What was heard of or seen?"), max_length=500, help_text=gettext_lazy("No names of people.")
    )
    strands = AnyOf(STRANDS, label=gettext_lazy("Against whom? (optional)"))


class TakingBack(DeskForm):
    """With a reason."""

    section = "take-back"
    reason = Line(label=gettext_lazy("Why is it taken back?"), max_length=300)


class Summing(DeskForm):
    """A person writes it."""

    section = "summary"
    week = forms.DateField(widget=forms.HiddenInput())
    words = Words(
        label=gettext_lazy("What did this week come to?"), rows=6, help_text=gettext_lazy("No names of people.")
    )

    @property
    def given(self) -> dict[str, Any]:
        """As the domain takes it."""
        return {"words": self.cleaned_data["words"]}
