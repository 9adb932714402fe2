"""Translation at the desk: words beside their translation, the work list, and answers that go out translated."""

import re

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases.domain import claiming, translated_answers, translation
from cases.models import Account, AuditEvent, Case, Reading, TranslationRequest, Voice
from reporting.models import Message
from tests import cast as people
from tests.cast import Cast
from tests.desk import at_the_desk

pytestmark = pytest.mark.django_db
POLISH = "Sąsiad krzyczał na nas, żebyśmy wracali do siebie."


@pytest.fixture
def polish(cast: Cast) -> Case:
    """A report in Polish, in the hands of an officer who holds English alone; the colleague holds both."""
    held = people.case(POLISH)
    speaks(held, "pl")
    cast.colleague.languages = ["en", "pl"]
    cast.colleague.save()
    claiming.take_case(held.pk, by=cast.officer, now=timezone.now())
    return held


def speaks(held: Case, language: str) -> None:
    Voice.objects.create(
        speaker="machine", report=held.opened_for, by="t", at=timezone.now(), language=language, switch=7
    )


def page_of(client: Client, held: Case) -> str:
    return client.get(f"/desk/cases/{held.reference}/").content.decode()


def asked(held: Case, by: Account, **more: object) -> TranslationRequest:
    given = {"from_language": "pl", "to_language": "en", **more}
    return translation.ask_translation(held.pk, held.opened_for_id, **given, by=by, now=timezone.now())


def test_a_report_that_one_cannot_read_is_asked_for_translated_and_read_beside_it(cast: Cast, polish: Case) -> None:
    client, other = at_the_desk(cast.officer), at_the_desk(cast.colleague)
    html = page_of(client, polish)
    assert "It seems to be in Polish" in html
    assert "mark-read-translated" not in html
    case = f"/desk/cases/{polish.reference}/"
    given = {"of_report": polish.opened_for_id, "from_language": "pl", "to_language": "en"}
    assert client.post(f"{case}translate/", given).status_code == 302
    request = TranslationRequest.objects.get()
    assert f"/desk/translations/{request.pk}/" in other.get("/desk/translations/").content.decode()
    page = f"/desk/translations/{request.pk}/"
    assert f'lang="pl">{POLISH}' in other.get(page).content.decode()
    assert other.post(f"{page}start/").status_code == 302
    assert other.post(f"{page}enter/", {"text": "Go <back>."}).status_code == 302
    html = page_of(client, polish)
    assert 'lang="en">Go &lt;back&gt;.' in html
    assert 'lang="pl" data-testid="words">' in html
    read = {"report_id": polish.opened_for_id, "understood": "translation"}
    assert client.post(f"{case}read/", read).status_code == 302
    assert Reading.objects.get().understood == "translation"


def test_what_is_read_is_understood(cast: Cast, polish: Case) -> None:
    client, case = at_the_desk(cast.officer), f"/desk/cases/{polish.reference}/"
    for how in ({}, {"understood": "translation"}, {"in_language": "pl"}):
        answer = client.post(f"{case}read/", {"report_id": polish.opened_for_id, **how})
        assert answer.status_code == 422, how
    assert not Reading.objects.exists()
    form = re.search(r'<form[^>]*>(?:(?!</form>).)*data-action="mark-read"', page_of(client, polish), re.DOTALL)
    assert form
    typed = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form[0].rpartition("<form")[2]))
    assert client.post(f"{case}read/", typed).status_code == 302
    assert "Language" in page_of(client, polish)


