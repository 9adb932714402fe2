"""Writing an answer and reaching somebody, at the desk."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases.domain import attempts, contact_card
from cases.domain.contact import Danger
from cases.domain.reference import load_reference
from cases.models import AuditEvent, ContactAttempt, MessageTemplate
from reporting.models import Message
from tests import cast as people
from tests.cases.desk.test_acts import Desk
from tests.cast import Cast
from tests.desk import at_the_desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(cast: Cast) -> Desk:
    """A case that the officer has taken and read; its reporter may be rung on weekdays that are not today."""
    load_reference()
    case = people.case(
        contact_by=["phone"], contact_phone="020 7946 0123", contact_name="Robin",
        do_not_disclose="my family does not know", contact_who_might_see="my father",
    )  # fmt: skip
    people.take_and_read(case, cast.officer)
    return Desk(at_the_desk(cast.officer), case)


def post(desk: Desk, act: str, **given: object) -> tuple[int, str]:
    """A form that is not on the case page, or a button of another one's."""
    answer = desk.client.post(f"/desk/cases/{desk.case.reference}/{act}/", given)
    desk.case.refresh_from_db()
    return answer.status_code, answer.content.decode()


def start_from(desk: Desk, key: str, **given: object) -> tuple[int, str]:
    chosen = MessageTemplate.objects.get(key=key, language="en")
    return post(desk, "template", **{**desk.hidden("reply"), "template": chosen.pk, **given})


def box(html: str) -> str:
    found = re.search(r'<textarea[^>]*name="message"[^>]*>\n(.*?)</textarea>', html, re.DOTALL)
    assert found
    return found[1]


def test_a_template_fills_the_box_under_what_was_typed_and_is_sent_as_edited(desk: Desk) -> None:
    status, html = start_from(desk, "acknowledgement", message="Dear Robin <3")
    assert status == 200
    assert box(html).startswith("Dear Robin &lt;3\n\nThank you for telling us.")
    assert "<title>Error" not in html
    assert desk.send("reply", message="Dear Robin, thank you.")[0] == 302
    assert Message.objects.get().words == "Dear Robin, thank you."


def test_the_same_template_twice_stands_there_once(desk: Desk) -> None:
    html = start_from(desk, "acknowledgement")[1]
    again = start_from(desk, "acknowledgement", message=box(html))[1]
    assert box(again).count("Thank you for telling us.") == 1


def said_of_box(html: str) -> str:
    found = re.search(r"<div[^>]* data-said-of-box>(.*?)</div>", html)
    assert found
    return found[1]


def test_a_second_template_takes_the_place_of_one_that_nobody_has_edited(desk: Desk) -> None:
    first = box(start_from(desk, "asking")[1]).replace("\n", "\r\n")  # as a browser sends it
    html = start_from(desk, "what_we_did", message=f"{first}\r\n")[1]
    assert box(html) == box(start_from(desk, "what_we_did")[1])
    assert "took the place" in said_of_box(html)
    assert "took the place" in said_of_box(start_from(desk, "asking", message=box(html))[1])  # its gaps are still open
    html = start_from(desk, "acknowledgement", message=box(html).replace("[write here: what we did]", "We rang him."))[
        1
    ]
    assert "We rang him." in box(html)
    assert "Thank you for telling us." in box(html)
    assert "stays, and the text stands under it" in said_of_box(html)
    assert said_of_box(start_from(desk, "asking")[1]) == ""


def test_a_day_in_a_template_and_another_day_of_the_case_are_asked_about_and_neither_is_changed(desk: Desk) -> None:
    words = box(start_from(desk, "asking")[1])
    named, other = (timezone.localdate() + timedelta(days=number) for number in (14, 3))
    given = {"message": words, "wait_until": f"{other:%d/%m/%Y}"}
    status, html = desk.send("reply", **given)
    assert (status, box(html), Message.objects.count()) == (422, words, 0)
    asked = f"ask for an answer by {named.day} {named:%B %Y}, and the case would wait until {other.day} {other:%B %Y}"
    assert asked in html
    assert 'name="days_differ"' in html
    assert f'value="{other:%d/%m/%Y}"' in html
    page = post(desk, "preview", **{**desk.hidden("reply"), **given})[1]
    assert f"another day: {named.day} {named:%B %Y}" in page
    assert 'name="days_differ" type="checkbox" value="yes">' in page
    assert "days_differ" not in post(desk, "preview", **{**desk.hidden("reply"), "message": words})[1]
    assert desk.send("reply", **given, days_differ="yes")[0] == 302
    assert desk.case.waiting_until == other


