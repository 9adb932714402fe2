"""What people asked for with their codes, as officers and supervisors see it."""

import secrets
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases.domain import translation
from cases.domain.message_templates import fill
from cases.domain.reference import load_reference
from cases.models import Case, MessageTemplate, Review, TranslationRequest, Voice
from reporting.domain import wishes as said
from reporting.enums import WishKind
from tests import cast as people
from tests.cases.domain.test_wishes import closed, taken, visit_to
from tests.cast import Cast
from tests.desk import at_the_desk

pytestmark = pytest.mark.django_db
CARD = {"contact_by": ["phone"], "contact_phone": "020 7946 0999", "contact_who_might_see": "my husband"}


def test_the_case_page_shows_the_newest_card_with_its_history_and_no_number(cast: Cast) -> None:
    case = people.take_and_read(people.case(contact_by=["email"], contact_email="a@example.org"), cast.officer)
    taken(case, WishKind.CONTACT, answers=CARD)
    page = at_the_desk(cast.officer).get(f"/desk/cases/{case.reference}/").content.decode()
    for shown in (
        "They have changed how we may reach them",
        "With the report",
        "my husband",
        "Make sure that it is them",
    ):
        assert shown in page
    assert "7946 0999" not in page


def test_what_is_due_next_says_that_they_want_it_taken_no_further(cast: Cast) -> None:
    case = taken(people.take_and_read(people.case(), cast.officer), WishKind.NO_FURTHER, words="Please let it rest.")
    page = at_the_desk(cast.officer).get(f"/desk/cases/{case.reference}/").content.decode()
    assert page.count("They do not want this taken further") >= 3  # owed, asked for, on the timeline
    assert "Please let it rest." in page
    assert "fits, once they have heard what we could do" in page


def test_what_a_wish_asked_for_is_said_to_be_done_on_the_case_page(cast: Cast) -> None:
    case = taken(people.take_and_read(people.case(), cast.officer), WishKind.CODE_STOPPED)
    client, address = at_the_desk(cast.officer), f"/desk/cases/{case.reference}/"
    form = BeautifulSoup(client.get(address).content, "html5lib").select_one('[data-testid="owed"] form')
    assert form
    hidden = form.select_one('input[name="commitment_id"]')
    assert hidden
    assert client.post(str(form["action"]), {"commitment_id": hidden["value"]}).status_code == 302
    page = BeautifulSoup(client.get(address).content, "html5lib")
    assert page.select_one('[data-testid="owed"] form') is None
    assert "Next action done" in page.get_text()
    assert client.post(str(form["action"]), {"commitment_id": "999999999999999999999"}).status_code == 422


def test_a_review_is_answered_on_the_case_page_by_somebody_else_only(cast: Cast) -> None:
    case = taken(closed(cast), WishKind.REVIEW, words="You did not ask the driver.")
    review, address = Review.objects.get(), f"/desk/cases/{case.reference}/"
    theirs = at_the_desk(cast.officer)
    assert "a colleague who did not has to look again" in theirs.get(address).content.decode()
    form = {
        "review_id": review.pk,
        "token": secrets.token_hex(8),
        "outcome": "stands",
        "message": "I asked the driver.",
    }
    assert theirs.post(f"{address}review/", form).status_code == 422
    supervisor = at_the_desk(cast.supervisor)
    assert case.reference in supervisor.get("/desk/reviews/").content.decode()
    assert 'data-action="answer-review"' in supervisor.get(address).content.decode()
    kept = supervisor.post(f"{address}review/", {**form, "outcome": ""})
    assert kept.status_code == 422
    assert "I asked the driver." in kept.content.decode()
    assert supervisor.post(f"{address}review/", form).status_code == 302
    assert "Nobody waits for a second look." in supervisor.get("/desk/reviews/").content.decode()


