"""Drafts on the case page: put back into their forms, and shown where there is no form for them now."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms as django_forms
from django.http import QueryDict
from django.urls import reverse
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


@dataclass(frozen=True)
class Elsewhere:
    """A draft of a form that stands on another page of the case."""

    name: str
    at: str
    href: str


class Drafts:
    """One officer's drafts on a case or series, given to the forms of one of its pages one by one."""

    def __init__(
        self,
        drafts: Sequence[Draft],
        file: CaseFile | None = None,
        account: Account | None = None,
        *,
        page: str = drafted.CASE,
        about: str = "",
        known: drafted.Forms = drafted.FORMS,
    ) -> None:
        self._file, self._account, self._page, self._about, self._known = file, account, page, about, known
        self._waiting: dict[str, list[Draft]] = {}
        for one in drafts:  # the newest first
            self._waiting.setdefault(f"{one.form}{one.about}", []).append(one)
        self.restored: list[Restored] = []
        self.others: list[Left] = []

    def give(self, form: DeskForm) -> None:
        """Give the form what was typed into it, if anything was; one that was just sent shows something newer.

        What another tab holds for the same form is named beside it.
        """
        form.is_kept = form.section in self._known
        waiting = self._waiting.pop(form.key, [])
        if form.is_bound:
            page, took = form.data.get("page", ""), form.data.get("took", "")
            began = next(
                (one for one in waiting if one.page == page or drafted.as_took(one.page, one.saved_at) == took), None
            )
            if began is not None:
                form.took = drafted.as_took(began.page, began.saved_at)
            self.others += [self._left(one) for one in waiting if one is not began]
            return
        live = [(one, values) for one in waiting if (values := values_of(one))]
        if not live:
            return
        draft, values = live[0]
        form.initial = {
            **(form.initial or {}),
            **{name: _as_initial(form.fields[name], said) for name, said in values.items() if name in form.fields},
        }
        form.took, first = drafted.as_took(draft.page, draft.saved_at), form.first_input
        form.restored = Restored(
            f"{form.key}@{draft.page}", str(drafted.NAMES[draft.form]), times.clock(draft.saved_at),
            self._changes(draft), draft.version, draft.entry, f"#{first}" if first else "",
        )  # fmt: skip
        self.restored.append(form.restored)
        self.others += [self._left(one) for one, said in live[1:] if said != values]

    @property
    def left(self) -> list[Left]:
        """What no form of the page has taken."""
        return [one for one in map(self._left, self._here()) if one.lines]

    @property
    def elsewhere(self) -> list[Elsewhere]:
        """What was typed on other pages of the case."""
        if self._known is not drafted.FORMS:
            return []
        here = self._here()
        return [
            Elsewhere(str(drafted.NAMES[one.form]), times.clock(one.saved_at), _address(one))
            for several in self._waiting.values()
            for one in several
            if one.form in drafted.FORMS and one not in here
        ]

    def _here(self) -> list[Draft]:
        return [
            one
            for several in self._waiting.values()
            for one in several
            if one.form not in drafted.FORMS
            or self._known is not drafted.FORMS
            or (drafted.PAGE_OF[one.form] == self._page and self._about in ("", one.about))
        ]

    def _left(self, draft: Draft) -> Left:
        fields = _fields(self._known.get(draft.form))
        lines = [
            (str(fields[name].label or name), in_words(fields[name], said))
            for name, said in values_of(draft).items()
            if name in fields
        ]
        name = str(drafted.NAMES.get(draft.form, draft.form))
        return Left(f"{draft.form}{draft.about}@{draft.page}", name, times.clock(draft.saved_at), lines)

    def _changes(self, draft: Draft) -> list[str]:
        if self._file is None or self._account is None or draft.version == self._file.case.version:
            return []
        newer = [
            one for one in self._file.timeline if one.pk > draft.entry and one.by not in ("", self._account.username)
        ]
        return [story.what_changed(one) for one in reversed(newer)]


def as_typed(drafts: Sequence[Draft], section: str) -> DeskForm | None:
    """The form of the case page that the newest draft of this section holds; None where there is none."""
    for one in drafts:
        if one.form == section and (values := values_of(one)):
            data = QueryDict(mutable=True)
            for name, said in values.items():
                data.setlist(name, said)
            form = drafted.FORMS[section](data)
            form.took = drafted.as_took(one.page, one.saved_at)
            return form
    return None


def _fields(form: type[DeskForm] | None) -> dict[str, django_forms.Field]:
    """Its fields with their choices; of a form that is made for one row alone, without them."""
    if form is None:
        return {}
    try:
        return form().fields
    except TypeError:
        return form.base_fields  # type: ignore[no-any-return]


def _address(draft: Draft) -> str:
    """Of the page on which its form stands."""
    reference, number = draft.case.reference if draft.case else "", draft.about.strip("-")
    page = drafted.PAGE_OF[draft.form]
    if page == drafted.TRANSLATION:
        return reverse("desk:translation", args=[number])
    of_one = page in (drafted.ATTEMPT, drafted.CARD, drafted.ENHANCED, drafted.EXHIBIT)
    return reverse(f"desk:{page}", args=[reference, number] if of_one else [reference])


def _as_initial(field: django_forms.Field, said: list[str]) -> Any:
    if isinstance(field, django_forms.MultipleChoiceField):
        return said
    return bool(said) if isinstance(field, django_forms.BooleanField) else said[0]


def in_words(field: django_forms.Field, said: Sequence[str]) -> str:
    """What was typed or chosen, as people read it."""
    if isinstance(field, django_forms.BooleanField):
        return _("Yes") if said else ""
    labels = {str(key): str(label) for key, label in getattr(field, "choices", ()) or ()}
    return ", ".join(labels.get(one, one) for one in said if one.strip()).replace("\r\n", "\n")