def test_a_preview_asks_whether_both_days_are_meant_before_it_sends(desk: Desk) -> None:
    other = timezone.localdate() + timedelta(days=3)
    given = {"message": box(start_from(desk, "asking")[1]), "wait_until": f"{other:%d/%m/%Y}"}
    desk.html = post(desk, "preview", **{**desk.hidden("reply"), **given})[1]
    assert "days_differ" not in desk.hidden("reply")  # nobody has said so yet
    status, html = desk.send("reply", message=given["message"])
    assert (status, box(html), Message.objects.count()) == (422, given["message"], 0)
    assert "say that both are meant" in html
    assert desk.send("reply", message=given["message"], days_differ="yes")[0] == 302
    assert desk.case.waiting_until == other


def test_asking_for_more_offers_a_day_and_waits_when_it_is_sent(desk: Desk) -> None:
    html = start_from(desk, "asking")[1]
    day = timezone.localdate() + timedelta(days=14)
    assert f'value="{day:%d/%m/%Y}"' in html
    assert f"{day.day} {day:%B %Y}" in box(html)
    assert desk.send("reply", message=box(html), wait_until=f"{day:%d/%m/%Y}")[0] == 302
    assert (desk.case.state, desk.case.waiting_until) == ("waiting", day)
    assert "Asked for more, and waiting until" in desk.look()


def test_the_day_follows_the_template_until_an_officer_chooses_one(desk: Desk) -> None:
    offered = f"{timezone.localdate() + timedelta(days=14):%d/%m/%Y}"
    chosen = f"{timezone.localdate() + timedelta(days=3):%d/%m/%Y}"
    desk.html = start_from(desk, "asking")[1]
    assert desk.hidden("reply")["day_offered"] == offered
    assert offered not in start_from(desk, "what_we_did", wait_until=offered)[1]
    assert offered not in post(desk, "template", **{**desk.hidden("reply"), "wait_until": offered})[1]
    assert f'value="{chosen}"' in start_from(desk, "what_we_did", wait_until=chosen)[1]
    assert f'value="{chosen}"' in start_from(desk, "asking", wait_until=chosen)[1]
    desk.html = start_from(desk, "what_we_did", wait_until=offered)[1]
    assert desk.send("reply", message="We have asked for patrols.")[0] == 302
    assert desk.case.state == "in_progress"


@pytest.mark.parametrize("template", ["", "0", "x", "99999999999999999999"])
def test_no_template_loses_no_words(desk: Desk, template: str) -> None:
    status, html = post(desk, "template", **{**desk.hidden("reply"), "template": template, "message": "My words."})
    assert (status, box(html)) == (422, "My words.")
    assert "Choose what to start from." in html


def test_a_gap_is_refused_with_its_words_and_nothing_is_lost(desk: Desk) -> None:
    html = start_from(desk, "what_we_did")[1]
    status, html = desk.send("reply", message=box(html))
    assert (status, "Write something in place of “[write here: what we did]”" in html) == (422, True)
    assert "This is what we have done:" in box(html)


def test_the_preview_is_what_they_will_see_and_nothing_is_sent_before_it_is(desk: Desk) -> None:
    words = "  السلام عليكم <b>\r\nsecond line"
    status, html = post(desk, "preview", **{**desk.hidden("reply"), "message": words})
    assert status == 200
    assert not Message.objects.exists()
    item = re.search(r'<p class="govuk-body heard-words" dir="auto">(.*?)</p>', html, re.DOTALL)
    assert item
    assert item[1] == "  السلام عليكم &lt;b&gt;\nsecond line"
    assert "my family does not know" in html
    assert "my father" in html
    desk.html = html
    assert "officer" not in re.sub(r'data-sender="officer"|--officer', "", item[0])
    again = post(desk, "template", **{**desk.hidden("reply"), "message": words, "back": "1"})[1]
    assert box(again).replace("\r\n", "\n") == "  السلام عليكم &lt;b&gt;\nsecond line"
    assert desk.send("reply", message=words)[0] == 302
    assert AuditEvent.objects.filter(action="case.preview").exists()


