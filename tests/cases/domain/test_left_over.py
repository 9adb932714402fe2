"""Small rules of the desk: shifts, templates, contact data, places and platforms that rules ask about, tags in bulk."""

from dataclasses import replace
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases.desk.presenters import bulk as presenter
from cases.domain import bulk, contact_data, correspondence, message_templates, rota, tagging
from cases.domain.categorisation import categorise_report
from cases.domain.refusals import Refused
from cases.engine.routing import Facts, Rule, choose, is_in_area
from cases.models import AuditEvent, CaseTag, DutyShift, MessageTemplate, RoutingRule
from cases.queries.routing import facts_of
from cases.queries.writing import templates_in
from tests import cast as people
from tests.cases.admin.test_pages import logged_in
from tests.cast import Cast
from tests.desk import at_the_desk

pytestmark = pytest.mark.django_db


def test_a_shift_that_would_leave_a_gap_is_taken_off_only_once_that_was_seen(cast: Cast) -> None:
    now, hour = timezone.now(), timedelta(hours=1)
    only = DutyShift.objects.create(account=cast.officer, starts_at=now + hour, ends_at=now + 9 * hour)
    client = at_the_desk(cast.supervisor)
    answer = client.post(f"/desk/duty/shifts/{only.pk}/remove/")
    assert answer.status_code == 409
    warned = BeautifulSoup(answer.content, "html.parser").select_one('[data-testid="leaves-gap"]')
    assert warned is not None
    assert len(warned.select("li")) == 1
    assert DutyShift.objects.filter(pk=only.pk).exists()
    DutyShift.objects.create(account=cast.colleague, starts_at=now, ends_at=now + 5 * hour)
    with pytest.raises(rota.LeavesAGap) as gap:
        rota.remove_shift(only.pk, by=cast.supervisor, now=now)
    assert gap.value.gaps == [(now + 5 * hour, now + 9 * hour)]
    assert client.post(f"/desk/duty/shifts/{only.pk}/remove/", {"in_spite_of_gap": "yes"}).status_code == 302
    assert not DutyShift.objects.filter(pk=only.pk).exists()


def test_a_shift_that_others_cover_or_that_is_over_is_taken_off_at_once(cast: Cast) -> None:
    now, hour = timezone.now(), timedelta(hours=1)
    for begins, ends, others in ((0, 8, True), (-8, -1, False)):
        shift = DutyShift.objects.create(account=cast.officer, starts_at=now + begins * hour, ends_at=now + ends * hour)
        if others:
            DutyShift.objects.create(account=cast.colleague, starts_at=now - hour, ends_at=now + 9 * hour)
        rota.remove_shift(shift.pk, by=cast.supervisor, now=now)
        assert not DutyShift.objects.filter(pk=shift.pk).exists()


def test_another_text_of_a_template_takes_its_place_and_both_keep_their_dates(cast: Cast) -> None:
    old = MessageTemplate.objects.create(key="thanks", title="Thanks", language="en", text="Thank you.")
    admin = logged_in(cast.admin)
    address = f"/admin/cases/messagetemplate/{old.pk}/change/"
    given = {"title": "Thanks", "text": "Thank you for telling us.", "is_active": "on"}
    assert admin.post(address, given).status_code == 302
    older, newer = MessageTemplate.objects.order_by("pk")
    assert (older.text, older.replaced_at) == ("Thank you.", newer.in_force_from)
    assert (newer.key, newer.language, newer.text, newer.replaced_at) == ("thanks", "en", given["text"], None)
    assert templates_in(["en"]) == [newer]
    assert AuditEvent.objects.filter(action="message_template.replaced").count() == 1
    assert admin.post(address, {**given, "text": "Other."}).status_code == 403
    with pytest.raises(Refused, match="replaced already"):
        message_templates.replace_template(older.pk, newer, by=cast.admin, now=timezone.now())
    assert (
        admin.post(f"/admin/cases/messagetemplate/{newer.pk}/change/", {**given, "title": "Thank you"}).status_code
        == 302
    )
    assert MessageTemplate.objects.count() == 2  # a title is no other text


@pytest.mark.parametrize(
    ("known", "wrong"),
    [
        ({"email": "a@example.org", "phone": "020 7946 0000"}, []),
        ({"email": "a@", "phone": "+44 (0)20 7946 0000 ext 12"}, ["email"]),
        ({"email": "me at example", "phone": "12345"}, ["email", "phone"]),
        ({"phone": "call my mum"}, ["phone"]), ({"phone": "0000000000"}, ["phone"]), ({"phone": "999"}, ["phone"]),
        ({"phone": "07700 900123, evenings"}, ["phone"]), ({}, []), ({"email": " ", "phone": ""}, []),
    ],
)  # fmt: skip
def test_contact_data_that_cannot_be_right_is_known(known: dict[str, str], wrong: list[str]) -> None:
    assert contact_data.doubtful(known) == wrong


def test_an_officer_is_told_without_the_number_being_shown(cast: Cast) -> None:
    case = people.case(contact_phone="12345", contact_email="nobody@", contact_by=["phone"])
    people.take_and_read(case, cast.officer)
    page = BeautifulSoup(at_the_desk(cast.officer).get(f"/desk/cases/{case.reference}/").content, "html.parser")
    assert len(page.select('[data-testid="doubt"]')) == 2
    assert "12345" not in page.text


