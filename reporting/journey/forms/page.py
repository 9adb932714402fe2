"""The form of one page, made from its questions."""

from collections.abc import Mapping
from typing import Any

from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Field, Fluid, Layout, Size
from django import forms
from django.utils.translation import gettext as _

from reporting.journey.forms.fields import AnyOf, DayField, LineField, OneOf, WordsField, choices_of
from reporting.journey.steps import Step
from reporting.questions import Question, asked_as

_INPUTS = {"email": ("email", "email"), "phone": ("tel", "tel"), "line": ("text", "text")}


class PageForm(forms.Form):
    """The questions of one page. Where the page has no title its first question is the heading."""

    def __init__(
        self, step: Step, data: Mapping[str, Any] | None = None, answers: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(data, initial=dict(answers or {}))
        self.step = step
        for question in step.questions:
            self.fields[question.name] = field_of(question, asked_as(question, (answers or {}).get("happened_to")))
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True  # the page's own form tag holds the token
        self.helper.layout = Layout(
            *(_laid_out(question, not step.title and place == 0) for place, question in enumerate(step.questions))
        )

    def answers(self) -> dict[str, Any]:
        """The answers by name of question, blank ones included. Valid forms only."""
        return {name: self.cleaned_data[name] for name in self.step.names}


def field_of(question: Question, label: str) -> forms.Field:
    """The form field for a question, labelled in the language of the page."""
    texts: dict[str, Any] = {
        "label": _(label),
        "help_text": _(question.hint) if question.hint else "",
        "required": question.compulsory,
    }
    if question.compulsory:
        texts["error_messages"] = {"required": _("Tell us what happened. One sentence is enough.")}
    match question.kind:
        case "words":
            return WordsField(widget=forms.Textarea(attrs={"rows": question.rows}), **texts)
        case "date":
            return DayField(**texts)
        case "choice":
            return OneOf(choices=_choices(question), **texts)
        case "choices":
            exclusive = [choice.key for choice in question.choices if choice.exclusive]
            return AnyOf(choices=_choices(question), exclusive=exclusive, **texts)
    mode, kind = _INPUTS[question.kind]
    attrs = {"inputmode": mode, "spellcheck": "false" if kind != "text" else "true"}
    if question.autocomplete:
        attrs["autocomplete"] = question.autocomplete
    widget = forms.TextInput(attrs=attrs)
    # The type gives phones the right keys; the browser's own check is switched off by the form's `novalidate`.
    widget.input_type = kind
    return LineField(widget=widget, **texts)


def _choices(question: Question) -> Any:
    return choices_of(
        (choice.key, _(choice.label), _(choice.hint) if choice.hint else "", choice.exclusive)
        for choice in question.choices
    )


def _laid_out(question: Question, is_heading: bool) -> Field:
    size = Size.LARGE if is_heading else Size.SMALL
    tag = "h1" if is_heading else None
    match question.kind:
        case "choice":
            return Field.radios(question.name, legend_size=size, legend_tag=tag)
        case "choices":
            return Field.checkboxes(question.name, legend_size=size, legend_tag=tag)
        case "date":
            return Field(question.name, context={"legend_size": Size.for_legend(size)})
        case "words":
            return Field.textarea(question.name, label_size=size, label_tag=tag, rows=question.rows)
    width = Fluid.TWO_THIRDS if question.kind in ("email", "phone") else None
    return Field.text(question.name, label_size=size, label_tag=tag, field_width=width)
