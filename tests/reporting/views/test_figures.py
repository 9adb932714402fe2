"""The public's pages of figures: the same for all, without a script of their own, a cookie or anything of the officers' side."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from reporting.domain.figures import publish_figure
from reporting.enums import COMPLAINT_WITHIN, READ_CEILING
from reporting.models import PublishedFigure
from reporting.models.published import BULLETIN, MONTH, PROMISE

pytestmark = pytest.mark.django_db
ADDRESSES = ("/promise/", "/what-happened/", "/promise.json", "/figures.json")
KINDS = ("read", "recording_decision", "answer", "referral", "update", "next_action")


def cell(kind: str, priority: str, days: int, **said: Any) -> dict[str, Any]:
    shown = {"owed": None, "missed": None, "share": None, "is_least": False, **said}
    return {"kind": kind, "priority": priority, "days": days, **shown}


def value(**changed: Any) -> dict[str, Any]:
    kept = [
        cell(kind, priority, days)
        for kind in KINDS
        for priority in ("", "immediate", "high", "standard", "routine")
        for days in (7, 30, 365)
        if (kind, priority) != ("read", "")
    ]
    kept += [
        cell("read", "", 7, owed=25, share=82, is_least=True),
        cell("read", "", 30, owed=1_240, missed=40, share=96),
        cell("read", "", 365, owed=9_000, missed=900, share=90),
    ]
    median = [
        {"what": what, "days": days, "reports": 20, "minutes": 35 if what == "read" else None, "is_waiting": days == 7}
        for what in ("read", "answer")
        for days in (7, 30, 365)
    ]
    whole = {
        "until": "2026-03-01", "as_of": "2026-03-02T09:00:00+00:00", "kept": kept, "median": median,
        "oldest_unread_hours": 19, "closed_unread": 0,
    }  # fmt: skip
    return whole | changed


def _scripts(answer: Any) -> list[str]:
    """What a page loads: the frame of every page brings the way out, and a page of figures nothing more."""
    return re.findall(r'<script[^>]*src="([^"]+)"', answer.content.decode())


def shown_at(client: Client, address: str) -> str:
    text = client.get(address).content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


def test_no_data_is_said_to_be_no_data(client: Client) -> None:
    assert "There are no figures yet on how often we keep these promises." in shown_at(client, "/promise/")
    assert "No month has figures yet." in shown_at(client, "/what-happened/")
    assert client.get("/promise.json").json()["published_at"] is None
    feed = client.get("/figures.json").json()
    assert (feed["published_at"], feed["days"], feed["months"]) == (None, [], [])


@pytest.mark.parametrize("address", ADDRESSES)
def test_anybody_may_keep_a_page_that_is_the_same_for_all(client: Client, address: str) -> None:
    publish_figure(PROMISE, date(2026, 3, 2), value(), now=timezone.now())
    with CaptureQueriesContext(
        connection,
    ) as asked:
        answer = client.get(address)
    assert len(asked) <= 2
    assert answer["Cache-Control"] == "public, max-age=300"
    assert not answer.cookies
    if address == "/what-happened/":
        assert _scripts(answer) == _scripts(client.get("/there-is-no-such-page/"))
    else:
        assert b"<script" not in answer.content
    assert "Cookie" not in answer.get("Vary", "")


def test_shares_stand_with_what_they_rest_on_and_misses_are_among_them(client: Client) -> None:
    publish_figure(PROMISE, date(2026, 3, 2), value(), now=timezone.now())
    said = shown_at(client, "/promise/")
    assert "82% or more Promised: 25 Missed: under 5" in said
    assert "96% Promised: 1,240 Missed: 40" in said
    few = said.split("We promised each of these fewer than 5 times in a year.")[1].split("How we count")[0]
    assert "Answer the person" in few
    assert "Read every report" not in few
    assert "35 min" in said
    assert "More than half were still waiting" in said
    assert "Too few to say" in said
    assert "has waited this long: 19 h" in said
    assert "closed and never read: 0" in said


@pytest.mark.parametrize("is_published", [False, True])
def test_what_is_promised_stands_there_before_there_are_figures_of_it(client: Client, is_published: bool) -> None:
    if is_published:
        few = [{**one, "owed": None, "missed": None, "share": None} for one in value()["kept"]]
        publish_figure(PROMISE, date(2026, 3, 2), value(kept=few), now=timezone.now())
    said = shown_at(client, "/promise/")
    assert "A person reads every report within 24 hours, day and night." in said
    assert "We answer every complaint within 30 days." in said
    assert [one / timedelta(hours=1) for one in (READ_CEILING, COMPLAINT_WITHIN)] == [24, 30 * 24]
    assert said.count("fewer than 5 times in a year") == is_published


def test_a_page_says_how_old_its_figures_are_and_when_that_is_too_old(client: Client) -> None:
    now = timezone.now()
    publish_figure(PROMISE, date(2026, 3, 2), value(oldest_unread_hours=None), now=now)
    said = shown_at(client, "/promise/")
    local = timezone.localtime(now)
    assert f"We worked these figures out on {local:%-d %B %Y} at {local:%H:%M}" in said
    assert "Every report that we have got has been read." in said
    assert "They may not be right any more." not in said
    PublishedFigure.objects.update(published_at=now - timedelta(hours=2))
    assert "They may not be right any more." in shown_at(client, "/promise/")


@pytest.mark.parametrize(("code", "until"), [("pl", "1 marca 2026"), ("he", "1 במרץ 2026"), ("ar", "1 مارس 2026")])
def test_days_are_said_as_the_language_says_them(client: Client, code: str, until: str) -> None:
    publish_figure(PROMISE, date(2026, 3, 2), value(), now=timezone.now())
    assert until in shown_at(client, f"/{code}/promise/")


def test_the_file_says_what_the_page_says_and_how_nought_is_enforced(client: Client) -> None:
    publish_figure(PROMISE, date(2026, 3, 2), value(), now=timezone.now())
    file = client.get("/promise.json").json()
    assert file["kept"] == value()["kept"]
    assert file["closed_unread"] == 0
    assert "case_must_hold" in file["closed_unread_enforced_by"]


def test_months_are_plain_sentences_and_what_is_hidden_is_not_there(client: Client) -> None:
    month = {
        "month": "2026-02", "received": 60, "read": 58,
        "decisions": {"crime": 31, "incident": None, "nothing_recorded": None}, "actions": {"patrol": 7, "visit": 12},
    }  # fmt: skip
    publish_figure(MONTH, date(2026, 2, 1), month, now=timezone.now())
    said = shown_at(client, "/what-happened/")
    assert "February 2026 Reports that we got: 60. Reports that a person read: 58." in said
    assert "We recorded a crime 31" in said
    assert said.index("We went to see someone 12") < said.index("Officers walked where it had happened 7")
    assert (
        "We do not show how often: We recorded an incident that is not a crime We recorded nothing, and wrote" in said
    )
    assert "protect a child" not in said
    assert client.get("/figures.json").json()["months"][0]["decisions"]["incident"] is None


def test_the_feed_is_newest_first_and_says_where_it_is_explained(client: Client) -> None:
    for day in (3, 5, 4):
        on = date(2026, 2, day)
        publish_figure(BULLETIN, on, {"date": on.isoformat(), "figures": []}, now=timezone.now())
    feed = client.get("/figures.json").json()
    assert [one["date"] for one in feed["days"]] == ["2026-02-05", "2026-02-04", "2026-02-03"]
    assert feed["version"] == 1


def test_the_same_value_is_written_once_unless_it_is_to_be_kept_fresh() -> None:
    now, later = timezone.now(), timezone.now() + timedelta(minutes=10)
    assert publish_figure(MONTH, date(2026, 2, 1), {"a": 1}, now=now)
    assert not publish_figure(MONTH, date(2026, 2, 1), {"a": 1}, now=later)
    assert PublishedFigure.objects.get().published_at == now
    assert publish_figure(MONTH, date(2026, 2, 1), {"a": 1}, now=later, is_kept_fresh=True)
    assert publish_figure(MONTH, date(2026, 2, 1), {"a": 2}, now=later)
    assert PublishedFigure.objects.get().value == {"a": 2}


def test_of_few_that_were_owed_it_is_not_said_how_many_were_missed(client: Client) -> None:
    kept = [cell(kind, "", days, owed=20) for kind in KINDS for days in (7, 30, 365)]
    publish_figure(PROMISE, date(2026, 3, 2), value(kept=[*value()["kept"], *kept]), now=timezone.now())
    assert "Promised: 20 Missed: Too few to say" in shown_at(client, "/promise/")
