"""Reviews that people asked for: the list of what is owed, the answer, and stopping a code for somebody."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy

from cases.desk.acts import Act, view_of
from cases.desk.consultation import reading
from cases.desk.methods import only
from cases.desk.opening import account_of
from cases.desk.presenters import counts, times
from cases.desk.wish_forms import AnsweringReview, StoppingCode
from cases.domain import codes, reviews
from cases.domain.reviews import may_answer
from cases.queries.reviews import MOST, reviews_owed

answer = view_of("case.review", Act(
    AnsweringReview, lambda case, given, by, now: reviews.answer_review(case.pk, **given, by=by, now=now),
    gettext_lazy("Your answer is sent."), anchor="asked",
))  # fmt: skip
ask_translation = view_of("case.translation_asked", Act(
    AnsweringReview,
    lambda case, given, by, now: reviews.ask_review_translation(
        case.pk, given["review_id"], message=given["message"], in_language=given["in_language"], by=by, now=now
    ),
    gettext_lazy("Your answer waits for its translation. Nothing has been sent yet, and what is owed keeps its time."),
    anchor="asked",
))  # fmt: skip
stop_code = view_of("case.stop_code", Act(
    StoppingCode, lambda case, given, by, now: codes.stop_code_for(case.pk, **given, by=by, now=now),
    gettext_lazy("The code has stopped."), anchor="asked",
))  # fmt: skip


@reading("reviews.owed")
@only("GET")
def owed(request: HttpRequest) -> HttpResponse:
    """What is owed in cases that the account may see, what is due first comes first; which of it is theirs to answer."""
    account, now = account_of(request), timezone.now()
    found = reviews_owed(account)
    rows = list(found[:MOST])
    request.consultation.shows(*(one.reference for one in rows))  # type: ignore[attr-defined]
    context = {
        "nav": "asked",
        "shown": counts.of_total(len(rows), found.count(), is_about=False),
        "rows": [
            {
                "reference": one.reference,  # type: ignore[attr-defined]
                "due": times.due_words(one.due_at, now),
                "is_late": one.due_at < now,
                "asked": times.moment(one.asked_at),
                "is_barred": not may_answer(account, one),
            }
            for one in rows
        ],
    }
    return render(request, "desk/reviews.html", context)
