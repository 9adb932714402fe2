"""Entering what somebody told an officer: the questions of the public form, all on one page."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from crispy_forms_gds.layout import Field
from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.desk.fields import Day, Line
from cases.desk.forms import DeskForm
from cases.domain.entering import BY_OFFICER
from cases.domain.refusals import Refused
from reporting.enums import Channel
from reporting.journey.forms.page import PageForm
from reporting.journey.steps import STEPS, Step
from reporting.questions import COMPULSORY, QUESTIONS

_TOLD_BY = {
    Channel.PHONE: gettext_lazy("By telephone"),
    Channel.COUNTER: gettext_lazy("At the counter"),
    Channel.LETTER: gettext_lazy("In a letter"),
}
_AT_ONCE = (COMPULSORY, "in_danger_now")  # asked first, never folded away


class HowTaken(DeskForm):
    """How and when they told it. Nothing of it is needed."""

    section = "taken"
    channel = forms.ChoiceField(
        label=gettext_lazy("How did they tell you?"),
        required=False,
        choices=[(key.value, _TOLD_BY[key]) for key in BY_OFFICER],
        widget=forms.RadioSelect,
    )
    taken_on = Day(
        label=gettext_lazy("On which day?"), required=False, help_text=gettext_lazy("Leave it empty for today.")
    )
    taken_time = Line(label=gettext_lazy("At what time?"), width="5", help_text=gettext_lazy("For example 14:05."))

    def clean_taken_time(self) -> time | None:
        """A time of day, as people write it."""
        typed = self.cleaned_data["taken_time"]
        if not typed:
            return None
        for pattern in ("%H:%M", "%H.%M", "%H%M", "%I:%M%p", "%I%p", "%H"):
            try:
                return datetime.strptime(typed.replace(" ", "").upper(), pattern).time()  # noqa: DTZ007 (a time of day)
            except ValueError:
                continue
        raise forms.ValidationError(_("Enter the time like 14:05."))

    def taken_at(self) -> datetime | None:
        """None where neither was said; a day alone counts from its beginning, a time alone is today's."""
        day, at = self.cleaned_data["taken_on"], self.cleaned_data["taken_time"]
        if day is None and at is None:
            return None
        return timezone.make_aware(datetime.combine(day or timezone.localdate(), at or time.min))


@dataclass
class Group:
    """The questions of one page of the public form, under one heading."""

    heading: str
    form: PageForm

    @property
    def is_open(self) -> bool:
        """It holds an answer or an error."""
        return self.form.is_bound and (bool(self.form.errors) or any(self.form.answers().values()))


class Entering:
    """The whole page: `taken`, what is asked `first`, and the `groups` that open when they are needed."""

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        self.taken = HowTaken(data)
        self.first = _form("first", _AT_ONCE, data)
        self.groups = [
            Group(str(step.title or _(QUESTIONS[names[0]].label)), _form(step.slug, names, data))
            for step in STEPS
            if (names := tuple(name for name in step.names if name not in _AT_ONCE))
        ]
        asked = {name for group in self.groups for name in group.form.fields} | set(_AT_ONCE)
        if left := tuple(name for name in QUESTIONS if name not in asked):
            self.groups.append(Group(_("Other questions"), _form("other", left, data)))

    @property
    def pages(self) -> list[PageForm]:
        """The questions of the public form."""
        return [self.first, *(group.form for group in self.groups)]

    @property
    def parts(self) -> list[forms.Form]:
        """Every form of the page."""
        return [self.first, self.taken, *(group.form for group in self.groups)]

    @property
    def sure(self) -> str:
        """The names of the answers that were asked about already, for the field `sure`."""
        return " ".join(sorted({name for page in self.pages for name in page.sure.split()}))

    def is_valid(self) -> bool:
        """Whether all of it can be kept; each form is looked at."""
        failed = [form for form in self.parts if not form.is_valid()]
        return not failed

    def point_out_slips(self, *, today: date) -> bool:
        """Say once what may be a slip, as the public form does, and tell whether there is any. Valid pages only."""
        found = [page.point_out_slips(today=today) for page in self.pages]
        return any(found)

    def answers(self) -> dict[str, Any]:
        """By name of question. Valid pages only."""
        return {name: value for page in self.pages for name, value in page.answers().items()}

    def take_refusal(self, refused: Refused) -> None:
        """Put each of the domain's sentences beside the field that it is about."""
        for sentence, about in refused.each:
            form = self.first if about in self.first.fields else self.taken
            form.add_error(about if about in form.fields else None, _(sentence))

    @property
    def summary(self) -> list[tuple[str, str]]:
        """Each error, with the id of its input."""
        of_pages = [
            (str(error), _first_input(field)) for form in self.pages for field in form for error in field.errors
        ]
        return of_pages + self.taken.summary


def _first_input(field: forms.BoundField) -> str:
    return f"{field.auto_id}_0" if isinstance(field.field, forms.MultiValueField) else field.auto_id


class _PartForm(PageForm):
    """One group of the public form's questions, on a page with another button."""

    @property
    def press_again(self) -> str:
        return _("If it is right, press “Keep the report” again.")


def _form(slug: str, names: tuple[str, ...], data: Mapping[str, Any] | None) -> PageForm:
    # A title of its own keeps the first question from being the heading of the page.
    form = _PartForm(Step(slug, names, title=slug), data)
    for one in form.helper.layout.fields:
        if isinstance(one, Field):  # as dense as the desk's other forms
            one.context |= {"radios_small": True, "checkboxes_small": True}
    return form
