"""Safe contact: what a card forbids is refused in one sentence, and only danger goes past it, to be reviewed."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as some

from cases.domain import attempts, contact_card
from cases.domain.contact import Card, Danger, Plan, instructions, pass_gate, what_card_forbids
from cases.domain.refusals import NotThere, Refused
from cases.enums import ContactOutcome, DangerTo, Means
from cases.models import AuditEvent, Case, ContactAttempt, Person
from tests import cast as people
from tests.cast import Cast

THURSDAY = datetime(2026, 11, 26, 11, 0, tzinfo=UTC)  # winter: local time is the same
DANGER = Danger(DangerTo.LIFE, "He said that he is on his way to her.", "She answers nothing but this telephone.")


@pytest.mark.parametrize(
    ("card", "means", "sentence"),
    [
        (Card(wants_no_contact=True, channels=("phone",)), "phone", "They do not want to be contacted"),
        (Card(channels=("email",)), "phone", "They did not agree to telephone calls"),
        (Card(channels=("phone",)), "text", "They did not agree to text messages"),
        (Card(channels=("website",)), "email", "They did not agree to e-mail"),
        (Card(), "visit", "They did not agree to a visit"),
        (Card(), "letter", "They did not agree to letters"),
        (Card(channels=("visit",), no_visit=True), "visit", "do not visit"),
        (Card(days=(0, 1)), "phone", "It is safe only Monday, Tuesday; now it is Thursday, 11:00."),
        (Card(earliest=time(12)), "email", "It is safe only from 12:00; now it is Thursday, 11:00."),
        (Card(latest=time(11)), "text", "It is safe only until 11:00"),
        (Card(safe_times="never after 6"), "phone", "They said when it is safe: “never after 6”."),
        (Card(withhold_number=True), "phone", "withhold your number"),
    ],
)
def test_what_the_card_forbids_is_refused_in_one_sentence(card: Card, means: str, sentence: str) -> None:
    with pytest.raises(Refused) as refused:
        pass_gate(card, Plan(Means(means), THURSDAY))
    assert sentence in refused.value.sentence
    assert pass_gate(card, Plan(Means(means), THURSDAY), DANGER)


@pytest.mark.parametrize(
    ("card", "plan"),
    [
        (Card(channels=("phone",)), Plan(Means.PHONE, THURSDAY)),
        (Card(), Plan(Means.PHONE, THURSDAY)),  # they gave a number and said no more
        (Card(days=(3,), earliest=time(11), latest=time(12)), Plan(Means.PHONE, THURSDAY)),
        (Card(days=(0,), channels=("letter",)), Plan(Means.LETTER, THURSDAY)),  # it comes when it comes
        (Card(safe_times="mornings"), Plan(Means.PHONE, THURSDAY, time_is_safe=True)),
        (Card(withhold_number=True), Plan(Means.TEXT, THURSDAY, number_is_withheld=True)),
        (Card(wants_no_contact=True), Plan(Means.WEBSITE, THURSDAY)),  # it waits behind their code
    ],
)
def test_what_the_card_allows_passes(card: Card, plan: Plan) -> None:
    assert pass_gate(card, plan) == []


@given(
    card=some.builds(
        Card, wants_no_contact=some.booleans(), channels=some.sets(some.sampled_from(list(Means))).map(tuple),
        days=some.sets(some.integers(0, 6)).map(tuple), safe_times=some.sampled_from(["", "mornings"]),
        withhold_number=some.booleans(), no_visit=some.booleans(),
    ),
    means=some.sampled_from(list(Means)),
    danger=some.builds(Danger, some.sampled_from(["", "x", *DangerTo]), some.text(), some.text()),
)  # fmt: skip
def test_nothing_but_whole_danger_goes_past_a_card(card: Card, means: Means, danger: Danger) -> None:
    plan = Plan(means, THURSDAY)
    forbidden = what_card_forbids(card, plan)
    try:
        overridden = pass_gate(card, plan, danger)
    except Refused:
        assert forbidden
    else:
        assert overridden == forbidden
        is_whole = danger.to in list(DangerTo) and danger.reason.strip() and danger.safest_means.strip()
        assert not forbidden or is_whole


def test_who_calls_is_told_what_to_mind() -> None:
    card = Card(code_word="bluebell", not_to="the brother", who_might_see="my father", withhold_number=True)
    said = " ".join(instructions(card, Means.PHONE))
    for words in ("bluebell", "the brother", "my father", "Withhold your number", "Do not leave a voice message"):
        assert words in said
    assert "neutral words" in " ".join(instructions(card, Means.EMAIL))


# --- through the domain ---------------------------------------------------------------------------------------------


@pytest.fixture
def held(cast: Cast) -> Case:
    """A case that the officer works on, whose reporter may be rung."""
    return people.take_and_read(people.case(contact_by=["phone"], contact_phone="020 7946 0123"), cast.officer)


def person_of(case: Case) -> Person:
    return case.persons.get(role="reporter")


def begin(case: Case, cast: Cast, means: str = "phone", **more: Any) -> ContactAttempt:
    return attempts.begin_attempt(
        case.pk, person_of(case).pk, means=means, reason="to hear how she is", by=cast.officer, now=timezone.now(), **more
    )  # fmt: skip


def keep(case: Case, cast: Cast, **card: Any) -> None:
    given = {"channels": ["phone"], "agreed_how": "she said so", **card}
    contact_card.keep_card(case.pk, person_of(case).pk, **given, by=cast.officer, now=timezone.now())


@pytest.mark.django_db
def test_each_attempt_is_a_row_with_its_outcome_also_a_failed_one(cast: Cast, held: Case) -> None:
    one, two = begin(held, cast), begin(held, cast)
    attempts.record_outcome(one.pk, held.pk, outcome="no_answer", by=cast.officer, now=timezone.now())
    attempts.record_outcome(
        two.pk, held.pk, outcome="reached", note="She is well.", by=cast.officer, now=timezone.now()
    )
    assert list(held.contact_attempts.order_by("pk").values_list("outcome", flat=True)) == ["no_answer", "reached"]
    assert list(held.timeline.filter(what__startswith="contact_").order_by("pk").values_list("what", flat=True)) == [
        "contact_begun", "contact_begun", "contact_outcome", "contact_outcome",
    ]  # fmt: skip
    assert AuditEvent.objects.filter(action="person.contact_begun").count() == 2


@pytest.mark.django_db
def test_an_outcome_is_written_once(cast: Cast, held: Case) -> None:
    attempt = begin(held, cast)
    for _ in range(2):
        attempts.record_outcome(attempt.pk, held.pk, outcome="reached", by=cast.officer, now=timezone.now())
    assert held.timeline.filter(what="contact_outcome").count() == 1
    with pytest.raises(Refused, match="written down already"):
        attempts.record_outcome(attempt.pk, held.pk, outcome="no_answer", by=cast.officer, now=timezone.now())
    for sql in ("SET outcome = 'sent'", "SET reason = 'another'", "SET means = 'email'"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE cases_contactattempt {sql} WHERE id = %s", [attempt.pk])
    with pytest.raises(DatabaseError), transaction.atomic():
        ContactAttempt.objects.filter(pk=attempt.pk).delete()


@pytest.mark.django_db
def test_going_against_the_card_waits_for_another_supervisors_review(cast: Cast, held: Case) -> None:
    keep(held, cast, channels=["website"])
    with pytest.raises(Refused, match="did not agree"):
        begin(held, cast)
    attempt = begin(held, cast, danger=DANGER)
    assert (attempt.needs_review, attempt.danger_to) == (True, "life")
    for no in (cast.officer, cast.colleague, cast.outsider, cast.admin):
        with pytest.raises(NotThere):
            attempts.review_attempt(attempt.pk, note="I see.", by=no, now=timezone.now())
    with pytest.raises(Refused, match="Write what you think"):
        attempts.review_attempt(attempt.pk, note=" ", by=cast.supervisor, now=timezone.now())
    reviewed = attempts.review_attempt(attempt.pk, note="It was right.", by=cast.supervisor, now=timezone.now())
    assert reviewed.reviewed_by == cast.supervisor
    assert held.timeline.filter(what="contact_reviewed").exists()


@pytest.mark.django_db
def test_danger_that_the_card_does_not_stand_against_is_no_override(cast: Cast, held: Case) -> None:
    assert not begin(held, cast, danger=DANGER).needs_review


@pytest.mark.django_db
def test_a_voice_message_against_the_card_is_written_down_and_reviewed(cast: Cast, held: Case) -> None:
    attempt = begin(held, cast)
    attempts.record_outcome(attempt.pk, held.pk, outcome=ContactOutcome.VOICEMAIL, by=cast.officer, now=timezone.now())
    attempt.refresh_from_db()
    assert (attempt.needs_review, attempt.forbidden) == (True, ["The contact card does not allow voice messages."])


@pytest.mark.django_db
def test_what_is_agreed_stands_beside_what_they_said_and_every_version_stays(cast: Cast, held: Case) -> None:
    person = person_of(held)
    before = bytes(person.sealed_contact or b"")
    keep(held, cast, code_word="bluebell", no_visit=True)
    keep(held, cast, channels=["phone", "letter"], address="1 High Street")
    person.refresh_from_db()
    assert bytes(person.sealed_contact or b"") == before
    assert [one["code_word"] for one in contact_card.versions_of(person)] == ["bluebell", ""]
    assert contact_card.card_of(person).channels == ("phone", "letter")
    sealed = bytes(person.sealed_agreed or b"")
    assert b"bluebell" not in sealed
    assert "bluebell" not in str(list(held.timeline.values_list("note", "details")))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("card", "sentence"),
    [
        ({"agreed_how": " "}, "Write how you know"),
        ({"channels": []}, "Choose at least one way"),
        ({"earliest": time(14), "latest": time(10)}, "end before they begin"),
        ({"channels": ["visit"], "no_visit": True}, "agreed and forbidden at once"),
    ],
)
def test_a_card_says_how_it_is_known(cast: Cast, held: Case, card: dict[str, Any], sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        keep(held, cast, **card)


@pytest.mark.django_db
def test_erasure_reaches_what_was_agreed_and_noted(cast: Cast, held: Case) -> None:
    keep(held, cast, code_word="bluebell")
    attempt = begin(held, cast)
    attempts.record_outcome(attempt.pk, held.pk, outcome="reached", note="words", by=cast.officer, now=timezone.now())
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO cases_erasuredecision (report_id, decided_by_id, decided_at, reason, approved_by_id, approved_at)"
            " VALUES (%s, %s, now(), 'asked', %s, now()) RETURNING id",
            [held.opened_for_id, cast.supervisor.pk, cast.admin.pk],
        )
        cursor.execute("SELECT erase_report(%s, %s)", [held.opened_for_id, cursor.fetchone()[0]])
    attempt.refresh_from_db()
    assert (attempt.reason, attempt.outcome_note, person_of(held).sealed_agreed) == ("", "", None)


@pytest.mark.django_db
def test_a_number_is_not_there_for_who_may_not_work_on_the_case(cast: Cast, held: Case) -> None:
    for no in (cast.outsider, cast.auditor, cast.admin):
        with pytest.raises(NotThere):
            attempts.begin_attempt(
                held.pk, person_of(held).pk, means="phone", reason="x", by=no, now=timezone.now() + timedelta(hours=1)
            )
