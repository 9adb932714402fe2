"""Forms for what people ask for with their code: the answer to a review, and stopping a code for them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from cases.desk.fields import Line, OneWithHint, Token, Words
from cases.desk.forms import DeskForm
from cases.enums import ReviewOutcome

_OUTCOMES = [
    (ReviewOutcome.STANDS, gettext_lazy("What was decided stands"), ""),
    (ReviewOutcome.CHANGED, gettext_lazy("It has to be decided anew"), gettext_lazy("A closed case opens again.")),
    (ReviewOutcome.GOES_ON, gettext_lazy("There is more to do"), gettext_lazy("A closed case opens again.")),
]


class AnsweringReview(DeskForm):
    """What a second look has come to."""

    section = "answer-review"
    review_id = forms.IntegerField(widget=forms.HiddenInput())
    token = Token()
    in_language = forms.CharField(required=False, max_length=12, widget=forms.HiddenInput())
    outcome = OneWithHint(label=gettext_lazy("What have you come to?"), required=False)
    message = Words(
        label=gettext_lazy("Your answer to the person"),
        rows=6,
        help_text=gettext_lazy("They read it with their code. Say what you looked at, and why you came to this."),
    )
    note = Words(label=gettext_lazy("For colleagues (optional)"), rows=3)

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["outcome"].offer([(str(key), label, hint) for key, label, hint in _OUTCOMES])  # type: ignore[attr-defined]


class StoppingCode(DeskForm):
    """A code that somebody else may have."""

    section = "stop-code"
    report_id = forms.IntegerField(widget=forms.HiddenInput())
    reason = Line(
        label=gettext_lazy("Who asked for it, and why?"),
        max_length=300,
        help_text=gettext_lazy("They cannot come back to their report with it, and get no new one from us."),
    )
