"""Assessing the risk: eight questions, none answered beforehand."""

from collections.abc import Iterator
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy

from cases.desk.fields import Day, Line, Words
from cases.desk.forms import DeskForm
from cases.desk.presenters import labels
from cases.desk.presenters.risk import QUESTIONS
from cases.enums import RiskAnswer, RiskLevel
from cases.queries.days import end_of_work

_UNKNOWN = {"invalid_choice": gettext_lazy("Choose from the list.")}


class AssessingRisk(DeskForm):
    """Each question has a field for its answer and one, `<question>_note`, for a note."""

    section = "risk"
    asked_as: ClassVar[dict[str, str]] = {"review_at": "review_on"}
    level = forms.ChoiceField(
        label=gettext_lazy("How high is the risk?"), required=False, widget=forms.RadioSelect(), error_messages=_UNKNOWN
    )
    plan = Words(
        label=gettext_lazy("What is done about it?"),
        help_text=gettext_lazy("Needed where the risk is medium or high."),
    )
    review_on = Day(
        label=gettext_lazy("When is it looked at again?"),
        help_text=gettext_lazy("Due at 17:00 of that day. For example 27/3/2027."),
        required=False,
    )

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        answers = [(key.value, labels.risk_answer(key)) for key in RiskAnswer]
        asked: dict[str, forms.Field] = {}
        for key, label in QUESTIONS.items():
            asked[key.value] = forms.ChoiceField(
                label=label, choices=answers, required=False, widget=forms.RadioSelect(), error_messages=_UNKNOWN
            )
            asked[f"{key.value}_note"] = Line(label=gettext_lazy("Note"), max_length=500)
        self.fields = {**asked, **self.fields}
        self.fields["level"].choices = [(key.value, labels.risk_level(key)) for key in RiskLevel]  # type: ignore[attr-defined]

    def asked(self) -> Iterator[tuple[forms.BoundField, forms.BoundField]]:
        """Each question with its note."""
        for key in QUESTIONS:
            yield self[key.value], self[f"{key.value}_note"]

    @property
    def summary(self) -> list[tuple[str, str]]:
        """As ever, save that what is not answered is told by its question: all of them lack the same."""
        of_question = {f"{self[key.value].auto_id}_0": str(label) for key, label in QUESTIONS.items()}
        return [(f"{of_question[to]} {said}" if to in of_question else said, to) for said, to in super().summary]

    @property
    def given(self) -> dict[str, Any]:
        """The arguments of the domain."""
        cleaned = self.cleaned_data
        return {
            "answers": {key.value: cleaned[key.value] for key in QUESTIONS},
            "notes": {key.value: cleaned[f"{key.value}_note"] for key in QUESTIONS},
            "level": cleaned["level"],
            "plan": cleaned["plan"],
            "review_at": end_of_work(cleaned["review_on"]) if cleaned.get("review_on") else None,
        }
