"""What officers have typed and not sent: kept as they type, for each officer and tab apart, sealed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from cases.domain.refusals import NotThere, Refused
from cases.models import Account, Case, Draft, Series
from cases.permissions import may_use_desk, may_work
from reporting.domain import sealing

KEPT = timedelta(days=7)
_MOST = 200_000  # characters
Values = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class On:
    """What a draft is of: a case, a series, or neither: a form of the desk (an alarm, a missed promise, a complaint), which
    `about` names."""

    case_id: int | None = None
    series_id: int | None = None

    def rows(self, form: str, about: str, by: Account) -> "QuerySet[Draft]":
        """This officer's drafts of the form, one for each page that was open."""
        of = Draft.objects.filter(account=by, case=self.case_id, series=self.series_id)
        return of.filter(form=form, about=about)


@dataclass(frozen=True)
class Took:
    """The draft with which a page began: typed on `page`, as it stood `at`."""

    page: str
    at: datetime


@dataclass(frozen=True)
class Kept:
    """`is_one_of_two`: another page holds other words of the same form. Both are kept."""

    is_one_of_two: bool = False


def keep_draft(
    on: On,
    *,
    form: str,
    about: str,
    values: Values,
    page: str = "",
    took: Took | None = None,
    version: int = 0,
    entry: int = 0,
    by: Account,
    now: datetime,
) -> Kept | None:
    """Keep what `by` has typed into this form on this page; None where there is nothing to keep.

    The newest words of a page replace its earlier ones, and those that it began with (`took`) where they are still as they
    were. Words of another page of the same officer stay beside them, and a colleague's are never touched. Words that
    arrive late from a page that has sent or discarded this form are not kept. The case is not locked, because somebody
    who types must not keep others from it, and nothing is written on timeline or log: nothing has been done yet.
    Raises `NotThere` where the account may not work on it, `Refused` for more than a draft can hold.
    """
    if sum(len(text) for several in values.values() for text in several) > _MOST:
        raise Refused("This is too long to be kept while you type. Send it, or make it shorter.")
    _check_rights(on, by)
    said = {name: list(several) for name, several in values.items() if any(text.strip() for text in several)}
    with transaction.atomic():
        draft = lock_draft(on, form=form, about=about, page=page, by=by, now=now)
        if page and draft.done_page == page:
            return None
        draft.sealed = sealing.seal(said, table="draft", row=_place(draft), field="values") if said else None
        draft.saved_at, draft.version, draft.entry = now, version, entry
        draft.save()
        empty_taken(on, took, form=form, about=about, page=page, by=by, now=now)
        others = on.rows(form, about, by).filter(sealed__isnull=False).exclude(pk=draft.pk)
        is_one_of_two = bool(said) and any(values_of(one) != said for one in others)
    return Kept(is_one_of_two) if said else None


def discard_draft(
    on: On, *, form: str, about: str, page: str = "", typed_on: str | None = None, by: Account, now: datetime
) -> None:
    """Throw one's own draft away: the one that was typed on the page `typed_on`, or all of the form.

    `page` is where the button stood: what it still sends is not kept. A second call finds nothing. Nobody else's can be named.
    """
    with transaction.atomic():
        rows = on.rows(form, about, by).select_for_update()
        for draft in rows if typed_on is None else rows.filter(page__in=(typed_on, page)):
            empty(draft, page=draft.page, now=now)
        if page and on.rows(form, about, by).exists():
            empty(lock_draft(on, form=form, about=about, page=page, by=by, now=now), page=page, now=now)


def lock_draft(on: On, *, form: str, about: str, page: str, by: Account, now: datetime) -> Draft:
    """The row of this form and page, locked and made where there is none; part of the caller's transaction."""
    place: dict[str, Any] = {"case_id": on.case_id, "series_id": on.series_id}
    return Draft.objects.select_for_update().get_or_create(
        account=by, form=form, about=about, page=page, **place, defaults={"saved_at": now}
    )[0]


def empty(draft: Draft, *, page: str, digest: bytes | None = None, now: datetime) -> None:
    """Let go of the words of a locked row, and remember which page did so."""
    draft.sealed, draft.saved_at, draft.done_page, draft.done_digest = None, now, page, digest
    draft.save()


def empty_taken(on: On, took: Took | None, *, form: str, about: str, page: str, by: Account, now: datetime) -> None:
    """Let go of the words that a page began with, where nobody has typed on since: they are the page's now."""
    if took is None or took.page == page:
        return
    rows = on.rows(form, about, by).select_for_update().filter(page=took.page, saved_at=took.at, sealed__isnull=False)
    for draft in rows:
        empty(draft, page="", now=now)


def values_of(draft: Draft) -> dict[str, list[str]]:
    """What was typed, by name of field; nothing where the key is gone."""
    if draft.sealed is None:
        return {}
    try:
        values: dict[str, list[str]] = sealing.unseal(draft.sealed, table="draft", row=_place(draft), field="values")
    except sealing.CannotOpen:
        return {}
    return values


def remove_old(*, now: datetime) -> int:
    """Remove drafts that nobody has touched for a week; returns how many rows."""
    return Draft.objects.filter(saved_at__lt=now - KEPT).delete()[0]


def _check_rights(on: On, by: Account) -> None:
    """What a form of the desk is about, only the desk knows: it asks for the right to that itself."""
    if on == On():
        if not may_use_desk(by):
            raise NotThere
        return
    if on.series_id is not None:
        if not Series.objects.visible_to(by).filter(pk=on.series_id).exists():
            raise NotThere
        return
    case = Case.objects.filter(pk=on.case_id or 0).first()
    if case is None or not may_work(by, case):
        raise NotThere


def _place(draft: Draft) -> str:
    of = draft.case_id or (f"series-{draft.series_id}" if draft.series_id else "desk")
    return f"{draft.account_id}/{of}/{draft.form}{draft.about}"
