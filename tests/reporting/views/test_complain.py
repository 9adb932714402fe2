"""A complaint at the public form: its words are all that is needed, and it is kept once."""

import pytest
from django.db import connection

from reporting.domain.complaints import contact_of
from reporting.models import Complaint, Outbox
from tests.reporting.views.conftest import Visitor

pytestmark = [pytest.mark.django_db, pytest.mark.urls("config.urls_public")]


def complain(visitor: Visitor, **answers: str) -> str:
    visitor.go("/complain/").press(**answers)
    if visitor.form().get("asked_contact"):
        visitor.press(**answers)
    return visitor.shown("complaint-reference")


def test_one_answer_is_enough_and_it_is_owed_to_the_officers_side(visitor: Visitor) -> None:
    reference = complain(visitor, message="Nobody called me back.")
    made = Complaint.objects.get()
    assert (made.reference, made.words, made.report_reference, made.sealed_contact) == (
        reference, "Nobody called me back.", "", None,
    )  # fmt: skip
    assert Outbox.objects.get().task == "cases.take_complaint"


def test_who_gives_no_way_to_answer_is_offered_one_once(visitor: Visitor) -> None:
    visitor.go("/complain/").press(message="Nobody called me back.")
    assert "If you want an answer, write here how we can reach you safely." in visitor.html
    assert not Complaint.objects.exists()
    visitor.press(message="Nobody called me back.")
    assert "we cannot tell you what came of it" in visitor.html
    assert Complaint.objects.get().sealed_contact is None


def test_sent_twice_it_is_kept_once(visitor: Visitor) -> None:
    visitor.go("/complain/")
    form = {**visitor.form(), "asked_contact": "1"}
    answers = [visitor.client.post("/complain/", {**form, "message": "Nobody called."}).content for _ in range(2)]
    assert Complaint.objects.count() == 1
    assert all(Complaint.objects.get().reference in answer.decode() for answer in answers)


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
    complain(visitor, message="Nobody called.", report="the one from <Tuesday> 🙂")
    made = Complaint.objects.get()
    assert made.report_reference == ""
    assert contact_of(made) == {"report": "the one from <Tuesday> 🙂"}


def test_danger_in_a_complaint_says_whom_to_call(visitor: Visitor) -> None:
    complain(visitor, message="He is outside my door with a knife now.")
    assert "Nobody reads a complaint at once" in visitor.html
