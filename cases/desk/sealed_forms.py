"""What is looked for among sealed identifiers, and why."""

from django import forms
from django.utils.translation import gettext_lazy

from cases.desk.fields import Line, Words
from cases.desk.forms import DeskForm
from cases.domain.sealed_identifiers import LONGEST


class FindingSealed(DeskForm):
    """Nothing chosen beforehand; what is missing the domain says."""

    section = "sealed"
    kind = forms.ChoiceField(
        label=gettext_lazy("What do you look for?"),
        choices=[
            ("name", gettext_lazy("A name")),
            ("handle", gettext_lazy("A handle or user name")),
            ("phone", gettext_lazy("A telephone number")),
            ("registration", gettext_lazy("A vehicle’s registration")),
            ("email", gettext_lazy("An e-mail address")),
            ("url", gettext_lazy("A link")),
        ],
        required=False,
        widget=forms.RadioSelect(),
        error_messages={"invalid_choice": gettext_lazy("Choose from the list.")},
    )
    value = Line(
        label=gettext_lazy("As it may stand in a report"),
        max_length=LONGEST,
        help_text=gettext_lazy("Only the very same one is found: no part of it, and no other spelling."),
    )
    reason = Words(
        label=gettext_lazy("Why do you need to find it?"),
        rows=3,
        help_text=gettext_lazy("What you are working on, in a sentence. It is kept in the log with your name."),
    )