def test_whoever_says_that_they_hold_the_language_withdraws_what_they_asked_for_in_one_step(
    cast: Cast, polish: Case
) -> None:
    claiming.hand_back(polish.pk, by=cast.officer, now=timezone.now())
    theirs = asked(polish, cast.supervisor, to_language="fr")
    mine, client = asked(polish, cast.officer), at_the_desk(cast.officer)
    pages = [f"/desk/cases/{polish.reference}/", "/desk/translations/", f"/desk/translations/{mine.pk}/"]
    needless = f'data-outlived="{mine.pk}"'
    assert not [page for page in pages if needless in client.get(page).content.decode()]
    kept = client.post("/desk/account/languages/", {"languages": ["pl"]}, follow=True).content.decode()
    assert "A translation that you asked for is not needed any more" in kept
    for page in pages:
        html = client.get(page).content.decode()
        assert needless in html, page
        assert f'data-outlived="{theirs.pk}"' not in html, page
    assert 'data-outlived="' not in at_the_desk(cast.supervisor).get(pages[1]).content.decode()
    form = BeautifulSoup(html, "html.parser").select_one("[data-outlived]")
    assert form is not None
    reason = form.select_one("[name=reason]")["value"]  # type: ignore[index]
    assert client.post(str(form["action"]), {"reason": reason}).status_code == 302
    mine.refresh_from_db()
    assert (mine.withdrawn_by, mine.withdrawn_because) == (cast.officer, "I hold Polish now.")
    theirs.refresh_from_db()
    assert theirs.withdrawn_at is None


def test_what_somebody_else_still_needs_is_not_called_needless(cast: Cast, polish: Case) -> None:
    request = asked(polish, cast.officer)
    Account.objects.filter(pk=cast.officer.pk).update(languages=["en", "pl"])
    client = at_the_desk(Account.objects.get(pk=cast.officer.pk))
    assert "data-outlived" in page_of(client, polish)
    translation.start_translation(request.pk, by=cast.colleague, now=timezone.now())
    assert "data-outlived" not in page_of(client, polish)
    TranslationRequest.objects.update(started_by=None, started_at=None)
    claiming.hand_over(polish.pk, to=cast.colleague, note="x", by=cast.officer, now=timezone.now())
    assert "data-outlived" not in page_of(client, polish)


@pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("he", "rtl"), ("pl", "ltr"), ("zh", "ltr")])
def test_words_say_their_language_and_direction(cast: Cast, language: str, direction: str) -> None:
    held = people.case("…")
    speaks(held, language)
    assert f'dir="{direction}" lang="{language}" data-testid="words"' in page_of(at_the_desk(cast.officer), held)


def test_an_answer_waits_for_its_translation_and_goes_out_translated(cast: Cast, polish: Case) -> None:
    client, other = at_the_desk(cast.officer), at_the_desk(cast.colleague)
    case = f"/desk/cases/{polish.reference}/"
    draft = {"report_id": polish.opened_for_id, "token": "t", "message": "Thank you."}
    refused = client.post(f"{case}reply/", draft)
    assert refused.status_code == 422
    assert "Thank you.</textarea>" in refused.content.decode()
    assert client.post(f"{case}translate-answer/", {**draft, "message": ""}).status_code == 422
    for _ in range(2):
        assert client.post(f"{case}translate-answer/", {**draft, "in_language": "en"}).status_code == 302
    request = TranslationRequest.objects.get()
    page = f"/desk/translations/{request.pk}/"
    assert client.post(f"{page}send/").status_code == 422
    assert other.post(f"{page}enter/", {"text": "Dziękujemy."}).status_code == 302
    assert "ready to be sent" in page_of(client, polish)
    assert f"/desk/translations/{request.pk}/" in client.get("/desk/translations/").content.decode()
    for _ in range(2):
        assert client.post(f"{page}send/").status_code == 302
    assert Message.objects.get().words == "Dziękujemy."
    html = page_of(client, polish)
    assert 'lang="pl">Dziękujemy.' in html
    assert 'lang="en">Thank you.' in html


def test_they_may_read_the_officers_language(cast: Cast, polish: Case) -> None:
    client = at_the_desk(cast.officer)
    given = {"report_id": polish.opened_for_id, "token": "t", "message": "Thank you.", "in_language": "en"}
    assert client.post(f"/desk/cases/{polish.reference}/reply/", given).status_code == 302
    assert Message.objects.get().words == "Thank you."


