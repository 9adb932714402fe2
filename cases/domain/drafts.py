"""What officers have typed and not sent: kept as they type, for each officer apart, sealed."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.db import transaction

from cases.domain.refusals import NotThere, Refused
from cases.models import Account, Case, Draft
from cases.permissions import may_work
from reporting.domain import sealing

KEPT = timedelta(days=7)
_MOST = 200_000  # characters
Values = Mapping[str, Sequence[str]]


def keep_draft(
    case_id: int,
    *,
    form: str,
    about: str,
    values: Values,
    page: str = "",
    version: int = 0,
    entry: int = 0,
    by: Account,
    now: datetime,
) -> bool:
    """Keep what `by` has typed into this form; False where there is nothing to keep.

    The newest words replace the earlier ones; a colleague's are never touched. Words that arrive late from a page that
    has sent or discarded this form are not kept. The case is not locked, because somebody who types must not keep others
    from it, and nothing is written on timeline or log: nothing has been done yet.
    Raises `NotThere` where the account may not work on the case, `Refused` for more than a draft can hold.
    """
    if sum(len(text) for several in values.values() for text in several) > _MOST:
        raise Refused("This is too long to be kept while you type. Send it, or make it shorter.")
    case = Case.objects.filter(pk=case_id).first()
    if case is None or not may_work(by, case):
        raise NotThere
    said = {name: list(several) for name, several in values.items() if any(text.strip() for text in several)}
    with transaction.atomic():
        draft = lock_draft(case_id, form=form, about=about, by=by, now=now)
        if page and draft.done_page == page:
            return False
        draft.sealed = sealing.seal(said, table="draft", row=_place(draft), field="values") if said else None
        draft.saved_at, draft.version, draft.entry = now, version, entry
        draft.save()
    return bool(said)


def discard_draft(case_id: int, *, form: str, about: str, page: str = "", by: Account, now: datetime) -> None:
    """Throw one's own draft away; a second call finds nothing. Nobody else's can be named."""
    with transaction.atomic():
        draft = Draft.objects.select_for_update().filter(account=by, case=case_id, form=form, about=about).first()
        if draft is not None:
            empty(draft, page=page, now=now)


def lock_draft(case_id: int, *, form: str, about: str, by: Account, now: datetime) -> Draft:
    """The row of this form, locked and made where there is none; part of the caller's transaction."""
    return Draft.objects.select_for_update().get_or_create(
        account=by, case_id=case_id, form=form, about=about, defaults={"saved_at": now}
    )[0]


def empty(draft: Draft, *, page: str, digest: bytes | None = None, now: datetime) -> None:
    """Let go of the words of a locked row, and remember which page did so."""
    draft.sealed, draft.saved_at, draft.done_page, draft.done_digest = None, now, page, digest
    draft.save()


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


def _place(draft: Draft) -> str:
    return f"{draft.account_id}/{draft.case_id}/{draft.form}{draft.about}"
