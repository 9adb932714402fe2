"""The queue's filters: in the address, each narrows the list and its counts, and what means nothing is said."""

import re
from datetime import timedelta
from html import unescape

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from cases.domain import claiming, deciding, linking, series
from cases.domain.categorisation import categorise_report
from cases.domain.timeline import write_entry
from cases.models import AuditEvent, Case, SeriesCommitment
from tests import cast as people
from tests.cases.desk.test_queue import listed, statements
from tests.cast import Cast
from tests.desk import at_the_desk, draw_blind

pytestmark = pytest.mark.django_db


def made(**columns: object) -> Case:
    """A case with these columns, as the domain would have set them."""
    answers = {key: columns.pop(key) for key in ("happened_before", "because", "area") if key in columns}
    case = people.case(now=columns.pop("now", None), **answers)  # type: ignore[arg-type]
    Case.objects.filter(pk=case.pk).update(**columns)
    return Case.objects.get(pk=case.pk)


def found(client: Client, **asked: str) -> set[str]:
    """References on the list of all cases, whose count is that of the rows."""
    page = client.get("/desk/queue/", {"tab": "all", **asked}).content
    rows = listed(page)
    assert not rows or f'data-total="{len(rows)}"' in page.decode()
    return set(rows)


@pytest.mark.parametrize(
    ("asked", "wanted", "other"),
    [
        ({"priority": "high"}, {"priority": "high"}, {}),
        ({"strand": "religion"}, {"strands": ["religion", "religion:sikh"]}, {"strands": ["race"]}),
        ({"kind": "threats"}, {"kinds": ["threats", "hate_mail"]}, {"kinds": ["hate_mail"]}),
        ({"borough": "hackney"}, {"area": "London Borough of Hackney"}, {"area": "Camden"}),
        ({"borough": "hackney"}, {"area": "near stoke-newington station"}, {"area": "Hackneyed"}),
        ({"place": "hackney"}, {"area": "London Borough of Hackney"}, {"area": "Camden"}),
        ({"place": "100%"}, {"area": "100% sure: Bow"}, {"area": "1000"}),
        ({"language": "pl"}, {"language": "pl"}, {"language": "en"}),
        ({"language": "pt"}, {"language": "pt-br"}, {"language": "pl"}),
        ({"language": "und"}, {"language": "und"}, {"language": "en"}),
        ({"repeat": "yes"}, {"happened_before": "often"}, {"happened_before": "no"}),
    ],
)  # fmt: skip
def test_each_filter_finds_what_it_says_and_nothing_else(
    cast: Cast, asked: dict[str, str], wanted: dict[str, object], other: dict[str, object]
) -> None:
    case, _ = made(**wanted), made(**other)
    assert found(at_the_desk(cast.officer), **asked) == {case.reference}


def test_state_officer_and_lateness(cast: Cast) -> None:
    now = timezone.now()
    free, late, mine = people.case(), people.case(now=now - timedelta(hours=30)), people.case()
    claiming.take_case(mine.pk, by=cast.officer, now=now)
    claiming.take_case(late.pk, by=cast.colleague, now=now)
    client = at_the_desk(cast.officer)
    assert found(client, state="new") == {free.reference}
    assert found(client, state="in_progress") == {late.reference, mine.reference}
    assert found(client, officer="officer") == {mine.reference}
    assert found(client, officer="~nobody") == {free.reference}
    assert found(client, officer="~somebody") == {late.reference, mine.reference}
    assert found(client, due="late") == {late.reference}
    assert found(client, due="late", officer="officer") == set()
    assert found(client, unit="hate-crime") == {free.reference, late.reference, mine.reference}


def test_channel_and_repeat_are_asked_of_every_attached_report(cast: Cast) -> None:
    case, second, other = people.case(), people.case(happened_before="once_or_twice"), people.case()
    client = at_the_desk(cast.officer)
    assert found(client, channel="web") == {case.reference, second.reference, other.reference}
    assert found(client, channel="phone") == set()
    assert found(client, repeat="yes") == {second.reference}
    linking.attach_report(case.pk, second.reference, reason="The same man.", by=cast.officer, now=timezone.now())
    assert found(client, repeat="yes") == {case.reference}
    linking.detach_report(case.pk, second.opened_for_id, reason="It is not.", by=cast.officer, now=timezone.now())
    assert found(client, repeat="yes") == {second.reference}


@pytest.mark.parametrize(
    ("age", "days"), [("1", 0), ("1-7", 1), ("1-7", 6), ("7-30", 7), ("7-30", 29), ("30", 30), ("30", 400)]
)
def test_age_is_the_time_since_receipt(cast: Cast, age: str, days: int) -> None:
    case = people.case(now=timezone.now() - timedelta(days=days, minutes=1))
    client = at_the_desk(cast.officer)
    assert {one for one in ("1", "1-7", "7-30", "30") if found(client, age=one)} == {age}
    assert found(client, age=age) == {case.reference}


