"""Sending a case to another unit, answering a suggestion to, and saying that somebody of the police is involved."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.desk.fields import Line
from cases.desk.forms import DeskForm
from cases.models import Unit


class MovingUnit(DeskForm):
    """To which unit, and why; nothing is chosen beforehand."""

    section = "move"
    to = forms.ModelChoiceField(
        Unit.objects.filter(is_active=True),
        label=gettext_lazy("To which unit?"),
        to_field_name="key",
        empty_label=gettext_lazy("Choose a unit"),
        error_messages={
            "required": gettext_lazy("Choose a unit."),
            "invalid_choice": gettext_lazy("Choose a unit from the list."),
        },
    )
    reason = Line(
        label=gettext_lazy("Why should they have it?"),
        max_length=300,
        help_text=gettext_lazy("They see it. What is owed keeps its time. You may not see the case afterwards."),
    )

    def offer(self, units: Iterable[Unit]) -> "MovingUnit":
        """Only these are on the list."""
        self.fields["to"].choices = [("", _("Choose a unit")), *((unit.key, unit.name) for unit in units)]  # type: ignore[attr-defined]
        return self


class AnsweringRoute(DeskForm):
    """The suggestion that is answered; the button says how."""

    section = "route"
    suggestion = forms.IntegerField(widget=forms.HiddenInput(attrs={"id": False}))  # two buttons, one answer


class Involving(DeskForm):
    """Somebody of the police is involved."""

    section = "involve"
    who = Line(
        label=gettext_lazy("Their user name here, if they have one (optional)"),
        max_length=150,
        width="20",
        help_text=gettext_lazy("The case is then hidden from them, whatever their rights."),
    )
    reason = Line(
        label=gettext_lazy("How are they involved?"),
        max_length=300,
        help_text=gettext_lazy("Only named readers can open the case afterwards. You may not be one of them."),
    )


class Lifting(DeskForm):
    """The case is like any other after all."""

    section = "lift"
    reason = Line(label=gettext_lazy("Why may everybody of the unit know of it?"), max_length=300)
