"""A case that asked its reporter for more waits until a day, and comes back by itself."""

import secrets
from datetime import timedelta

import pytest
from django.utils import timezone

from cases.domain import claiming, correspondence, intake, waiting
from cases.domain.refusals import Refused
from cases.models import Case
from reporting.domain import follow_up_code
from reporting.domain.submission import submit_report
from reporting.models import Message, Report
from tests import cast as people
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def ask(case: Case, cast: Cast, *, days: int = 7, message: str = "On which day was it?") -> Case:
    now = timezone.now()
    return correspondence.reply(
        case.pk, case.opened_for_id, message=message, token=secrets.token_urlsafe(),
        wait_until=timezone.localdate() + timedelta(days=days), by=cast.officer, now=now,
    )  # fmt: skip


def entries(case: Case) -> list[str]:
    return list(
        case.timeline.filter(what__in=("asked_more", "came_back")).order_by("pk").values_list("what", flat=True)
    )


@pytest.fixture
def held(cast: Cast) -> Case:
    """Taken and read."""
    return people.take_and_read(people.case(), cast.officer)


def test_asking_lets_the_case_wait_and_the_answer_brings_it_back(cast: Cast, held: Case) -> None:
    assert ask(held, cast).state == "waiting"
    people.write(held, "It was on Monday.")
    held.refresh_from_db()
    assert (held.state, held.waiting_until, held.waiting_for, held.officer) == ("in_progress", None, "", cast.officer)
    assert entries(held) == ["asked_more", "came_back"]
    assert held.commitments.filter(kind="answer", met_at=None).exists()


def test_the_day_brings_it_back_once_with_something_to_do(cast: Cast, held: Case) -> None:
    ask(held, cast, days=1)
    now = timezone.now()
    assert waiting.bring_back_due(now=now) == 0
    assert waiting.bring_back_due(now=now + timedelta(days=1)) == 1
    assert waiting.bring_back_due(now=now + timedelta(days=1)) == 0
    held.refresh_from_db()
    assert (held.state, entries(held)) == ("in_progress", ["asked_more", "came_back"])
    assert held.next_due_at is not None
    assert held.next_due_at <= now + timedelta(days=2)


def test_any_waiting_comes_back_when_its_day_has_come(cast: Cast, held: Case) -> None:
    now = timezone.now()
    claiming.wait(held.pk, until=(now + timedelta(days=2)).date(), reason="CCTV", by=cast.officer, now=now)
    assert waiting.bring_back_due(now=now + timedelta(days=3)) == 1
    assert held.timeline.get(what="came_back").details["waited_for"] == "CCTV"


def test_a_day_that_has_come_is_refused_and_nothing_is_sent(cast: Cast, held: Case) -> None:
    with pytest.raises(Refused, match="still to come"):
        ask(held, cast, days=0)
    assert not Message.objects.exists()


def test_a_gap_of_a_template_is_not_sent(cast: Cast, held: Case) -> None:
    with pytest.raises(Refused, match="in place of “\\[write here: what we did\\]”"):
        ask(held, cast, message="This is what we did:\n\n[write here: what we did]")


def test_an_officer_who_writes_their_code_does_not_send_it(cast: Cast) -> None:
    token = secrets.token_urlsafe()
    receipt = submit_report(answers={"what_happened": "He spat."}, token=token, now=timezone.now())
    report = Report.objects.get(reference=receipt.reference)
    case = people.take_and_read(intake.open_case(report.pk, now=timezone.now()), cast.officer)
    code = follow_up_code.written(report.selector, follow_up_code.secret_of(report.selector, token))
    ask(case, cast, message=f"Your code is {code.lower()}, keep it.")
    assert Message.objects.get().words == "Your code is [code removed], keep it."
