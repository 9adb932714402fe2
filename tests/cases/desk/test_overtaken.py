"""Two people, one case: whoever saves second sees both versions, and nothing is merged or lost."""

from datetime import timedelta
from threading import Thread
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.utils import timezone

from cases.domain import claiming, closing, commitments, deciding, drafts, sending
from cases.domain.reference import load_reference
from cases.domain.sending import Overtaken, Sent
from cases.enums import RiskQuestion
from cases.models import Account, Case, RecordingDecision
from tests import cast as people
from tests.cases.desk.test_acts import Desk
from tests.cases.desk.test_drafts import desk  # noqa: F401
from tests.cast import Cast
from tests.desk import at_the_desk

pytestmark = pytest.mark.django_db
RISK = dict.fromkeys((one.value for one in RiskQuestion), "no")


def rows(html: str) -> dict[str, tuple[str, str]]:
    both = BeautifulSoup(html, "html.parser").select_one('[data-testid="side-by-side"]')
    assert both is not None
    told = {}
    for one in both.select("tbody tr"):
        head = one.select_one("th")
        theirs, yours = (cell.get_text() for cell in one.select("td"))
        told[head.get_text().replace(" (they differ)", "")] = (theirs, yours)  # type: ignore[union-attr]
    return told


def save_mine_on_top(desk: Desk, act: str, html: str) -> int:  # noqa: F811
    form = BeautifulSoup(html, "html.parser").select_one('[data-testid="side-by-side"] form')
    assert form is not None
    fields: dict[str, list[str]] = {}
    for one in form.select("[name]"):
        if one["name"] != "csrfmiddlewaretoken":
            value = one.get("value") or one.get_text()[1:]
            fields.setdefault(str(one["name"]), []).append(str(value))
    return desk.client.post(f"/desk/cases/{desk.case.reference}/{act}/", fields).status_code


def test_both_decisions_stand_side_by_side_and_mine_takes_a_second_press(cast: Cast, desk: Desk) -> None:  # noqa: F811
    deciding.record_decision(
        desk.case.pk, recording="intelligence_only", reason="A pattern.", strands=["race"], actions=["patrol"],
        by=cast.colleague, now=timezone.now(),
    )  # fmt: skip
    mine = {"recording": "nothing_recorded", "reason": "No offence.\n\nSecond line.", "strands": ["religion", "race"]}
    status, html = desk.send("decide", **mine)
    told = rows(html)
    assert status == 409
    assert told["Reason"] == ("A pattern.", "No offence.\n\nSecond line.")
    assert told["How is it recorded?"] == ("Kept as intelligence only", "Nothing recorded")
    assert desk.case.decisions.count() == 1
    assert save_mine_on_top(desk, "decide", html) == 302
    newest, theirs = desk.case.decisions.order_by("-pk")
    assert (newest.recording, newest.reason, set(newest.strands)) == (
        "nothing_recorded", "No offence.\n\nSecond line.", {"race", "religion"}
    )  # fmt: skip
    assert theirs.reason == "A pattern."


def test_mine_on_top_is_refused_again_where_others_have_gone_on(cast: Cast, desk: Desk) -> None:  # noqa: F811
    for recording in ("intelligence_only", "nothing_recorded"):
        deciding.record_decision(
            desk.case.pk, recording=recording, reason=recording, by=cast.colleague, now=timezone.now()
        )
        if recording == "intelligence_only":
            status, html = desk.send("decide", recording="another_body", body="The council")
    assert status == 409
    assert save_mine_on_top(desk, "decide", html) == 409
    assert desk.case.decisions.count() == 2


def test_priority_and_risk_are_not_saved_over_what_nobody_has_seen(cast: Cast, desk: Desk) -> None:  # noqa: F811
    theirs = Desk(at_the_desk(cast.colleague), desk.case)
    assert theirs.send("priority", priority="high", reason="A child lives there.")[0] == 302
    status, html = desk.send("priority", priority="standard", reason="It is over.")
    assert status == 409
    assert rows(html) == {"Priority": ("High", "Standard"), "Why?": ("A child lives there.", "It is over.")}
    soon = timezone.localdate() + timedelta(days=7)
    status, html = desk.send("risk", **RISK, level="high", plan="Visit.", review_on=f"{soon:%d/%m/%Y}")
    assert (status, rows(html)["What is done about it?"]) == (409, ("–", "Visit."))
    assert desk.case.assessments.count() == 0
    assert save_mine_on_top(desk, "risk", html) == 302
    assert desk.case.assessments.get().level == "high"


