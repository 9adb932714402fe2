"""What is asked of somebody who knows someone in a case, and of whoever shows it to them again."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.desk.fields import Line
from cases.desk.forms import DeskForm
from cases.models import Account


class Recusing(DeskForm):
    """The button is enough; what the next officer should know may be said."""

    section = "know-someone"
    note = Line(
        label=gettext_lazy("What the next officer should know (optional)"),
        max_length=300,
        help_text=gettext_lazy(
            "You do not see the case any more. If you have it, it goes back to the queue with its clock as it was. "
            "Your colleagues see that you said so, and this note."
        ),
    )


class Lifting(DeskForm):
    """Who may see the case again, and why."""

    section = "lift-recusal"
    account = forms.ChoiceField(
        label=gettext_lazy("Who was wrong about knowing someone in this?"),
        error_messages={
            "required": gettext_lazy("Choose who may see it again."),
            "invalid_choice": gettext_lazy("Choose from the list."),
        },
    )
    reason = Line(label=gettext_lazy("Why may they see it again?"), max_length=300)

    def __init__(self, data: Any = None, *, people: list[Account], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["account"].choices = [  # type: ignore[attr-defined]
            ("", _("Choose somebody")),
            *((one.username, one.known_as) for one in people),
        ]