def test_a_message_is_translated_beside_it(cast: Cast, polish: Case) -> None:
    people.write(polish, "Znowu tu był.")
    client = at_the_desk(cast.officer)
    message = Message.objects.get()
    assert f'name="message_id" value="{message.pk}"' in page_of(client, polish)
    given = {
        "of_report": polish.opened_for_id, "message_id": message.pk, "from_language": "pl", "to_language": "en",
    }  # fmt: skip
    assert client.post(f"/desk/cases/{polish.reference}/translate/", given).status_code == 302
    request = TranslationRequest.objects.get()
    typed = {"text": "He was here again.", "translator": "Interpreter 7"}
    assert client.post(f"/desk/translations/{request.pk}/enter/", typed).status_code == 302
    html = page_of(client, polish)
    assert 'lang="en">He was here again.' in html
    assert "translated by Interpreter 7" in html


def test_what_was_typed_comes_back(cast: Cast, polish: Case) -> None:
    request, client = asked(polish, cast.officer), at_the_desk(cast.officer)
    answer = client.post(f"/desk/translations/{request.pk}/enter/", {"text": "One <two>."})
    assert answer.status_code == 422
    assert "Enter who translated it" in answer.content.decode()
    assert "One &lt;two&gt;.</textarea>" in answer.content.decode()


def test_what_a_colleague_entered_meanwhile_swallows_no_words_and_both_can_be_kept(cast: Cast, polish: Case) -> None:
    request, client = asked(polish, cast.officer), at_the_desk(cast.officer)
    translation.enter_translation(request.pk, text="One.", translator="A", by=cast.colleague, now=timezone.now())
    page, mine = f"/desk/translations/{request.pk}/", {"text": "Another.", "translator": "B"}
    answer = client.post(f"{page}enter/", mine)
    assert answer.status_code == 422
    html = answer.content.decode()
    assert "One." in html
    assert "Another.</textarea>" in html
    assert 'name="beside" value="on"' in html
    for _ in range(2):
        assert client.post(f"{page}enter/", {**mine, "beside": "on"}).status_code == 302
    html = page_of(client, polish)
    assert [html.count(f'lang="en">{text}') for text in ("One.", "Another.")] == [1, 1]


def test_no_words_stand_in_the_log_or_the_address(cast: Cast, polish: Case) -> None:
    request = asked(polish, cast.officer)
    at_the_desk(cast.colleague).get(f"/desk/translations/{request.pk}/")
    row = AuditEvent.objects.get(action="translation.open")
    assert row.references == [polish.reference]
    assert POLISH not in str(list(AuditEvent.objects.values_list("details", "reason", "address")))


def test_pages_take_the_same_statements_however_much_is_asked_for(cast: Cast, polish: Case) -> None:
    client = at_the_desk(cast.officer)
    asked(polish, cast.officer)

    def statements(address: str) -> int:
        with CaptureQueriesContext(connection) as seen:
            assert client.get(address).status_code == 200
        return len([one for one in seen if not one["sql"].startswith(("SAVEPOINT", "RELEASE"))])

    pages = ["/desk/translations/", f"/desk/cases/{polish.reference}/"]
    before = [statements(page) for page in pages]
    for language in ("de", "fr", "cy", "es", "it"):
        request = asked(polish, cast.officer, to_language=language)
        if language == "de":
            translation.enter_translation(request.pk, text="x", translator="A", by=cast.officer, now=timezone.now())
    assert [statements(page) for page in pages] == before
    assert before[0] <= 12


def test_what_an_answer_must_not_give_away_stands_on_its_page(cast: Cast) -> None:
    held = people.case(POLISH, do_not_disclose="My family does not know.")
    speaks(held, "pl")
    claiming.take_case(held.pk, by=cast.officer, now=timezone.now())
    request = translated_answers.ask_answer_translation(
        held.pk, held.opened_for_id, message="Thank you.", by=cast.officer, now=timezone.now()
    )
    assert (
        "My family does not know."
        in at_the_desk(cast.officer).get(f"/desk/translations/{request.pk}/").content.decode()
    )
