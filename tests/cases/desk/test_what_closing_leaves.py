"""Closing names what it leaves undone, one case or many, before it is done; and the words of it stay on the timeline."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone

from cases.domain import closing, commitments, deciding, promises, risk, tasks
from cases.enums import RiskQuestion
from cases.models import Case, Commitment, TimelineEntry
from tests import cast as people
from tests.cast import Cast
from tests.desk import at_the_desk

pytestmark = pytest.mark.django_db
SLUR = "towelhead"


@pytest.fixture
def officer(cast: Cast) -> Client:
    return at_the_desk(cast.officer)


@pytest.fixture
def case(cast: Cast) -> Case:
    """A case that may close at once; nobody has assessed its risk."""
    return people.decide_and_answer(people.take_and_read(people.case(), cast.officer), cast.officer)


def plan(case: Case, what: str, by: object) -> None:
    now = timezone.now()
    commitments.set_next_action(case.pk, what=what, due_at=now + timedelta(days=3), by=by, now=now)


def assess(case: Case, by: object) -> None:
    answers = {str(key): "no" for key in RiskQuestion}
    risk.assess_risk(
        case.pk, answers=answers, notes={}, level="standard", plan="None.",
        review_at=timezone.now() + timedelta(days=9), by=by, now=timezone.now(),
    )  # fmt: skip


def left(client: Client, case: Case) -> dict[str, str]:
    """Sentence by sentence, with the place that each leads to."""
    page = BeautifulSoup(client.get(f"/desk/cases/{case.reference}/").content, "html.parser")
    found = page.select('[data-testid="left-over"] a')
    assert all(page.select_one(f"[id='{str(one['href'])[1:]}']") for one in found)
    return {one.text: str(one["href"]) for one in found}


def test_a_risk_that_nobody_assessed_is_said_and_blocks_nothing(officer: Client, case: Case, cast: Cast) -> None:
    assert left(officer, case) == {"Nobody has assessed the risk.": "#risk"}
    assert closing.close_case(case.pk, closing_reason="person_wants_no_more", by=cast.officer, now=timezone.now())


def test_an_assessed_risk_is_not_said_until_somebody_has_written_since(officer: Client, case: Case, cast: Cast) -> None:
    assess(case, cast.officer)
    assert "#risk" not in left(officer, case).values()
    people.write(case, "It goes on.")
    assert left(officer, case)["A message has come since the risk was assessed."] == "#risk"


def test_a_next_action_an_update_and_a_referral_are_named(officer: Client, case: Case, cast: Cast) -> None:
    now = timezone.now()
    plan(case, f"Ring about {SLUR}", cast.officer)
    promises.promise_update(case.pk, case.opened_for_id, due_at=now + timedelta(days=4), by=cast.officer, now=now)
    people.refer(case, cast.officer)
    said = left(officer, case)
    assert any(one.startswith("Next action: Ring about ████\N{NO-BREAK SPACE}(9), due ") for one in said)
    assert any(one.startswith("Update") for one in said)
    assert said[f"{people.partner().name} has not answered yet."] == "#passing-on"


def test_tasks_and_an_alarm_stand_among_what_is_missing(officer: Client, cast: Cast) -> None:
    case = people.take_and_read(people.case("He is here with a knife.", in_danger_now="yes"), cast.officer)
    tasks.add_task(case.pk, what="Ring the school", assigned_to=None, due_on=None, by=cast.officer, now=timezone.now())
    page = BeautifulSoup(officer.get(f"/desk/cases/{case.reference}/").content, "html.parser")
    steps = {
        one.text.split(maxsplit=1)[1].strip(): one.a and one.a["href"]
        for one in page.select('[data-testid="steps"] li')
    }
    assert steps["Finish the tasks"] == "#tasks"
    assert page.select_one(f"section{steps['End the alarm']}[data-alarm]")


def test_what_was_not_done_is_not_said_to_be_done_and_its_words_stay(officer: Client, case: Case, cast: Cast) -> None:
    plan(case, "Ring the school", cast.officer)
    people.refer(case, cast.officer)
    closing.close_case(case.pk, closing_reason="person_wants_no_more", by=cast.officer, now=timezone.now())
    assert not Commitment.objects.open().filter(case=case).exists()
    ended = Commitment.objects.filter(case=case, kind__in=("next_action", "referral"))
    assert set(ended.exclude(released_at=None).values_list("met_at", flat=True)) == {None}
    notes = TimelineEntry.objects.filter(case=case, what="left_undone").values_list("note", flat=True)
    assert "Ring the school" in notes
    html = officer.get(f"/desk/cases/{case.reference}/").content.decode()
    assert "Not done when the case was closed: Next action" in html
    assert "T17:00" not in html, "times are said as people say them"
    assert "Done in time: Next action: Ring the school" not in html


def test_many_name_it_under_each_case_and_an_alarm_skips_one(officer: Client, case: Case, cast: Cast) -> None:
    plan(case, f"Ring about {SLUR}", cast.officer)
    people.refer(case, cast.officer)
    done = people.decide_and_answer(people.take_and_read(people.case(), cast.officer), cast.officer)
    assess(done, cast.officer)
    ringing = people.take_and_read(people.case("He is here with a knife.", in_danger_now="yes"), cast.officer)
    deciding.record_decision(
        ringing.pk, recording="nothing_recorded", reason="None.", by=cast.officer, now=timezone.now()
    )
    people.answer(ringing, cast.officer)
    chosen = [one.reference for one in (case, done, ringing)]
    officer.post("/desk/bulk/choose/", {"case": chosen, "what": "go"})
    officer.post("/desk/bulk/plan/close/", {"closing_reason": "no_line_left", "reason": "Nobody was found."})
    page = BeautifulSoup(officer.get("/desk/bulk/preview/").content, "html.parser")
    rows = {str(one.a.text): one for one in page.select(".heard-bulk-list > li") if one.a}
    said = rows[case.reference].text
    assert "Nobody has assessed the risk." in said
    assert "Ring about ████\N{NO-BREAK SPACE}(9)" in said
    assert f"{people.partner().name} has not answered yet." in said
    assert [one.text.split(",")[0] for one in rows[done.reference].select("ul li")] == ["Next action: Review the risk"]
    assert "Its alarm rings" in page.text
    assert not rows[ringing.reference].select("ul")
