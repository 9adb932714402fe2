"""Rules 4, 5, 7, 8 and 10 hold against raw SQL, not only against our own code."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from cases.domain import closing
from cases.models import Case, Commitment, Voice
from tests.cast import Cast, case, decide_and_answer, take_and_read

pytestmark = pytest.mark.django_db(transaction=True)


@contextmanager
def refused(sentence: str) -> Iterator[None]:
    with pytest.raises(IntegrityError, match=sentence), transaction.atomic():
        yield


def sql(statement: str, *parameters: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)


CLOSE = """UPDATE cases_case SET state = 'closed', closed_at = now(), closed_by_id = %s, closing_reason = 'person_wants_no_more',
           next_due_at = NULL WHERE id = %s"""
MEET = "UPDATE cases_commitment SET met_at = now(), met_by_id = %s WHERE case_id = %s AND met_at IS NULL"


def test_no_case_closes_unread(cast: Cast) -> None:
    held = case()
    sql("UPDATE cases_case SET state = 'in_progress', officer_id = %s WHERE id = %s", cast.officer.pk, held.pk)
    with refused("no case closes unread"):
        sql(MEET, cast.officer.pk, held.pk)
        sql(CLOSE, cast.officer.pk, held.pk)


def test_no_case_closes_without_a_decision(cast: Cast) -> None:
    held = take_and_read(case(), cast.officer)
    with refused("without a recording decision"):
        sql(MEET, cast.officer.pk, held.pk)
        sql(CLOSE, cast.officer.pk, held.pk)


def test_no_case_closes_unanswered(cast: Cast) -> None:
    held = take_and_read(case(), cast.officer)
    sql(
        "INSERT INTO cases_recordingdecision (case_id, recording, by_id, at, reason, strands, kinds, perceived_by, system, number,"
        " offence, body) VALUES (%s, 'nothing_recorded', %s, now(), 'none', '{}', '{}', '', '', '', '', '')",
        held.pk, cast.officer.pk,
    )  # fmt: skip
    with refused("while somebody has no answer"):
        sql(MEET, cast.officer.pk, held.pk)
        sql(CLOSE, cast.officer.pk, held.pk)


def test_a_read_decided_and_answered_case_closes(cast: Cast) -> None:
    held = decide_and_answer(take_and_read(case(), cast.officer), cast.officer)
    assert (
        closing.close_case(held.pk, closing_reason="person_wants_no_more", by=cast.officer, now=timezone.now())
        == "closed"
    )
    held.refresh_from_db()
    assert (held.state, held.next_due_at) == ("closed", None)


def test_somebody_who_wants_no_contact_needs_no_answer(cast: Cast) -> None:
    held = take_and_read(case(contact_by=["no_contact"]), cast.officer)
    sql(
        "INSERT INTO cases_recordingdecision (case_id, recording, by_id, at, reason, strands, kinds, perceived_by, system, number,"
        " offence, body) VALUES (%s, 'intelligence_only', %s, now(), '', '{}', '{}', '', '', '', '', '')",
        held.pk, cast.officer.pk,
    )  # fmt: skip
    assert (
        closing.close_case(held.pk, closing_reason="person_wants_no_more", by=cast.officer, now=timezone.now())
        == "closed"
    )


def test_reading_is_due_within_24_hours_of_receipt(cast: Cast) -> None:
    held = case()
    with refused("owed a reading within 24 hours"):
        sql(
            "WITH ended AS (UPDATE cases_commitment SET released_at = now(), released_because = 'x' WHERE case_id = %s RETURNING *)"
            " INSERT INTO cases_commitment (case_id, report_id, kind, what, priority, opened_at, due_at, released_because)"
            " SELECT case_id, report_id, kind, '', '', opened_at, due_at + interval '2 days', '' FROM ended",
            held.pk,
        )
        sql("UPDATE cases_case SET next_due_at = next_due_at + interval '2 days' WHERE id = %s", held.pk)


def test_reading_cannot_be_ticked_off_without_reading(cast: Cast) -> None:
    held = case()
    with refused("owed a reading"):
        sql(MEET + " AND kind = 'read'", cast.officer.pk, held.pk)
        sql(
            "UPDATE cases_case SET next_due_at = (SELECT min(due_at) FROM cases_commitment WHERE case_id = %s AND met_at IS NULL)",
            held.pk,
        )


def test_nothing_unread_goes_below_standard(cast: Cast) -> None:
    held = case()
    with refused("put below standard"):
        sql("UPDATE cases_case SET priority = 'routine' WHERE id = %s", held.pk)


def test_an_open_read_case_has_a_next_commitment(cast: Cast) -> None:
    held = take_and_read(case(), cast.officer)
    with refused("has a next commitment"):
        sql(MEET, cast.officer.pk, held.pk)
        sql("UPDATE cases_case SET next_due_at = NULL WHERE id = %s", held.pk)


def test_the_queue_is_ordered_by_what_is_really_due(cast: Cast) -> None:
    held = case()
    with refused("when its earliest open commitment is"):
        sql("UPDATE cases_case SET next_due_at = now() + interval '1 year' WHERE id = %s", held.pk)


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        ("cases_case", "a case is never deleted"),
        ("cases_casereport", "never deleted"),
        ("cases_commitment", "a commitment is never deleted"),
        ("cases_timelineentry", "never changed or deleted"),
        ("cases_voice", "a voice is never deleted"),
        ("cases_person", "never deleted"),
        ("cases_auditevent", "an audit row is never deleted"),
        ("cases_reading", "never changed or deleted"),
    ],
)
def test_nothing_is_deleted(cast: Cast, table: str, sentence: str) -> None:
    take_and_read(case(because=["race"]), cast.officer)
    with refused(sentence):
        sql(f"DELETE FROM {table}")  # noqa: S608


def test_a_voice_is_never_overwritten(cast: Cast) -> None:
    case(because=["race"])
    assert Voice.objects.get(speaker="reporter").strands == ["race"]
    with refused("a voice is never overwritten"):
        sql("UPDATE cases_voice SET strands = '{}'")


def test_a_state_moves_only_by_the_table(cast: Cast) -> None:
    held = case()
    with pytest.raises(Exception, match=r"(?i)transition"), transaction.atomic():
        sql("UPDATE cases_case SET state = 'closed', closed_at = now(), closed_by_id = %s, closing_reason = 'no_line_left', "
            "closing_note = 'x' WHERE id = %s", cast.officer.pk, held.pk)  # fmt: skip


def test_a_link_is_ended_never_moved(cast: Cast) -> None:
    first, second = case(), case()
    with pytest.raises(Exception, match=r"(?i)cannot update"), transaction.atomic():
        sql("UPDATE cases_casereport SET case_id = %s WHERE case_id = %s", first.pk, second.pk)


def test_a_case_without_reports_is_emptied(cast: Cast) -> None:
    held = case()
    with refused("holds no report is emptied|owed a reading"):
        sql("UPDATE cases_casereport SET detached_at = now(), detached_by = 'x' WHERE case_id = %s", held.pk)


def test_two_closing_at_the_same_time_as_one_attaches_cannot_break_the_rule(cast: Cast) -> None:
    held = decide_and_answer(take_and_read(case(), cast.officer), cast.officer)
    second = case()
    closing.close_case(held.pk, closing_reason="person_wants_no_more", by=cast.officer, now=timezone.now())
    with refused("no case closes unread"):
        sql(
            "INSERT INTO cases_casereport (case_id, report_id, attached_at, attached_by, reason, detached_by)"
            " VALUES (%s, %s, now(), 'x', '', '')",
            held.pk, second.opened_for_id,
        )  # fmt: skip


def test_what_is_met_was_met_by_somebody(cast: Cast) -> None:
    case()
    with refused("met_by_a_named_person"):
        sql("UPDATE cases_commitment SET met_at = now()")
    assert Commitment.objects.open().count() == 2
    assert Case.objects.get().next_due_kind == "read"
