"""Answers on the way. A row says nothing without the key, and the key lives only in the cookie of whoever types.

A code with which to come back from another browser is made in `resuming`, on request only.
"""

import hmac
import json
import secrets
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from reporting.domain import draft_seal
from reporting.domain.about_you import AboutYou, count
from reporting.domain.earlier import without_codes
from reporting.domain.receipt import receipt_for
from reporting.domain.submission import NothingSaid, submit_report
from reporting.enums import Channel
from reporting.models import Draft
from reporting.models.draft import LONGEST
from reporting.questions import is_child_reporting, is_reachable, ways_lacking

Answers = Mapping[str, Any]
KEPT_FOR = timedelta(hours=48)  # after the last answer
KEPT_WITH_CODE = LONGEST


@dataclass(frozen=True)
class OpenDraft:
    """One tab's answers by name of question, and the token under which they become one report.

    `answers` of a sent draft are empty: they were wiped when it became a report. `is_child` stays, so that the page
    after sending can name who listens to children, and so do `lacks` and `is_reachable`, so that it can say for which
    ways to be reached there is no address (`questions.ways_lacking`); like the rest they can be read with the key alone.
    `earlier_lost` says that answers given before these could not be read. `kept_until` is None before it was kept;
    `has_code` says that somebody asked for a code to come back with, `language` in which language they did.
    """

    id: uuid.UUID
    token: str
    answers: dict[str, Any] = field(default_factory=dict)
    sent: bool = False
    earlier_lost: bool = False
    kept_until: datetime | None = None
    has_code: bool = False
    is_child: bool = False
    saved_by: dict[str, str] = field(default_factory=dict)
    language: str = ""
    lacks: tuple[str, ...] = ()
    is_reachable: bool = False


@dataclass(frozen=True)
class Showing:
    """One showing of a page of the form: its own name, and the name of the showing that was saved last before it."""

    page: str
    own: str
    seen: str = ""


class ChangedMeanwhile(Exception):
    """The page was saved from another tab after it was shown in this one. `draft` is what stands now."""

    def __init__(self, draft: OpenDraft) -> None:
        super().__init__(str(draft.id))
        self.draft = draft


def new_key() -> str:
    """A key for a person's drafts, as text for a cookie."""
    return draft_seal.new_key()


def new_token() -> str:
    """A form's token: who knows it knows the follow-up code, so it stays between the page and the draft."""
    return secrets.token_urlsafe(32)


def is_key(text: str) -> bool:
    """Whether this can be a key; a cookie is whatever a browser sends."""
    return draft_seal.is_key(text)


def open_draft(draft_id: uuid.UUID, *, key: str, now: datetime) -> OpenDraft | None:
    """The draft, or None: no such row, too old, or not to be opened with this key."""
    row = Draft.objects.filter(pk=draft_id, expires_at__gt=now).first()
    return _unsealed(row, key) if row else None


def keep_answers(
    draft_id: uuid.UUID,
    *,
    key: str,
    token: str,
    answers: Answers,
    begins: bool,
    now: datetime,
    showing: Showing | None = None,
    shows: str = "",
) -> OpenDraft:
    """Keep these answers beside those given before and return the draft.

    A blank answer takes the earlier one back. A draft that exists keeps its own token; a sent one keeps nothing.
    Where there is none, one is made with `token`; where the row cannot be opened or is too old, one with another id:
    what was just typed is never lost. `earlier_lost` is then set, save where the page `begins` a draft.
    The code of an earlier report is not kept, only its reference. A second call with the same answers changes nothing.
    Raises `ChangedMeanwhile`, and keeps nothing, where another `showing` of the page was saved since this one was shown
    and said something else, and where the page `shows` all answers (`fingerprint_of`) and they are others by now.
    """
    answers = without_codes(answers, now=now)
    with transaction.atomic():
        Draft.objects.bulk_create(
            [_row(OpenDraft(draft_id, token, earlier_lost=not begins), key, now)],
            ignore_conflicts=True,  # it exists, or another press of the same button was faster
        )
        row = Draft.objects.select_for_update().get(pk=draft_id)
        draft = _unsealed(row, key) if row.expires_at > now else None
        if draft is None:
            draft = OpenDraft(uuid.uuid4(), token, earlier_lost=True)
        if draft.sent:
            return draft
        if receipt_for(draft.token) is not None:  # sent, and a crash came before we could note it
            return _close(draft, key, now)
        was_changed = shows and draft.answers and shows != fingerprint_of(draft)
        if was_changed or (showing and _was_changed(draft, showing, answers)):
            raise ChangedMeanwhile(draft)
        both = {**draft.answers, **answers}
        kept = {name: answer for name, answer in both.items() if answer not in ("", None, [], {})}
        saved_by = draft.saved_by | ({showing.page: showing.own} if showing else {})
        draft = replace(draft, answers=kept, kept_until=now + _kept_for(draft), saved_by=saved_by)
        _save(draft, key, now)
    return draft


def fingerprint_of(draft: OpenDraft) -> str:
    """What tells these answers from any others, for the page that shows them; whoever lacks the token learns nothing."""
    said = json.dumps(draft.answers, sort_keys=True, default=str)
    return hmac.new(draft.token.encode(), said.encode("utf-8", "surrogatepass"), "sha256").hexdigest()[:16]


