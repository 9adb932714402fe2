"""What an officer can say to a suggestion, and do with a series."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.desk.fields import Day, Line, OneWithHint, Words
from cases.desk.forms import DeskForm
from cases.desk.presenters.choice_keys import YES_OR_NO
from cases.models import Account

_YES_OR_NO = {
    "required": gettext_lazy("Choose yes or no."),
    "invalid_choice": gettext_lazy("Choose yes or no."),
}


class AnsweringAlike(DeskForm):
    """Yes and no cost the same: one choice, one reason, one button."""

    section = "alike"
    suggestion_id = forms.IntegerField(widget=forms.HiddenInput())
    answer = OneWithHint(
        label=gettext_lazy("Is it the same?"),
        choices=[("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No"))],
        error_messages=_YES_OR_NO,
    )
    reason = Line(label=gettext_lazy("Why?"), max_length=300)

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["answer"].widget.keys = YES_OR_NO  # type: ignore[attr-defined]


class OpeningSeries(DeskForm):
    """A pattern begins with one case."""

    section = "open-series"
    title = Line(label=gettext_lazy("Title of the series"), max_length=120)
    reason = Line(label=gettext_lazy("Why is it a pattern?"), max_length=300)


class AddingCase(DeskForm):
    """One more case of the pattern."""

    section = "add"
    reference = Line(label=gettext_lazy("Reference of the case"), max_length=40, width="10")
    reason = Line(label=gettext_lazy("Why does it belong here?"), max_length=300)


class TakingOut(DeskForm):
    """A case that does not belong here."""

    section = "take-out"
    case_id = forms.IntegerField(widget=forms.HiddenInput())
    reason = Line(label=gettext_lazy("Why does it not belong here?"), max_length=300)


class Splitting(DeskForm):
    """Some of the cases are a pattern of their own."""

    section = "split"
    cases = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Which cases?"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple(),
        error_messages={"invalid_choice": gettext_lazy("Choose from the list.")},
    )  # fmt: skip
    title = Line(label=gettext_lazy("Title of the new series"), max_length=120)
    reason = Line(label=gettext_lazy("Why is it another pattern?"), max_length=300)

    def __init__(self, data: Any = None, *, cases: list[tuple[int, str]] | None = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["cases"].choices = cases or []  # type: ignore[attr-defined]


class Rejoining(DeskForm):
    """It was one pattern after all."""

    section = "rejoin"
    reason = Line(label=gettext_lazy("Why is it one pattern after all?"), max_length=300)


class Renaming(DeskForm):
    """Another title."""

    section = "rename"
    title = Line(label=gettext_lazy("Title of the series"), max_length=120)


class SettingOwner(DeskForm):
    """Who looks after the series."""

    section = "owner"
    owner = forms.ModelChoiceField(
        Account.objects.none(),
        label=gettext_lazy("Who looks after it?"),
        to_field_name="username",
        empty_label=gettext_lazy("Choose a colleague"),
        error_messages={
            "required": gettext_lazy("Choose a colleague."),
            "invalid_choice": gettext_lazy("Choose a colleague from the list."),
        },
    )

    def __init__(self, data: Any = None, *, officers: list[Account] | None = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        if officers is not None:
            field = self.fields["owner"]
            field.queryset = Account.objects.filter(pk__in=[one.pk for one in officers])  # type: ignore[attr-defined]
            named = [(one.username, one.known_as) for one in officers]
            field.choices = [("", _("Choose a colleague")), *named]  # type: ignore[attr-defined]


class SeriesAction(DeskForm):
    """What is done next for the whole series, and by when."""

    section = "next-action"
    asked_as = {"due_at": "due_on"}
    what = Line(label=gettext_lazy("What is to be done?"), max_length=300)
    due_on = Day(label=gettext_lazy("By which day?"), help_text=gettext_lazy("Due at 17:00. For example 27/3/2027."))


class SeriesReview(SeriesAction):
    """When it is looked at again as a whole."""

    section = "review"


class NotingOnSeries(DeskForm):
    """A note on the timeline of the series."""

    section = "series-note"
    note = Words(label=gettext_lazy("Note"), help_text=gettext_lazy("Colleagues see it."))
