"""A second look is owed by a time, told to the person, and never answered by who decided."""

import secrets
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from cases.domain import reviews, wishes
from cases.domain.refusals import NotThere, Refused
from cases.models import Account, Case, Review
from cases.queries.promises import reviews_out_of_sight
from cases.queries.reviews import reviews_owed
from reporting.domain import follow_up
from reporting.domain.status import publish_review
from reporting.enums import WishKind
from reporting.models import Message, ReviewRule
from tests.cases.domain.test_wishes import ask, closed, taken, visit_to
from tests.cast import Cast
from tests.test_grants import acting_as

pytestmark = pytest.mark.django_db


def asked(cast: Cast) -> tuple[Case, Review]:
    case = taken(closed(cast), WishKind.REVIEW, words="You did not ask the driver.")
    return case, Review.objects.get()


def answer(
    case: Case, review: Review, by: Account, outcome: str = "stands", message: str = "I looked again."
) -> Review:
    return reviews.answer_review(
        case.pk, review.pk, outcome=outcome, message=message, token=secrets.token_urlsafe(), by=by, now=timezone.now()
    )


def test_it_is_owed_once_and_the_person_is_told_by_when(cast: Cast) -> None:
    case, review = asked(cast)
    assert case.state == "closed"
    assert review.due_at == review.asked_at + timedelta(days=14)
    status = follow_up.status(visit_to(case), now=timezone.now())
    assert status
    assert status.review_at == review.due_at
    assert [one.reference for one in reviews_owed(cast.supervisor)] == [case.reference]  # type: ignore[attr-defined]
    assert not reviews_owed(cast.outsider).exists()


def test_the_time_is_that_of_the_rule_in_force_on_the_day_it_was_asked(cast: Cast) -> None:
    today = timezone.localdate()
    ReviewRule.objects.create(within=timedelta(days=10), in_force_from=today - timedelta(days=300))
    ReviewRule.objects.create(within=timedelta(days=7), in_force_from=today)
    ReviewRule.objects.create(within=timedelta(days=1), in_force_from=today + timedelta(days=1))
    _case, review = asked(cast)
    assert review.due_at == review.asked_at + timedelta(days=7)
    assert list(reviews_out_of_sight()) == []


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (lambda review: Review.objects.update(due_at=review.due_at + timedelta(days=1)), "later than the rule"),
        (lambda review: publish_review(review.report_id, due_at=None), "not told by when"),
    ],
)
def test_a_review_that_is_owed_out_of_sight_is_found(cast: Cast, spoil: Callable[[Review], object], why: str) -> None:
    _case, review = asked(cast)
    assert list(reviews_out_of_sight()) == []
    spoil(review)
    found = list(reviews_out_of_sight())
    assert {report.reference for report, _why in found} == {review.report.reference}
    assert any(why in one for _report, one in found)


def test_a_time_that_is_told_and_not_owed_is_found(cast: Cast) -> None:
    case, review = asked(cast)
    answer(case, review, cast.supervisor)
    publish_review(review.report_id, due_at=review.due_at)
    assert [why for _report, why in reviews_out_of_sight()] == [
        "the reporter is told a time for a review, and none is owed"
    ]


def test_who_decided_never_answers_it_not_even_in_sql(cast: Cast) -> None:
    case, review = asked(cast)
    with pytest.raises(Refused, match="a colleague who did not"):
        answer(case, review, cast.officer)
    with pytest.raises(NotThere):
        answer(case, review, cast.outsider)
    with pytest.raises(IntegrityError, match="never answered by who decided"), transaction.atomic():
        Review.objects.update(answered_by=cast.officer, answered_at=timezone.now(), outcome="stands")


def test_the_answer_goes_to_the_person_and_a_second_press_sends_none(cast: Cast) -> None:
    case, review = asked(cast)
    before = Message.objects.count()
    for _ in range(2):
        answer(case, review, cast.supervisor)
    assert Message.objects.count() == before + 1
    status = follow_up.status(visit_to(case), now=timezone.now())
    assert status
    assert status.review_at is None
    assert Case.objects.get(pk=case.pk).state == "closed"
    assert case.timeline.filter(what="review_answered", by="supervisor").count() == 1


@pytest.mark.parametrize("outcome", ["changed", "goes_on"])
def test_what_has_to_go_on_opens_a_closed_case(cast: Cast, outcome: str) -> None:
    case, review = asked(cast)
    answer(case, review, cast.colleague, outcome)
    case = Case.objects.get(pk=case.pk)
    assert case.state == "new"
    assert case.next_due_at is not None


@pytest.mark.parametrize(("outcome", "message"), [("", "Words."), ("stands", "  "), ("perhaps", "Words.")])
def test_it_takes_an_outcome_and_words(cast: Cast, outcome: str, message: str) -> None:
    case, review = asked(cast)
    with pytest.raises(Refused):
        answer(case, review, cast.supervisor, outcome, message)


def test_whoever_answered_one_does_not_answer_the_next(cast: Cast) -> None:
    case, review = asked(cast)
    answer(case, review, cast.supervisor)
    taken(case, WishKind.REVIEW)
    again = Review.objects.latest("pk")
    with pytest.raises(Refused):
        answer(case, again, cast.supervisor)
    assert answer(case, again, cast.colleague).answered_at
    assert again.due_at - review.due_at < timedelta(minutes=5)


@pytest.mark.django_db(transaction=True)
def test_worker_and_desk_may_do_it(cast: Cast) -> None:
    case = closed(cast)
    wish = ask(case, WishKind.REVIEW)
    with acting_as("heard_worker"):
        wishes.take_wish(wish.pk, now=timezone.now())
    with acting_as("heard_desk"):
        assert answer(case, Review.objects.get(), cast.supervisor).answered_at
