"""A report that is attached, and detached again, keeps what its sender is owed, the card agreed with them, and its readers."""

import secrets
from datetime import timedelta

import pytest
from django.utils import timezone

from cases.domain import (
    attempts,
    claiming,
    closing,
    contact_card,
    enhanced,
    linking,
    notices,
    promises,
    restricting,
    ringing,
    wishes,
)
from cases.domain.reference import load_reference
from cases.domain.refusals import Refused
from cases.enums import Role
from cases.models import Account, Case, Commitment, Person
from cases.queries.alarms import ringing_for
from reporting.domain import wishes as said
from reporting.domain.visits import Visit
from reporting.enums import WishKind
from reporting.models import Message, Report, Wish
from tests.cast import Cast, answer, case, decide_and_answer, take_and_read, write

pytestmark = pytest.mark.django_db


def attach(held: Case, other: Case, by: Account) -> None:
    linking.attach_report(held.pk, other.reference, reason="The same.", by=by, now=timezone.now())


def detach(held: Case, other: Case, by: Account) -> None:
    linking.detach_report(held.pk, other.opened_for_id, reason="Another day.", by=by, now=timezone.now())


def owed(held: Case, other: Case, kind: str) -> list[tuple[object, ...]]:
    """What is owed in `held` to the sender of the report that opened `other`."""
    rows = Commitment.objects.open().filter(case=held, report=other.opened_for_id, kind=kind).order_by("pk")
    return list(rows.values_list("due_at", "opened_at", "what"))


def wish(held: Case, kind: WishKind, **answers: object) -> None:
    report = Report.objects.get(pk=held.opened_for_id)
    visit = Visit(report.selector, bytes(report.verifier))
    token = secrets.token_urlsafe()
    said.send_wish(visit, kind=kind, answers=answers, token=token, now=timezone.now())
    wishes.take_wish(Wish.objects.latest("pk").pk, now=timezone.now())


def agree(held: Case, person: Person, by: Account, **card: object) -> None:
    given = {"channels": ["email"], "agreed_how": "On the phone.", **card}
    contact_card.keep_card(held.pk, person.pk, **given, by=by, now=timezone.now())  # type: ignore[arg-type]


def reporter(held: Case, other: Case) -> Person:
    return held.persons.get(report=other.opened_for_id, role="reporter")


@pytest.fixture
def held(cast: Cast) -> Case:
    return take_and_read(case("I was hit."), cast.officer)


class TestWhatIsOwed:
    """The clock goes with the report, both ways."""

    @pytest.mark.parametrize("is_answered", [True, False])
    def test_a_message_that_waits_is_owed_its_answer_by_the_same_time(
        self, cast: Cast, held: Case, is_answered: bool
    ) -> None:
        other = take_and_read(case("I saw it."), cast.officer)
        if is_answered:
            answer(other, cast.officer)
        write(other, "Why does nobody call?")
        Commitment.objects.filter(case=other, kind="answer", met_at=None).update(
            due_at=timezone.now() - timedelta(days=1)
        )
        Case.objects.filter(pk=other.pk).update(
            next_due_at=Commitment.objects.open().filter(case=other).earliest("due_at").due_at
        )
        before = owed(other, other, "answer")
        attach(held, other, cast.officer)
        assert owed(held, other, "answer") == before
        assert not Commitment.objects.open().filter(case=other).exists()
        detach(held, other, cast.officer)
        assert owed(other, other, "answer") == before
        assert owed(held, other, "answer") == []

    def test_an_update_and_what_a_wish_asked_for_go_along(self, cast: Cast, held: Case) -> None:
        load_reference()
        other = answer(take_and_read(case("I saw it."), cast.officer), cast.officer)
        promises.promise_update(
            other.pk, other.opened_for_id, due_at=timezone.now() + timedelta(days=2), by=cast.officer,
            now=timezone.now(),
        )  # fmt: skip
        wish(other, WishKind.CODE_STOPPED)
        update, action = owed(other, other, "update"), owed(other, other, "next_action")
        attach(held, other, cast.officer)
        assert (owed(held, other, "update"), owed(held, other, "next_action")) == (update, action)
        assert Commitment.objects.open().get(case=held, kind="update").owed_to == reporter(held, other)
        detach(held, other, cast.officer)
        assert (owed(other, other, "update"), owed(other, other, "next_action")) == (update, action)
        assert Commitment.objects.open().get(case=other, kind="update").owed_to == reporter(other, other)

    @pytest.mark.django_db(transaction=True)  # it is closed before they write
    def test_an_answer_that_nobody_owes_any_more_is_owed_since_it_was_asked_for(self, cast: Cast, held: Case) -> None:
        """The case that had the report is closed, and what they wrote since was taken by nobody."""
        other = decide_and_answer(take_and_read(case("I saw it."), cast.officer), cast.officer)
        closing.close_case(other.pk, closing_reason="person_wants_no_more", by=cast.officer, now=timezone.now())
        asked = timezone.now() - timedelta(hours=5)
        Message.objects.create(
            report=other.opened_for, sender="reporter", words="And now?", token_hash=b"1" * 32, sent_at=asked
        )
        attach(held, other, cast.officer)
        due_at = owed(held, other, "answer")[0][0]
        assert due_at == asked + timedelta(hours=72)

    def test_what_hangs_on_a_closed_case_is_owed_there_again(self, cast: Cast, held: Case) -> None:
        """It stays in both; what was promised in the other one opens the closed one again."""
        other = decide_and_answer(take_and_read(case("I saw it."), cast.officer), cast.officer)
        closing.close_case(other.pk, closing_reason="person_wants_no_more", by=cast.officer, now=timezone.now())
        attach(held, other, cast.officer)
        wish(other, WishKind.CODE_STOPPED)
        action = owed(held, other, "next_action")
        assert len(action) == 1
        detach(held, other, cast.officer)
        assert owed(other, other, "next_action") == action
        assert Case.objects.get(pk=other.pk).state == "new"