def test_a_next_action_and_a_hand_over_are_not_saved_over_what_nobody_has_seen(cast: Cast, desk: Desk) -> None:  # noqa: F811
    now, soon = timezone.now(), f"{timezone.localdate() + timedelta(days=7):%d/%m/%Y}"
    commitments.set_next_action(
        desk.case.pk, what="Ring her.", due_at=now + timedelta(days=3), by=cast.colleague, now=now
    )
    status, html = desk.send("next-action", what="Visit.", due_on=soon)
    assert (status, rows(html)["What is to be done?"]) == (409, ("Ring her.", "Visit."))
    assert save_mine_on_top(desk, "next-action", html) == 302
    desk.look()
    claiming.hand_over(desk.case.pk, to=cast.supervisor, note="She knows them.", by=cast.colleague, now=now)
    status, html = desk.send("hand-over", to="colleague", note="He speaks Polish.")
    assert (status, rows(html)["To whom?"]) == (409, ("supervisor", "colleague"))
    assert "He speaks Polish." in html


@pytest.mark.parametrize(
    ("act", "first", "second"),
    [
        ("decide", {"recording": "intelligence_only", "reason": "One."}, {"recording": "nothing_recorded", "reason": "Two."}),
        ("priority", {"priority": "high", "reason": "One."}, {"priority": "standard", "reason": "Two."}),
        ("next-action", {"what": "One."}, {"what": "Two."}),
        ("risk", {**RISK, "level": "high", "plan": "One."}, {**RISK, "level": "medium", "plan": "Two."}),
        ("hand-over", {"to": "colleague", "note": "One."}, {"to": "colleague", "note": "Two."}),
    ],
)  # fmt: skip
def test_a_second_tab_does_not_save_over_what_the_first_has_saved(
    cast: Cast, desk: Desk, act: str, first: dict[str, str], second: dict[str, str]  # noqa: F811
) -> None:  # fmt: skip
    soon = f"{timezone.localdate() + timedelta(days=7):%d/%m/%Y}"
    day = {"next-action": {"due_on": soon}, "risk": {"review_on": soon}}.get(act, {})
    other = Desk(desk.client, desk.case)
    before = desk.case.timeline.count()
    assert desk.send(act, **first, **day)[0] == 302
    assert desk.send(act, **first, **day)[0] == 302, "the same button pressed twice is no second tab"
    saved = desk.case.timeline.count()
    assert saved > before
    status, html = other.send(act, **second, **day)
    assert (status, desk.case.timeline.count()) == (409, saved)
    assert "You, " in html
    assert ("One.", "Two.") in rows(html).values()
    assert save_mine_on_top(other, act, html) == 302


