"""The risk as a person assesses it, the to-do list, exhibits, the timeline's kinds: through the case page."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases.domain import closing, commitments, deciding, linking, tasks
from cases.domain.refusals import Refused
from cases.enums import RiskQuestion
from cases.models import Account, Case, Commitment, RiskAssessment, Task
from reporting.models import Report
from tests import cast as people
from tests.cast import Cast
from tests.desk import at_the_desk

pytestmark = pytest.mark.django_db
ANSWERS = {question.value: "not_known" for question in RiskQuestion}


@pytest.fixture
def case(cast: Cast) -> Case:
    return people.take_and_read(people.case(), cast.officer)


@pytest.fixture
def client(cast: Cast) -> Client:
    return at_the_desk(cast.officer)


def send(client: Client, case: Case, act: str, **given: object) -> tuple[int, str]:
    answer = client.post(f"/desk/cases/{case.reference}/{act}/", given)
    case.refresh_from_db()
    return answer.status_code, answer.content.decode()


def page(client: Client, case: Case, query: str = "") -> BeautifulSoup:
    return BeautifulSoup(client.get(f"/desk/cases/{case.reference}/{query}").content, "html.parser")


def in_days(days: int) -> str:
    return f"{timezone.localdate() + timedelta(days=days):%d/%m/%Y}"


def assess(client: Client, case: Case, **given: object) -> tuple[int, str]:
    fields = {**ANSWERS, "level": "high", "plan": "A patrol each evening.", "review_on": in_days(3), **given}
    return send(client, case, "risk", **fields)


def test_nothing_of_the_risk_is_chosen_beforehand(client: Client, case: Case) -> None:
    form = page(client, case).select_one("#risk form")
    assert form
    assert len(form.select("input[type=radio]")) == 3 * 9
    assert form.select("input[checked]") == []


@pytest.mark.parametrize(
    ("missing", "sentence"),
    [
        ({"weapons": ""}, "Answer yes, no or not known."),
        ({"level": ""}, "Choose how high the risk is."),
        ({"plan": " "}, "Write what is done about the risk."),
        ({"review_on": ""}, "Choose a day that is still to come."),
        ({"review_on": "1/1/2020"}, "Choose a day that is still to come."),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(
    client: Client, case: Case, missing: dict[str, str], sentence: str
) -> None:
    status, html = assess(client, case, danger_note="He lives next door.", **missing)
    assert (status, sentence in html, "He lives next door." in html) == (422, True, True)
    assert not RiskAssessment.objects.exists()


def test_all_that_an_assessment_lacks_is_said_at_once_by_its_question(client: Client, case: Case) -> None:
    _status, html = assess(client, case, weapons="", self_harm="", level="", review_on="")
    summary = BeautifulSoup(html, "html.parser").select_one(".govuk-error-summary")
    assert summary
    said = [link.get_text() for link in summary.select("a")]
    assert len(said) == 4
    assert len({one for one in said if one.endswith("Answer yes, no or not known.")}) == 2, "each by its question"


def test_a_look_at_the_risk_is_promised_to_nobody_outside(client: Client, case: Case) -> None:
    before = Report.objects.get(pk=case.opened_for_id)
    assess(client, case, review_on=in_days(1))
    after = Report.objects.get(pk=case.opened_for_id)
    assert Commitment.objects.open().filter(case=case, what="Review the risk").exists()
    assert (after.public_due_kind, after.public_due_at) == (before.public_due_kind, before.public_due_at)
    assert after.public_due_kind != "next_action"


def test_an_assessment_stands_on_the_page_and_owes_its_review(client: Client, case: Case) -> None:
    assert assess(client, case, danger="yes", danger_note="He lives next door.")[0] == 302
    shown = page(client, case).select_one('[data-testid="risk-newest"]')
    assert shown
    assert "High risk" in shown.text
    assert "He lives next door." in shown.text
    owed = Commitment.objects.open().get(case=case, kind="next_action")
    assert (owed.what, timezone.localtime(owed.due_at).hour) == ("Review the risk", 17)
    assess(client, case, level="standard", plan="", review_on=in_days(9))
    moved = Commitment.objects.open().get(case=case, kind="next_action")
    assert moved.due_at > owed.due_at
    assert RiskAssessment.objects.count() == 2


def test_another_next_action_leaves_the_review_owed(cast: Cast, client: Client, case: Case) -> None:
    assess(client, case)
    now = timezone.now()
    for what in ("Call the council", "Call them again"):
        commitments.set_next_action(case.pk, what=what, due_at=now + timedelta(days=2), by=cast.officer, now=now)
    open_ones = Commitment.objects.open().filter(case=case, kind="next_action")
    assert sorted(open_ones.values_list("what", flat=True)) == ["Call them again", "Review the risk"]


def test_a_message_makes_the_assessment_out_of_date_until_it_is_made_again(client: Client, case: Case) -> None:
    assess(client, case)
    assert page(client, case).select_one('[data-testid="risk-stale"]') is None
    people.write(case, "He was here again.")
    stale = page(client, case).select_one('[data-testid="risk-stale"]')
    assert stale
    assert "A message has come since the risk was assessed." in stale.text
    case.refresh_from_db()
    assess(client, case)
    assert page(client, case).select_one('[data-testid="risk-stale"]') is None


def test_an_assessment_is_never_changed(client: Client, case: Case) -> None:
    assess(client, case)
    for act in (lambda: RiskAssessment.objects.update(level="standard"), lambda: RiskAssessment.objects.all().delete()):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            act()


def test_a_task_is_added_for_a_colleague_and_finished_once(cast: Cast, client: Client, case: Case) -> None:
    assert send(client, case, "tasks/add", what=" ")[0] == 422
    assert send(client, case, "tasks/add", what="Fetch the film", due_on="1/1/2020")[0] == 422
    assert send(client, case, "tasks/add", what="x", assigned_to=cast.outsider.username)[0] == 422
    assert send(client, case, "tasks/add", what="Fetch the film", assigned_to="colleague", due_on=in_days(2))[0] == 302
    task = Task.objects.get()
    assert (task.assigned_to, task.added_by) == (cast.colleague, cast.officer)
    for words in ("It was wiped.", "It was wiped.", ""):
        assert send(client, case, "tasks/finish", task_id=task.pk, outcome=words)[0] == 302
    status, html = send(client, case, "tasks/finish", task_id=task.pk, outcome="Something else")
    assert (status, "This task is finished already" in html, "Something else" in html) == (422, True, True)
    task.refresh_from_db()
    assert (task.outcome, task.done_by) == ("It was wiped.", cast.officer)
    assert case.timeline.filter(what="task_done").count() == 1
    with pytest.raises(DatabaseError, match="finished once"), transaction.atomic():
        Task.objects.update(outcome="x")


def test_a_task_of_another_case_is_not_finished_here(cast: Cast, client: Client, case: Case) -> None:
    other = people.take_and_read(people.case(), cast.officer)
    tasks.add_task(other.pk, what="Theirs", assigned_to=None, due_on=None, by=cast.officer, now=timezone.now())
    assert send(client, case, "tasks/finish", task_id=Task.objects.get().pk)[0] == 422
    assert not Task.objects.exclude(done_at=None).exists()


def test_no_case_closes_while_a_task_is_open(cast: Cast, case: Case) -> None:
    people.decide_and_answer(case, cast.officer)
    tasks.add_task(case.pk, what="Fetch the film", assigned_to=None, due_on=None, by=cast.officer, now=timezone.now())
    with pytest.raises(Refused, match="Finish the tasks"):
        closing.close_case(case.pk, closing_reason="person_wants_no_more", by=cast.officer, now=timezone.now())


def test_exhibits_keep_their_numbers_when_a_report_leaves(cast: Cast, client: Client, case: Case) -> None:
    second, third = people.case("The second."), people.case("The third.")
    now = timezone.now()
    for one in (second, third):
        linking.attach_report(case.pk, one.reference, reason="the same bus", by=cast.officer, now=now)
    linking.detach_report(case.pk, second.opened_for_id, reason="another bus", by=cast.officer, now=now)

    def numbers() -> dict[str, str]:
        items = page(client, case).select("#evidence li")
        return {item.code.text: item.strong.text for item in items if item.code and item.strong}

    assert numbers()[third.opened_for.fingerprint] == "Exhibit 3"
    linking.attach_report(case.pk, second.reference, reason="the same after all", by=cast.officer, now=now)
    assert numbers()[second.opened_for.fingerprint] == "Exhibit 2"
    assert numbers()[third.opened_for.fingerprint] == "Exhibit 3"


def test_the_timeline_is_narrowed_without_scripts(cast: Cast, client: Client, case: Case) -> None:
    deciding.add_note(case.pk, note="She sounded tired.", by=cast.officer, now=timezone.now())
    everything = page(client, case).select("#timeline ol.heard-timeline > li")
    notes = page(client, case, "?timeline=notes").select("#timeline ol.heard-timeline > li")
    assert len(everything) > len(notes) == 1
    assert len(page(client, case, "?timeline=nonsense").select("#timeline ol.heard-timeline > li")) == len(everything)


def test_the_bar_says_what_changes_how_one_acts(cast: Cast, client: Client) -> None:
    case = people.case(
        under_18="yes", happened_to="me", do_not_disclose="my mother does not know", contact_by=["no_contact"]
    )
    marks = [mark["data-mark"] for mark in page(client, case).select("[data-testid=bar] [data-mark]")]
    assert marks == ["under-18", "secrets", "no-contact"]


def test_a_restorative_meeting_needs_the_victims_agreement(client: Client, case: Case) -> None:
    given = {"recording": "intelligence_only", "actions": ["restorative_offer"]}
    status, html = send(client, case, "decide", **given)
    assert (status, "only when the victim agrees" in html) == (422, True)
    assert send(client, case, "decide", **given, victim_agrees="on")[0] == 302


def test_a_sexual_offence_is_never_counted_as_an_assault_too(cast: Cast, client: Client, case: Case) -> None:
    kinds = ["sexual_offence", "physical_assault"]
    status, html = send(client, case, "decide", recording="intelligence_only", kinds=kinds)
    assert (status, "not also counted as an assault" in html) == (422, True)
    with pytest.raises(DatabaseError, match="a_sexual_offence_is_not_counted"), transaction.atomic():
        case.decisions.create(recording="intelligence_only", kinds=kinds, by=cast.officer, at=timezone.now())


def test_somebody_without_the_case_may_not_assess(cast: Cast, case: Case) -> None:
    account: Account = cast.outsider
    assert assess(at_the_desk(account), case)[0] == 404


def test_who_is_named_for_a_task_finds_it_beside_their_own_cases(cast: Cast, case: Case) -> None:
    theirs, now = at_the_desk(cast.colleague), timezone.now()
    for what, days in (("Ring the towelhead's school", 2), ("Fetch the film", 1), ("Ask the caretaker", None)):
        due_on = timezone.localdate() + timedelta(days=days) if days is not None else None
        tasks.add_task(case.pk, what=what, assigned_to=cast.colleague, due_on=due_on, by=cast.officer, now=now)
    Task.objects.filter(what="Fetch the film").update(due_on=timezone.localdate() - timedelta(days=1))
    mine = BeautifulSoup(theirs.get("/desk/mine/").content, "html.parser")
    listed = [" ".join(one.get_text(" ").split()) for one in mine.select("[data-task]")]
    assert [line.split(" ")[0] for line in listed] == ["Fetch", "Ring", "Ask"]
    assert "(late)" in listed[0]
    assert "towelhead" not in listed[1]
    assert mine.select_one("[data-task] a")["href"] == f"/desk/cases/{case.reference}/#tasks"
    assert not BeautifulSoup(theirs.get("/desk/queue/").content, "html.parser").select("[data-task]")
    with CaptureQueriesContext(connection) as seen:
        theirs.get("/desk/mine/")
    assert len([one for one in seen.captured_queries if not one["sql"].startswith(("SAVEPOINT", "RELEASE"))]) <= 12
    done = Task.objects.order_by("pk").first()
    tasks.finish_task(case.pk, done.pk, outcome="Rung.", by=cast.officer, now=now)
    Case.objects.filter(pk=case.pk).update(recused=[cast.colleague.pk])
    assert not BeautifulSoup(theirs.get("/desk/mine/").content, "html.parser").select("[data-task]")
    Case.objects.filter(pk=case.pk).update(recused=[])
    assert len(BeautifulSoup(theirs.get("/desk/mine/").content, "html.parser").select("[data-task]")) == 2
