"""Answering and closing a complaint."""

from django.utils.translation import gettext_lazy

from cases.desk.fields import Line, Words
from cases.desk.forms import DeskForm


class TakingComplaint(DeskForm):
    """No answers: the button is all."""

    section = "take-complaint"


class AnsweringComplaint(DeskForm):
    """What was answered, and how."""

    section = "answer-complaint"
    answer = Words(
        label=gettext_lazy("What do you answer?"),
        help_text=gettext_lazy(
            "In plain words. Send it in the way that they asked for; it stays here as you wrote it."
        ),
        rows=8,
    )
    how = Line(
        label=gettext_lazy("How was it given?"),
        help_text=gettext_lazy("For example: by e-mail today. Or why it could not be: they left no way to reach them."),
        max_length=300,
    )


class ClosingComplaint(DeskForm):
    """What came of it."""

    section = "close-complaint"
    reason = Line(
        label=gettext_lazy("What came of it?"),
        help_text=gettext_lazy("For example: upheld, the record was put right. Or: not upheld, and why."),
        max_length=500,
    )