@pytest.mark.parametrize("who", ["officer", "colleague"])
@pytest.mark.parametrize("page", ["passing-on", "enhanced"])
def test_pages_of_their_own_do_not_save_over_what_another_tab_has_saved(
    cast: Cast, desk: Desk, page: str, who: str  # noqa: F811
) -> None:  # fmt: skip
    load_reference()
    partner, person = people.partner(), desk.case.persons.get(role="reporter")
    of_person = f"/desk/cases/{desk.case.reference}/persons/{person.pk}/"
    acts: dict[str, tuple[str, str, dict[str, Any], dict[str, Any]]] = {
        "passing-on": (
            f"/desk/cases/{desk.case.reference}/passing-on/", f"{of_person}consent/",
            {"organisation": partner.name, "shared": ["name"], "agreed_by": "self", "how": "On the phone."},
            {"organisation": partner.name, "shared": ["name", "words"], "agreed_by": "self", "how": "In a letter."},
        ),
        "enhanced": (
            f"/desk/cases/{desk.case.reference}/enhanced/{person.pk}/",
            f"/desk/cases/{desk.case.reference}/enhanced/{person.pk}/give/",
            {"ground": "vulnerable", "reason": "She is alone."}, {"ground": "persistently_targeted", "reason": "Every week."},
        ),
    }  # fmt: skip
    address, act, first, second = acts[page]
    client = at_the_desk(getattr(cast, who))

    def carried(html: str) -> dict[str, str]:
        form = BeautifulSoup(html, "html.parser").select_one(f'form[action="{act}"]')
        assert form is not None
        return {str(one["name"]): str(one["value"]) for one in form.select("input[type=hidden]")}

    mine, theirs = (carried(one.get(address).content.decode()) for one in (desk.client, client))
    assert client.post(act, {**theirs, **first}).status_code == 302
    saved = desk.case.timeline.count()
    refused = desk.client.post(act, {**mine, **second})
    html = refused.content.decode()
    assert (refused.status_code, desk.case.timeline.count()) == (409, saved)
    assert "The case has changed since you opened this page. Nothing was saved." in html
    assert ("You, " in html) == (who == "officer")
    restored = desk.client.post(act, {**mine, **second, "took": "earlier@2026-01-01T10:00:00+00:00"})
    assert "since you opened the page on which you began to write this. Nothing" in restored.content.decode()
    assert all(words in html for words in ("On the phone.", "In a letter.") if page == "passing-on")
    assert all(words in html for words in ("She is alone.", "Every week.") if page == "enhanced")
    assert desk.client.post(act, {**carried(html), **second}).status_code == 302
    assert desk.case.timeline.count() > saved


def test_what_the_same_officer_did_of_another_kind_does_not_make_a_tab_old(desk: Desk) -> None:  # noqa: F811
    other = Desk(desk.client, desk.case)
    assert desk.send("priority", priority="high", reason="A child lives there.")[0] == 302
    assert other.send("decide", recording="intelligence_only")[0] == 302


def test_a_case_that_was_closed_meanwhile_shows_how_and_keeps_what_was_typed(cast: Cast, desk: Desk) -> None:  # noqa: F811
    people.decide_and_answer(desk.case, cast.officer)
    desk.look()
    closing.close_case(
        desk.case.pk, closing_reason="no_line_left", reason="Nobody was found.", by=cast.colleague, now=timezone.now()
    )
    status, html = desk.send("close", closing_reason="no_line_left", reason="The camera was broken.")
    assert (status, rows(html)["Reason"]) == (409, ("Nobody was found.", "The camera was broken."))
    assert "save-mine" not in html
    assert "The camera was broken." in desk.look()


def test_a_case_that_a_colleague_took_meanwhile_says_who_has_it(cast: Cast) -> None:
    case = people.case()
    mine = Desk(at_the_desk(cast.officer), case)
    claiming.take_case(case.pk, by=cast.colleague, now=timezone.now())
    status, html = mine.send("take")
    assert (status, "colleague has taken this case." in html) == (422, True)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_decide_at_the_same_moment_one_is_shown_the_others_decision(cast: Cast) -> None:
    case = people.case()
    people.take_and_read(case, cast.officer)
    case = Case.objects.get(pk=case.pk)
    entry = case.timeline.order_by("-pk").first()
    outcomes: list[Any] = []

    def decide(by: Account) -> None:
        sent = Sent(
            "case.decide", "decide", "", {"reason": [by.username]}, by.username, case.version, entry.pk if entry else 0
        )
        now = timezone.now()

        def do() -> Any:
            return deciding.record_decision(case.pk, recording="intelligence_only", reason=by.username, by=by, now=now)

        try:
            outcomes.append(sending.send(drafts.On(case.pk), do, sent=sent, minds=["decided"], by=by, now=now))
        except Overtaken as overtaken:
            outcomes.append([change.by for change in overtaken.changes])
        finally:
            connection.close()

    threads = [Thread(target=decide, args=[by]) for by in (cast.officer, cast.colleague, cast.supervisor)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert RecordingDecision.objects.count() == 1
    first = RecordingDecision.objects.get().by.username
    assert sorted(map(str, (one for one in outcomes if isinstance(one, list)))) == [f"['{first}']"] * 2
