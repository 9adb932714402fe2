"""Form fields that take whatever was typed. None of them strips, and only the compulsory one can refuse."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from crispy_forms_gds.choices import Choice
from crispy_forms_gds.widgets import DateInputWidget
from django import forms
from django.utils.translation import gettext as _

from reporting.domain.words import canonical, is_said


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
    """Any of the choices, in the order in which they stand; an exclusive one leaves the others out."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, *, exclusive: Iterable[str] = (), **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.exclusive = frozenset(exclusive)

    def clean(self, value: Any) -> list[str]:
        ticked = set(value or ())
        ticked = ticked & self.exclusive or ticked
        return [str(key) for key, _label in self.choices if key in ticked]  # type: ignore[union-attr,misc]


class DayWidget(DateInputWidget):  # type: ignore[misc]
    """Day, month and year. Shows again what was typed where that is no date."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        for widget, name in zip(self.widgets, (_("Day"), _("Month"), _("Year")), strict=True):
            widget.attrs.update(inputmode="numeric", label=name)

    def decompress(self, value: str | None) -> list[str]:
        if not value:
            return ["", "", ""]
        try:
            day = date.fromisoformat(value)
        except ValueError:
            parts = value.split("/", 2)
            return parts + [""] * (3 - len(parts))
        return [str(day.day), str(day.month), str(day.year)]


class DayField(forms.MultiValueField):
    """A day as `YYYY-MM-DD`; what is no date, or only part of one, as `day/month/year` just as it was typed."""

    widget = DayWidget

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(fields=(WordsField(), WordsField(), WordsField()), **kwargs)

    def clean(self, value: Any) -> str:
        day, month, year = (canonical(part or "").strip() for part in [*(value or ()), "", "", ""][:3])
        if not (day or month or year):
            return ""
        try:
            return date(int(year), int(month), int(day)).isoformat()
        except ValueError:
            return f"{day}/{month}/{year}"


def choices_of(pairs: Iterable[tuple[str, Any, Any, bool]]) -> list[Choice]:
    """Choices as the GOV.UK templates want them, from (key, label, hint, exclusive)."""
    return [
        Choice(key, label, **({"hint": hint} if hint else {}), **({"exclusive": True} if exclusive else {}))
        for key, label, hint, exclusive in pairs
    ]