def test_a_review_of_somebody_who_wrote_in_another_language_goes_out_as_every_answer_does(cast: Cast) -> None:
    case = taken(closed(cast), WishKind.REVIEW, words="Nie zapytaliście kierowcy.")
    Voice.objects.create(speaker="machine", report=case.opened_for, by="machine", at=timezone.now(), language="pl")
    address, client = f"/desk/cases/{case.reference}/", at_the_desk(cast.supervisor)
    form = BeautifulSoup(client.get(address).content, "html5lib").select_one(f'form[action="{address}review/"]')
    assert form
    assert "They wrote in Polish, which you do not hold" in form.get_text()
    page = {one["name"]: one.get("value", "") for one in form.select("input[type=hidden]")}
    assert not page["in_language"]
    typed = {**page, "outcome": "stands", "message": "I asked the driver."}
    refused = client.post(f"{address}review/", typed)
    assert (refused.status_code, Review.objects.get().answered_at) == (422, None)
    assert "language that you do not hold" in refused.content.decode()
    assert client.post(f"{address}review/translate/", typed).status_code == 302
    request = TranslationRequest.objects.get()
    translation.enter_translation(
        request.pk, text="Zapytałam kierowcę.", translator="A. B.", by=cast.supervisor, now=timezone.now()
    )
    form = BeautifulSoup(client.get(address).content, "html5lib").select_one(f'form[action="{address}review/"]')
    assert form
    message = form.select_one("textarea[name=message]")
    assert message
    assert "Send it as it is translated" in form.get_text()
    assert client.post(f"{address}review/", {**typed, "message": message.get_text().strip()}).status_code == 302
    request.refresh_from_db()
    assert (Review.objects.get().outcome, request.sent_as.words) == ("stands", "Zapytałam kierowcę.")


def test_whoever_reads_the_officers_language_is_answered_in_it(cast: Cast) -> None:
    case = taken(closed(cast), WishKind.REVIEW, words="Nie zapytaliście kierowcy.")
    Voice.objects.create(speaker="machine", report=case.opened_for, by="machine", at=timezone.now(), language="pl")
    form = {"review_id": Review.objects.get().pk, "token": "t", "outcome": "stands", "message": "I asked the driver."}
    client, address = at_the_desk(cast.supervisor), f"/desk/cases/{case.reference}/review/"
    assert client.post(address, form).status_code == 422
    assert client.post(address, {**form, "in_language": "en"}).status_code == 302


def test_a_code_is_stopped_on_the_case_page(cast: Cast) -> None:
    case = people.take_and_read(people.case(), cast.officer)
    client = at_the_desk(cast.officer)
    form = {"report_id": case.opened_for_id, "reason": "She rang."}
    assert client.post(f"/desk/cases/{case.reference}/stop-code/", form).status_code == 302
    page = client.get(f"/desk/cases/{case.reference}/").content.decode()
    assert "was stopped for them" in page
    assert 'action="/desk/cases/' + case.reference + '/stop-code/"' not in page


def test_what_was_lost_is_sent_again_or_dealt_with(cast: Cast) -> None:
    notice = people.lost_notice(people.case(contact_by=["email"], contact_email="a@example.org"), cast.officer)
    supervisor = at_the_desk(cast.supervisor)
    assert f'data-notice="{notice.pk}"' in supervisor.get("/desk/undelivered/").content.decode()
    assert supervisor.post(f"/desk/undelivered/{notice.pk}/again/").status_code == 302
    assert supervisor.post(f"/desk/undelivered/{notice.pk}/settle/").status_code == 302
    assert "Everything got there" in supervisor.get("/desk/undelivered/").content.decode()


def test_the_case_page_takes_as_many_statements_with_fifty_wishes_as_with_one(cast: Cast) -> None:
    case, client = people.take_and_read(people.case(), cast.officer), at_the_desk(cast.officer)
    counts = []
    for number in (1, 49):
        for _ in range(number):
            said.send_wish(
                visit_to(case), kind=WishKind.CONTACT, answers=CARD, token=secrets.token_urlsafe(), now=timezone.now()
            )
        client.get(f"/desk/cases/{case.reference}/")
        with CaptureQueriesContext(
            connection,
        ) as taken_:
            client.get(f"/desk/cases/{case.reference}/")
        counts.append(len(taken_))
    assert counts[0] == counts[1]


def looked_at(client: Client, address: str, act: str, **given: object) -> BeautifulSoup:
    """The page after the button `act` of the review's form, with all that the form sends."""
    form = BeautifulSoup(client.get(address).content, "html5lib").select_one(f'form[action="{address}review/"]')
    assert form is not None
    unseen = {str(one["name"]): str(one.get("value", "")) for one in form.select('input[type="hidden"]')}
    answer = client.post(f"{address}{act}/", {**unseen, **given})
    assert answer.status_code == 200, answer.content
    return BeautifulSoup(answer.content, "html5lib")


