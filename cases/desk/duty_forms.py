"""How an alarm can be answered."""

from django.utils.translation import gettext_lazy

from cases.desk.fields import Line, Words
from cases.desk.forms import DeskForm


class Acknowledging(DeskForm):
    """No answers: the button is all."""

    section = "acknowledge"


class HandingOverAlarm(DeskForm):
    """The control room has it, under its own number."""

    section = "hand-over-alarm"
    log_number = Line(label=gettext_lazy("The control room’s log number"), max_length=60, width="20")
    note = Words(label=gettext_lazy("What you told them (optional)"), rows=2)


class NoDanger(DeskForm):
    """Nobody is in danger, and why."""

    section = "no-danger"
    reason = Words(label=gettext_lazy("Why is nobody in danger?"), rows=2)
