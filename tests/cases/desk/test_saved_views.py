"""Saved views: a part of the queue under a name, private or the unit's; it shows nothing by itself."""

import re
from html import unescape

import pytest
from django.test import Client

from cases.models import Account, AuditEvent, SavedView
from tests import cast as people
from tests.cases.desk.test_queue import listed, statements
from tests.cast import Cast
from tests.desk import at_the_desk

pytestmark = pytest.mark.django_db
QUERY = "tab=all&priority=high&language=pl"


def saved(client: Client, name: str = "Polish, pressing", who: str = "me", query: str = QUERY) -> SavedView:
    answer = client.post("/desk/views/save/", {"name": name, "who": who, "query": query})
    assert answer.status_code == 302, answer.content.decode()
    return SavedView.objects.latest("pk")


def names(client: Client) -> list[str]:
    """Of the views that the queue offers."""
    page = client.get("/desk/queue/").content.decode()
    nav = re.search(r'<nav class="heard-saved".*?</nav>', page, re.DOTALL)
    return [unescape(one) for one in re.findall(r"<bdi>([^<]*)</bdi>", nav[0])] if nav else []


def test_what_is_filtered_can_be_saved_and_is_one_press_away(cast: Cast) -> None:
    client, case = at_the_desk(cast.officer), people.case()
    page = client.get("/desk/queue/?tab=all&priority=standard").content.decode()
    link = re.search(r'href="([^"]+)">Save as a view', page)
    assert link
    form = client.get(unescape(link[1])).content.decode()
    assert "All · Priority: Standard" in form
    query = re.search(r'name="query" value="([^"]*)"', form)
    assert query
    answer = client.post(
        "/desk/views/save/", {"name": "Ordinary", "who": "me", "query": unescape(query[1])}, follow=True
    )
    assert "The view “Ordinary” is saved." in answer.content.decode()
    assert listed(answer.content) == [case.reference]
    assert names(client) == ["Ordinary"]
    assert 'aria-current="true"><bdi>Ordinary' in client.get("/desk/queue/?tab=all&priority=standard").content.decode()


def test_a_name_in_other_capitals_is_the_same_name(cast: Cast) -> None:
    client = at_the_desk(cast.officer)
    saved(client, "Night shift", "me")
    saved(client, "NIGHT SHIFT", "unit")
    assert names(client) == ["NIGHT SHIFT"]
    assert SavedView.objects.get().unit == cast.unit


def test_a_private_view_is_its_owners_alone_and_a_shared_one_its_units(cast: Cast) -> None:
    owner = at_the_desk(cast.officer)
    saved(owner, "Private", "me")
    saved(owner, "Shared", "unit")
    assert names(owner) == ["Private", "Shared"]
    assert names(at_the_desk(cast.colleague)) == ["Shared"]
    assert names(at_the_desk(cast.supervisor)) == ["Shared"]
    assert names(at_the_desk(cast.outsider)) == []


def test_nobody_of_no_unit_shares_with_others_of_no_unit(cast: Cast) -> None:
    saved(at_the_desk(cast.officer))
    assert not SavedView.objects.visible_to(cast.auditor).exists()
    assert not SavedView.objects.visible_to(cast.admin).exists()


def test_sharing_is_the_owners_to_give_and_to_take_back(cast: Cast) -> None:
    owner, colleague = at_the_desk(cast.officer), at_the_desk(cast.colleague)
    view = saved(owner)
    assert colleague.post(f"/desk/views/{view.pk}/share/").status_code == 404
    owner.post(f"/desk/views/{view.pk}/share/")
    assert names(colleague) == [view.name]
    assert colleague.post(f"/desk/views/{view.pk}/keep-private/").status_code == 404
    owner.post(f"/desk/views/{view.pk}/keep-private/")
    assert names(colleague) == []


@pytest.mark.parametrize(
    ("who", "is_shared", "may"),
    [
        ("officer", False, True), ("officer", True, True), ("colleague", True, False), ("supervisor", True, True),
        ("supervisor", False, False), ("outsider", True, False),
    ],
)  # fmt: skip
def test_who_removes_a_view(cast: Cast, who: str, is_shared: bool, may: bool) -> None:
    view = saved(at_the_desk(cast.officer), who="unit" if is_shared else "me")
    account: Account = getattr(cast, who)
    client = at_the_desk(account)
    address = f"/desk/views/{view.pk}/remove/"
    assert (address in client.get("/desk/views/").content.decode()) == may
    assert client.post(address).status_code == (302 if may else 404)
    assert SavedView.objects.filter(pk=view.pk).exists() == (not may)
    assert client.post(address).status_code == 404  # gone, or never there


