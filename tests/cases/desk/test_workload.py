"""Workload: under the rights of every list, oneself first, and proposals that are looked at before."""

import re
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases.domain import bulk, caps, claiming, closing, intake, sharing_out
from cases.domain.refusals import Refused
from cases.enums import Lane
from cases.models import Account, AuditEvent, Bulk, Case, DutyShift, WorkCap
from cases.queries.sharing import EVERYBODY, NOBODY
from cases.queries.what_if import question_of
from cases.queries.workload import workload
from reporting.domain.submission import submit_report
from reporting.enums import Channel
from reporting.models import Report
from tests import cast as people
from tests.cast import Cast
from tests.desk import at_the_desk

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def page_of(client: Client, query: str = "") -> str:
    answer = client.get(f"/desk/workload/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_open_late_waiting_and_unread_are_counted_for_officer_strand_and_unit(cast: Cast) -> None:
    now = timezone.now()
    old = people.case(now=now - 30 * HOUR, because=["race", "disability"])
    taken = people.take_and_read(people.case(because=["race"]), cast.officer)
    claiming.wait(taken.pk, until=(now + 72 * HOUR).date(), reason="witness", by=cast.officer, now=now)
    found = workload(cast.officer, now=timezone.now())
    assert (found.of_unit.open, found.of_unit.late_cases, found.of_unit.waiting) == (2, 1, 1)
    assert found.officers[cast.officer.pk].open == 1
    assert found.officers[0].late == {"read": 1, "recording_decision": 1}
    assert found.of_unit.oldest_unread == old.received_at
    assert found.strands["race"].open == 2
    assert found.strands["disability"].open == 1


def test_days_to_clear_and_arrivals_leave_imports_out(cast: Cast) -> None:
    now = timezone.now()
    held = people.decide_and_answer(people.take_and_read(people.case(), cast.officer), cast.officer)
    closing.close_case(
        held.pk, closing_reason="person_wants_no_more", reason="", details={}, by=cast.officer, now=timezone.now()
    )
    people.case()
    backlog = people.case()
    Case.objects.filter(pk=backlog.pk).update(lane=Lane.BACKLOG)
    found = workload(cast.officer, now=now + HOUR)
    assert sum(found.arrivals.values()) == 2
    assert found.of_unit.closed == 1
    assert found.of_unit.days_to_clear == 2 * 28


def test_each_strand_has_what_is_late_oldest_unread_and_what_came_and_was_closed(cast: Cast) -> None:
    now = timezone.now()
    old = people.case(now=now - 30 * HOUR, because=["race", "disability"])
    people.case(because=["race"])
    done = people.decide_and_answer(people.take_and_read(people.case(because=["race"]), cast.officer), cast.officer)
    closing.close_case(
        done.pk, closing_reason="person_wants_no_more", reason="", details={}, by=cast.officer, now=timezone.now()
    )
    imported = people.case(because=["race"])
    Case.objects.filter(pk=imported.pk).update(lane=Lane.BACKLOG)
    found = workload(cast.supervisor, now=timezone.now())
    race, disability = found.strands["race"], found.strands["disability"]
    assert (race.open, race.came, race.closed, race.days_to_clear) == (3, 3, 1, 3 * 28)
    assert (disability.open, disability.came, disability.closed, disability.days_to_clear) == (1, 1, 0, None)
    assert race.late == disability.late == {"read": 1, "recording_decision": 1}
    assert race.oldest_unread == disability.oldest_unread == old.received_at
    assert (sum(found.arrivals.values()), found.of_unit.closed) == (3, 1)
    page = page_of(at_the_desk(cast.supervisor))
    assert "Came in 28 days" in page.split('id="strands"')[1]
    assert "Came in 28 days" not in page.split('id="strands"')[0]


def test_what_may_not_be_known_is_not_counted(cast: Cast) -> None:
    people.case(about_police="yes")
    elsewhere, sealed = people.case(), people.case()
    Case.objects.filter(pk=elsewhere.pk).update(unit=cast.other_unit)
    Case.objects.filter(pk=sealed.pk).update(unit=cast.sealed_unit)
    recused = people.case()
    Case.objects.filter(pk=recused.pk).update(recused=[cast.officer.pk])
    found = workload(cast.officer, now=timezone.now())
    assert found.of_unit.open == 0
    assert {name: load.open for name, load in found.elsewhere.items()} == {"North": 1}
    assert workload(cast.colleague, now=timezone.now()).of_unit.open == 1
    cast.colleague.reads_restricted = True
    assert workload(cast.colleague, now=timezone.now()).of_unit.open == 2


def test_another_unit_has_what_is_late_oldest_unread_and_what_came_and_was_closed(cast: Cast) -> None:
    now = timezone.now()
    old = people.case(now=now - 30 * HOUR)
    done = people.decide_and_answer(people.take_and_read(people.case(), cast.officer), cast.officer)
    closing.close_case(
        done.pk, closing_reason="person_wants_no_more", reason="", details={}, by=cast.officer, now=timezone.now()
    )
    imported = people.case()
    Case.objects.filter(pk=imported.pk).update(lane=Lane.BACKLOG)
    Case.objects.filter(pk__in=(old.pk, done.pk, imported.pk)).update(unit=cast.other_unit)
    found = workload(cast.supervisor, now=timezone.now())
    north = found.elsewhere["North"]
    assert (north.open, north.came, north.closed, north.days_to_clear) == (2, 2, 1, 2 * 28)
    assert north.late == {"read": 1, "recording_decision": 1}
    assert north.oldest_unread == old.received_at
    assert found.of_unit.open == 0
    assert "Came in 28 days" in page_of(at_the_desk(cast.supervisor)).split('id="elsewhere"')[1]


def test_what_is_wrong_with_a_what_if_is_said_by_its_field(cast: Cast) -> None:
    answer = at_the_desk(cast.supervisor).get("/desk/workload/?officers=0&days=99&fold=many")
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "How many officers: enter a number from 1 to 500." in html
    assert "For how many days: enter a number from 1 to 28." in html
    assert "How many times as many reports: enter a number from 0 to 50." in html
    assert (
        "Enter how many officers."
        in at_the_desk(cast.supervisor).get("/desk/workload/?officers=&days=3").content.decode()
    )


def test_oneself_comes_first_and_then_names(cast: Cast) -> None:
    order = re.findall(r'data-officer="(\w+)"', page_of(at_the_desk(cast.supervisor)))
    assert order == ["supervisor", "colleague", "officer"]
    html = page_of(at_the_desk(cast.officer))
    assert re.findall(r'data-officer="(\w+)"', html)[0] == "officer"
    assert "share-of" not in html
    assert AuditEvent.objects.filter(action="workload.list").count() == 2


def test_the_page_takes_the_same_statements_for_one_case_and_many(cast: Cast) -> None:
    client = at_the_desk(cast.supervisor)
    people.case(because=["race"])

    def statements() -> int:
        with CaptureQueriesContext(connection) as seen:
            page_of(client)
        return len([one for one in seen if not one["sql"].startswith(("SAVEPOINT", "RELEASE"))])

    one = statements()
    for number in range(10):
        held = people.case(because=["disability"], now=timezone.now() - number * 10 * HOUR)
        claiming.take_case(held.pk, by=(cast.officer, cast.colleague)[number % 2], now=timezone.now())
    assert statements() == one <= 19


def test_what_an_officer_has_is_shared_out_after_a_preview_and_undone(cast: Cast) -> None:
    held = [people.case() for _ in range(4)]
    for one in held:
        claiming.take_case(one.pk, by=cast.officer, now=timezone.now())
    client = at_the_desk(cast.supervisor)
    assert client.post("/desk/workload/share/", {"of": "officer"}).status_code == 302
    preview = client.get("/desk/bulk/preview/").content.decode()
    assert preview.count("→ colleague") == 4
    for html in (preview, page_of(client)):
        assert "to the officer of the unit who then has the fewest open cases" in html
    assert Case.objects.filter(officer=cast.officer).count() == 4
    seal = re.search(r'name="seal" value="(\w+)"', preview)
    assert seal
    done = client.post("/desk/bulk/confirm/", {"seal": seal[1]})
    client.post(f"{done.url}go-on/")
    assert Case.objects.filter(officer=cast.colleague).count() == 4
    client.post(f"{done.url}undo/")
    bulk.go_on(Bulk.objects.get(confirmed_at__isnull=False).pk, by=cast.supervisor, now=timezone.now())
    assert Case.objects.filter(officer=cast.officer).count() == 4


def test_a_proposal_shows_how_each_case_presses_and_whether_who_gets_it_is_there(cast: Cast) -> None:
    now, client = timezone.now(), at_the_desk(cast.supervisor)
    late, soon = people.case(now=now - 30 * HOUR), people.case()
    Case.objects.filter(pk=late.pk).update(priority="high")

    def proposed() -> dict[str, str]:
        assert client.post("/desk/workload/share/", {"of": NOBODY}).status_code == 302
        rows = BeautifulSoup(client.get("/desk/bulk/preview/").content, "html5lib").select(".heard-bulk-list > li")
        told = {row.a.get_text(): row for row in rows if row.a}
        assert told[late.reference].select_one(".heard-late")
        assert not told[soon.reference].select_one(".heard-late")
        return {reference: " ".join(row.get_text(" ").split()) for reference, row in told.items()}

    told = proposed()
    assert re.search(r"→ \w+ High \d+½? (hours|days) late$", told[late.reference])
    assert re.search(r" due in \d+ (minutes|hours|days)$", told[soon.reference])
    assert "on duty" not in str(told)  # nobody of the unit is in the rota
    DutyShift.objects.create(account=cast.colleague, starts_at=now - HOUR, ends_at=now + HOUR)
    told = proposed()
    assert {re.findall(r"→ (\w+) \((.*?)\)", one)[0] for one in told.values()} == {
        ("colleague", "on duty now"), ("officer", "not on duty now"),
    }  # fmt: skip


def test_a_proposal_takes_the_same_statements_for_two_cases_and_many(cast: Cast) -> None:
    client = at_the_desk(cast.supervisor)

    def statements() -> int:
        people.case(), people.case()
        client.post("/desk/workload/share/", {"of": NOBODY})
        with CaptureQueriesContext(connection) as seen:
            preview = client.get("/desk/bulk/preview/").content.decode()
        assert preview.count("→") == Case.objects.count()
        return len([one for one in seen if not one["sql"].startswith(("SAVEPOINT", "RELEASE"))])

    assert statements() == [statements() for _ in range(4)][-1]


def test_a_proposal_levels_respects_caps_and_leaves_out_who_knows_somebody(cast: Cast) -> None:
    now = timezone.now()
    for _ in range(5):
        claiming.take_case(people.case().pk, by=cast.officer, now=now)
    caps.set_cap(account=cast.colleague, most_open=1, by=cast.supervisor, now=now)
    plan = sharing_out.propose_sharing(of=EVERYBODY, by=cast.supervisor, now=now)
    assert plan.cases.count() == 1
    free = people.case()
    Case.objects.filter(pk=free.pk).update(recused=[cast.colleague.pk])
    plan = sharing_out.propose_sharing(of=NOBODY, by=cast.supervisor, now=now)
    assert list(plan.cases.values_list("case", flat=True)) == [free.pk]
    assert '"officer"' in plan.given["to_each"]
    Account.objects.filter(pk__in=[cast.officer.pk, cast.colleague.pk]).update(absent_until=now.date())
    with pytest.raises(Refused, match="Nobody is there"):
        sharing_out.propose_sharing(of=NOBODY, by=cast.supervisor, now=now)


def test_cases_are_returned_to_the_queue_together(cast: Cast) -> None:
    now = timezone.now()
    held = [claiming.take_case(people.case().pk, by=cast.officer, now=now) for _ in range(2)]
    bulk.choose_cases([one.reference for one in held], by=cast.officer, now=now)
    planned = bulk.plan("return", {"note": "Off sick."}, by=cast.officer, now=now)
    seal = bulk.seal_of(planned, bulk.foresee(planned, by=cast.officer, now=now))
    bulk.go_on(bulk.confirm(seal, by=cast.officer, now=now).pk, by=cast.officer, now=now)
    assert Case.objects.filter(state="new", officer=None).count() == 2


def test_absence_and_caps_are_set_by_supervisors_and_mistakes_come_back(cast: Cast) -> None:
    client, day = at_the_desk(cast.supervisor), timezone.localdate() + timedelta(days=3)
    marked = client.post("/desk/workload/absent/", {"account": "officer", "until": f"{day:%d/%m/%Y}"})
    assert marked.status_code == 302
    assert Account.objects.get(username="officer").absent_until == day
    assert "away until" in page_of(client)
    assert client.post("/desk/workload/absent/", {"account": "officer", "until": "1/1/2020"}).status_code == 422
    assert client.post("/desk/workload/absent/", {"account": "officer", "until": ""}).status_code == 302
    assert Account.objects.get(username="officer").absent_until is None
    for _ in range(2):
        assert client.post("/desk/workload/cap/", {"account": EVERYBODY, "most_open": "30"}).status_code == 302
    assert WorkCap.objects.count() == 1
    assert "cap 30" in page_of(client)
    wrong = client.post("/desk/workload/cap/", {"account": "officer", "most_open": "0"})
    assert wrong.status_code == 422
    assert "Enter a number from 1 to 1000" in wrong.content.decode()
    assert client.post("/desk/workload/cap/", {"account": "outsider", "most_open": "3"}).status_code == 422


def test_what_if_leaves_out_what_was_entered_late_and_puts_an_imported_backlog_behind(cast: Cast) -> None:
    now = timezone.now()
    people.case()
    receipt = submit_report(
        answers={"what_happened": "They shouted."}, token="late", now=now, channel=Channel.LETTER,
        happened_elsewhere_at=now - 480 * HOUR,
    )  # fmt: skip
    intake.open_case(Report.objects.get(reference=receipt.reference).pk, now=now)
    Case.objects.filter(pk=people.case().pk).update(lane=Lane.BACKLOG)
    later = timezone.now()
    question = question_of(
        cast.officer, workload(cast.officer, now=later).arrivals, fold=1.0, days=7, officers=2, minutes=45.0,
        hours_a_day=8.0, now=later,
    )  # fmt: skip
    assert sum(question.arrivals_a_day.values()) == pytest.approx(1 / 28)
    assert (question.entered_late, len(question.waiting), len(question.backlog)) == (1, 2, 1)
    html = page_of(at_the_desk(cast.officer), "?officers=2")
    assert "1 cases of a backlog" not in html
    assert "One case of a backlog that was imported waits behind all that comes in" in html
    assert "Nor is 1 report that was entered two days or more" in html


def test_what_if_says_how_long_each_priority_would_wait_and_what_it_takes_for_granted(cast: Cast) -> None:
    for number in range(28):
        people.case(now=timezone.now() - number * 20 * HOUR)
    client = at_the_desk(cast.officer)
    html = page_of(client, "?officers=12&fold=5&days=7")
    assert 'data-testid="played"' in html
    assert "Waiting after day 7" in html
    assert "5 times as often" in html
    wrong = client.get("/desk/workload/?officers=none")
    assert wrong.status_code == 422
    assert "What would happen" not in wrong.content.decode()
