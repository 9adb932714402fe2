"""Passing a case on: only what a person agreed to is shared, and nothing is anybody else's before they say so."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from cases.domain import claiming, linking, referrals, transfers
from cases.domain.asking import due_for_answer
from cases.domain.reference import load_reference
from cases.domain.refusals import NotThere, Refused
from cases.enums import Shareable, State
from cases.models import AuditEvent, BankHoliday, Case, Commitment, Consent, Organisation, Person, Referral
from tests import cast as people
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def worked_on(cast: Cast) -> Case:
    """Taken and read by the officer."""
    return people.take_and_read(
        people.case(contact_name="Ayesha", contact_phone="020 7946 0000", contact_by=["phone"]), cast.officer
    )


def reporter(case: Case) -> Person:
    return case.persons.get(role="reporter")


def refer(case: Case, by: object, *fields: str) -> Referral:
    return referrals.refer_person(
        case.pk, reporter(case).pk, organisation=people.partner(), fields=fields, reason="Please call.", by=by,
        now=timezone.now(),
    )  # type: ignore[arg-type]  # fmt: skip


def open_referrals(case: Case) -> list[Commitment]:
    return list(Commitment.objects.open().filter(case=case, kind="referral"))


def test_nothing_is_shared_without_consent(cast: Cast, worked_on: Case) -> None:
    with pytest.raises(Refused, match="did not agree"):
        refer(worked_on, cast.officer, "name")
    assert not Referral.objects.exists()


def test_only_what_was_agreed_can_be_sent(cast: Cast, worked_on: Case) -> None:
    people.agree(worked_on, cast.officer, "name", "phone")
    with pytest.raises(Refused, match="did not agree"):
        refer(worked_on, cast.officer, "name", "words")
    assert refer(worked_on, cast.officer, "phone").fields == ["phone"]


def test_the_database_refuses_what_was_not_agreed(cast: Cast, worked_on: Case) -> None:
    referral = people.refer(worked_on, cast.officer, "name")
    columns = (
        "case_id, person_id, organisation_id, consent_id, reason, "
        "commitment_id, asked_by_id, asked_at, answered_name, number, note"
    )
    for field in set(Shareable) - {Shareable.NAME}:
        with pytest.raises(IntegrityError, match="only what a person agreed"), transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(
                    f"INSERT INTO cases_referral ({columns}, fields, outcome, answered_at, entered_by_id)"  # noqa: S608
                    f" SELECT {columns}, ARRAY[%s]::varchar[], 'withdrawn', now(), asked_by_id FROM cases_referral WHERE id = %s",
                    [field, referral.pk],
                )


def test_the_newest_word_counts(cast: Cast, worked_on: Case) -> None:
    people.agree(worked_on, cast.officer, "name", "phone")
    people.agree(worked_on, cast.officer, "phone")
    with pytest.raises(Refused, match="did not agree"):
        refer(worked_on, cast.officer, "name")


def test_consent_taken_back_ends_sharing(cast: Cast, worked_on: Case) -> None:
    people.agree(worked_on, cast.officer, "name")
    for _ in range(2):
        referrals.take_back_consent(
            worked_on.pk, reporter(worked_on).pk, organisation=people.partner(), how="By message.", by=cast.officer,
            now=timezone.now(),
        )  # fmt: skip
    assert Consent.objects.count() == 2
    with pytest.raises(Refused, match="agreed that they get this, and has taken it back"):
        refer(worked_on, cast.officer, "name")


def test_consent_is_to_one_organisation(cast: Cast, worked_on: Case) -> None:
    people.agree(worked_on, cast.officer, "name")
    with pytest.raises(Refused, match="did not agree"):
        referrals.refer_person(
            worked_on.pk, reporter(worked_on).pk, organisation=people.partner("Another (demonstration)"),
            fields=["name"], reason="x", by=cast.officer, now=timezone.now(),
        )  # fmt: skip


def test_the_words_of_a_report_are_not_its_victims_to_share(cast: Cast) -> None:
    case = people.take_and_read(people.case(happened_to="someone_else"), cast.officer)
    victim = case.persons.get(role="victim")
    with pytest.raises(Refused, match="not theirs to share"):
        referrals.record_consent(
            case.pk, victim.pk, organisation=people.partner(), fields=["words"], agreed_by="self", how="By phone.",
            by=cast.officer, now=timezone.now(),
        )  # fmt: skip


def test_the_same_consent_twice_is_kept_once(cast: Cast, worked_on: Case) -> None:
    people.agree(worked_on, cast.officer, "name")
    people.agree(worked_on, cast.officer, "name")
    assert Consent.objects.count() == 1


@pytest.mark.parametrize(
    ("missing", "sentence"), [("fields", "agreed to share"), ("agreed_by", "who agreed"), ("how", "how they said")]
)
def test_a_consent_says_what_who_and_how(cast: Cast, worked_on: Case, missing: str, sentence: str) -> None:
    given = {"fields": ["name"], "agreed_by": "self", "how": "By phone.", missing: ""}
    with pytest.raises(Refused, match=sentence) as refused:
        referrals.record_consent(
            worked_on.pk, reporter(worked_on).pk, organisation=people.partner(), **given, by=cast.officer,
            now=timezone.now(),
        )  # type: ignore[arg-type]  # fmt: skip
    assert refused.value.about == missing


def test_a_referral_comes_back_as_a_task_after_two_working_days(cast: Cast, worked_on: Case) -> None:
    load_reference()
    friday = datetime(2026, 4, 2, 10, tzinfo=UTC)  # the Thursday before Good Friday
    assert due_for_answer(friday) == datetime(2026, 4, 8, 16, tzinfo=UTC)  # Wednesday, 17:00 in summer
    referral = people.refer(worked_on, cast.officer)
    (owed,) = open_referrals(worked_on)
    assert owed.pk == referral.commitment_id
    assert owed.due_at == due_for_answer(referral.asked_at)
    assert "Victim support" in owed.what


def test_asked_twice_is_asked_once(cast: Cast, worked_on: Case) -> None:
    people.refer(worked_on, cast.officer)
    with pytest.raises(Refused, match="asked already"):
        refer(worked_on, cast.officer, "name")
    assert Referral.objects.count() == 1


@pytest.mark.parametrize("outcome", ["accepted", "declined", "withdrawn"])
def test_an_answer_meets_what_was_owed_and_only_that(cast: Cast, worked_on: Case, outcome: str) -> None:
    referral = people.refer(worked_on, cast.officer)
    people.ask_force(worked_on, cast.officer)
    referrals.answer_referral(
        worked_on.pk, referral.pk, outcome=outcome, note="They have no room.", by=cast.colleague, now=timezone.now()
    )
    referral.refresh_from_db()
    assert (referral.outcome, referral.entered_by) == (outcome, cast.colleague)
    assert [one.what for one in open_referrals(worked_on)] == [
        "Ask British Transport Police whether they take the case"
    ]
    with pytest.raises(Refused, match="entered already"):
        referrals.answer_referral(worked_on.pk, referral.pk, outcome="accepted", by=cast.officer, now=timezone.now())


def test_a_refusal_says_why(cast: Cast, worked_on: Case) -> None:
    referral = people.refer(worked_on, cast.officer)
    with pytest.raises(Refused, match="Write why"):
        referrals.answer_referral(worked_on.pk, referral.pk, outcome="declined", by=cast.officer, now=timezone.now())
    with pytest.raises(Refused, match="what came of it"):
        referrals.answer_referral(worked_on.pk, referral.pk, outcome="", by=cast.officer, now=timezone.now())


def test_who_was_reminded_is_waited_for_again(cast: Cast, worked_on: Case) -> None:
    referral = people.refer(worked_on, cast.officer)
    later = timezone.now() + timedelta(days=9)
    referrals.remind_partner(worked_on.pk, referral.pk, by=cast.officer, now=later)
    (owed,) = open_referrals(worked_on)
    assert owed.due_at == due_for_answer(later)


def test_a_transferred_case_stays_ours_until_they_give_name_and_number(cast: Cast, worked_on: Case) -> None:
    people.decide_and_answer(worked_on, cast.officer)
    transfer = people.ask_force(worked_on, cast.officer)
    for given, about in (({}, "answered_name"), ({"answered_name": "PC Shaw"}, "number")):
        with pytest.raises(Refused, match="stays ours") as refused:
            transfers.answer_transfer(
                worked_on.pk, transfer.pk, outcome="accepted", **given, by=cast.officer, now=timezone.now()
            )
        assert refused.value.about == about
    worked_on.refresh_from_db()
    assert worked_on.state == State.IN_PROGRESS
    assert open_referrals(worked_on)
    closed = transfers.answer_transfer(
        worked_on.pk, transfer.pk, outcome="accepted", answered_name="PC Shaw", number="BTP 12/26", by=cast.officer,
        now=timezone.now(),
    )  # fmt: skip
    assert (closed.state, closed.closing_reason) == (State.CLOSED, "transferred")
    assert closed.closing_details == {"force": "British Transport Police", "number": "BTP 12/26"}


def test_what_they_took_is_kept_even_where_something_is_missing_for_closing(cast: Cast, worked_on: Case) -> None:
    transfer = people.ask_force(worked_on, cast.officer)
    held = transfers.answer_transfer(
        worked_on.pk, transfer.pk, outcome="accepted", answered_name="PC Shaw", number="1", by=cast.officer,
        now=timezone.now(),
    )  # fmt: skip
    assert held.state == State.IN_PROGRESS
    with pytest.raises(Refused, match="Record a decision first"):
        transfers.close_transferred(worked_on.pk, transfer.pk, by=cast.officer, now=timezone.now())
    people.decide_and_answer(worked_on, cast.officer)
    closed = transfers.close_transferred(worked_on.pk, transfer.pk, by=cast.officer, now=timezone.now())
    assert closed.state == State.CLOSED


def test_a_case_that_nobody_took_over_does_not_close_as_transferred(cast: Cast, worked_on: Case) -> None:
    people.decide_and_answer(worked_on, cast.officer)
    transfer = people.ask_force(worked_on, cast.officer)
    with pytest.raises(Refused, match="stays ours"):
        transfers.close_transferred(worked_on.pk, transfer.pk, by=cast.officer, now=timezone.now())
    transfers.answer_transfer(
        worked_on.pk, transfer.pk, outcome="declined", note="Not on our land.", by=cast.officer, now=timezone.now()
    )
    worked_on.refresh_from_db()
    assert worked_on.state == State.IN_PROGRESS
    assert worked_on.next_due_at  # never without something that is owed
    assert people.ask_force(worked_on, cast.officer).pk != transfer.pk


def test_the_database_refuses_a_transfer_without_name_and_number(cast: Cast, worked_on: Case) -> None:
    transfer = people.ask_force(worked_on, cast.officer)
    with pytest.raises(IntegrityError, match="taken_over_with_name_and_number"), transaction.atomic():
        type(transfer).objects.filter(pk=transfer.pk).update(
            outcome="accepted", answered_at=timezone.now(), entered_by=cast.officer
        )


def test_one_force_is_asked_at_a_time(cast: Cast, worked_on: Case) -> None:
    people.ask_force(worked_on, cast.officer)
    with pytest.raises(Refused, match="British Transport Police has been asked"):
        transfers.ask_force(
            worked_on.pk, force=people.force("Essex Police"), reason="x", by=cast.officer, now=timezone.now()
        )


def test_a_partner_is_no_force_and_a_force_no_partner(cast: Cast, worked_on: Case) -> None:
    with pytest.raises(Refused, match="force from the list"):
        transfers.ask_force(worked_on.pk, force=people.partner(), reason="x", by=cast.officer, now=timezone.now())
    with pytest.raises(Refused, match="takes referrals"):
        referrals.refer_person(
            worked_on.pk, reporter(worked_on).pk, organisation=people.force(), fields=["name"], reason="x",
            by=cast.officer, now=timezone.now(),
        )  # fmt: skip


def test_another_cases_person_or_referral_is_not_there(cast: Cast, worked_on: Case) -> None:
    other = people.take_and_read(people.case(), cast.officer)
    referral = people.refer(worked_on, cast.officer)
    with pytest.raises(NotThere):
        referrals.answer_referral(other.pk, referral.pk, outcome="accepted", by=cast.officer, now=timezone.now())
    with pytest.raises(NotThere):
        referrals.record_consent(
            other.pk, reporter(worked_on).pk, organisation=people.partner(), fields=["name"], agreed_by="self",
            how="By phone.", by=cast.officer, now=timezone.now(),
        )  # fmt: skip
    with pytest.raises(NotThere):
        people.ask_force(other, cast.outsider)


def test_nobody_is_asked_about_a_case_that_nobody_has(cast: Cast, worked_on: Case) -> None:
    claiming.hand_back(worked_on.pk, note="", by=cast.officer, now=timezone.now())
    with pytest.raises(Refused, match="Take the case first"):
        people.ask_force(worked_on, cast.officer)


def test_a_case_that_waits_for_an_answer_is_not_emptied(cast: Cast, worked_on: Case) -> None:
    other = people.take_and_read(people.case(), cast.officer)
    transfer = people.ask_force(worked_on, cast.officer)
    with pytest.raises(Refused, match="waits for an answer"):
        linking.attach_report(other.pk, worked_on.reference, reason="the same bus", by=cast.officer, now=timezone.now())
    transfers.answer_transfer(
        worked_on.pk, transfer.pk, outcome="withdrawn", note="It goes into the other.", by=cast.officer,
        now=timezone.now(),
    )  # fmt: skip
    linking.attach_report(other.pk, worked_on.reference, reason="the same bus", by=cast.officer, now=timezone.now())
    worked_on.refresh_from_db()
    assert worked_on.state == State.EMPTIED


def test_every_step_is_on_the_timeline_and_in_the_log(cast: Cast, worked_on: Case) -> None:
    referral = people.refer(worked_on, cast.officer)
    referrals.answer_referral(
        worked_on.pk, referral.pk, outcome="accepted", answered_name="A", by=cast.officer, now=timezone.now()
    )
    people.ask_force(worked_on, cast.officer)
    written = list(worked_on.timeline.order_by("pk").values_list("what", flat=True))
    assert written[-4:] == ["consent", "referred", "referral_answered", "transfer_asked"]
    logged = AuditEvent.objects.filter(references__contains=[worked_on.reference]).order_by("pk")
    assert [row.action for row in logged][-4:] == [
        "referral.consent", "referral.send", "referral.answer", "transfer.ask",
    ]  # fmt: skip


def test_forces_and_holidays_come_with_a_new_database_and_are_loaded_once(cast: Cast) -> None:
    first = load_reference()
    assert (first["forces"], first["bank holidays"]) == (48, 24)
    assert Organisation.objects.get(name="British Transport Police").kind == "force"
    assert not Organisation.objects.filter(kind="partner").exists()  # whom one works with is for the operator to say
    BankHoliday.objects.first().delete()  # type: ignore[union-attr]
    assert load_reference()["bank holidays"] == 0