def test_days_of_receipt_are_local_days_and_both_count(cast: Cast) -> None:
    at = timezone.localtime().replace(year=2026, month=7, day=3, hour=0, minute=30)  # still 2 July in UTC
    case = people.case(now=at)
    client = at_the_desk(cast.officer)
    assert found(client, received_from="2026-07-03", received_to="3/7/2026") == {case.reference}
    assert found(client, received_from="0001-01-01", received_to="9999-12-31") == {case.reference}
    assert found(client, received_to="2026-07-02") == set()
    assert found(client, received_from="2026-07-04") == set()


def test_filters_narrow_together_and_the_tabs_count_what_they_narrow(cast: Cast) -> None:
    case = made(priority="high", language="pl")
    made(priority="high"), made(language="pl")
    client = at_the_desk(cast.officer)
    page = client.get("/desk/queue/?priority=high&language=pl").content.decode()
    assert listed(page.encode()) == [case.reference]
    assert "1 of 1 cases" in page
    assert re.findall(r'heard-count">(\d+)<', page) == ["1", "0", "0", "0", "0", "1"]
    assert re.findall(r"Remove the filter</span> ([^<]+<bdi>[^<]+)", page) == [
        "Priority: <bdi>High", "Language: <bdi>Polish"
    ]  # fmt: skip


def test_the_next_page_is_of_the_same_tab_and_filters(cast: Cast) -> None:
    wanted = {made(language="pl").reference for _ in range(52)}
    made(language="en")
    client = at_the_desk(cast.officer)
    first = client.get("/desk/queue/?tab=all&language=pl").content.decode()
    link = re.search(r'href="([^"]+)" rel="next"', first)
    assert link
    second = client.get(unescape(link[1])).content
    assert set(listed(first.encode()) + listed(second)) == wanted
    assert len(listed(second)) == 2


@pytest.mark.parametrize(
    "asked",
    [
        {"priority": "urgent"}, {"strand": "x" * 10_000}, {"kind": "\x00"}, {"officer": "nobody at all"},
        {"officer": "outsider"}, {"state": "emptied"}, {"age": "-1"}, {"language": "xx"}, {"due": "soon"},
        {"borough": "y" * 10_000}, {"borough": "atlantis"}, {"place": "y" * 10_000},
        {"received_from": "31/2/2026"}, {"received_to": "soon"}, {"repeat": "no"},
        {"unit": "north"}, {"unit": "counter-terrorism"}, {"weather": "yes"}, {"colour": "blue"}, {"tab": "urgent"},
        {"received_from": "2/1/2026", "received_to": "1/1/2026"},
    ],
)  # fmt: skip
def test_a_filter_that_means_nothing_is_left_out_and_named(cast: Cast, asked: dict[str, str]) -> None:
    case = people.case(now=timezone.now().replace(year=2026, month=1, day=2))
    answer = at_the_desk(cast.officer).get("/desk/queue/", asked)
    assert answer.status_code == 200
    assert listed(answer.content) == [case.reference]
    assert b"Left out, because it means nothing here:" in answer.content
    assert len(answer.content) < 40_000


def test_another_unit_is_not_told_from_one_that_does_not_exist(cast: Cast) -> None:
    client = at_the_desk(cast.officer)
    said = {
        re.sub(r'value="[^"]{64}"', "", client.get(f"/desk/queue/?unit={key}").content.decode())
        for key in ("north", "counter-terrorism", "nowhere")
    }
    assert len(said) == 1


def test_filters_do_not_open_what_one_may_not_see(cast: Cast) -> None:
    other, police = made(language="pl"), people.case(about_police="yes")
    Case.objects.filter(pk=other.pk).update(unit=cast.other_unit)
    Case.objects.filter(pk=police.pk).update(language="pl")
    client = at_the_desk(cast.officer)
    page = client.get("/desk/queue/?tab=all&language=pl").content.decode()
    assert "No case here matches the filters." in page
    assert re.findall(r'heard-count">(\d+)<', page) == ["0"] * 6


def test_a_filter_does_not_tell_what_a_hidden_suggestion_says(cast: Cast, settings: Settings) -> None:
    client = at_the_desk(cast.officer)
    for is_hidden in (False, True):
        case = people.case("A man shouted at me because of my headscarf and hit me with a bat.", because=["sex"])
        draw_blind(case, settings, is_hidden=is_hidden)
        assert categorise_report(case.opened_for_id, now=timezone.now()).is_blind == is_hidden
        assert (case.reference in found(client, kind="physical_assault")) == (not is_hidden)
        assert (case.reference in found(client, strand="religion:anti-muslim")) == (not is_hidden)
        assert case.reference in found(client, strand="sex")
    people.take_and_read(case, cast.officer)
    deciding.record_decision(
        case.pk, recording="intelligence_only", kinds=["physical_assault"], by=cast.officer, now=timezone.now()
    )
    assert case.reference in found(client, kind="physical_assault")