def test_words_are_not_lost_when_the_case_was_given_back_meanwhile(cast: Cast, desk: Desk) -> None:
    hidden = desk.hidden("reply")
    desk.send("hand-back")
    chosen = MessageTemplate.objects.get(key="acknowledgement", language="en").pk
    status, html = post(desk, "template", **{**hidden, "message": "My words.", "template": chosen})
    assert (status, "My words." in html) == (200, True)


def test_a_template_costs_the_case_page_one_statement(cast: Cast, desk: Desk) -> None:
    with CaptureQueriesContext(connection) as seen:
        desk.look()
    assert len([one for one in seen if "cases_messagetemplate" in one["sql"]]) == 1
    assert not [one for one in seen if "cases_contactattempt" in one["sql"]]


def contact(desk: Desk, **given: object) -> tuple[int, str]:
    return desk.send(
        f"contact/{desk.case.persons.get().pk}", **{"means": "phone", "reason": "to ask how she is", **given}
    )


def test_a_number_is_shown_after_the_gate_and_what_came_of_it_is_on_the_case_page(desk: Desk) -> None:
    assert contact(desk)[0] == 302
    attempt = ContactAttempt.objects.get()
    page = desk.client.get(f"/desk/cases/{desk.case.reference}/attempts/{attempt.pk}/").content.decode()
    assert "020 7946 0123" in page
    assert "Do not leave a voice message." in page
    assert "my father" in page
    assert "write what came of it" in desk.look()
    assert post(desk, f"attempts/{attempt.pk}/outcome")[0] == 422
    assert post(desk, f"attempts/{attempt.pk}/outcome", outcome="no_answer", note="It rang out.")[0] == 302
    html = desk.look()
    assert "Phone call: nobody answered" in html
    assert "It rang out." in html
    assert "7946" not in html


def test_what_the_card_forbids_comes_back_with_what_was_typed_and_the_only_way_past_it(cast: Cast, desk: Desk) -> None:
    person = desk.case.persons.get()
    contact_card.keep_card(
        desk.case.pk, person.pk, channels=["website"], agreed_how="she wrote it", by=cast.officer, now=timezone.now()
    )
    status, html = contact(desk)
    assert status == 422
    assert "They did not agree to telephone calls" in html
    assert "to ask how she is" in html
    assert 'name="danger_to" type="radio"' in html
    assert "7946" not in html
    assert not ContactAttempt.objects.exists()
    status, html = contact(desk, danger_to="child", danger_reason="A child is alone with him.")
    assert (status, "Write why this is the safest way" in html) == (422, True)
    assert (
        contact(desk, danger_to="child", danger_reason="A child is alone.", safest_means="Nobody else is there.")[0]
        == 302
    )
    listed = at_the_desk(cast.supervisor).get("/desk/contact-reviews/").content.decode()
    assert "A child is alone." in listed
    assert "Against the card" in desk.look()


def test_danger_is_offered_only_once_the_card_has_refused(desk: Desk) -> None:
    assert "danger_to" not in desk.html
    status, html = contact(desk, reason="")
    assert (status, "danger_to" in html) == (422, False)


def test_safe_times_that_no_clock_can_tell_are_affirmed(cast: Cast) -> None:
    case = people.case(contact_by=["phone"], contact_phone="020 7946 0123", contact_safe_times="weekdays from 10 to 2")
    people.take_and_read(case, cast.officer)
    desk = Desk(at_the_desk(cast.officer), case)
    status, html = contact(desk)
    assert (status, "Say that it is such a time now." in html) == (422, True)
    assert 'name="time_is_safe" type="checkbox"' in html
    assert contact(desk, time_is_safe="yes")[0] == 302


def test_a_number_is_sealed_again_after_half_an_hour_and_for_everybody_else(cast: Cast, desk: Desk) -> None:
    now = timezone.now()
    old = attempts.begin_attempt(
        desk.case.pk, desk.case.persons.get().pk, means="phone", reason="x", by=cast.officer, now=now - timedelta(hours=1)
    )  # fmt: skip
    address = f"/desk/cases/{desk.case.reference}/attempts/{old.pk}/"
    assert "7946" not in desk.client.get(address).content.decode()
    contact(desk)
    new = ContactAttempt.objects.latest("pk")
    theirs = at_the_desk(cast.colleague).get(f"/desk/cases/{desk.case.reference}/attempts/{new.pk}/")
    assert (theirs.status_code, b"7946" in theirs.content) == (200, False)


