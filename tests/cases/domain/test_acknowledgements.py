"""Rule 5: that we have it is no answer. What only acknowledges meets nothing, and nothing closes on it."""

import secrets

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from cases.domain import closing, correspondence, deciding, message_templates, translated_answers, translation
from cases.domain.reference import load_reference
from cases.domain.refusals import Refused
from cases.models import Acknowledgement, Case, Commitment, MessageTemplate
from cases.queries.bulk import known_of
from reporting.models import Message
from tests.cast import Cast, answer, case, decide_and_answer, take_and_read, write

pytestmark = pytest.mark.django_db(transaction=True)


def acknowledgement(held: Case, language: str = "en") -> str:
    template = MessageTemplate.objects.get(key="acknowledgement", language=language, replaced_at=None)
    return message_templates.fill(template, held.opened_for)


def send(held: Case, by: object, message: str, **more: object) -> Case:
    return correspondence.reply(
        held.pk, held.opened_for_id, message=message, token=secrets.token_urlsafe(9), by=by, now=timezone.now(), **more
    )


def owed(held: Case) -> list[str]:
    return sorted(Commitment.objects.open().filter(case=held).values_list("kind", flat=True))


@pytest.fixture
def held(cast: Cast) -> Case:
    """A case that is read and decided, and owes its answer."""
    load_reference()
    held = take_and_read(case(), cast.officer)
    deciding.record_decision(held.pk, recording="nothing_recorded", reason="None.", by=cast.officer, now=timezone.now())
    return held


def close(held: Case, by: object) -> str:
    return closing.close_case(held.pk, closing_reason="person_wants_no_more", by=by, now=timezone.now())


def test_the_text_of_the_template_is_no_answer_whoever_presses_what(cast: Cast, held: Case) -> None:
    send(held, cast.officer, acknowledgement(held))
    assert owed(held) == ["answer"]
    assert Acknowledgement.objects.count() == 1
    with pytest.raises(Refused, match="Answer the person who reported first"):
        close(held, cast.officer)
    assert held.pk in known_of([held.pk]).unanswered
    answer(held, cast.officer)
    assert owed(held) == ["next_action"]
    assert close(held, cast.officer) == "closed"


def test_it_is_none_with_other_spaces_in_two_languages_or_after_it_was_replaced(cast: Cast, held: Case) -> None:
    both = acknowledgement(held) + "\n\n\n" + acknowledgement(held, "pl").replace("\n", " \r\n")
    one = MessageTemplate.objects.get(key="acknowledgement", language="en", replaced_at=None)
    newer = MessageTemplate.objects.get(pk=one.pk)
    newer.text, newer.acknowledges = "We have it.", True
    message_templates.replace_template(one.pk, newer, by=cast.admin, now=timezone.now())
    send(held, cast.officer, both, is_agreed=True)
    send(held, cast.officer, "  We have it. ")
    assert (owed(held), Acknowledgement.objects.count()) == (["answer"], 2)


def test_with_words_of_their_own_it_is_an_answer_unless_the_officer_says_otherwise(cast: Cast, held: Case) -> None:
    send(held, cast.officer, "Your words are with us.", is_acknowledgement=True)
    assert owed(held) == ["answer"]
    send(held, cast.officer, acknowledgement(held) + "\n\nWe have arrested him.")
    assert owed(held) == ["next_action"]


def test_it_is_on_the_timeline_as_what_it_is(cast: Cast, held: Case) -> None:
    send(held, cast.officer, "Thank you.", is_acknowledgement=True)
    assert held.timeline.filter(what="acknowledged").count() == 1
    assert not held.timeline.filter(what="answered").exists()


def test_an_update_is_owed_as_before(cast: Cast, held: Case) -> None:
    write(answer(held, cast.officer), "Is there news?")
    send(held, cast.officer, acknowledgement(held))
    assert "answer" in owed(held)


def test_one_that_was_translated_is_none_either(cast: Cast, held: Case) -> None:
    request = translation.add_request(
        held, held.opened_for_id, of="answer", words=acknowledgement(held), from_language="en", to_language="fr",
        by=cast.officer, now=timezone.now(),
    )  # fmt: skip
    translation.enter_translation(request.pk, text="Merci.", translator="A. B.", by=cast.officer, now=timezone.now())
    translated_answers.send_translated_answer(request.pk, by=cast.officer, now=timezone.now())
    assert Message.objects.get(words="Merci.").acknowledgement
    assert owed(held) == ["answer"]


def test_sql_closes_nothing_on_it(cast: Cast, held: Case) -> None:
    send(held, cast.officer, "Thank you.", is_acknowledgement=True)
    with pytest.raises(IntegrityError, match="while somebody has no answer"), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE cases_commitment SET met_at = now(), met_by_id = %s WHERE case_id = %s AND met_at IS NULL",
                [cast.officer.pk, held.pk],
            )
            cursor.execute(
                "UPDATE cases_case SET state = 'closed', closed_at = now(), closed_by_id = %s, next_due_at = NULL,"
                " closing_reason = 'person_wants_no_more' WHERE id = %s",
                [cast.officer.pk, held.pk],
            )


def test_the_answer_behind_a_closing_does_not_become_one(cast: Cast) -> None:
    held = decide_and_answer(take_and_read(case(), cast.officer), cast.officer)
    close(held, cast.officer)
    with pytest.raises(IntegrityError, match="while somebody has no answer"), transaction.atomic():
        Acknowledgement.objects.create(message=Message.objects.get(sender="officer"))


def test_a_mark_stays(cast: Cast, held: Case) -> None:
    send(held, cast.officer, "Thank you.", is_acknowledgement=True)
    for statement in ("DELETE FROM cases_acknowledgement", "UPDATE cases_acknowledgement SET message_id = message_id"):
        with (
            pytest.raises(IntegrityError, match="never changed or deleted"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