def test_filters_cost_no_statement_and_the_log_keeps_them(cast: Cast) -> None:
    client = at_the_desk(cast.officer)
    made(language="pl", happened_before="often", because=["race"], area="Bow")
    plain = statements(client, "/desk/queue/")
    asked = "strand=race&repeat=yes&channel=web&place=bow&age=1&officer=~nobody&unit=hate-crime"
    assert statements(client, f"/desk/queue/?{asked}") == plain <= 12
    assert AuditEvent.objects.filter(action="queue.list").latest("pk").details == {
        "tab": "next",
        "filters": dict(pair.split("=") for pair in asked.split("&")),
    }


def test_a_day_that_is_none_is_shown_with_what_was_typed(cast: Cast) -> None:
    page = at_the_desk(cast.officer).get("/desk/queue/?received_from=31/2/2026").content.decode()
    assert "Enter the day like 27/3/2027." in page
    assert 'value="31/2/2026"' in page
    assert '<details class="govuk-details heard-details" open' in page


def test_the_form_says_what_is_in_force(cast: Cast) -> None:
    page = at_the_desk(cast.officer).get("/desk/queue/?tab=all&language=pl&place=%22%3E%3Cb%3E").content.decode()
    assert "<option value=pl selected>Polish<" in page
    assert 'name=place value="&quot;&gt;&lt;b&gt;"' in page
    assert '<input type="hidden" name="tab" value="all">' in page


def test_of_several_values_in_one_filter_one_is_enough_and_each_is_taken_away_by_itself(cast: Cast) -> None:
    race, disability, other = made(strands=["race"]), made(strands=["disability", "age"]), made(strands=["sex"])
    client = at_the_desk(cast.officer)
    assert found(client, strand=["race", "disability"]) == {race.reference, disability.reference}  # type: ignore[arg-type]
    page = client.get("/desk/queue/?tab=all&strand=race&strand=disability&strand=race").content.decode()
    assert "?tab=all&amp;strand=race&amp;strand=disability" in page
    out = re.findall(r'<li><a class="govuk-link" href="([^"]+)"><span class="govuk-visually-hidden">Remove', page)
    assert list(map(unescape, out)) == ["?tab=all&strand=disability", "?tab=all&strand=race"]
    assert page.count(" selected>") == 2
    assert AuditEvent.objects.latest("pk").details["filters"] == {"strand": ["race", "disability"]}
    assert other.reference not in page


def test_narrowed_pages_follow_one_another_in_the_order_of_the_tab(cast: Cast) -> None:
    now = timezone.now()
    cases = [made(language="pl", now=now - timedelta(hours=hours)) for hours in range(53)]
    client = at_the_desk(cast.officer)
    first = client.get("/desk/queue/?tab=next&language=pl").content.decode()
    link = re.search(r'href="([^"]+)" rel="next"', first)
    assert link
    seen = listed(first.encode()) + listed(client.get(unescape(link[1])).content)
    assert seen == [case.reference for case in reversed(cases)]


def test_what_the_machine_raised_because_it_came_before_is_marked_too(cast: Cast) -> None:
    case = people.case()
    write_entry(case, "raised_for_repeat", by=None, now=timezone.now(), note="The same person reports again.")
    case.save()
    client = at_the_desk(cast.officer)
    assert found(client, repeat="yes") == {case.reference}
    assert "<b class=turquoise>Came before</b>" in client.get("/desk/queue/").content.decode()


def test_words_in_another_form_of_a_language_that_one_holds_need_no_translation(cast: Cast) -> None:
    made(language="pt-br")
    cast.officer.languages = ["en", "pt"]
    cast.officer.save()
    assert b"Language: " in at_the_desk(cast.officer).get("/desk/queue/").content
    assert b"Needs translation" in at_the_desk(cast.colleague).get("/desk/queue/").content


def test_the_queue_says_that_a_series_owes_something(cast: Cast) -> None:
    now = timezone.now()
    case = people.take_and_read(people.case(), cast.officer)
    one = series.open_series(case.pk, title="The same bus", reason="The same man.", by=cast.officer, now=now)
    pages = {who: at_the_desk(who) for who in (cast.officer, cast.outsider)}
    assert b"series-due" not in pages[cast.officer].get("/desk/queue/").content
    SeriesCommitment.objects.create(
        series=one, kind="review", what="Look again.", opened_at=now, due_at=now + timedelta(hours=3)
    )
    assert b"series of yours" in pages[cast.officer].get("/desk/queue/").content
    assert b"series-due" not in pages[cast.outsider].get("/desk/queue/").content


def test_cases_in_a_series_are_chosen_by_a_filter_of_the_queue(cast: Cast) -> None:
    in_one, alone = people.take_and_read(people.case(), cast.officer), people.case()
    series.open_series(in_one.pk, title="The same bus", reason="The same man.", by=cast.officer, now=timezone.now())
    client = at_the_desk(cast.officer)
    form = BeautifulSoup(client.get("/desk/queue/?tab=all").content, "html5lib").select_one("#filter form")
    assert [one["value"] for one in form.select("[name=series] option")] == ["", "yes"]
    shown = BeautifulSoup(client.get("/desk/queue/?tab=all&series=yes").content, "html5lib")
    assert [one["data-case"] for one in shown.select("[data-case]")] == [in_one.reference]
    assert alone.reference not in shown.get_text()
