"""Rule 9: recorded against a named person is a decision apart, for few people, sealed, and found by no search."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import timezone

from cases.domain import deciding, searchable
from cases.domain.reference import load_reference
from cases.engine.asked import read_search
from cases.models import AuditEvent, Case, NamedRecord, NamedRecordRule, NamedRecordStep
from cases.queries.search import search_page
from tests import cast as people
from tests.cast import Cast
from tests.desk import at_the_desk

pytestmark = pytest.mark.django_db
NAME = "Zebulon Quartermaine"
GIVEN = {
    "name": NAME, "is_reached": "on", "grounds": "He said it would happen again.", "was_told": "no",
    "telling": "It would bring her into danger.",
}  # fmt: skip


@pytest.fixture
def case(cast: Cast) -> Case:
    """Taken, read and decided; the rules as delivered."""
    load_reference()
    case = people.take_and_read(people.case(), cast.officer)
    return deciding.record_decision(case.pk, recording="intelligence_only", by=cast.officer, now=timezone.now())


@pytest.fixture
def supervisor(cast: Cast) -> Client:
    return at_the_desk(cast.supervisor)


def record(client: Client, case: Case, **given: str) -> tuple[int, str]:
    answer = client.post(f"/desk/cases/{case.reference}/named/record/", {**GIVEN, **given})
    return answer.status_code, answer.content.decode()


def test_a_supervisor_records_and_only_the_page_apart_shows_the_name(
    cast: Cast, supervisor: Client, case: Case
) -> None:
    assert record(supervisor, case)[0] == 302
    apart = f"/desk/cases/{case.reference}/named/"
    assert NAME in supervisor.get(apart).content.decode()
    assert AuditEvent.objects.filter(action="person.named", references=[case.reference]).exists()
    for client in (supervisor, at_the_desk(cast.officer)):
        html = client.get(f"/desk/cases/{case.reference}/").content.decode()
        assert "There is a record against a named person." in html
        assert NAME not in html
    assert at_the_desk(cast.officer).get(apart).status_code == 404


def test_an_officer_may_where_the_administrator_says_so(cast: Cast, case: Case) -> None:
    officer = at_the_desk(cast.officer)
    assert record(officer, case)[0] == 404
    cast.officer.records_names = True
    cast.officer.save()
    assert record(officer, case)[0] == 302


@pytest.mark.parametrize(
    ("missing", "sentence"),
    [
        ({"name": " "}, "name."),
        ({"is_reached": ""}, "Say that the threshold is reached, or record nobody."),
        ({"grounds": ""}, "Write why the threshold is reached."),
        ({"was_told": ""}, "Say whether the person was told."),
        ({"telling": " "}, "Write how and when they were told, or why not."),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(
    supervisor: Client, case: Case, missing: dict[str, str], sentence: str
) -> None:
    status, html = record(supervisor, case, **missing)
    assert (status, sentence in html) == (422, True)
    assert all(value in html for key, value in GIVEN.items() if key in ("name", "grounds") and key not in missing)
    assert not NamedRecord.objects.exists()


def test_nobody_is_recorded_where_nothing_is(cast: Cast, supervisor: Client, case: Case) -> None:
    deciding.record_decision(
        case.pk, recording="nothing_recorded", reason="no offence", by=cast.officer, now=timezone.now()
    )
    assert "Decide first how the incident is recorded" in record(supervisor, case)[1]


def test_no_rule_no_record(supervisor: Client, case: Case) -> None:
    NamedRecordRule.objects.create(threshold="none", is_allowed=False, in_force_from=timezone.localdate())
    assert "No rule in force allows" in record(supervisor, case)[1]


def test_the_record_keeps_the_rule_of_its_day_and_is_never_changed(supervisor: Client, case: Case) -> None:
    record(supervisor, case)
    kept = NamedRecord.objects.get()
    NamedRecordRule.objects.create(threshold="a higher one", in_force_from=timezone.localdate())
    assert kept.rule != NamedRecordRule.objects.latest("in_force_from")
    for act in (lambda: NamedRecord.objects.update(was_told=True), lambda: NamedRecord.objects.all().delete()):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            act()


def test_the_same_person_is_recorded_again_only_after_a_withdrawal(supervisor: Client, case: Case) -> None:
    record(supervisor, case)
    assert "recorded in this case already" in record(supervisor, case, name=f" {NAME.upper()} ")[1]
    address = f"/desk/cases/{case.reference}/named/{NamedRecord.objects.get().pk}/step/"
    assert supervisor.post(address, {"step": "withdrawn", "note": " "}).status_code == 422
    for _ in range(2):  # pressed twice
        assert supervisor.post(address, {"step": "withdrawn", "note": "It was his brother."}).status_code == 302
    assert NamedRecordStep.objects.count() == 1
    assert record(supervisor, case)[0] == 302


def test_the_name_stands_nowhere_in_the_clear_and_no_search_finds_it(
    cast: Cast, supervisor: Client, case: Case
) -> None:
    record(supervisor, case)
    searchable.index_what_is_owed(now=timezone.now())
    for words in (NAME, "Quartermaine", '"happen again"'):
        for near in (False, True):
            assert search_page(cast.supervisor, read_search(words), near=near).total == 0
    with connection.cursor() as cursor:
        for table in ("cases_namedrecord", "cases_timelineentry", "cases_auditevent", "cases_searchtext"):
            cursor.execute(f"SELECT string_agg(t::text, ' ') FROM {table} t")  # noqa: S608  (names from above)
            said = str(cursor.fetchone()[0])
            assert "Quartermaine" not in said
            assert b"Quartermaine".hex() not in said
