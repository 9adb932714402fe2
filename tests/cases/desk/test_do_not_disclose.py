"""What people around somebody do not know stands wherever words or files about them may leave the desk."""

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from cases.domain import attempts, translation
from cases.models import Case
from reporting.enums import WishKind
from tests import cast as people
from tests.cases.domain.test_wishes import closed, taken
from tests.cast import Cast
from tests.desk import at_the_desk

pytestmark = pytest.mark.django_db
SECRET = "my family does not know that I am gay"


@pytest.fixture
def case(cast: Cast) -> Case:
    case = people.case(do_not_disclose=SECRET, contact_by=["phone"], contact_phone="020 7946 0123")
    return people.take_and_read(case, cast.supervisor)


def test_every_composer_referral_and_export_of_a_case_shows_it(cast: Cast, case: Case) -> None:
    by, now = cast.supervisor, timezone.now()
    client, address = at_the_desk(by), f"/desk/cases/{case.reference}/"
    person = case.persons.get(role="reporter")
    asked = translation.add_request(
        case, case.opened_for_id, of="answer", words="We rang.", from_language="en", to_language="pl", by=by, now=now
    )
    attempt = attempts.begin_attempt(case.pk, person.pk, means="phone", reason="To ask.", by=by, now=now)
    exhibit = people.file_of(case.opened_for, b"words", "text/plain")
    referral = people.refer(case, by)
    pages = {
        address: 5,  # above all of it; the answer, a note, a hand-over, reaching them
        f"{address}contact/{person.pk}/card/": 1,
        f"{address}attempts/{attempt.pk}/": 1,
        f"{address}passing-on/": 1,
        f"{address}referrals/{referral.pk}/": 1,
        f"{address}pack/": 1,
        f"{address}exhibits/{exhibit.pk}/": 1,
        f"/desk/translations/{asked.pk}/": 1,
    }
    for page, least in pages.items():
        assert client.get(page).content.decode().count(SECRET) >= least, page
    preview = client.post(f"{address}preview/", {"report_id": case.opened_for_id, "message": "We rang.", "token": "x"})
    assert SECRET in preview.content.decode()


def test_the_answer_to_a_complaint_shows_it_to_whoever_writes_it(cast: Cast) -> None:
    case = people.take_and_read(people.case(do_not_disclose=SECRET), cast.officer)
    page, client = f"/desk/complaints/{people.complaint(report=case.reference).pk}/", at_the_desk(cast.supervisor)
    assert SECRET not in client.get(page).content.decode()
    client.post(f"{page}take/")
    assert SECRET in client.get(page).content.decode()


def test_the_answer_to_a_review_shows_it_to_whoever_writes_it(cast: Cast) -> None:
    case = taken(closed(cast, do_not_disclose=SECRET), WishKind.REVIEW, words="You did not ask the driver.")
    page = at_the_desk(cast.supervisor).get(f"/desk/cases/{case.reference}/").content
    form = BeautifulSoup(page, "html5lib").find("form", action=f"/desk/cases/{case.reference}/review/")
    assert SECRET in form.get_text()
