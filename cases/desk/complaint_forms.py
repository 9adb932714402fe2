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
            "In plain words. They read it with their code, as you write it here. "
            "Also send it in the way that they asked for."
        ),
        rows=8,
    )
    how = Line(
        label=gettext_lazy("How was it given, besides?"),
        help_text=gettext_lazy(
            "For example: by e-mail today. Or: with their code alone, they left no way to reach them."
        ),
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