def test_the_answer_to_a_review_starts_from_a_template_and_is_seen_as_the_person_will(cast: Cast) -> None:
    load_reference()
    case = taken(closed(cast), WishKind.REVIEW)
    review, client, address = Review.objects.get(), at_the_desk(cast.supervisor), f"/desk/cases/{case.reference}/"
    template = MessageTemplate.objects.on_offer().filter(language="en")[0]
    typed = {"outcome": "stands", "note": "For us:\nthe tape.", "message": "I asked the driver."}
    filled = looked_at(client, address, "template", template=template.pk, **typed)
    box = filled.find(id=f"answer-review-{review.pk}-message")
    assert box is not None
    assert box.get_text().strip().startswith("I asked the driver.")
    assert fill(template, case.opened_for) in box.get_text()
    assert filled.select_one(f'form[action="{address}review/"] input[value="stands"][checked]')
    page = looked_at(client, address, "preview", **typed)
    shown = page.select_one('[data-testid="preview"]')
    assert shown is not None
    assert "I asked the driver." in shown.get_text()
    assert "the tape" not in shown.get_text()
    assert not page.select('[data-action="acknowledge-only"]')
    form = page.select_one(f'form[action="{address}review/"]')
    assert form is not None
    sent = {str(one["name"]): str(one.get("value", "")) for one in form.select('input[type="hidden"]')}
    assert client.post(f"{address}review/", {**sent, "message": "I asked the driver."}).status_code == 302
    review.refresh_from_db()
    assert (review.outcome, review.note, review.answered_by) == ("stands", typed["note"], cast.supervisor)


def test_who_decided_sees_no_preview_of_a_review_and_nobody_one_of_another_case(cast: Cast) -> None:
    case, other = taken(closed(cast), WishKind.REVIEW), people.case()
    given = {"review_id": Review.objects.get().pk, "message": "x"}
    assert at_the_desk(cast.officer).post(f"/desk/cases/{case.reference}/preview/", given).status_code == 404
    assert at_the_desk(cast.supervisor).post(f"/desk/cases/{other.reference}/preview/", given).status_code == 404


def test_whoever_answers_a_review_after_a_colleague_is_told_and_keeps_their_words(cast: Cast) -> None:
    case = taken(closed(cast), WishKind.REVIEW)
    review, address = Review.objects.get(), f"/desk/cases/{case.reference}/review/"
    form = {"review_id": review.pk, "outcome": "stands", "message": "I asked the driver.", "token": "one", "page": "p"}
    late = {**form, "message": "I asked the passengers.", "token": "two", "page": "q"}
    assert at_the_desk(cast.supervisor).post(address, form).status_code == 302
    client = at_the_desk(cast.colleague)
    preview = client.post(f"/desk/cases/{case.reference}/preview/", late).content.decode()
    assert "I asked the passengers." in preview
    refused = client.post(address, late)
    assert refused.status_code == 422
    assert "A colleague has answered this meanwhile" in refused.content.decode()
    assert "I asked the passengers." in client.get(f"/desk/cases/{case.reference}/").content.decode()


def test_a_second_look_is_among_what_is_owed_for_everybody_who_may_answer_it_and_for_nobody_else(cast: Cast) -> None:
    case = taken(closed(cast), WishKind.REVIEW)
    theirs, ours = at_the_desk(cast.colleague), at_the_desk(cast.officer)
    queue = BeautifulSoup(theirs.get("/desk/queue/").content, "html5lib").select_one('[data-testid="reviews-wait"]')
    assert queue is not None
    assert "1 person asks for somebody else to look again." in queue.get_text()
    mine = BeautifulSoup(theirs.get("/desk/mine/").content, "html5lib").select_one('[data-testid="reviews-to-answer"]')
    assert mine is not None
    assert "in 13 days" in mine.get_text()  # and some hours
    assert f"/desk/cases/{case.reference}/#asked" in str(mine)
    for client in (ours, at_the_desk(cast.outsider)):
        for address in ("/desk/queue/", "/desk/mine/"):
            assert "to look again" not in BeautifulSoup(client.get(address).content, "html5lib").main.get_text()  # type: ignore[union-attr]
    Review.objects.update(due_at=timezone.now() - timedelta(hours=3))
    assert "3 hours late" in theirs.get("/desk/mine/").content.decode()
    owed = BeautifulSoup(theirs.get(f"/desk/cases/{case.reference}/").content, "html5lib").select_one("#owed")
    assert owed is not None
    assert "Look again" in owed.get_text()
    assert "3 hours late" in owed.get_text()
    assert "promise a new time" not in owed.get_text()


def test_a_case_that_nobody_may_know_of_names_no_second_look(cast: Cast) -> None:
    case = taken(closed(cast), WishKind.REVIEW)
    Case.objects.filter(pk=case.pk).update(is_restricted=True)
    assert "to look again." not in at_the_desk(cast.colleague).get("/desk/queue/").content.decode()
    assert case.reference not in at_the_desk(cast.colleague).get("/desk/mine/").content.decode()
