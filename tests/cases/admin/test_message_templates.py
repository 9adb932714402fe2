"""Message templates in the administration: one sentence for what is wrong, and a review that belongs to its text."""

import pytest
from django.test import Client
from django.utils.html import escape

from cases.models import MessageTemplate
from tests.cases.admin.test_pages import logged_in
from tests.cast import Cast

pytestmark = pytest.mark.django_db
ADD = "/admin/cases/messagetemplate/add/"
GIVEN = {"key": "site-visit", "title": "A visit", "language": "en", "text": "We have {reference}.", "is_active": "on"}


@pytest.fixture
def admin(cast: Cast) -> Client:
    """The administrator's browser."""
    return logged_in(cast.admin)


def test_an_unknown_placeholder_is_refused_and_what_was_typed_stays(admin: Client) -> None:
    html = admin.post(ADD, {**GIVEN, "text": "We have {refrence}."}).content.decode()
    assert (
        escape("{refrence} is not a placeholder; those that exist are {reference}, {received_on}, {answer_by}") in html
    )
    assert "We have {refrence}." in html
    assert not MessageTemplate.objects.exists()


def test_a_text_is_kept_and_a_second_one_of_its_key_and_language_is_not(admin: Client) -> None:
    assert admin.post(ADD, GIVEN).status_code == 302
    assert admin.post(ADD, GIVEN).status_code == 200
    assert admin.post(ADD, {**GIVEN, "language": "pl"}).status_code == 302
    assert MessageTemplate.objects.count() == 2


def test_a_reviewed_text_does_not_change_under_its_review(admin: Client) -> None:
    assert "Say who has reviewed the text." in admin.post(ADD, {**GIVEN, "is_reviewed": "on"}).content.decode()
    reviewed = {**GIVEN, "is_reviewed": "on", "reviewed_by": "A translator"}
    assert admin.post(ADD, reviewed).status_code == 302
    address = f"/admin/cases/messagetemplate/{MessageTemplate.objects.get().pk}/change/"
    html = admin.post(address, {**reviewed, "text": "Another."}).content.decode()
    assert "The text has changed: say who has reviewed the new one" in html
    assert admin.post(address, {**reviewed, "text": "Another.", "reviewed_by": "Another one"}).status_code == 302