def test_an_answer_asks_for_the_language_once(cast: Cast) -> None:
    case = people.take_and_read(people.case(), cast.officer)
    with CaptureQueriesContext(connection) as asked:
        correspondence.reply(
            case.pk, case.opened_for_id, message="Thank you.", token="t", by=cast.officer, now=timezone.now()
        )
    assert sum('FROM "cases_voice"' in one["sql"] for one in asked) == 1


@pytest.mark.parametrize(
    ("wanted", "area", "is_there"),
    [
        ("Southwark", "Peckham, SE15 5DZ", True), ("Southwark", "se15", True), ("southwark", "near SE15.", True),
        ("Southwark", "E8 2BT", False), ("Hackney", "E8", True), ("Hackney", "E8S", False), ("SE15", "SE15 5DZ", True),
        ("Southwark", "Southwark tube", True), ("Leeds", "SE15", False),
    ],
)  # fmt: skip
def test_a_borough_is_met_by_a_postcode_district_whose_middle_lies_in_it(
    wanted: str, area: str, is_there: bool
) -> None:
    assert is_in_area(wanted, area) is is_there


def test_a_platform_named_in_the_words_is_the_machines_word(cast: Cast) -> None:
    case = people.case("They posted my address on TikTok and on facebook.")
    categorise_report(case.opened_for_id, now=timezone.now())
    facts = replace(facts_of([case])[case.pk], is_hidden=False)
    assert facts.suggested["platform"] == {"tiktok", "facebook"}
    rule = Rule(1, "TikTok", 2, is_sealed=False, wants={"platform": ["tiktok", "x"]})
    move = choose([rule], facts, is_untouched=True).move
    assert move is not None
    assert move.is_suggested
    assert choose([rule], Facts(), is_untouched=True).move is None


def test_a_rule_asks_about_a_platform_and_the_dry_run_takes_no_strange_number(cast: Cast) -> None:
    admin = logged_in(cast.admin)
    given = {
        "name": "TikTok", "unit": cast.other_unit.pk, "place": 40, "platforms": ["tiktok"], "areas": "",
        "in_force_from": timezone.localdate().isoformat(),
    }  # fmt: skip
    assert admin.post("/admin/cases/routingrule/add/", given).status_code == 302
    rule = RoutingRule.objects.get()
    assert rule.platforms == ["tiktok"]
    assert "TikTok" in admin.get(f"/admin/cases/routingrule/{rule.pk}/dry-run/").content.decode()
    for number in ("²", "٣", "9" * 30, "x"):
        assert admin.get(f"/admin/cases/routingrule/{number}/dry-run/").status_code == 404


def test_a_tag_is_taken_off_many_and_put_back_by_undoing(cast: Cast) -> None:
    now = timezone.now()
    tagged, plain = [people.case() for _ in range(3)], people.case()
    for case in tagged:
        tagging.tag_case(case.pk, name="bus", by=cast.officer, now=now)
    bulk.choose_cases([one.reference for one in (*tagged, plain)], by=cast.officer, now=now)
    planned = bulk.plan("untag", {"name": "Bus"}, by=cast.officer, now=now)
    foreseen = bulk.foresee(planned, by=cast.officer, now=now)
    assert [one.row.case for one in foreseen if one.why_not] == [plain]
    done = bulk.confirm(bulk.seal_of(planned, foreseen), by=cast.officer, now=now)
    client = at_the_desk(cast.officer)
    assert "1 of 4 cases are worked off" in client.get(f"/desk/bulk/{done.pk}/").content.decode()
    bulk.go_on(done.pk, by=cast.officer, now=now)
    assert not CaseTag.objects.filter(taken_off_at=None).exists()
    assert "Take off the tag" in client.get(f"/desk/bulk/{done.pk}/").content.decode()
    bulk.undo(done.pk, by=cast.officer, now=now)
    bulk.go_on(done.pk, by=cast.officer, now=now)
    assert CaseTag.objects.filter(taken_off_at=None).count() == 3


def test_more_than_a_page_lists_is_said_in_numbers_and_done_in_pieces(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(presenter, "LISTED", 2)
    now, cases = timezone.now(), [people.case() for _ in range(5)]
    bulk.choose_cases([one.reference for one in cases], by=cast.officer, now=now)
    client = at_the_desk(cast.officer)
    assert "And 3 more" in client.get("/desk/bulk/").content.decode()
    bulk.plan("tag", {"name": "bus"}, by=cast.officer, now=now)
    html = client.get("/desk/bulk/preview/").content.decode()
    assert "And 3 more" in html
    seal = BeautifulSoup(html, "html.parser").select_one('[name="seal"]')["value"]  # type: ignore[index]
    done = client.post("/desk/bulk/confirm/", {"seal": seal})["Location"]
    number = int(done.rstrip("/").rpartition("/")[2])
    bulk.go_on(number, by=cast.officer, now=now, most=2)
    assert "2 of 5 cases are worked off" in client.get(done).content.decode()
    bulk.go_on(number, by=cast.officer, now=now)
    assert "And 3 more" in client.get(done).content.decode()