def send_answers(
    draft_id: uuid.UUID,
    *,
    key: str,
    token: str,
    answers: Answers,
    choose: Callable[[Answers], dict[str, Any]],
    language: str,
    now: datetime,
    about_you: AboutYou | None = None,
    showing: Showing | None = None,
    shows: str = "",
) -> OpenDraft:
    """Keep these answers, make the draft a report of what `choose` picks from all of them, and wipe it.

    Returns the draft: `sent`, or not where nothing was said yet. Three transactions on purpose: the report is durable
    before the answers are wiped, and after a crash in between they can only become the same report again. What somebody
    says `about_you` is counted in the last of them, so never twice and never in the transaction of the report.
    A second call finds the report that the first one made. Raises `TooManyWords` and `ChangedMeanwhile`.
    """
    draft = keep_answers(
        draft_id, key=key, token=token, answers=answers, begins=False, now=now, showing=showing, shows=shows
    )
    if draft.sent:
        return draft
    try:
        submit_report(
            answers=choose(draft.answers), channel=Channel.WEB, language=language, token=draft.token, now=now,
            about_you=about_you,
            files_of=draft.id,
        )  # fmt: skip
    except NothingSaid:
        return draft
    with transaction.atomic():
        still_open = Draft.objects.select_for_update().filter(pk=draft.id, sent_at=None).exists()
        if about_you and still_open:
            count(about_you, now=now)
        return _close(draft, key, now)


def was_sent(draft: OpenDraft) -> bool:
    """Whether the draft became a report, also where a crash kept us from noting it."""
    return draft.sent or receipt_for(draft.token) is not None


def keep_open(draft_id: uuid.UUID, *, key: str, now: datetime) -> OpenDraft | None:
    """Keep the draft for as long again from `now`; None where there is none that this key opens, or it was sent.

    A second call moves the time on once more.
    """
    with transaction.atomic():
        row = Draft.objects.select_for_update().filter(pk=draft_id, expires_at__gt=now, sent_at=None).first()
        draft = _unsealed(row, key) if row else None
        if row is None or draft is None:
            return None
        row.updated_at, row.expires_at = now, now + _kept_for(draft)
        row.save(update_fields=["updated_at", "expires_at"])
    return replace(draft, kept_until=row.expires_at)


def forget(draft_id: uuid.UUID, *, key: str, now: datetime) -> bool:
    """Delete the draft at once, save where a code to come back with was asked for; whether it is gone.

    Only who holds its key can do this. A second call finds nothing. What was sent is a report and stays one.
    """
    with transaction.atomic():
        row = Draft.objects.select_for_update().filter(pk=draft_id, expires_at__gt=now).first()
        if row is None or row.selector or _unsealed(row, key) is None:
            return False
        row.delete()
    return True


def forget_expired(*, now: datetime) -> int:
    """Delete the drafts that nobody can open any more; returns how many. A second call finds none."""
    with transaction.atomic():
        return Draft.objects.filter(expires_at__lte=now).delete()[0]


def _close(draft: OpenDraft, key: str, now: datetime) -> OpenDraft:
    closed = OpenDraft(
        draft.id, draft.token, sent=True, is_child=is_child_reporting(draft.answers),
        lacks=ways_lacking(draft.answers), is_reachable=is_reachable(draft.answers),
    )  # fmt: skip
    _save(closed, key, now, sent_at=now)
    return closed


def _was_changed(draft: OpenDraft, showing: Showing, answers: Answers) -> bool:
    last = draft.saved_by.get(showing.page)
    if last in (None, showing.own, showing.seen):
        return False
    return any((draft.answers.get(name) or None) != (answer or None) for name, answer in answers.items())


def _save(draft: OpenDraft, key: str, now: datetime, sent_at: datetime | None = None) -> None:
    row = _row(draft, key, now, sent_at)
    code = ["selector", "verifier", "wrapped_key"] if sent_at else []  # what was sent needs no way back to its form
    Draft.objects.bulk_create(
        [row],
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["sealed", "updated_at", "expires_at", "sent_at", *code],
    )


def _row(draft: OpenDraft, key: str, now: datetime, sent_at: datetime | None = None) -> Draft:
    said: dict[str, Any] = {"token": draft.token, "answers": draft.answers, "earlier_lost": draft.earlier_lost}
    said |= {"is_child": True} if draft.is_child else {}
    said |= {"lacks": draft.lacks, "is_reachable": draft.is_reachable} if draft.lacks else {}
    said |= {"saved_by": draft.saved_by} if draft.saved_by else {}
    said |= {"language": draft.language} if draft.language else {}
    sealed = draft_seal.seal(said, draft.id, draft_seal.key_of(draft.id, key))
    return Draft(id=draft.id, sealed=sealed, updated_at=now, expires_at=now + _kept_for(draft), sent_at=sent_at)


def _kept_for(draft: OpenDraft) -> timedelta:
    return KEPT_WITH_CODE if draft.has_code else KEPT_FOR


def _unsealed(row: Draft, key: str) -> OpenDraft | None:
    said = draft_seal.unsealed(row.sealed, row.id, draft_seal.key_of(row.id, key))
    return opened(row, said) if said else None


def opened(row: Draft, said: Mapping[str, Any]) -> OpenDraft:
    """The draft of a row whose content could be read."""
    return OpenDraft(
        row.id, said["token"], said["answers"], row.sent_at is not None, said["earlier_lost"],
        row.expires_at, row.selector is not None, said.get("is_child", False), said.get("saved_by", {}),
        said.get("language", ""), tuple(said.get("lacks", ())), said.get("is_reachable", False),
    )  # fmt: skip
