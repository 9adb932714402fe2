"""Passing a case on at the desk: the limit that is warned of, forms that lose nothing, a sheet that gives nothing away."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases import tasks
from cases.domain import contact_card, deciding, referrals
from cases.models import AuditEvent, Case, Consent, Referral, Transfer
from reporting.models import Outbox
from tests import cast as people
from tests.cast import Cast
from tests.desk import at_the_desk

pytestmark = pytest.mark.django_db
TOLD = {
    "contact_name": "Ayesha", "contact_phone": "020 7946 0000", "contact_by": ["phone"], "who_did_it": "a neighbour",
    "do_not_disclose": "My family does not know.", "where": "the blue door", "area": "Peckham",
}  # fmt: skip


@pytest.fixture
def case(cast: Cast) -> Case:
    return people.take_and_read(people.case(**TOLD), cast.officer)


@pytest.fixture
def client(cast: Cast) -> Client:
    return at_the_desk(cast.officer)


def soup(client: Client, case: Case, page: str = "") -> BeautifulSoup:
    answer = client.get(f"/desk/cases/{case.reference}/{page}")
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html5lib")


def happened(days_ago: int) -> str:
    return (timezone.localdate() - timedelta(days=days_ago)).isoformat()


def warning(client: Client, cast: Cast, **answers: object) -> str:
    page = soup(client, people.case(**answers))
    found = page.select_one("[data-testid=limit-warning]")
    return " ".join(found.get_text(" ").split()) if found else ""


def test_the_limit_of_summary_offences_stands_on_the_case(client: Client, cast: Cast) -> None:
    said = soup(client, people.case(happened_on=happened(1))).select_one("[data-testid=passing-on]")
    assert said
    assert "Summary offences: last day" in said.get_text()
    assert "estimate" not in said.get_text()
    guessed = soup(client, people.case()).select_one("[data-testid=passing-on]")
    assert guessed
    assert "estimate" in guessed.get_text()


def test_it_is_warned_of_within_thirty_days_and_when_it_has_passed(client: Client, cast: Cast) -> None:
    assert warning(client, cast, happened_on=happened(10)) == ""
    near = warning(client, cast, happened_on=happened(170))
    assert "days left" in near
    assert "section 127" in near
    assert "passed" in warning(client, cast, happened_on=happened(200))
    old = people.case(now=timezone.now() - timedelta(days=175))
    said = soup(client, old).select_one("[data-testid=limit-warning]")
    assert said
    assert "estimate" in said.get_text()


def test_the_crime_number_is_kept_when_the_decision_changes(client: Client, cast: Cast, case: Case) -> None:
    for given in (
        {"recording": "crime", "system": "Niche", "number": "CR/1/26", "offence": "Assault", "strands": ["race"]},
        {"recording": "nothing_recorded", "reason": "Cancelled."},
    ):
        deciding.record_decision(case.pk, **given, by=cast.officer, now=timezone.now())  # type: ignore[arg-type]
    assert "CR/1/26 (Niche)" in str(soup(client, case).select_one("[data-testid=passing-on]"))


def test_the_case_page_takes_one_statement_for_all_of_it(client: Client, cast: Cast, case: Case) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as seen:
            soup(client, case)
        return len([one for one in seen if "cases_referral" in one["sql"] or "cases_transfer" in one["sql"]])

    assert statements() == 1
    people.refer(case, cast.officer)
    people.ask_force(case, cast.officer)
    for number in range(5):
        name = f"Partner {number} (demonstration)"
        person = case.persons.get().pk
        referrals.record_consent(
            case.pk, person, organisation=people.partner(name), fields=["name"], agreed_by="self", how="By phone.",
            by=cast.officer, now=timezone.now(),
        )  # fmt: skip
        referrals.refer_person(
            case.pk, person, organisation=people.partner(name), fields=["name"], reason="Please call.", by=cast.officer,
            now=timezone.now(),
        )  # fmt: skip
    assert statements() == 1
    assert "British Transport Police" in str(soup(client, case).select_one("[data-testid=passing-on]"))


def test_from_consent_to_answer(client: Client, cast: Cast, case: Case) -> None:
    person, base = case.persons.get().pk, f"/desk/cases/{case.reference}/"
    organisation = str(people.partner().pk)
    consent = {
        "organisation": people.partner().name,
        "shared": ["name", "phone"],
        "agreed_by": "self",
        "how": "On the phone.",
    }
    assert client.post(f"{base}persons/{person}/consent/", consent).status_code == 302
    sent = client.post(
        f"{base}persons/{person}/refer/", {"organisation": organisation, "shared": ["phone"], "reason": "Call her."}
    )
    referral = Referral.objects.get()
    assert (sent.status_code, sent["Location"]) == (302, f"{base}referrals/{referral.pk}/")
    answer = {"outcome": "accepted", "answered_name": "J. Carr", "number": "VS 7"}
    assert client.post(f"{base}referrals/{referral.pk}/answer/", answer).status_code == 302
    page = soup(client, case, "passing-on/").get_text()
    assert "J. Carr" in page
    assert "accepted" in page


def test_what_tells_nothing_is_asked_for_again_all_of_it_at_once_with_the_words_kept(
    client: Client, cast: Cast, case: Case
) -> None:
    person, base = case.persons.get().pk, f"/desk/cases/{case.reference}/"
    given = {"organisation": people.partner().name, "shared": ["name", "email"], "agreed_by": "", "how": "x"}
    page = BeautifulSoup((refused := client.post(f"{base}persons/{person}/consent/", given)).content, "html5lib")
    said = page.select_one(".govuk-error-summary")
    assert said is not None
    assert (refused.status_code, "Choose who agreed." in said.text, "in a few words" in said.text) == (422, True, True)
    assert page.select_one("[name=how]")["value"] == "x"  # type: ignore[index]
    given |= {"agreed_by": "self", "how": "By phone."}
    assert client.post(f"{base}persons/{person}/consent/", given).status_code == 302
    sent = {"organisation": str(people.partner().pk), "shared": ["name", "email"], "reason": "?"}
    page = BeautifulSoup((refused := client.post(f"{base}persons/{person}/refer/", sent)).content, "html5lib")
    said = page.select_one(".govuk-error-summary")
    assert said is not None
    assert (refused.status_code, "told us nothing" in said.text, "ask them to do" in said.text) == (422, True, True)
    assert [one["value"] for one in page.select("[name=shared][checked]")] == ["name", "email"]
    assert not Referral.objects.exists()
    taken_back = client.post(f"{base}persons/{person}/take-back/", {"organisation": sent["organisation"], "how": "-"})
    assert taken_back.status_code == 422


def test_nothing_is_chosen_beforehand(client: Client, cast: Cast, case: Case) -> None:
    people.refer(case, cast.officer)
    people.ask_force(case, cast.officer)
    for address in ("passing-on/", "pack/"):
        page = soup(client, case, address)
        assert page.select("[checked]") == []
        assert [one for one in page.select("option[selected]") if one.get("value")] == []


def test_only_what_was_agreed_is_on_offer(client: Client, cast: Cast, case: Case) -> None:
    people.agree(case, cast.officer, "phone", "words")
    offered = soup(client, case, "passing-on/").select("form[action$='/refer/'] [name=shared]")
    assert [box["value"] for box in offered] == ["phone", "words"]


def test_what_they_told_us_nothing_of_is_marked(client: Client, cast: Cast, case: Case) -> None:
    people.partner()
    boxes = soup(client, case, "passing-on/").select("form[action$='/consent/'] .govuk-checkboxes__label")
    marked = [box.get_text().split(" (")[0] for box in boxes if "they told us none" in box.get_text()]
    assert marked == ["E-mail address", "Help and outcome wanted", "When it happened", "What it was because of"]


def test_what_must_not_be_given_away_stands_beside_every_form(client: Client, cast: Cast, case: Case) -> None:
    referral = people.refer(case, cast.officer)
    for address in ("passing-on/", "pack/", f"referrals/{referral.pk}/"):
        card = soup(client, case, address).select_one("[data-testid=do-not-disclose]")
        assert card
        assert TOLD["do_not_disclose"] in card.get_text()


def test_the_sheet_holds_what_was_agreed_and_nothing_else(client: Client, cast: Cast, case: Case) -> None:
    referral = people.refer(case, cast.officer, "phone", "where")
    sheet = soup(client, case, f"referrals/{referral.pk}/").select_one("[data-testid=sheet]")
    assert sheet
    text = sheet.get_text()
    for given in ("020 7946 0000", "the blue door", "Peckham", "Please call."):
        assert given in text
    for kept in ("Ayesha", "neighbour", "headscarf", "family"):
        assert kept not in text
    row = AuditEvent.objects.filter(action="referral.sheet").latest("pk")
    assert row.details == {"referral": referral.pk, "fields": ["phone", "where"]}


def test_the_sheet_tells_the_partner_what_was_agreed_last_about_reaching_them(
    client: Client, cast: Cast, case: Case
) -> None:
    contact_card.keep_card(
        case.pk, case.persons.get().pk, channels=["letter"], withhold_number=True, no_visit=True,
        agreed_how="On the phone.", by=cast.officer, now=timezone.now(),
    )  # fmt: skip
    referral = people.refer(case, cast.officer, "safe_contact")
    sheet = soup(client, case, f"referrals/{referral.pk}/").select_one("[data-testid=sheet]")
    assert sheet
    text = sheet.get_text(" ")
    assert "Phone" not in text
    for given in ("Letter", "Withhold it", "Do not visit"):
        assert given in text


def test_what_was_taken_back_is_on_no_sheet(client: Client, cast: Cast, case: Case) -> None:
    referral = people.refer(case, cast.officer, "phone", "name")
    people.agree(case, cast.officer, "name")
    page = soup(client, case, f"referrals/{referral.pk}/").get_text()
    assert "020 7946 0000" not in page
    assert "no longer agrees to share: Phone number" in " ".join(page.split())


@pytest.mark.parametrize("was_sent", [True, False])
def test_deleting_is_spoken_of_only_where_something_was_sent(
    client: Client, cast: Cast, case: Case, *, was_sent: bool
) -> None:
    (people.refer if was_sent else people.agree)(case, cast.officer, "phone")
    given = {"organisation": str(people.partner().pk), "how": "On the phone."}
    address = f"/desk/cases/{case.reference}/persons/{case.persons.get().pk}/take-back/"
    page = client.post(address, given, follow=True).content.decode()
    assert "From now on nothing is shared with them." in page
    assert ("ask them to delete" in page) == was_sent


def test_a_referral_that_comes_after_the_consent_was_taken_back_says_so(client: Client, cast: Cast, case: Case) -> None:
    people.agree(case, cast.officer, "phone")
    person, base = case.persons.get().pk, f"/desk/cases/{case.reference}/"
    organisation = str(people.partner().pk)
    client.post(f"{base}persons/{person}/take-back/", {"organisation": organisation, "how": "On the phone."})

    def refused(shared: str) -> str:
        sent = {"organisation": organisation, "shared": [shared], "reason": "Call her."}
        answer = client.post(f"{base}persons/{person}/refer/", sent)
        assert answer.status_code == 422
        return BeautifulSoup(answer.content, "html5lib").select_one(".govuk-error-summary").get_text()  # type: ignore[union-attr]

    assert "The person agreed that they get this, and has taken it back." in refused("phone")
    assert "The person did not agree that they get this." in refused("name")
    assert not Referral.objects.exists()


def test_a_refused_form_comes_back_with_what_was_typed(client: Client, cast: Cast, case: Case) -> None:
    people.agree(case, cast.officer, "phone")
    person, base = case.persons.get().pk, f"/desk/cases/{case.reference}/"
    answer = client.post(
        f"{base}persons/{person}/refer/",
        {"organisation": str(people.partner().pk), "shared": ["name"], "reason": "Call  her\n soon."},
    )
    page = BeautifulSoup(answer.content, "html5lib")
    assert answer.status_code == 422
    assert "did not agree" in page.select_one(".govuk-error-summary").get_text()  # type: ignore[union-attr]
    assert page.select_one("form[action$='/refer/'] [name=reason]").get_text() == "Call  her\n soon."  # type: ignore[union-attr]
    assert [box["value"] for box in page.select("form[action$='/refer/'] [name=shared]")] == ["phone"]
    asked = client.post(f"{base}transfer/", {"force": people.force().name, "reason": ""})
    page = BeautifulSoup(asked.content, "html5lib")
    assert page.select_one("[name=force] option[selected]").get_text() == "British Transport Police"  # type: ignore[union-attr]
    assert page.select_one("a[href='#transfer-reason']")


@pytest.mark.parametrize(
    ("address", "given", "missing"),
    [
        ("persons/{person}/consent/", {}, ["organisation", "shared_0", "agreed_by_0", "how"]),
        ("persons/{person}/consent/", {"how": "By phone."}, ["organisation", "shared_0", "agreed_by_0"]),
        ("transfer/", {}, ["force", "reason"]),
        ("transfers/{transfer}/answer/", {"outcome": "accepted"}, ["answered_name", "number"]),
    ],
)
def test_all_that_is_missing_is_said_at_once(
    client: Client, cast: Cast, case: Case, address: str, given: dict[str, str], missing: list[str]
) -> None:
    people.partner()
    people.force()
    transfer = people.ask_force(case, cast.officer).pk if "{transfer}" in address else 0
    person = case.persons.get().pk
    answer = client.post(f"/desk/cases/{case.reference}/{address.format(person=person, transfer=transfer)}", given)
    links = BeautifulSoup(answer.content, "html5lib").select(".govuk-error-summary li a")
    assert [str(link["href"]).rpartition("-")[2] for link in links] == missing
    assert all(BeautifulSoup(answer.content, "html5lib").select(str(link["href"])) for link in links)


def test_an_answer_from_an_old_tab_is_refused_and_says_so(client: Client, cast: Cast, case: Case) -> None:
    transfer = people.ask_force(case, cast.officer)
    address = f"/desk/cases/{case.reference}/transfers/{transfer.pk}/answer/"
    declined = {"outcome": "declined", "note": "Not ours."}
    assert client.post(address, declined).status_code == 302
    again = client.post(address, {"outcome": "accepted", "answered_name": "A", "number": "1"})
    assert again.status_code == 422
    assert b"entered already" in again.content
    assert Transfer.objects.get().outcome == "declined"


def test_hostile_numbers_and_choices_change_nothing(client: Client, cast: Cast, case: Case) -> None:
    base, person = f"/desk/cases/{case.reference}/", case.persons.get().pk
    for address, given in (
        (
            f"persons/{person}/consent/",
            {"organisation": "9" * 30, "shared": ["secrets"], "agreed_by": "robot", "how": "\x00"},
        ),
        (f"persons/{person}/refer/", {"organisation": "x'; --", "shared": ["name"], "reason": "\x00"}),
        ("transfer/", {"force": "-1", "reason": "x" * 100_000}),
    ):
        assert client.post(base + address, given).status_code == 422
    assert client.post(f"{base}persons/999999/consent/", {}).status_code in (404, 422)
    assert not Consent.objects.exists()
    assert not Transfer.objects.exists()


def test_a_code_for_the_partner_is_shown_once_on_the_sheet_and_their_answer_stands_as_theirs(cast: Cast) -> None:
    case = people.take_and_read(people.case(contact_name="Jo", contact_phone="020 7946 0999"), cast.officer)
    referral, client = people.refer(case, cast.officer), at_the_desk(cast.officer)
    sheet = f"/desk/cases/{case.reference}/referrals/{referral.pk}/"
    assert 'data-action="answer-code"' in client.get(sheet).content.decode()
    made = BeautifulSoup(client.post(f"{sheet}code/").content, "html5lib").select_one('[data-testid="answer-code"]')
    assert made is not None
    code = made.get_text()
    assert code not in client.get(sheet).content.decode()
    public = Client().post("/referral/", {"code": code, "says": "declined", "note": "We are full.", "name": "Ann"})
    assert "We have your answer" in public.content.decode()
    for row in Outbox.objects.filter(task="cases.take_partner_answer"):
        tasks.take_partner_answer(row.pk)
    html = client.get(f"/desk/cases/{case.reference}/passing-on/").content.decode()
    assert "they answered with their code" in html
    assert "We are full." in html
    page = client.get(f"/desk/cases/{case.reference}/").content.decode()
    assert "They answered with their code" in page
    assert "cannot take the referral: find other help" in page
    assert 'data-action="answer-code"' not in client.get(sheet).content.decode()
