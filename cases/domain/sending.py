"""Sending a form of the case page: once, never over what was done unseen, and with its draft let go."""

import hashlib
import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from cases.domain.drafts import On, Took, empty, empty_taken, lock_draft
from cases.models import Account, Case, TimelineEntry
from cases.queries.case_file import changes_since


class Overtaken(Exception):
    """The page shows no longer what stands. Nothing was saved; `changes` is what was done, oldest first."""

    def __init__(self, changes: list[TimelineEntry]) -> None:
        super().__init__()
        self.changes = changes


@dataclass(frozen=True)
class Sent:
    """One form as it was sent. `page` names the page it came from; `version` and `entry` are what that page showed.

    `entry` is None where the page did not say: nothing can be compared then. `took`: the draft with which it began.
    """

    action: str
    form: str
    about: str
    values: Mapping[str, Sequence[str]]
    page: str = ""
    version: int = 0
    entry: int | None = None
    took: Took | None = None

    @property
    def digest(self) -> bytes:
        """Of page, act and values: the same again is the same button pressed twice."""
        told = json.dumps([self.page, self.action, sorted((name, list(said)) for name, said in self.values.items())])
        return hashlib.sha256(told.encode("utf-8", "surrogatepass")).digest()


@dataclass(frozen=True)
class Done:
    """What became of it. `is_again`: it had been done before, and nothing was done now."""

    outcome: Any
    is_again: bool = False


def send(
    on: On,
    do: Callable[[], Any],
    *,
    sent: Sent,
    minds: Collection[str] = (),
    by: Account,
    now: datetime,
) -> Done:
    """Make the one call `do` for a form, and empty its draft, in one transaction: both or neither.

    The same form with the same words from the same page is done once, however often it is pressed.
    With `minds`, the kinds of acts that count whoever did them, the case is locked first and what `do` would change is
    compared with what the page showed: between this check and the write nobody else can write. Raises `Overtaken`, and
    whatever `do` raises.
    """
    with transaction.atomic():
        draft = lock_draft(on, form=sent.form, about=sent.about, page=sent.page, by=by, now=now)
        if sent.page and draft.done_digest is not None and bytes(draft.done_digest) == sent.digest:
            return Done(None, is_again=True)
        if minds:
            found = Case.objects.select_for_update().filter(pk=on.case_id) if on.case_id is not None else None
            case = found.first() if found is not None else None
            newer = overtaken(case, sent, whoever=minds, by=by) if case else []
            if newer:
                raise Overtaken(newer)
        outcome = do()
        if not sent.page:  # no tab can be told from another
            for one in on.rows(sent.form, sent.about, by).select_for_update():
                empty(one, page=one.page, now=now)
        empty(draft, page=sent.page, digest=sent.digest if sent.page else None, now=now)
        empty_taken(on, sent.took, form=sent.form, about=sent.about, page=sent.page, by=by, now=now)
    return Done(outcome)


def overtaken(case: Case, sent: Sent, *, whoever: Collection[str] = (), by: Account) -> list[TimelineEntry]:
    """What other people did after the page was shown; their own acts, the machine's and the reporter's do not count, save
    those of the kinds in `whoever`."""
    if sent.entry is None or sent.version == case.version:
        return []
    return changes_since(case, sent.entry, by_others_than=by, whoever=whoever)