def test_saving_under_a_name_that_one_has_replaces_it(cast: Cast) -> None:
    owner, colleague = at_the_desk(cast.officer), at_the_desk(cast.colleague)
    saved(owner)
    saved(colleague, who="unit")
    saved(owner, query="tab=held")
    assert sorted(SavedView.objects.values_list("owner__username", "query")) == [
        ("colleague", "tab=all&priority=high&language=pl"), ("officer", "tab=held")
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"name": " ", "who": "me"}, "Give the view a name."),
        ({"name": "x" * 61, "who": "me"}, "at most 60 characters"),
        ({"name": "Mine"}, "Choose who sees it."),
    ],
)
def test_what_is_missing_is_said_and_nothing_typed_is_lost(cast: Cast, given: dict[str, str], sentence: str) -> None:
    answer = at_the_desk(cast.officer).post("/desk/views/save/", {**given, "query": QUERY})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert "All · Priority: High · Language: Polish" in page
    assert f'value="{given["name"]}"' in page
    assert not SavedView.objects.exists()


def test_only_filters_are_kept_and_the_place_one_has_read_to_is_not(cast: Cast) -> None:
    houses = "%F0%9F%8F%A0" * 60
    asked = f"tab=all&language=pl&after=17-4&colour=blue&kind=x&place={houses}"
    assert saved(at_the_desk(cast.officer), query=asked).query == f"tab=all&place={houses}&language=pl"


def test_thirty_views_are_enough(cast: Cast) -> None:
    client = at_the_desk(cast.officer)
    for number in range(30):
        saved(client, f"View {number}")
    answer = client.post("/desk/views/save/", {"name": "One more", "who": "me", "query": QUERY})
    assert answer.status_code == 422
    assert b"You have 30 saved views. Remove one first." in answer.content
    saved(client, "View 7", query="tab=held")  # what one has may still be replaced
    page = client.get("/desk/queue/").content.decode()
    assert "22 more views" in page
    assert len(names(client)) == 8


def test_a_view_shows_only_what_its_reader_may_see(cast: Cast) -> None:
    mine = people.case()
    view = saved(at_the_desk(cast.officer), who="unit", query="tab=all&priority=standard")
    police = people.case(about_police="yes")
    cast.colleague.reads_restricted = True
    cast.colleague.save()
    assert listed(at_the_desk(cast.officer).get(f"/desk/queue/?{view.query}").content) == [mine.reference]
    assert set(listed(at_the_desk(cast.colleague).get(f"/desk/queue/?{view.query}").content)) == {
        mine.reference, police.reference
    }  # fmt: skip


def test_views_cost_one_statement_however_many(cast: Cast) -> None:
    client = at_the_desk(cast.officer)
    none, listing = statements(client, "/desk/queue/"), statements(client, "/desk/views/")
    for number in range(9):
        saved(at_the_desk(cast.colleague), f"View {number}", "unit")
    client.get("/desk/queue/")
    assert statements(client, "/desk/queue/") == none
    assert statements(client, "/desk/views/") == listing


def test_each_act_on_a_view_is_one_row_of_the_log(cast: Cast) -> None:
    client = at_the_desk(cast.officer)
    view = saved(client)
    for act in ("share", "keep-private", "remove"):
        client.post(f"/desk/views/{view.pk}/{act}/")
    client.get("/desk/views/")
    rows = AuditEvent.objects.order_by("pk").values_list("action", "details__is_shared")
    assert list(rows) == [
        ("queue.view_saved", False), ("queue.view_shared", True), ("queue.view_private", False),
        ("queue.view_removed", False), ("queue.views", None),
    ]  # fmt: skip


def test_a_view_whose_officer_has_left_says_what_it_leaves_out(cast: Cast) -> None:
    view = saved(at_the_desk(cast.officer), query="tab=all&officer=colleague")
    cast.colleague.is_active = False
    cast.colleague.save()
    page = at_the_desk(cast.officer).get(f"/desk/queue/?{view.query}").content.decode()
    assert "Left out, because it means nothing here: Officer." in page
