"""Fields of the desk's forms."""

import re
import secrets
from collections.abc import Iterable, Iterator, Mapping
from html import escape
from typing import Any

from django import forms
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext_lazy

from cases.desk.field_markup import Choice, choices_of, errors_markup, field_markup, filter_markup
from reporting.domain.words import canonical
from reporting.taxonomy import Choice as TaxonomyChoice

_UNKNOWN = {"invalid_choice": gettext_lazy("Choose from the list.")}
_PLAIN_VALUE = re.compile(r'<option value="([\w:~-]+)"')
_WRITTEN: dict[tuple[Any, ...], SafeString] = {}  # as many as there are fields, languages and rules in force
_DAYS = ("%d/%m/%Y", "%d/%m/%y", "%d.%m.%Y", "%d-%m-%Y", "%Y-%m-%d", "%d %m %Y", "%d %B %Y", "%d %b %Y")


class DeskField(forms.BoundField):
    """A field on its form."""

    @property
    def options(self) -> SafeString:
        """Those of a `<select>`: a page has hundreds, and a template takes ten times as long for each."""
        return mark_safe("".join(f"{one}</option>" for one in self._options()))  # noqa: S308 (escaped)

    @property
    def short_options(self) -> SafeString:
        """The same without end tags and quotation marks, which HTML does not ask for: a light page has hundreds.

        Written once for each language while nothing is chosen, where the field `says_by_key`.
        """
        if self.value() or not getattr(self.field, "says_by_key", False):
            return self._short_options()
        offered = tuple(key for key, _ in self.field.choices)  # type: ignore[attr-defined]
        place = (type(self.form), self.name, offered, get_language())
        if place not in _WRITTEN:
            _WRITTEN[place] = self._short_options()
        return _WRITTEN[place]

    def _short_options(self) -> SafeString:
        written = "".join(self._options())
        return mark_safe(_PLAIN_VALUE.sub(r"<option value=\1", written))  # noqa: S308 (escaped)

    def _options(self) -> Iterator[str]:
        chosen, choices = self.value(), self.field.choices  # type: ignore[attr-defined]
        several = set(chosen) if isinstance(chosen, list | tuple) else {chosen}
        for key, label in choices:
            yield f'<option value="{escape(str(key))}"{" selected" if key in several else ""}>{escape(str(label))}'

    @property
    def markup(self) -> SafeString:
        """The whole field."""
        return self._written(with_keys=False)

    @property
    def with_keys(self) -> SafeString:
        """The same, with the keys that choose."""
        return self._written(with_keys=True)

    def _written(self, *, with_keys: bool) -> SafeString:
        """Written once for each language while it holds nothing: an empty field of a form without a suffix stays the same."""
        form, field = self.form, self.field
        if form.is_bound or form.suffix or type(field) not in _STAY_THE_SAME or self.value():  # type: ignore[attr-defined]
            return field_markup(self, with_keys=with_keys)
        offered = tuple(key for key, _ in getattr(field, "choices", ()))
        place = (type(form), self.name, with_keys, offered, get_language())
        if place not in _WRITTEN:
            _WRITTEN[place] = field_markup(self, with_keys=with_keys)
        return _WRITTEN[place]

    @property
    def as_filter(self) -> SafeString:
        """The whole field where it narrows a list."""
        return filter_markup(self)

    @property
    def unseen(self) -> SafeString:
        """The whole of a field that is not shown."""
        if isinstance(self.field, ByButton):
            return SafeString("")
        value = self.field.widget.format_value(self.value())
        said = "" if value is None else f' value="{escape(str(value))}"'
        # Without an id: nothing points at it, and two forms of a page may hold one of the same name.
        return mark_safe(f'<input type="hidden" name="{escape(self.html_name)}"{said}>')  # noqa: S308 (escaped)

    @property
    def wrong(self) -> SafeString:
        """Its errors."""
        return errors_markup(self)

    @property
    def ways(self) -> list[Choice]:
        """Its radios or boxes, one by one."""
        return list(choices_of(self))

    @property
    def items(self) -> SafeString:
        """The same, all together and without keys."""
        return mark_safe("".join(one.markup for one in choices_of(self)))  # noqa: S308 (escaped)


class Words(forms.CharField):
    """Words as they were typed, in canonical form: nothing stripped, nothing refused."""

    def __init__(self, *, rows: int = 3, **kwargs: Any) -> None:
        super().__init__(required=False, strip=False, widget=forms.Textarea(attrs={"rows": rows}), **kwargs)

    def to_python(self, value: Any) -> str:
        """NUL becomes U+FFFD before Django would refuse it."""
        return str(super().to_python(canonical(value) if isinstance(value, str) else value))


