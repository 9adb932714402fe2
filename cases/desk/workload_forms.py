"""Sharing out, caps, absence, and the question of a simulation; nothing is chosen beforehand."""

from typing import Any, ClassVar

from django import forms
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.desk.fields import Day
from cases.desk.forms import DeskForm
from cases.models import Account
from cases.queries.sharing import EVERYBODY, NOBODY

_CHOOSE = {
    "required": gettext_lazy("Choose one."),
    "invalid_choice": gettext_lazy("Choose from the list."),
}


class _OfPeople(DeskForm):
    """With a list of the unit's people."""

    first: ClassVar[list[tuple[str, Any]]] = []
    lists: ClassVar[str] = "account"

    def __init__(self, data: Any = None, *, people: list[Account], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.people = {one.username: one for one in people}
        named = [(one.username, one.known_as) for one in people]
        self.fields[self.lists].choices = [("", _("Choose one")), *self.first, *named]  # type: ignore[attr-defined]

    def clean_account(self) -> Account | None:
        """The account of that name."""
        return self.people.get(self.cleaned_data["account"])


class SharingOut(_OfPeople):
    """Whose cases."""

    section = "share"
    lists = "of"
    first: ClassVar[list[tuple[str, Any]]] = [
        (NOBODY, gettext_lazy("What nobody has")),
        (EVERYBODY, gettext_lazy("What some have beyond the average")),
    ]
    of = forms.ChoiceField(label=gettext_lazy("What is to be shared out?"), error_messages=_CHOOSE)


class SettingCap(_OfPeople):
    """For one or for all."""

    section = "cap"
    first: ClassVar[list[tuple[str, Any]]] = [(EVERYBODY, gettext_lazy("Everybody who has no cap of their own"))]
    account = forms.ChoiceField(label=gettext_lazy("Whose cap?"), error_messages=_CHOOSE)
    most_open = forms.IntegerField(
        label=gettext_lazy("Open cases at most"),
        help_text=gettext_lazy("Empty: no cap. A cap stops proposals; it keeps no report from being read."),
        required=False,
        error_messages={"invalid": gettext_lazy("Enter a whole number.")},
    )


class MarkingAbsent(_OfPeople):
    """Who, and until when."""

    section = "absent"
    account = forms.ChoiceField(label=gettext_lazy("Who?"), error_messages=_CHOOSE)
    until = Day(
        label=gettext_lazy("Away until which day, that day included?"),
        help_text=gettext_lazy("For example 27/3/2027. Empty: they are back."),
        required=False,
    )


def _between(what: Promise, low: int, high: int, **errors: Promise) -> dict[str, Any]:
    """Bounds of a number, and one sentence for each way of missing them; `errors` are those of other ways."""
    said = format_lazy(gettext_lazy("{what}: enter a number from {low} to {high}."), what=what, low=low, high=high)
    missed = dict.fromkeys(("invalid", "min_value", "max_value"), said)
    return {"label": what, "min_value": low, "max_value": high, "error_messages": {**missed, **errors}}


class Asking(DeskForm):
    """What if. Every answer but the number of officers has a usual one, said beside it."""

    section = "what-if"
    officers = forms.IntegerField(
        **_between(gettext_lazy("How many officers"), 1, 500, required=gettext_lazy("Enter how many officers."))
    )
    fold = forms.FloatField(
        **_between(gettext_lazy("How many times as many reports"), 0, 50), required=False,
        help_text=gettext_lazy("Empty: five times."),
    )  # fmt: skip
    days = forms.IntegerField(
        **_between(gettext_lazy("For how many days"), 1, 28), required=False, help_text=gettext_lazy("Empty: seven.")
    )
    minutes = forms.FloatField(
        **_between(gettext_lazy("Minutes with each report"), 5, 480), required=False,
        help_text=gettext_lazy("Empty: 45, read and decided."),
    )  # fmt: skip
    hours_a_day = forms.FloatField(
        **_between(gettext_lazy("Hours of work a day"), 1, 24), required=False,
        help_text=gettext_lazy("Empty: eight."),
    )  # fmt: skip

    @property
    def given(self) -> dict[str, Any]:
        """The answers, or the usual ones."""
        usual = {"fold": 5.0, "days": 7, "minutes": 45.0, "hours_a_day": 8.0}
        found = {name: usual[name] if self.cleaned_data[name] is None else self.cleaned_data[name] for name in usual}
        return {**found, "officers": self.cleaned_data["officers"]}