def test_the_card_is_kept_as_a_version_and_mistakes_come_back(desk: Desk) -> None:
    at = f"contact/{desk.case.persons.get().pk}/card"
    given = {"channels": ["phone"], "days": ["0", "4"], "earliest": "10:00", "latest": "14.30", "code_word": "bluebell"}
    status, html = post(desk, f"{at}/keep", **given)
    assert (status, "Write how you know" in html, "bluebell" in html) == (422, True, True)
    assert post(desk, f"{at}/keep", **given, agreed_how="she wrote it today", no_visit="yes")[0] == 302
    html = desk.look()
    assert "Monday, Friday from 10:00 until 14:30" in html
    assert "Do not visit" in html
    page = desk.client.get(f"/desk/cases/{desk.case.reference}/{at}/").content.decode()
    assert 'value="14:30"' in page
    assert "she wrote it today" in page


def test_a_supervisor_reviews_what_went_against_a_card(cast: Cast, desk: Desk) -> None:
    contact_card.keep_card(
        desk.case.pk, desk.case.persons.get().pk, channels=["website"], agreed_how="x", by=cast.officer, now=timezone.now()
    )  # fmt: skip
    attempt = attempts.begin_attempt(
        desk.case.pk, desk.case.persons.get().pk, means="phone", reason="x", danger=Danger("life", "a", "b"),
        by=cast.officer, now=timezone.now(),
    )  # fmt: skip
    supervisor = at_the_desk(cast.supervisor)
    assert supervisor.post(f"/desk/contact-reviews/{attempt.pk}/").status_code == 422
    assert supervisor.post(f"/desk/contact-reviews/{attempt.pk}/", {"note": "Right."}).status_code == 302
    assert "Nothing waits for a review." in supervisor.get("/desk/contact-reviews/").content.decode()
    assert desk.client.get("/desk/contact-reviews/").status_code == 404


def test_an_acknowledgement_is_sent_by_its_button_and_the_answer_stays_owed(desk: Desk) -> None:
    assert "data-otherwise" in desk.look()
    assert desk.send("reply", message="Your words are with us.", is_acknowledgement="yes")[0] == 302
    html = desk.look()
    assert "an answer is still owed" in html
    assert "says only that we have it" in html
    assert "that we have it is no answer yet" in html
    assert desk.case.commitments.open().filter(kind="answer").exists()


def test_a_refused_acknowledgement_does_not_make_the_next_answer_one(desk: Desk) -> None:
    html = desk.send("reply", message=" ", is_acknowledgement="yes")[1]
    assert '<input type="hidden" name="is_acknowledgement"' not in html
    assert 'name="is_acknowledgement" value="yes"' in html


def test_the_preview_says_that_the_template_is_no_answer(desk: Desk) -> None:
    words = box(start_from(desk, "acknowledgement")[1])
    assert "an answer is still owed after it" in post(desk, "preview", **{**desk.hidden("reply"), "message": words})[1]
    assert "is still owed" not in post(desk, "preview", **{**desk.hidden("reply"), "message": "We rang him."})[1]


def said_of_asking(html: str) -> str:
    found = re.findall(r"<div[^>]* data-asks-for-more>(.*?)</div>", html)
    assert len(found) == 1
    return str(found[0])


def test_whoever_asks_for_more_is_told_which_button_keeps_the_answer_owed(desk: Desk) -> None:
    assert said_of_asking(desk.html) == ""
    html = start_from(desk, "asking")[1]
    assert "“Send, the answer comes later” keeps the answer owed" in said_of_asking(html)
    edited = box(html).replace("- Has it happened before?", "- What did he wear?")
    for words, is_told in ((edited, True), (f"Dear Robin,\n\n{edited}", True), ("Where do you live?", False)):
        page = post(desk, "preview", **{**desk.hidden("reply"), "message": words})[1]
        assert ("keeps the answer owed" in said_of_asking(page)) == is_told
    for key in ("acknowledgement", "what_we_did", "closing"):
        assert said_of_asking(start_from(desk, key, message=box(html))[1]) == ""
    assert desk.send("reply", message=edited, is_acknowledgement="yes")[0] == 302
    assert desk.case.commitments.open().filter(kind="answer").exists()
    desk.look()
    assert "keeps the answer owed" in said_of_asking(start_from(desk, "asking")[1])
    assert desk.send("reply", message="We have asked for patrols.")[0] == 302
    desk.look()
    assert said_of_asking(start_from(desk, "asking")[1]) == ""  # none is owed any more
