"""A code to come back with: it opens its draft from anywhere, lies nowhere, and goes with the draft."""

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from reporting.domain import drafts, resuming
from reporting.models import Draft

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
SAID = {"what_happened": "He spat at me.", "where": "Rye Lane"}


@pytest.fixture
def key() -> str:
    return drafts.new_key()


@pytest.fixture
def draft(key: str) -> drafts.OpenDraft:
    return kept(key)


def kept(key: str, now: datetime = NOW) -> drafts.OpenDraft:
    return drafts.keep_answers(uuid.uuid4(), key=key, token=drafts.new_token(), answers=SAID, begins=True, now=now)


def code_of(draft: drafts.OpenDraft, key: str, now: datetime = NOW) -> str:
    asked = resuming.ask_code(draft.id, key=key, now=now)
    assert asked
    return asked[0]


def send(draft: drafts.OpenDraft, key: str) -> None:
    drafts.send_answers(draft.id, key=key, token=draft.token, answers={}, choose=dict, language="en-gb", now=NOW)


def test_the_code_opens_the_answers_from_another_browser(draft: drafts.OpenDraft, key: str) -> None:
    code, other = code_of(draft, key), drafts.new_key()
    found = resuming.resume(code.lower().replace(" ", "-"), key=other, now=NOW)
    assert found
    assert (found.id, found.token, found.answers) == (draft.id, draft.token, SAID)
    assert drafts.open_draft(draft.id, key=other, now=NOW).answers == SAID


def test_then_the_first_browser_opens_them_no_longer_and_the_code_goes_on_working(
    draft: drafts.OpenDraft, key: str
) -> None:
    code, second, third = code_of(draft, key), drafts.new_key(), drafts.new_key()
    resuming.resume(code, key=second, now=NOW)
    assert drafts.open_draft(draft.id, key=key, now=NOW) is None
    more = drafts.keep_answers(draft.id, key=second, token="x", answers={"area": "SE15"}, begins=False, now=NOW)
    assert more.has_code
    assert resuming.resume(code, key=third, now=NOW).answers == {**SAID, "area": "SE15"}


def test_asked_again_it_is_the_same_code(draft: drafts.OpenDraft, key: str) -> None:
    assert code_of(draft, key) == code_of(draft, key)
    assert len(code_of(draft, key).replace(" ", "")) == 24


def test_no_row_holds_the_code_or_a_word(draft: drafts.OpenDraft, key: str) -> None:
    code = code_of(draft, key).replace(" ", "")
    with connection.cursor() as cursor:
        cursor.execute("SELECT d::text, encode(sealed, 'escape'), encode(wrapped_key, 'escape') FROM reporting_draft d")
        everything = str(cursor.fetchall())
    assert code[8:] not in everything
    assert "spat" not in everything


@pytest.mark.parametrize("typed", ["", "0000", "0000 0000 0000 0000 0000 0000", "ü" * 24, "x" * 10_000, "\x00"])
def test_what_is_no_code_opens_nothing(draft: drafts.OpenDraft, key: str, typed: str) -> None:
    code_of(draft, key)
    assert resuming.resume(typed, key=drafts.new_key(), now=NOW) is None


def test_one_letter_off_opens_nothing_and_the_right_code_still_opens(draft: drafts.OpenDraft, key: str) -> None:
    code = code_of(draft, key).replace(" ", "")
    for place in range(24):
        wrong = code[:place] + ("0" if code[place] != "0" else "1") + code[place + 1 :]
        assert resuming.resume(wrong, key=drafts.new_key(), now=NOW) is None
    assert resuming.resume(code, key=drafts.new_key(), now=NOW)


def test_what_was_sent_needs_no_way_back(draft: drafts.OpenDraft, key: str) -> None:
    code = code_of(draft, key)
    send(draft, key)
    assert resuming.resume(code, key=key, now=NOW) is None
    assert resuming.ask_code(draft.id, key=key, now=NOW) is None
    assert Draft.objects.get().selector is None


def test_without_the_key_nobody_is_given_a_code(draft: drafts.OpenDraft) -> None:
    assert resuming.ask_code(draft.id, key=drafts.new_key(), now=NOW) is None


def test_a_draft_goes_after_two_days_and_with_a_code_after_seven(draft: drafts.OpenDraft, key: str) -> None:
    with_code = kept(key)
    code = code_of(with_code, key)
    assert drafts.forget_expired(now=NOW + timedelta(hours=47)) == 0
    assert drafts.forget_expired(now=NOW + timedelta(hours=48)) == 1
    assert drafts.forget_expired(now=NOW + timedelta(days=7, seconds=-1)) == 0
    assert resuming.resume(code, key=key, now=NOW + timedelta(days=7)) is None
    assert drafts.forget_expired(now=NOW + timedelta(days=7)) == 1
    assert not Draft.objects.exists()


def test_no_draft_can_be_kept_longer_than_a_week(draft: drafts.OpenDraft) -> None:
    with pytest.raises(IntegrityError, match="no_draft_is_kept_longer_than_a_week"), transaction.atomic():
        Draft.objects.update(expires_at=NOW + timedelta(days=7, seconds=1))


def test_asked_for_it_is_kept_for_longer(draft: drafts.OpenDraft, key: str) -> None:
    later = NOW + timedelta(hours=47)
    assert drafts.keep_open(draft.id, key=key, now=later).kept_until == later + drafts.KEPT_FOR
    assert drafts.keep_open(draft.id, key=drafts.new_key(), now=later) is None
    assert drafts.keep_open(draft.id, key=key, now=later + drafts.KEPT_FOR) is None


@pytest.mark.parametrize("with_code", [False, True])
def test_leaving_deletes_the_answers_save_where_a_code_was_asked_for(
    draft: drafts.OpenDraft, key: str, with_code: bool
) -> None:
    if with_code:
        code_of(draft, key)
    assert not drafts.forget(draft.id, key=drafts.new_key(), now=NOW), "a stranger deletes nothing"
    assert drafts.forget(draft.id, key=key, now=NOW) is not with_code
    assert Draft.objects.exists() is with_code


def test_the_way_back_works_after_the_browser_is_closed(draft: drafts.OpenDraft, key: str) -> None:
    code: Any = code_of(draft, key)
    del key
    second = drafts.new_key()
    resuming.resume(code, key=second, now=NOW + timedelta(days=6))
    send(drafts.open_draft(draft.id, key=second, now=NOW + timedelta(days=6)), second)