class TestTheCard:
    """What was agreed about reaching somebody holds wherever their report hangs."""

    def test_what_was_agreed_goes_along_and_comes_back(self, cast: Cast, held: Case) -> None:
        other = take_and_read(
            case("I saw it.", contact_by=["phone"], contact_phone="020 7946 0000", contact_email="a@example.org"),
            cast.officer,
        )
        agree(other, reporter(other, other), cast.officer, no_visit=True, days=[1], code_word="bluebell")
        attach(held, other, cast.officer)
        card = contact_card.card_of(reporter(held, other))
        assert (card.channels, card.no_visit, card.days, card.code_word) == (("email",), True, (1,), "bluebell")
        with pytest.raises(Refused, match="did not agree to telephone calls"):
            attempts.begin_attempt(
                held.pk, reporter(held, other).pk, means="phone", reason="To ask.", by=cast.officer,
                now=timezone.now(),
            )  # fmt: skip
        agree(held, reporter(held, other), cast.officer, channels=["letter"], address="1 Elm Road")
        detach(held, other, cast.officer)
        assert contact_card.card_of(reporter(other, other)).channels == ("letter",)
        assert len(contact_card.versions_of(reporter(other, other))) == 2
        attach(held, other, cast.officer)
        assert len(contact_card.versions_of(reporter(held, other))) == 2

    def test_so_does_a_later_wish_for_no_contact_and_its_end(self, cast: Cast, held: Case) -> None:
        other = take_and_read(case("I saw it.", contact_by=["phone"], contact_phone="020 7946 0000"), cast.officer)
        wish(other, WishKind.CONTACT, contact_by=["no_contact"])
        attach(held, other, cast.officer)
        assert reporter(held, other).wants_no_contact
        wish(other, WishKind.CONTACT, contact_by=["phone"])
        detach(held, other, cast.officer)
        assert not reporter(other, other).wants_no_contact

    def test_so_does_enhanced_service(self, cast: Cast, held: Case) -> None:
        load_reference()
        other = take_and_read(case("I saw it."), cast.officer)
        ground = enhanced.grounds_in_force(timezone.now().date())[0]
        enhanced.give_enhanced_service(
            other.pk, reporter(other, other).pk, ground=ground.key, reason="She is ill.", by=cast.officer,
            now=timezone.now(),
        )  # fmt: skip
        attach(held, other, cast.officer)
        assert reporter(held, other).enhanced_ground == ground
        enhanced.end_enhanced_service(
            held.pk, reporter(held, other).pk, reason="A mistake.", by=cast.officer, now=timezone.now()
        )
        detach(held, other, cast.officer)
        assert reporter(other, other).enhanced_at is None

    def test_of_a_report_in_two_cases_it_is_one_card(self, cast: Cast, held: Case) -> None:
        other = decide_and_answer(
            take_and_read(case("I saw it.", contact_by=["phone"], contact_phone="020 7946 0000"), cast.officer),
            cast.officer,
        )
        closing.close_case(other.pk, closing_reason="person_wants_no_more", by=cast.officer, now=timezone.now())
        attach(held, other, cast.officer)
        agree(held, reporter(held, other), cast.officer, channels=["website"])
        message = Message.objects.get(sender="officer")
        told = notices._reporter(message)
        assert told is not None
        assert contact_card.card_of(told).channels == ("website",)
        assert Case.objects.get(pk=other.pk).timeline.filter(what="contact_card").count() == 1

    def test_what_cannot_be_opened_is_not_lost_by_attaching(self, cast: Cast, held: Case) -> None:
        other = take_and_read(case("I saw it."), cast.officer)
        Person.objects.filter(case=other).update(sealed_agreed=b"sealed with another key")
        with pytest.raises(Refused, match="cannot be opened"):
            attach(held, other, cast.officer)
        assert Case.objects.get(pk=other.pk).state == "in_progress"


class TestWhoMayKnow:
    """A named reader who is involved in the one does not see its report in the other."""

    @pytest.fixture
    def readers(self, cast: Cast) -> list[Account]:
        return [
            Account.objects.create(
                username=name, role=Role.OFFICER, unit=cast.unit, password="!", reads_restricted=True
            )
            for name in ("reader", "involved")
        ]

    def test_of_two_restricted_cases(self, cast: Cast, readers: list[Account]) -> None:
        reader, involved = readers
        first, second = case(about_police="yes"), case(about_police="yes")
        restricting.mark_involved(first.pk, who="involved", reason="He was there.", by=reader, now=timezone.now())
        claiming.take_case(second.pk, by=involved, now=timezone.now())
        attach(second, first, reader)
        assert not Case.objects.visible_to(involved).filter(pk=second.pk).exists()
        second.refresh_from_db()
        assert (second.hidden_from, second.recused, second.officer) == ([involved.pk], [], None)

    def test_nor_does_its_alarm_ring_for_them(self, cast: Cast, readers: list[Account]) -> None:
        reader, involved = readers
        first, second = case(about_police="yes", in_danger_now="yes"), case(about_police="yes")
        restricting.mark_involved(first.pk, who="involved", reason="He was there.", by=reader, now=timezone.now())
        attach(second, first, reader)
        assert list(ringing_for(reader))
        assert not list(ringing_for(involved))
        assert [kept_from for _alarm, _steps, kept_from in ringing._ringing()] == [{involved.pk}]
