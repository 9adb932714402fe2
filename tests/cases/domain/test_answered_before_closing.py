"""Rule 5: nobody is left without an answer to what they wrote last, and what nobody did is not counted as kept."""

import secrets
import threading
import time

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from cases.domain import closing, correspondence, deciding, intake, wishes
from cases.domain.refusals import Refused
from cases.models import Case, Commitment
from cases.queries.bulk import known_of
from cases.queries.case_file import case_file
from reporting.domain import wishes as said
from reporting.domain.visits import Visit
from reporting.enums import WishKind
from reporting.models import Message, Report, Wish
from tests.cast import Cast, answer, case, decide_and_answer, file_of, left, take_and_read, write

pytestmark = pytest.mark.django_db(transaction=True)


def close(held: Case, by: object) -> str:
    return closing.close_case(held.pk, closing_reason="person_wants_no_more", by=by, now=timezone.now())  # type: ignore[arg-type]


def close_in_sql(held: Case, by: object) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE cases_commitment SET met_at = now(), met_by_id = %s WHERE case_id = %s AND met_at IS NULL",
            [by.pk, held.pk],  # type: ignore[attr-defined]
        )
        cursor.execute(
            "UPDATE cases_case SET state = 'closed', closed_at = now(), closed_by_id = %s, next_due_at = NULL,"
            " closing_reason = 'person_wants_no_more' WHERE id = %s",
            [by.pk, held.pk],  # type: ignore[attr-defined]
        )


def wish_for(held: Case, **answers: object) -> None:
    """The person fills in their card anew, and an officer's side takes it."""
    report = Report.objects.get(pk=held.opened_for_id)
    visit = Visit(report.selector, bytes(report.verifier))
    said.send_wish(visit, kind=WishKind.CONTACT, answers=answers, token=secrets.token_urlsafe(), now=timezone.now())
    wishes.take_wish(Wish.objects.latest("pk").pk, now=timezone.now())


@pytest.fixture
def answered(cast: Cast) -> Case:
    """Read, decided and answered."""
    return decide_and_answer(take_and_read(case(), cast.officer), cast.officer)


@pytest.mark.parametrize("is_taken", [True, False], ids=["taken", "a second ago"])
def test_no_case_closes_on_a_message_that_nobody_answered(cast: Cast, answered: Case, is_taken: bool) -> None:
    (write if is_taken else left)(answered, "He was outside my door again.")
    with pytest.raises(Refused, match="Answer the person who reported first"):
        close(answered, cast.officer)
    assert answered.pk in known_of([answered.pk]).unanswered
    assert not case_file(Case.objects.get(pk=answered.pk), cast.officer).is_answered
    with pytest.raises(IntegrityError, match="waits for an answer"):
        close_in_sql(answered, cast.officer)
    answer(answered, cast.officer)
    if not is_taken:
        intake.take_message(Message.objects.get(sender="reporter").pk, now=timezone.now())
        answer(answered, cast.officer)
    assert close(answered, cast.officer) == "closed"


def test_that_we_have_it_is_no_answer_to_a_message_either(cast: Cast, answered: Case) -> None:
    write(answered, "He was outside my door again.")
    correspondence.reply(
        answered.pk, answered.opened_for_id, message="We have it.", token="t", is_acknowledgement=True,
        by=cast.officer, now=timezone.now(),
    )  # fmt: skip
    with pytest.raises(Refused, match="Answer the person"):
        close(answered, cast.officer)
    with pytest.raises(IntegrityError, match="waits for an answer"):
        close_in_sql(answered, cast.officer)


def test_the_answer_to_a_message_does_not_become_an_acknowledgement_behind_a_closing(
    cast: Cast, answered: Case
) -> None:
    write(answered, "He was outside my door again.")
    answer(answered, cast.officer)
    close(answered, cast.officer)
    with (
        pytest.raises(IntegrityError, match="waits for an answer"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("INSERT INTO cases_acknowledgement SELECT max(id) FROM reporting_message")


def test_whoever_wanted_no_contact_and_writes_is_answered_in_the_thread(cast: Cast) -> None:
    held = take_and_read(case(contact_by=["no_contact"]), cast.officer)
    deciding.record_decision(held.pk, recording="nothing_recorded", reason="None.", by=cast.officer, now=timezone.now())
    write(held, "He was outside my door again. What do I do?")
    with pytest.raises(Refused, match="Answer the person"):
        close(held, cast.officer)
    with pytest.raises(IntegrityError, match="waits for an answer"):
        close_in_sql(held, cast.officer)
    answer(held, cast.officer)
    assert close(held, cast.officer) == "closed"


def test_whoever_writes_and_then_wants_no_contact_is_left_alone_and_nothing_is_said_to_be_kept(
    cast: Cast, answered: Case
) -> None:
    write(answered, "He was outside my door again.")
    wish_for(answered, contact_by=["no_contact"])
    assert case_file(Case.objects.get(pk=answered.pk), cast.officer).is_answered
    assert close(answered, cast.officer) == "closed"
    last = Commitment.objects.filter(case=answered, kind="answer").latest("pk")
    assert (last.met_at, last.released_because) == (None, "the case was closed before it was done")
    wish_for(answered, contact_by=["phone"], contact_phone="020 7946 0000")
    assert Case.objects.get(pk=answered.pk).state == "new"
    assert Commitment.objects.open().filter(case=answered, kind="answer").exists()


def test_files_that_were_added_are_answered_first_too(cast: Cast, answered: Case) -> None:
    added = file_of(answered.opened_for, b"%PDF-1.4", "application/pdf")
    intake.take_evidence(added.pk, now=timezone.now())
    with pytest.raises(Refused, match="Answer the person"):
        close(answered, cast.officer)


def test_a_wish_that_it_is_not_taken_further_is_no_message(cast: Cast, answered: Case) -> None:
    report = Report.objects.get(pk=answered.opened_for_id)
    said.send_wish(
        Visit(report.selector, bytes(report.verifier)), kind=WishKind.NO_FURTHER, words="Enough.", token="w",
        now=timezone.now(),
    )  # fmt: skip
    wishes.take_wish(Wish.objects.get().pk, now=timezone.now())
    assert close(answered, cast.officer) == "closed"


def test_whoever_writes_while_a_case_is_being_closed_has_written_after_it_and_opens_it_again(
    cast: Cast, answered: Case
) -> None:
    """The message waits for the closing: it does not slip in between what was checked and what the database checks."""

    def writing() -> None:
        left(answered, "Wait!")
        connection.close()

    writer = threading.Thread(target=writing)
    with transaction.atomic():
        close(answered, cast.officer)
        writer.start()
        until_it_waits(writer)
    writer.join()
    assert Case.objects.get(pk=answered.pk).state == "closed"
    intake.take_message(Message.objects.get(sender="reporter").pk, now=timezone.now())
    assert Case.objects.get(pk=answered.pk).state == "new"


def until_it_waits(other: threading.Thread) -> None:
    """Until the other one waits for a lock of ours, or has gone past it."""
    with connection.cursor() as cursor:
        while other.is_alive():
            cursor.execute("SELECT EXISTS (SELECT 1 FROM pg_locks WHERE NOT granted)")
            if cursor.fetchone() == (True,):
                return
            time.sleep(0.02)
