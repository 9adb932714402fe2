"""Fields of the desk's forms as HTML. A case page has dozens with two hundred choices: written here they take a tenth of
the time that a template takes. Every text is escaped by `_e`; nothing else may stand between quotation marks or tags."""

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from typing import Any

from django import forms
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

_RADIOS, _BOXES = ("_radios", "radioselect"), ("_boxes", "checkboxselectmultiple")


def _e(text: object) -> str:
    return escape(str(text))


@dataclass(frozen=True)
class Choice:
    """One radio or box of a field. `key` chooses it where the account has single keys switched on."""

    kind: str
    id: str
    name: str
    value: str
    label: object
    is_chosen: bool
    hint: object
    key: str

    @property
    def markup(self) -> SafeString:
        """Without its key."""
        return mark_safe(self._written(""))  # noqa: S308 (escaped below)

    @property
    def with_keys(self) -> SafeString:
        """With its key, where it has one."""
        return mark_safe(self._written(self.key))  # noqa: S308 (escaped below)

    def _written(self, key: str) -> str:
        block = "govuk-radios" if self.kind == "radio" else "govuk-checkboxes"
        hint = (
            f'<div class="govuk-hint {block}__hint" id="{_e(self.id)}-hint">{_e(self.hint)}</div>' if self.hint else ""
        )
        attributes = (
            (" checked" if self.is_chosen else "")
            + (f' aria-keyshortcuts="{_e(key)}"' if key else "")
            + (f' aria-describedby="{_e(self.id)}-hint"' if hint else "")
        )
        shown = f' <kbd class="heard-key" aria-hidden="true">{_e(key)}</kbd>' if key else ""
        return (
            f'<div class="{block}__item"><input class="{block}__input" id="{_e(self.id)}" name="{_e(self.name)}"'
            f' type="{self.kind}" value="{_e(self.value)}"{attributes}>'
            f'<label class="govuk-label {block}__label" for="{_e(self.id)}">{_e(self.label)}{shown}</label>{hint}</div>'
        )


def choices_of(field: forms.BoundField) -> Iterator[Choice]:
    """Radios or boxes in their order."""
    widget: Any = field.field.widget
    value = field.value()
    given = value if isinstance(value, list | tuple | set) else [value]
    chosen = {str(one) for one in given if one is not None}
    kind = "radio" if field.widget_type in _RADIOS else "checkbox"
    hints, keys = getattr(widget, "hints", {}), getattr(widget, "keys", {})
    for number, (key, label) in enumerate(widget.choices):
        yield Choice(
            kind, f"{field.auto_id}_{number}", field.html_name, str(key), label, str(key) in chosen,
            hints.get(str(key), ""), keys.get(str(key), ""),
        )  # fmt: skip


def errors_markup(field: forms.BoundField) -> SafeString:
    """The sentences beside a field."""
    errors = field.errors
    if not errors:
        return SafeString("")
    prefix = f'<span class="govuk-visually-hidden">{_e(_("Error:"))}</span>'
    said = "".join(f"{prefix} {_e(error)} " for error in errors)
    return mark_safe(f'<p class="govuk-error-message" id="{_e(field.auto_id)}-error">{said}</p>')  # noqa: S308 (escaped)


def field_markup(field: forms.BoundField, *, with_keys: bool) -> SafeString:
    """The whole field with its label, hint and errors."""
    is_wrong = " govuk-form-group--error" if field.errors else ""
    kind = field.widget_type
    inner = _group(field, with_keys=with_keys) if kind in (*_RADIOS, *_BOXES) else _single(field, kind)
    return mark_safe(f'<div class="govuk-form-group{is_wrong}">{inner}</div>\n')  # noqa: S308 (escaped)


def filter_markup(field: forms.BoundField) -> SafeString:
    """A field that narrows a list, in as few bytes as may be: a page of the queue has seventeen of them."""
    name = f"id={_e(field.auto_id)} name={_e(field.html_name)}"
    label, kind = f"<label for={_e(field.auto_id)}>{_e(field.label)}</label>", field.widget_type
    if kind in ("select", "selectmultiple"):
        several = " multiple size=4" if kind == "selectmultiple" else ""
        options = field.short_options  # type: ignore[attr-defined]
        return mark_safe(f"<div>{label}<select {name}{several}>{options}</select></div>")  # noqa: S308 (escaped)
    value = "" if field.value() is None else _e(field.value())
    described = f' aria-describedby="{_e(field.auto_id)}-error"' if field.errors else ""
    looks = '"govuk-input moj-js-datepicker-input"' if kind == "date" else "govuk-input"
    box = f'<input class={looks} {name} value="{value}" autocomplete=off{described}>'
    if kind == "date":
        box = f'<div class="moj-datepicker" data-module="moj-date-picker">{box}</div>'
    return mark_safe(f"<div>{label}{errors_markup(field)}{box}</div>")  # noqa: S308 (escaped)


def _described(field: forms.BoundField) -> str:
    ids = [f"{field.auto_id}-hint"] * bool(field.help_text) + [f"{field.auto_id}-error"] * bool(field.errors)
    return f' aria-describedby="{_e(" ".join(ids))}"' if ids else ""


def _hint(field: forms.BoundField) -> str:
    if not field.help_text:
        return ""
    return f'<div class="govuk-hint" id="{_e(field.auto_id)}-hint">{_e(field.help_text)}</div>'


def _group(field: forms.BoundField, *, with_keys: bool) -> str:
    block = "govuk-radios" if field.widget_type in _RADIOS else "govuk-checkboxes"
    items = "".join(one.with_keys if with_keys else one.markup for one in choices_of(field))
    return (
        f'<fieldset class="govuk-fieldset"{_described(field)}>'
        f'<legend class="govuk-fieldset__legend govuk-fieldset__legend--s">{_e(field.label)}</legend>'
        f"{_hint(field)}{errors_markup(field)}"
        f'<div class="{block} {block}--small" data-module="{block}">{items}</div></fieldset>'
    )


def _single(field: forms.BoundField, kind: str) -> str:
    name = f'id="{_e(field.auto_id)}" name="{_e(field.html_name)}"'
    described, value = _described(field), field.value()
    said = "" if value is None else _e(value)

    def classes(block: str, more: str = "") -> str:
        return f'class="{block}{more}{f" {block}--error" if field.errors else ""}"'

    if kind == "textarea":
        rows = _e(field.field.widget.attrs.get("rows", ""))
        box = f'<textarea {classes("govuk-textarea")} {name} rows="{rows}"{described}>\n{said}</textarea>'
    elif kind == "select":
        box = f"<select {classes('govuk-select')} {name}{described}>{field.options}</select>"  # type: ignore[attr-defined]
    elif kind == "date":
        looks = classes("govuk-input", " moj-js-datepicker-input govuk-input--width-10")
        box = (
            '<div class="moj-datepicker" data-module="moj-date-picker">'
            f'<input {looks} {name} type="text" value="{said}" autocomplete="off"{described}></div>'
        )
    else:
        width = getattr(field.field, "width", "")
        looks = classes("govuk-input", f" govuk-input--width-{_e(width)}" if width else "")
        box = f'<input {looks} {name} type="text" value="{said}" autocomplete="off"{described}>'
    label = f'<label class="govuk-label govuk-label--s" for="{_e(field.auto_id)}">{_e(field.label)}</label>'
    return f"{label}{_hint(field)}{errors_markup(field)}{box}"
