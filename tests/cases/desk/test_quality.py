"""The page of quality: what is read again is blind until it is said."""

import itertools

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases.domain import deciding, rereading
from cases.models import AuditEvent
from cases.queries.quality import disagreement, may_be_named
from reporting.models import Wish
from tests import cast as people
from tests.cast import Cast
from tests.desk import at_the_desk

pytestmark = pytest.mark.django_db
WORDS = "Somebody wrote on my door that I should go home."


def test_the_second_reader_sees_the_words_and_not_the_decision_and_then_both(cast: Cast) -> None:
    held = people.take_and_read(people.case(WORDS, because=["race"]), cast.officer)
    one, client = people.drawn(held, cast.officer), at_the_desk(cast.colleague)
    address = f"/desk/quality/{one.pk}/"
    assert f'data-reread="{one.pk}"' in client.get("/desk/quality/").content.decode()
    assert WORDS not in client.get(address).content.decode()
    assert client.post(f"{address}take/").url == address
    blind = client.get(address).content.decode()
    assert WORDS in blind
    assert "No offence." not in blind
    assert held.reference not in blind
    assert " checked" not in blind.split("<main")[1]
    wrong = client.post(f"{address}say/", {"recording": "", "reason": "typed"})
    assert wrong.status_code == 422
    assert "typed" in wrong.content.decode()
    said = {"recording": "intelligence_only", "is_line_left": "yes", "reason": "A name is given."}
    assert client.post(f"{address}say/", said).status_code == 302
    both = client.get(address).content.decode()
    assert "You came to something else" in both
    assert "No offence." in both
    assert held.reference in both
    assert AuditEvent.objects.filter(action="quality.open", references__contains=[held.reference]).exists()
    assert at_the_desk(cast.officer).get(address).status_code == 404


def test_words_that_hurt_are_hidden_until_asked_for(cast: Cast) -> None:
    held = people.take_and_read(people.case("He called me a dirty paki."), cast.officer)
    one, client = people.drawn(held, cast.officer), at_the_desk(cast.colleague)
    address = f"/desk/quality/{one.pk}/"
    client.post(f"{address}take/")
    assert "paki" not in client.get(address).content.decode()
    client.post(f"{address}reveal/")
    assert "paki" in client.get(address).content.decode()
    assert AuditEvent.objects.filter(action="case.reveal", references__contains=[held.reference]).exists()


def test_of_a_draw_of_which_nothing_may_be_told_no_number_is_said(cast: Cast) -> None:
    held = people.take_and_read(people.case(), cast.officer)
    one = people.drawn(held, cast.officer)
    rereading.take_reread(one.pk, by=cast.colleague, now=timezone.now())
    rereading.say_reread(one.pk, recording="crime", is_line_left=False, by=cast.colleague, now=timezone.now())
    page = at_the_desk(cast.supervisor).get("/desk/quality/").content.decode()
    assert "There is nothing to tell of the quarters that are over." in page
    assert "the second reader would have recorded" not in page


@pytest.mark.parametrize(
    ("read", "named"),
    [
        ({"a": 40, "b": 30, "c": 29}, {"a"}),  # naming both gives the third; naming one leaves two, who are enough
        ({"a": 40, "b": 35, "c": 20, "d": 10}, {"a", "b"}),
        ({"a": 40, "b": 35, "c": 20, "d": 9}, {"a"}),
        ({"a": 40, "b": 35}, {"a", "b"}),
        ({"a": 40, "b": 12}, set()),
        ({"a": 29}, set()),
        ({}, set()),
    ],
)
def test_taking_the_named_from_all_never_leaves_one_officer_or_too_few(read: dict[str, int], named: set[str]) -> None:
    assert may_be_named(read) == named


def test_whatever_was_read_nobody_below_thirty_can_be_worked_out() -> None:
    for numbers in itertools.chain(*(itertools.product([1, 5, 12, 29, 30, 31, 90], repeat=n) for n in range(5))):
        read = {str(who): number for who, number in enumerate(numbers)}
        named = may_be_named(read)
        left = [number for who, number in read.items() if who not in named]
        assert all(read[who] >= 30 for who in named)
        assert not named or not left or (len(left) >= 2 and sum(left) >= 30)


def test_voices_are_compared_with_the_parent_of_a_strand(cast: Cast) -> None:
    held = people.take_and_read(people.case(because=["religion:anti-muslim"]), cast.officer)
    deciding.record_decision(
        held.pk, recording="nothing_recorded", reason="No offence.", strands=["religion:anti-muslim"], by=cast.officer,
        now=timezone.now(),
    )  # fmt: skip
    found = disagreement(cast.supervisor, now=timezone.now())
    assert {key: (one.officer, one.reporter, one.reporter_differs) for key, one in found.items()} == {
        "religion": (1, 1, 0), "religion:anti-muslim": (1, 1, 0),
    }  # fmt: skip


def test_feedback_and_voices_are_shown_by_strand_in_the_same_statements(cast: Cast) -> None:
    client = at_the_desk(cast.supervisor)

    def statements() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert client.get("/desk/quality/").status_code == 200
        return len([one for one in seen if not one["sql"].startswith(("SAVEPOINT", "RELEASE"))])

    first = statements()
    for number in range(3):
        held = people.take_and_read(people.case(because=["race"]), cast.officer)
        people.drawn(held, cast.officer)
        Wish.objects.create(
            report=held.opened_for, kind="helped", choice="yes", token_hash=bytes([number]) * 32, sent_at=timezone.now()
        )
    assert statements() == first <= 16
    html = client.get("/desk/quality/").content.decode()
    assert "Whether it helped, by strand" in html
    assert "Voices by strand" in html
