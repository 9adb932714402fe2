"""A complaint at the public form: its words are all that is needed, and it is kept once."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from reporting.domain.complaints import contact_of, make_complaint, publish_news
from reporting.enums import ComplaintStep
from reporting.models import Complaint, Outbox
from tests.reporting.views.conftest import Visitor

pytestmark = [pytest.mark.django_db, pytest.mark.urls("config.urls_public")]


def complain(visitor: Visitor, **answers: str) -> str:
    visitor.go("/complain/").press(**answers)
    return visitor.shown("complaint-reference")


def test_one_answer_is_enough_and_it_is_owed_to_the_officers_side(visitor: Visitor) -> None:
    reference = complain(visitor, message="Nobody called me back.")
    made = Complaint.objects.get()
    assert (made.reference, made.words, made.report_reference, made.sealed_contact) == (
        reference, "Nobody called me back.", "", None,
    )  # fmt: skip
    assert Outbox.objects.get().task == "cases.take_complaint"


def test_who_gives_no_way_to_answer_is_answered_with_the_code(visitor: Visitor) -> None:
    complain(visitor, message="Nobody called me back.")
    assert "You can read the answer here with your code." in visitor.html
    assert Complaint.objects.get().sealed_contact is None


def test_sent_twice_it_is_kept_once(visitor: Visitor) -> None:
    visitor.go("/complain/")
    codes = set()
    for _ in range(2):
        again = Visitor(visitor.client)
        again.page = visitor.page
        codes.add(again.press(message="Nobody called.").shown("follow-up-code"))
        assert again.shown("complaint-reference") == Complaint.objects.get().reference
    assert len(codes) == 1


def test_without_words_one_sentence_says_so_and_the_rest_is_given_back(visitor: Visitor) -> None:
    visitor.go("/complain/").press(message="  ", contact="me@example.org")
    assert "Tell us what went wrong. One sentence is enough." in visitor.html
    assert 'value="me@example.org"' in visitor.html
    assert not Complaint.objects.exists()


def test_how_to_answer_is_encrypted(visitor: Visitor) -> None:
    complain(visitor, message="Nobody called.", contact="me@example.org", about="treatment")
    assert contact_of(Complaint.objects.get()) == {"contact": "me@example.org"}
    with connection.cursor() as cursor:
        cursor.execute("SELECT c::text, encode(sealed_contact, 'escape') FROM reporting_complaint c")
        assert "example.org" not in str(cursor.fetchall())


def test_a_follow_up_code_is_understood_and_not_kept(quick: Visitor) -> None:
    code, reference = quick.shown("follow-up-code"), quick.shown("reference")
    complain(quick, message="Nobody called.", report=code.lower())
    made = Complaint.objects.get()
    assert (made.report_reference, made.sealed_contact) == (reference, None)


def test_a_reference_that_cannot_be_read_stops_nothing_and_is_not_lost(visitor: Visitor) -> None:
    typed = "the one from <Tuesday> 🙂"
    visitor.go("/complain/").press(message="Nobody called.", report=typed)
    assert "We cannot read this as a reference or a code." in visitor.html
    assert not Complaint.objects.exists()
    visitor.press(message="Nobody called.", report="another slip")
    assert "We cannot read this as a reference or a code." in visitor.html, "another one is asked about anew"
    visitor.press(message="Nobody called.", report=typed)
    made = Complaint.objects.get()
    assert made.report_reference == ""
    assert contact_of(made) == {"report": "the one from <Tuesday> 🙂"}


def test_danger_in_a_complaint_says_whom_to_call(visitor: Visitor) -> None:
    complain(visitor, message="He is outside my door with a knife now.")
    assert "Nobody reads a complaint at once" in visitor.html


def with_code(code: str, address: str = "/follow-up/") -> Visitor:
    """The same person, later, with another browser."""
    return Visitor(Client()).go(address).press(code=code)


def answered(reference: str, words: str = "We are sorry. We put it right.") -> None:
    now, made = timezone.now(), Complaint.objects.get(reference=reference)
    publish_news(made.pk, step=ComplaintStep.TAKEN, now=now)
    publish_news(made.pk, step=ComplaintStep.ANSWERED, words=words, now=now)


def test_it_is_followed_with_its_code_from_waiting_to_the_answer(visitor: Visitor) -> None:
    reference = complain(visitor, message="Nobody called me back.")
    code = visitor.shown("follow-up-code")
    later = with_code(code.lower())
    assert later.address == "/follow-up/complaint/"
    assert later.shown("complaint-reference") == reference
    assert "waiting for a supervisor" in later.shown("complaint-status")
    assert "We answer you by" in later.shown("promise")
    assert "Nobody called me back." not in later.html
    publish_news(Complaint.objects.get().pk, step=ComplaintStep.TAKEN, now=timezone.now())
    assert "is looking into it" in later.go("/follow-up/complaint/").shown("complaint-status")
    answered(reference)
    assert "We have answered" in later.go("/follow-up/complaint/").shown("complaint-status")
    assert "We put it right" not in later.html, "a press shows it"
    assert later.press(open="1").shown("complaint-answer") == "We are sorry. We put it right."


def test_a_time_that_has_passed_is_admitted(visitor: Visitor) -> None:
    long_ago = timezone.now() - timedelta(days=31)
    receipt = make_complaint(words="Nobody called.", token="long-ago", now=long_ago)
    assert "We have not kept our promise." in with_code(receipt.code).html


def test_it_is_followed_in_the_language_it_was_made_in(visitor: Visitor) -> None:
    visitor.go("/ur/complain/").press(message="Nobody called.")
    assert with_code(visitor.shown("follow-up-code")).address == "/ur/follow-up/complaint/"


def test_the_code_of_the_report_opens_it_too_and_a_reference_alone_does_not(quick: Visitor) -> None:
    code, reference = quick.shown("follow-up-code"), quick.shown("reference")
    named = complain(Visitor(Client()), message="A stranger knows my reference.", report=reference)
    later = with_code(code)
    assert "/follow-up/complaint/" not in later.html
    assert later.go("/follow-up/complaint/").step == "follow-up"
    own = complain(Visitor(Client()), message="Nobody called me.", report=code)
    later = with_code(code)
    assert later.address == "/follow-up/status/"
    assert "/follow-up/complaint/" in later.html
    later.go("/follow-up/complaint/")
    assert own in later.html
    assert named not in later.html
    assert 'name="stop"' not in later.html, "the report has its own way to stop its code"


def test_the_code_of_a_complaint_opens_no_report(quick: Visitor) -> None:
    code = quick.shown("follow-up-code")
    complain(quick, message="Nobody called.", report=code)
    later = with_code(quick.shown("follow-up-code"))
    assert later.go("/follow-up/status/").step == "follow-up"
    assert later.go("/follow-up/messages/").step == "follow-up"


def test_stopped_it_opens_nothing_and_the_complaint_is_still_worked_on(visitor: Visitor) -> None:
    complain(visitor, message="Nobody called.")
    code = visitor.shown("follow-up-code")
    later = with_code(code).press(stop="1")
    assert "The code has stopped" in later.html
    assert "That code does not open a report." in with_code(code).html
    assert Complaint.objects.get().verifier is None
    with pytest.raises(IntegrityError, match="a complaint is never edited"), transaction.atomic():
        Complaint.objects.update(words="Other words.")


def test_somebody_who_reads_about_their_complaint_is_asked_in_time_whether_they_stay(visitor: Visitor) -> None:
    complain(visitor, message="Nobody called.")
    later = with_code(visitor.shown("follow-up-code"))
    assert later.client.post("/follow-up/stay/").json()["seconds"] > 0
