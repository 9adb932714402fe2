"""The rota on the duty desk: gaps a week ahead, shifts that supervisors enter, what people away leave behind."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from cases.models import Account, DutyShift
from tests import cast as people
from tests.cast import Cast
from tests.desk import at_the_desk

pytestmark = pytest.mark.django_db
ADD = "/desk/duty/shifts/add/"


def tomorrow() -> str:
    return (timezone.localdate() + timedelta(days=1)).strftime("%d/%m/%Y")


def shift(**changes: str) -> dict[str, str]:
    given = {"account": "officer", "kind": "duty", "from_day": tomorrow(), "from_time": "22:00", "until_time": "6:00"}
    return {**given, **changes}


@pytest.fixture
def supervisor(cast: Cast) -> Client:
    return at_the_desk(cast.supervisor)


def test_a_night_shift_is_entered_and_the_gaps_around_it_are_shown(cast: Cast, supervisor: Client) -> None:
    assert supervisor.get("/desk/duty/").content.decode().count("data-gap") == 2
    page = supervisor.post(ADD, shift(), follow=True).content.decode()
    assert "The shift is on the rota." in page
    entered = DutyShift.objects.get()
    assert (entered.ends_at - entered.starts_at, timezone.localtime(entered.starts_at).hour) == (timedelta(hours=8), 22)
    assert page.count("data-gap") == 3
    supervisor.post(ADD, shift())
    assert DutyShift.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"account": ""}, "Choose who is on duty."),
        ({"account": "outsider"}, "Choose from the list."),
        ({"kind": ""}, "Choose what they are."),
        ({"from_day": "31/2/2027"}, "Enter the day like"),
        ({"from_time": "25:00"}, "Enter the time at which it begins"),
        ({"until_time": "\x00"}, "Enter the time at which it ends"),
        ({"kind": "supervisor"}, "Only a supervisor can be on call as supervisor."),
        ({"until_day": "1/1/2020"}, "Enter an end that comes after the beginning."),
        ({"until_day": "1/1/2099"}, "Enter a shift of two weeks at most."),
    ],
)
def test_a_mistaken_shift_comes_back_as_it_was_typed(supervisor: Client, changes: dict[str, str], said: str) -> None:
    answer = supervisor.post(ADD, shift(**changes))
    page = answer.content.decode()
    assert (answer.status_code, said in page) == (422, True)
    assert 'id="add-shift"' in page
    assert re.search(r'<details[^>]* open id="add-shift"', page)
    assert not DutyShift.objects.exists()


def test_only_supervisors_have_the_form_and_the_buttons(cast: Cast, supervisor: Client) -> None:
    supervisor.post(ADD, shift())
    page = at_the_desk(cast.officer).get("/desk/duty/").content.decode()
    assert "The next 7 days" in page
    assert "add-shift" not in page
    assert "remove-shift" not in page
    assert "remove-shift" in supervisor.get("/desk/duty/").content.decode()


def test_a_shift_is_taken_off_once(supervisor: Client) -> None:
    supervisor.post(ADD, shift())
    address = f"/desk/duty/shifts/{DutyShift.objects.get().pk}/remove/"
    for _ in range(2):
        assert supervisor.post(address, {"in_spite_of_gap": "yes"}, follow=True).status_code == 200
    assert not DutyShift.objects.exists()


def test_what_is_wrong_now_stands_above_all(cast: Cast, supervisor: Client) -> None:
    page = supervisor.get("/desk/duty/").content.decode()
    assert "Nobody is on duty: alarms go to the supervisor on call at once." in page
    Account.objects.filter(unit=cast.unit).update(absent_until=timezone.now().date())
    assert "Everybody of a unit with work is marked absent" in supervisor.get("/desk/duty/").content.decode()


def test_what_somebody_absent_had_begun_is_shown_to_the_supervisor_only(cast: Cast, supervisor: Client) -> None:
    begun, hidden = people.take_and_read(people.case(), cast.officer), people.case(about_police="yes")
    hidden.officer, hidden.state = cast.officer, "in_progress"
    hidden.save()
    Account.objects.filter(pk=cast.officer.pk).update(absent_until=timezone.now().date())
    page = supervisor.get("/desk/duty/").content.decode()
    assert "1 of 1 case: work on it had begun." in page
    assert begun.reference in page
    assert hidden.reference not in page
    assert begun.reference not in at_the_desk(cast.colleague).get("/desk/duty/").content.decode()


def test_hard_cases_that_are_soon_due_are_offered_to_the_supervisor(cast: Cast, supervisor: Client) -> None:
    now = timezone.now()
    soon, later = (people.case(now=now - timedelta(hours=hours), under_18="yes") for hours in (3.5, 1))
    plain = people.case(now=now - timedelta(hours=23.5))
    page = supervisor.get("/desk/duty/").content.decode()
    assert "Hard to read, soon due, and nobody has it" in page
    assert [one.reference in page for one in (soon, later, plain)] == [True, False, False]
    assert soon.reference not in at_the_desk(cast.officer).get("/desk/duty/").content.decode()
