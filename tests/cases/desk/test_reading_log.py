"""Looking is logged: one row for each reading, before bytes leave, naming everything shown; without the log, no view."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.utils import timezone
from pytest_django import Settings

from cases.desk.consultation import desk_path, reading
from cases.domain import linking
from cases.models import AuditEvent, TimelineEntry
from tests import cast as people
from tests.cast import Cast
from tests.desk import at_the_desk

pytestmark = pytest.mark.django_db


def bare(request: HttpRequest) -> HttpResponse:
    """A view that forgot to say what it shows."""
    return HttpResponse("secret")


urlpatterns = [path("desk/forgotten/", bare), path("desk/", include("cases.urls"))]


def log_is_down() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE cases_auditevent ADD CONSTRAINT log_is_down CHECK (false) NOT VALID")


def events(**which: object) -> list[AuditEvent]:
    return list(AuditEvent.objects.filter(**which).order_by("pk"))


def test_a_view_without_a_mark_is_refused() -> None:
    with pytest.raises(ImproperlyConfigured, match="does not say"):
        desk_path("forgotten/", bare, name="forgotten")
    assert desk_path("marked/", reading("case.open")(bare), name="marked")


def test_a_view_without_a_mark_that_slipped_in_does_not_answer(cast: Cast, settings: Settings) -> None:
    settings.ROOT_URLCONF = __name__
    answer = at_the_desk(cast.officer).get("/desk/forgotten/")
    assert answer.status_code == 404
    assert b"secret" not in answer.content


def test_opening_a_case_writes_one_row_naming_every_report_shown(cast: Cast) -> None:
    case, second = people.case(), people.case()
    people.take_and_read(case, cast.officer)
    linking.attach_report(case.pk, second.reference, reason="the same bus", by=cast.officer, now=timezone.now())
    client = at_the_desk(cast.officer)
    before = AuditEvent.objects.count()
    client.get(f"/desk/cases/{case.reference}/")
    (row,) = events()[before:]
    assert (row.action, row.username, row.unit, row.address) == (
        "case.open", "officer", "hate-crime", f"/desk/cases/{case.reference}/",
    )  # fmt: skip
    assert row.references == sorted([case.reference, second.reference])


@pytest.mark.parametrize(
    "address", ["/desk/queue/", "/desk/mine/", "/desk/queue/?tab=all", "/desk/duty/", "/desk/alarm/"]
)
def test_every_list_writes_one_row_naming_what_it_lists(cast: Cast, address: str) -> None:
    cases = [people.case(in_danger_now="yes"), people.case(in_danger_now="yes")]
    for case in cases:
        people.take_and_read(case, cast.officer)
    client = at_the_desk(cast.officer)
    before = AuditEvent.objects.count()
    assert client.get(address).status_code == 200
    (row,) = events()[before:]
    assert row.references == sorted(case.reference for case in cases)


def test_a_page_that_is_refused_is_logged_too(cast: Cast) -> None:
    client = at_the_desk(cast.officer)
    client.get("/desk/cases/0000-00000/")
    (row,) = events(action="case.open")
    assert (row.references, row.details["status"]) == ([], 404)


def test_an_act_is_logged_once_by_the_act_itself(cast: Cast) -> None:
    case = people.case()
    client = at_the_desk(cast.officer)
    client.post(f"/desk/cases/{case.reference}/take/")
    assert [row.action for row in events()] == ["case.taken"]


def test_a_page_shown_after_a_refusal_is_logged(cast: Cast) -> None:
    case = people.case()
    people.take_and_read(case, cast.officer)
    client = at_the_desk(cast.officer)
    before = AuditEvent.objects.count()
    assert client.post(f"/desk/cases/{case.reference}/close/").status_code == 422
    (row,) = events()[before:]
    assert (row.action, row.references) == ("case.close.not_done", [case.reference])


def test_the_banner_that_asks_again_is_logged_when_it_names_something_new(cast: Cast) -> None:
    people.case(in_danger_now="yes")
    client = at_the_desk(cast.officer)
    for _ in range(3):
        client.get("/desk/alarm/")
    assert len(events(action="alarm.poll")) == 1
    people.case(in_danger_now="yes")
    for _ in range(3):
        client.get("/desk/alarm/")
    assert len(events(action="alarm.poll")) == 2


@pytest.mark.parametrize("address", ["/desk/queue/", "/desk/duty/", "/desk/alarm/", "/desk/cases/{}/"])
def test_without_the_log_nothing_is_shown(cast: Cast, address: str) -> None:
    case = people.case("Words that must not be seen.", in_danger_now="yes")
    client = at_the_desk(cast.officer)
    log_is_down()
    answer = client.get(address.format(case.reference))
    assert answer.status_code == 503
    assert case.reference.encode() not in answer.content
    assert b"must not be seen" not in answer.content


def test_without_the_log_nothing_is_done(cast: Cast) -> None:
    case = people.case()
    client = at_the_desk(cast.officer)
    log_is_down()
    assert client.post(f"/desk/cases/{case.reference}/take/").status_code == 503
    case.refresh_from_db()
    assert case.officer is None
    assert not TimelineEntry.objects.filter(case=case, what="taken").exists()


def test_no_page_of_the_desk_is_kept_by_the_browser(cast: Cast) -> None:
    client = at_the_desk(cast.officer)
    assert client.get("/desk/queue/")["Cache-Control"] == "no-store"
