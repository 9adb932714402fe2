"""Languages that officers say they hold: the queue, the case and "take next" go by them from then on."""

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from cases.domain import claiming
from cases.enums import Speaker
from cases.models import Account, AuditEvent, Case, Voice
from tests import cast as people
from tests.cast import Cast
from tests.desk import at_the_desk

pytestmark = pytest.mark.django_db


def test_a_report_in_a_language_that_one_says_one_holds_needs_no_translation(cast: Cast) -> None:
    case, client = people.case("Me gritó en la calle."), at_the_desk(cast.officer)
    Case.objects.filter(pk=case.pk).update(language="es")
    assert "Needs translation: Spanish" in client.get("/desk/queue/").content.decode()
    assert client.post("/desk/account/languages/", {"languages": ["es", "pl"]})["Location"] == "/desk/account/"
    page = client.get("/desk/queue/").content.decode()
    assert "Language: Spanish" in page
    assert "Needs translation" not in page
    assert "Needs translation: Spanish" in at_the_desk(cast.colleague).get("/desk/queue/").content.decode()
    ticked = BeautifulSoup(client.get("/desk/account/").content, "html.parser").select("[name=languages][checked]")
    assert {one["value"] for one in ticked} == {"es", "pl"}
    details = {"before": ["en"], "after": ["en", "es", "pl"]}
    assert AuditEvent.objects.get(action="account.languages").details == details


def test_whoever_holds_the_language_is_told_to_answer_in_it(cast: Cast) -> None:
    case = people.take_and_read(people.case("Me gritó en la calle."), cast.officer)
    Voice.objects.create(report=case.opened_for, speaker=Speaker.OFFICER, by="kim", language="es", at=timezone.now())
    client = at_the_desk(cast.officer)
    told = "They wrote in Spanish, which you hold: answer in Spanish"
    assert told not in client.get(f"/desk/cases/{case.reference}/").content.decode()
    client.post("/desk/account/languages/", {"languages": ["es"]})
    assert told in client.get(f"/desk/cases/{case.reference}/").content.decode()


def test_take_next_prefers_who_holds_the_language(cast: Cast) -> None:
    spanish, english = people.case("Me gritó en la calle."), people.case()
    Case.objects.filter(pk=spanish.pk).update(language="es")
    Case.objects.filter(pk=english.pk).update(language="en")
    at_the_desk(cast.officer).post("/desk/account/languages/", {"languages": ["es"]})
    taken = claiming.claim_next(by=Account.objects.get(pk=cast.colleague.pk), now=timezone.now())
    assert taken == english
    taken = claiming.claim_next(by=Account.objects.get(pk=cast.officer.pk), now=timezone.now())
    assert taken == spanish


def test_codes_that_stand_stay_as_they_are_and_what_is_not_offered_is_not_kept(cast: Cast) -> None:
    Account.objects.filter(pk=cast.officer.pk).update(languages=["en", "pt-br", "xx", "pl"])
    client = at_the_desk(Account.objects.get(pk=cast.officer.pk))
    client.post("/desk/account/languages/", {"languages": ["pt", "tr"]})
    assert Account.objects.get(pk=cast.officer.pk).languages == ["en", "pt-br", "xx", "tr"]
    refused = client.post("/desk/account/languages/", {"languages": ["klingon"]})
    assert (refused.status_code, b"Choose from the list." in refused.content) == (422, True)
    client.post("/desk/account/languages/", {})
    assert Account.objects.get(pk=cast.officer.pk).languages == ["en", "xx"]
