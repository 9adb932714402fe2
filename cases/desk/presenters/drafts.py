"""Drafts on the case page: put back into their forms, and shown where there is no form for them now."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms as django_forms
from django.utils.translation import gettext as _

from cases.desk import drafted
from cases.desk.forms import DeskForm
from cases.desk.presenters import story, times
from cases.domain.drafts import values_of
from cases.models import Account, Draft
from cases.queries.case_file import CaseFile


@dataclass(frozen=True)
class Restored:
    """A draft in its form. `changes`: what others did since it was typed. `version` and `entry`: what its page showed."""

    key: str
    name: str
    at: str
    changes: list[str]
    version: int
    entry: int
    href: str = ""


@dataclass(frozen=True)
class Left:
    """A draft that no form on the page takes now, as it was typed."""

    key: str
    name: str
    at: str
    lines: list[tuple[str, str]]


class Drafts:
    """One officer's drafts on the case, given to the forms one by one."""

    def __init__(self, drafts: Sequence[Draft], file: CaseFile, account: Account) -> None:
        self._file, self._account = file, account
        self._waiting = {f"{one.form}{one.about}": one for one in drafts}
        self.restored: list[Restored] = []

    def give(self, form: DeskForm) -> None:
        """Give the form what was typed into it, if anything was; one that was just sent shows something newer."""
        form.is_kept = form.section in drafted.FORMS
        draft = self._waiting.pop(form.key, None)
        if form.is_bound:
            return
        values = values_of(draft) if draft is not None else {}
        if draft is None or not values:
            return
        form.initial.update(
            {name: _as_initial(form.fields[name], said) for name, said in values.items() if name in form.fields}
        )
        first = form.first_input
        form.restored = Restored(
            form.key, str(drafted.NAMES[draft.form]), times.clock(draft.saved_at), self._changes(draft),
            draft.version, draft.entry, f"#{first}" if first else "",
        )  # fmt: skip
        self.restored.append(form.restored)

    @property
    def left(self) -> list[Left]:
        """What no form has taken."""
        return [one for one in map(_left, self._waiting.values()) if one.lines]

    def _changes(self, draft: Draft) -> list[str]:
        if draft.version == self._file.case.version:
            return []
        newer = [
            one for one in self._file.timeline if one.pk > draft.entry and one.by not in ("", self._account.username)
        ]
        return [story.what_changed(one) for one in reversed(newer)]


def _as_initial(field: django_forms.Field, said: list[str]) -> Any:
    if isinstance(field, django_forms.MultipleChoiceField):
        return said
    return bool(said) if isinstance(field, django_forms.BooleanField) else said[0]


def _left(draft: Draft) -> Left:
    form = drafted.FORMS[draft.form]() if draft.form in drafted.FORMS else None
    lines = [
        (str(form.fields[name].label or name), in_words(form.fields[name], said))
        for name, said in values_of(draft).items()
        if form is not None and name in form.fields
    ]
    return Left(
        f"{draft.form}{draft.about}", str(drafted.NAMES.get(draft.form, draft.form)), times.clock(draft.saved_at), lines
    )


def in_words(field: django_forms.Field, said: Sequence[str]) -> str:
    """What was typed or chosen, as people read it."""
    if isinstance(field, django_forms.BooleanField):
        return _("Yes") if said else ""
    labels = {str(key): str(label) for key, label in getattr(field, "choices", ()) or ()}
    return ", ".join(labels.get(one, one) for one in said if one.strip()).replace("\r\n", "\n")
