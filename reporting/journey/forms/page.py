"""The form of one page, made from its questions."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Field, Fluid, Layout, Size
from django import forms
from django.utils.translation import gettext as _

from reporting.journey.doubts import about_no_way, doubt_about
from reporting.journey.forms.fields import AnyOf, DayField, LineField, OneOf, WordsField, choices_of
from reporting.journey.forms.slips import SlipsForm
from reporting.journey.safety import shown
from reporting.journey.steps import Step
from reporting.questions import Question, asked_as, is_child_reporting, offered_as

_INPUTS = {"email": ("email", "email"), "phone": ("tel", "tel"), "line": ("text", "text")}

_COUNT_FROM = 75  # per cent of the soft limit, from which the characters are counted aloud

_RADIOS = 15  # more than these are a list that opens


class PageForm(SlipsForm):
    """The questions of one page that these answers call for. Without a title the first question is the heading.

    A slip (31 February, half an e-mail address, e-mail chosen and no address) is pointed out once; pressed again, it is
    taken as it was typed.
    """

    def __init__(
        self, step: Step, data: Mapping[str, Any] | None = None, answers: Mapping[str, Any] | None = None
    ) -> None:
        said = dict(answers or {})
        super().__init__(data, initial=said)
        self.step, self.said = step, said
        self.questions = step.asks(said)
        for question in self.questions:
            self.fields[question.name] = field_of(question, said)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True  # the page's own form tag holds the token
        self.helper.layout = Layout(
            *(_laid_out(question, not step.title and place == 0) for place, question in enumerate(self.questions))
        )

    @property
    def press_again(self) -> str:
        """What to do where it is no slip: the page's own button, by its name."""
        return _("If it is right, press Continue again.")

    @property
    def leave_empty(self) -> str:
        """What to do where something that is needed is missing: nothing has to be given."""
        return _("Write it, or press Continue again to leave it empty.")

    def answers(self) -> dict[str, Any]:
        """The answers by name of question, blank ones included. Valid forms only."""
        return {question.name: self.cleaned_data[question.name] for question in self.questions}

    def point_out_slips(self, *, today: date) -> bool:
        """Say what may be a slip and was not said before, and tell whether there is any. Valid forms only."""
        doubts = {
            question.name: doubt_about(question, self.cleaned_data[question.name], today=today)
            for question in self.questions
        }
        found = {name: f"{doubt} {self.press_again}" for name, doubt in doubts.items() if doubt}
        given = self.said | self.answers()
        lacking = {question.name: about_no_way(question, given) for question in self.questions}
        return self.ask_once(found | {name: f"{said} {self.leave_empty}" for name, said in lacking.items() if said})


def field_of(question: Question, said: Mapping[str, Any]) -> forms.Field:
    """The form field for a question, labelled in the language of the page, as it is put to whoever gave these answers."""
    is_child, happened_to = is_child_reporting(said), said.get("happened_to")
    label = asked_as(question, happened_to, is_child=is_child)
    hint = (is_child and question.hint_to_child) or question.hint
    texts: dict[str, Any] = {
        "label": shown(question, label),
        "help_text": shown(question, hint),
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
            if len(question.choices) > _RADIOS:
                choices = [("", _("Not chosen")), *_choices(question, happened_to)]
                return OneOf(widget=forms.Select, choices=choices, **texts)
            return OneOf(choices=_choices(question, happened_to), **texts)
        case "choices":
            exclusive = [choice.key for choice in question.choices if choice.exclusive]
            return AnyOf(choices=_choices(question, happened_to), exclusive=exclusive, **texts)
    mode, kind = _INPUTS[question.kind]
    attrs = {"inputmode": mode, "spellcheck": "false" if kind != "text" else "true"}
    if question.autocomplete:
        attrs["autocomplete"] = question.autocomplete
    widget = forms.TextInput(attrs=attrs)
    # The type gives phones the right keys; the browser's own check is switched off by the form's `novalidate`.
    widget.input_type = kind
    return LineField(widget=widget, **texts)


def _choices(question: Question, happened_to: str | None) -> Any:
    return choices_of(
        (choice.key, shown(question, offered_as(choice, happened_to)), shown(question, choice.hint), choice.exclusive)
        for choice in question.choices
    )


def _laid_out(question: Question, is_heading: bool) -> Field:
    size = Size.LARGE if is_heading else Size.SMALL
    tag = "h1" if is_heading else None
    match question.kind:
        case "choice" if len(question.choices) > _RADIOS:
            return Field.select(question.name, label_size=size, label_tag=tag)
        case "choice":
            return Field.radios(question.name, legend_size=size, legend_tag=tag)
        case "choices":
            return Field.checkboxes(question.name, legend_size=size, legend_tag=tag)
        case "date":
            return Field(question.name, context={"legend_size": Size.for_legend(size)})
        case "words":
            return Field.textarea(
                question.name,
                label_size=size,
                label_tag=tag,
                rows=question.rows,
                max_characters=question.limit,
                threshold=_COUNT_FROM,
            )
    width = Fluid.TWO_THIRDS if question.kind in ("email", "phone") else None
    return Field.text(question.name, label_size=size, label_tag=tag, field_width=width)
