"""Form fields that take whatever was typed. None of them strips, and only the compulsory one can refuse."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from crispy_forms_gds.choices import Choice
from crispy_forms_gds.widgets import DateInputWidget
from django import forms
from django.utils import translation
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _

from reporting.domain.words import canonical, is_said
from reporting.questions import standing

_KNOWN = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")
_DIGITS_OF_A_YEAR, _SHORTEST_MONTH = 4, 3


class WordsField(forms.Field):
    """Words in canonical form, blanks and all. White space alone counts as nothing."""

    widget: type[forms.Widget] = forms.Textarea

    def to_python(self, value: Any) -> str:
        words = canonical(str(value or ""))
        return words if is_said(words) else ""


class LineField(WordsField):
    """The same on one line."""

    widget = forms.TextInput


class OneOf(forms.ChoiceField):
    """One of the choices; what is not on offer counts as no answer."""

    widget = forms.RadioSelect

    def validate(self, value: Any) -> None:
        """Nothing to refuse."""

    def clean(self, value: Any) -> str:
        return str(value) if self.valid_value(value) else ""


class AnyOf(forms.MultipleChoiceField):
    """Any of the choices, in the order in which they stand; an exclusive one leaves the others out (`standing`)."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, *, exclusive: Iterable[str] = (), **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.exclusive = frozenset(exclusive)

    def clean(self, value: Any) -> list[str]:
        ticked = set(value or ())
        return standing([str(key) for key, _label in self.choices if key in ticked], self.exclusive)  # type: ignore[union-attr,misc]


class DayWidget(DateInputWidget):  # type: ignore[misc]
    """Day, month and year. Shows again what was typed where that is no date."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        for widget, name in zip(self.widgets, (_("Day"), _("Month"), _("Year")), strict=True):
            widget.attrs.update(inputmode="numeric", label=name)

    def decompress(self, value: str | None) -> list[str]:
        if not value:
            return ["", "", ""]
        if known := _KNOWN.fullmatch(value):
            year, month, day = known.groups("")
            return [day.lstrip("0"), month.lstrip("0"), year]
        parts = value.split("/", 2)
        return parts + [""] * (3 - len(parts))


class DayField(forms.MultiValueField):
    """A day as `YYYY-MM-DD`, or `YYYY-MM` or `YYYY` where no more is said; anything else as `day/month/year`, as typed.

    The name of a month is as good as its number.
    """

    widget = DayWidget

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(fields=(WordsField(), WordsField(), WordsField()), **kwargs)

    def clean(self, value: Any) -> str:
        day, month, year = (canonical(part or "").strip() for part in [*(value or ()), "", "", ""][:3])
        if not (day or month or year):
            return ""
        try:
            return _as_known(day, month, year)
        except (ValueError, OverflowError):
            return f"{day}/{month}/{year}"


def _as_known(day: str, month: str, year: str) -> str:
    """The part of a day that is known, from the year down; `ValueError` where there is no such day."""
    if len(year) != _DIGITS_OF_A_YEAR or (day and not month):
        raise ValueError
    whole = date(int(year), month_of(month), int(day) if day else 1).isoformat()
    return whole if day else whole[:7] if month else whole[:4]


def month_of(typed: str) -> int:
    """The month's number from its number or its name, in English or the language of the page; 1 where nothing is said."""
    if not typed:
        return 1
    name = typed.casefold().rstrip(".")
    with translation.override("en"):
        english = {str(name).casefold(): number for number, name in MONTHS.items()}
    names = english | {str(name).casefold(): number for number, name in MONTHS.items()}
    found = {number for known, number in names.items() if len(name) >= _SHORTEST_MONTH and known.startswith(name)}
    return found.pop() if len(found) == 1 else int(typed)


def choices_of(pairs: Iterable[tuple[str, Any, Any, bool]]) -> list[Choice]:
    """Choices as the GOV.UK templates want them, from (key, label, hint, exclusive)."""
    return [
        Choice(key, label, **({"hint": hint} if hint else {}), **({"exclusive": True} if exclusive else {}))
        for key, label, hint, exclusive in pairs
    ]
