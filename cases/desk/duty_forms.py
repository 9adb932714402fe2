"""How an alarm can be answered."""

from django import forms
from django.utils.translation import gettext_lazy

from cases.desk.fields import Line, Words
from cases.desk.forms import DeskForm

ON_THE_CASE = "case"


class AnsweringAlarm(DeskForm):
    """`on` says on which page it stands: what is refused comes back there."""

    on = forms.CharField(required=False, max_length=10, widget=forms.HiddenInput())

    @property
    def given(self) -> dict[str, str]:
        """What was answered, as the domain takes it."""
        return {name: said for name, said in self.cleaned_data.items() if name != "on"}

    @property
    def typed(self) -> list[tuple[str, str]]:
        """Label and words of each field that holds any."""
        return [(str(field.label), str(field.data)) for field in self.visible_fields() if str(field.data or "").strip()]


class Acknowledging(AnsweringAlarm):
    """No answers: the button is all."""

    section = "acknowledge"


class LookingOn(AnsweringAlarm):
    """Somebody looks after it further."""

    section = "look-on"
    done = Words(label=gettext_lazy("What have you done so far?"), rows=2)


class EndingAlarm(AnsweringAlarm):
    """It is over."""

    section = "end-alarm"
    done = Words(label=gettext_lazy("What was done?"), rows=2)


class HandingOverAlarm(AnsweringAlarm):
    """The control room has it, under its own number."""

    section = "hand-over-alarm"
    log_number = Line(
        label=gettext_lazy("The control room’s log number"),
        max_length=60,
        width="20",
        help_text=gettext_lazy(
            "Beside their messages the person who reported then reads that the control room has it, and since when."
        ),
    )
    note = Words(label=gettext_lazy("What you told them (optional)"), rows=2)


class NoDanger(AnsweringAlarm):
    """Nobody is in danger, and why."""

    section = "no-danger"
    reason = Words(label=gettext_lazy("Why is nobody in danger?"), rows=2)