class Line(forms.CharField):
    """One line, blanks around it dropped. What is missing is for the domain to say."""

    def __init__(self, *, width: str = "", **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)
        self.width = width

    def to_python(self, value: Any) -> str:
        """NUL becomes U+FFFD before Django would refuse it."""
        return str(super().to_python(canonical(value) if isinstance(value, str) else value))


class _WithHints:
    """Options that carry a hint, and the key that chooses them."""

    hints: Mapping[str, str] = {}
    keys: Mapping[str, str] = {}


class _Radios(_WithHints, forms.RadioSelect):
    pass


class _Boxes(_WithHints, forms.CheckboxSelectMultiple):
    pass


class OneOf(forms.ChoiceField):
    """Radios of taxonomy entries, none chosen beforehand. What an entry affirms stands beside it."""

    def __init__(self, entries: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(
            choices=_choices(entries.values()), widget=_Radios(), required=False, error_messages=_UNKNOWN, **kwargs
        )
        self.widget.hints = _affirmed(entries.values())


class OneWithHint(forms.ChoiceField):
    """Radios that are only known when the page is made, each with a hint; none chosen beforehand."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=_Radios(), **kwargs)

    def offer(self, choices: list[tuple[str, str, str]]) -> None:
        """Key, label and hint of each."""
        self.choices = [(key, label) for key, label, _ in choices]
        self.widget.hints = {key: hint for key, _, hint in choices}


class AnyOf(forms.MultipleChoiceField):
    """Checkboxes of taxonomy entries, none chosen beforehand."""

    def __init__(self, entries: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(
            choices=_choices(entries.values()), widget=_Boxes(), required=False, error_messages=_UNKNOWN, **kwargs
        )
        self.widget.hints = _affirmed(entries.values())


class Several(forms.MultipleChoiceField):
    """Checkboxes that are only known when the page is made."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=_Boxes(), required=False, error_messages=_UNKNOWN, **kwargs)


class Day(forms.DateField):
    """A day as dd/mm/yyyy, with the picker where scripts run."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            input_formats=_DAYS,
            widget=forms.DateInput(format="%d/%m/%Y"),
            error_messages={
                "required": gettext_lazy("Enter the day."),
                "invalid": gettext_lazy("Enter the day like 27/3/2027."),
            },
            **kwargs,
        )


_STAY_THE_SAME = (Words, Line, OneOf, AnyOf, Day)  # what others offer depends on the case


def number_in(text: str) -> int | None:
    """The id of a row that a page sent back, None for anything else: longer ones the database would refuse."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


class OneOfReports(forms.ChoiceField):
    """The report that a form is about: not asked where the case has one. Whether it is on the case the domain says."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(error_messages={"required": gettext_lazy("Choose the report.")}, **kwargs)

    def offer(self, reports: list[tuple[str, str]]) -> None:
        """Number and reference of each, none chosen; where there is only one it goes without asking."""
        if len(reports) == 1:
            self.widget, self.initial = forms.HiddenInput(), reports[0][0]
        else:
            self.choices = [("", gettext_lazy("Choose a report")), *reports]

    def valid_value(self, value: object) -> bool:
        """Any number."""
        return number_in(str(value)) is not None

    def clean(self, value: Any) -> Any:
        """The number of the report."""
        return int(super().clean(value))


class ByButton(forms.BooleanField):
    """Said by the button that sends the form, and by nothing else: a form that was refused does not remember it."""

    widget = forms.HiddenInput

    def __init__(self) -> None:
        super().__init__(required=False)


class Affirmed(forms.MultipleChoiceField):
    """One box to tick; cleans to whether it was."""

    def __init__(self, sentence: Any, **kwargs: Any) -> None:
        super().__init__(
            choices=[("yes", sentence)], widget=forms.CheckboxSelectMultiple(), required=False,
            error_messages={**_UNKNOWN, "invalid_list": gettext_lazy("Choose from the list.")}, **kwargs,
        )  # fmt: skip

    def clean(self, value: Any) -> bool:  # type: ignore[override]
        return bool(super().clean(value))


class Token(forms.CharField):
    """Makes a form count once, however often it is sent."""

    def __init__(self) -> None:
        super().__init__(required=False, max_length=200, widget=forms.HiddenInput(), initial=new_token)


def new_token() -> str:
    """Makes a form count once; hard to guess."""
    return secrets.token_urlsafe(24)


def _choices(entries: Iterable[Any]) -> list[tuple[str, Any]]:
    return [(entry.key, gettext_lazy(entry.label)) for entry in entries]


def _affirmed(entries: Iterable[Any]) -> dict[str, Any]:
    return {
        entry.key: gettext_lazy(entry.affirms)
        for entry in entries
        if isinstance(entry, TaxonomyChoice) and entry.affirms
    }
