"""Recording an incident against a named person."""

from django import forms
from django.utils.translation import gettext_lazy

from cases.desk.fields import Line, Words
from cases.desk.forms import DeskForm


class RecordingPerson(DeskForm):
    """Nothing chosen beforehand; what is missing the domain says."""

    section = "record-person"
    name = Line(label=gettext_lazy("Name of the person"), max_length=200)
    is_reached = forms.BooleanField(label=gettext_lazy("The threshold is reached"), required=False)
    grounds = Words(label=gettext_lazy("Why is it reached?"))
    was_told = forms.ChoiceField(
        label=gettext_lazy("Was this person told that they are recorded?"),
        choices=[("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No"))],
        required=False,
        widget=forms.RadioSelect(),
        error_messages={"invalid_choice": gettext_lazy("Choose from the list.")},
    )
    telling = Words(label=gettext_lazy("How and when were they told, or why not?"), rows=2)


class AddingStep(DeskForm):
    """What became of a record."""

    section = "step"
    step = forms.ChoiceField(
        label=gettext_lazy("What has become of it?"),
        choices=[
            ("told", gettext_lazy("The person was told")),
            ("withdrawn", gettext_lazy("The record counts no longer")),
        ],
        required=False,
        widget=forms.RadioSelect(),
        error_messages={"invalid_choice": gettext_lazy("Choose from the list.")},
    )
    note = Words(label=gettext_lazy("How and when, or why?"), rows=2)
