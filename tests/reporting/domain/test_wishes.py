"""What a person asks for with their code: kept once, sealed where it identifies, and never over the report."""

import secrets

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from reporting.domain import follow_up, wishes
from reporting.domain.notice_link import link_for, report_of_link
from reporting.domain.own_code import MASK
from reporting.domain.submission import submit_report
from reporting.domain.visits import Visit
from reporting.enums import WishKind
from reporting.models import Outbox, Report, Wish

pytestmark = pytest.mark.django_db


@pytest.fixture
def code() -> str:
    answers = {"what_happened": "He spat at me."}
    return submit_report(answers=answers, token=secrets.token_urlsafe(), now=timezone.now()).code or ""


@pytest.fixture
def visit(code: str) -> Visit:
    found = follow_up.open_report(code, now=timezone.now())
    assert found is not None
    return found


def test_a_wish_is_kept_once_and_owed_to_the_officers(visit: Visit) -> None:
    for _ in range(2):
        assert wishes.send_wish(visit, kind=WishKind.NO_FURTHER, words="I am afraid.", token="t", now=timezone.now())
    assert Wish.objects.get().words == "I am afraid."
    assert Outbox.objects.filter(task="cases.take_wish").count() == 1


def test_a_card_filled_in_anew_is_sealed_and_the_report_stays(visit: Visit) -> None:
    before = Report.objects.values().get()
    answers = {"contact_by": ["email"], "contact_email": "robin@example.org", "contact_phone": ""}
    wishes.send_wish(visit, kind=WishKind.CONTACT, answers=answers, token="t", now=timezone.now())
    wish = Wish.objects.get()
    assert b"robin" not in bytes(wish.sealed_answers)
    assert wishes.card_of_wish(wish) == {"contact_by": ["email"], "contact_email": "robin@example.org"}
    assert Report.objects.values().get() == before


def test_nothing_is_kept_of_an_empty_card(visit: Visit) -> None:
    with pytest.raises(wishes.NothingWished):
        wishes.send_wish(visit, kind=WishKind.CONTACT, answers={"contact_by": []}, token="t", now=timezone.now())


def test_a_code_in_a_wish_is_masked_and_replaced(visit: Visit, code: str) -> None:
    kept = wishes.send_wish(visit, kind=WishKind.REVIEW, words=f"{code.lower()} is mine", token="t", now=timezone.now())
    assert kept
    assert kept.new_code
    assert Wish.objects.get().words == f"{MASK} is mine"
    assert follow_up.open_report(code, now=timezone.now()) is None
    assert follow_up.open_report(kept.new_code, now=timezone.now()) == kept.visit


def test_a_code_in_a_contact_card_is_masked_too(visit: Visit, code: str) -> None:
    answers = {"contact_who_might_see": f"he has {code}"}
    kept = wishes.send_wish(visit, kind=WishKind.CONTACT, answers=answers, token="t", now=timezone.now())
    assert kept
    assert kept.new_code
    assert wishes.card_of_wish(Wish.objects.get()) == {"contact_who_might_see": f"he has {MASK}"}


def test_a_new_code_replaces_the_old_one_at_once_and_is_shown_again_while_it_opens(visit: Visit, code: str) -> None:
    first, again = (wishes.replace_own_code(visit, token="t", now=timezone.now()) for _ in range(2))
    assert first
    assert again
    assert first.new_code == again.new_code
    assert follow_up.status(visit, now=timezone.now()) is None
    assert follow_up.open_report(first.new_code or "", now=timezone.now()) == first.visit
    assert wishes.stop_own_code(first.visit, token="t", now=timezone.now())  # the same page, come back to
    shown = wishes.replace_own_code(visit, token="t", now=timezone.now())
    assert shown
    assert shown.new_code is None
    assert follow_up.open_report(first.new_code or "", now=timezone.now()) is None
    assert sorted(Wish.objects.values_list("kind", flat=True)) == ["code_stopped", "new_code"]


def test_whoever_holds_a_stopped_code_asks_for_nothing(visit: Visit) -> None:
    wishes.stop_own_code(visit, token="t", now=timezone.now())
    assert wishes.send_wish(visit, kind=WishKind.REVIEW, token="u", now=timezone.now()) is None
    assert wishes.replace_own_code(visit, token="v", now=timezone.now()) is None
    assert wishes.begin_again(visit, key="A" * 43, token="w", now=timezone.now()) is None
    assert Wish.objects.count() == 1


def test_a_wish_is_never_edited_or_deleted(visit: Visit) -> None:
    wishes.send_wish(visit, kind=WishKind.REVIEW, words="Look.", token="t", now=timezone.now())
    for change in (lambda: Wish.objects.update(words="x"), lambda: Wish.objects.all().delete()):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_the_link_of_a_notice_stops_notices_and_tells_nobody_whose_it_is(visit: Visit) -> None:
    report = Report.objects.get()
    link = link_for(report.pk)
    assert report_of_link(link) == report.pk
    assert report_of_link(link[:-2] + "AA") is report_of_link("") is report_of_link("ü" * 48) is None
    for _ in range(2):
        wishes.stop_notices(report.pk, now=timezone.now())
    assert Wish.objects.get().kind == WishKind.NO_NOTICES
