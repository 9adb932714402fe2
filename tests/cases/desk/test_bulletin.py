"""The bulletin at the desk: drafted, approved by a second person, published; frozen, and never by one person alone."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from cases.domain import bulletins, surges
from cases.domain.refusals import NotThere, Refused
from cases.domain.roll_ups import roll_up
from cases.models import AuditEvent, Bulletin, CountImport, CountOfDay, DailyCount, Surge, SurgeStep
from cases.queries.bulletin import bulletin_of
from tests.cast import Cast, case
from tests.desk import at_the_desk

pytestmark = pytest.mark.django_db
DAY = "2017-06-06"


@pytest.fixture
def counts() -> None:
    CountImport.objects.create(source="s", digest="x", at=timezone.now(), by="t", added=1, changed=0, removed=0)
    today = timezone.now().date().replace(year=2017, month=6, day=6)
    DailyCount.objects.bulk_create(
        DailyCount(source="s", series="islamophobic", day=today - timedelta(days=back), count=20 if back == 0 else 3)
        for back in range(150)
    )


def press(client: Client, act: str, edition: int | None = None, **extra: Any) -> Any:
    middle = f"{edition}/" if edition else ""
    return client.post(f"/desk/bulletin/{DAY}/{middle}{act}/", **extra)


@pytest.mark.usefixtures("counts")
class TestAtTheDesk:
    def test_it_is_drafted_by_one_approved_by_another_and_published(self, cast: Cast) -> None:
        officer, supervisor = at_the_desk(cast.officer), at_the_desk(cast.supervisor)
        page = officer.get(f"/desk/bulletin/{DAY}/").content.decode()
        assert "Not drafted yet" in page
        assert "nearly seven times the average" in page
        assert press(officer, "draft").status_code == 302
        assert press(officer, "approve", 1).status_code == 404  # officers approve nothing
        assert press(supervisor, "publish", 1).status_code == 409
        assert press(supervisor, "approve", 1).status_code == 302
        assert press(supervisor, "publish", 1).status_code == 302
        bulletin = Bulletin.objects.get()
        assert (bulletin.drafted_by, bulletin.approved_by) == (cast.officer, cast.supervisor)
        assert "Published by supervisor" in officer.get(f"/desk/bulletin/{DAY}/").content.decode()
        acts = AuditEvent.objects.filter(action__startswith="bulletin.").values_list("action", flat=True)
        assert {"bulletin.open", "bulletin.draft", "bulletin.approve", "bulletin.publish"} <= set(acts)

    def test_whoever_drafted_it_cannot_approve_it_not_even_in_the_database(self, cast: Cast) -> None:
        supervisor = at_the_desk(cast.supervisor)
        press(supervisor, "draft")
        refused = press(supervisor, "approve", 1)
        assert refused.status_code == 409
        assert "somebody else must approve it" in refused.content.decode()
        with pytest.raises(IntegrityError), transaction.atomic():
            Bulletin.objects.update(approved_by=cast.supervisor, approved_at=timezone.now())
        with pytest.raises(IntegrityError), transaction.atomic():
            Bulletin.objects.update(published_by=cast.supervisor, published_at=timezone.now())

    def test_a_second_press_drafts_no_second_and_new_counts_make_a_new_edition(self, cast: Cast) -> None:
        officer = at_the_desk(cast.officer)
        press(officer, "draft")
        press(officer, "draft")
        assert Bulletin.objects.count() == 1
        DailyCount.objects.filter(day=DAY).update(count=21)
        assert "The counts have changed" in officer.get(f"/desk/bulletin/{DAY}/").content.decode()
        press(officer, "draft")
        assert list(Bulletin.objects.order_by("edition").values_list("content__figures__0__count", flat=True)) == [
            20,
            21,
        ]
        refused = press(at_the_desk(cast.supervisor), "approve", 1)
        assert refused.status_code == 409
        assert "A newer edition" in refused.content.decode()

    def test_papers_are_those_of_the_edition_and_say_while_they_are_drafts(self, cast: Cast) -> None:
        officer = at_the_desk(cast.officer)
        assert officer.get(f"/desk/bulletin/{DAY}/paper.pdf").status_code == 404
        press(officer, "draft")
        DailyCount.objects.filter(day=DAY).update(count=99)
        paper = officer.get(f"/desk/bulletin/{DAY}/paper.json")
        assert json.loads(paper.content)["figures"][0]["count"] == 20
        assert f"bulletin-{DAY}-draft.json" in paper["Content-Disposition"]
        assert officer.get(f"/desk/bulletin/{DAY}/paper.pdf").content.startswith(b"%PDF-")
        assert officer.get(f"/desk/bulletin/{DAY}/paper.exe").status_code == 404

    def test_a_day_that_is_none_or_has_no_counts(self, cast: Cast) -> None:
        officer = at_the_desk(cast.officer)
        assert officer.get("/desk/bulletin/2017-13-40/").status_code == 404
        assert officer.get("/desk/bulletin/").status_code == 302
        empty = officer.get("/desk/bulletin/2001-01-01/")
        assert "No counts of 1 January 2001" in empty.content.decode()
        refused = officer.post("/desk/bulletin/2001-01-01/draft/")
        assert refused.status_code == 409


class TestInTheDomain:
    def test_a_day_that_is_not_over_is_not_drafted_and_an_auditor_drafts_nothing(self, cast: Cast) -> None:
        now = timezone.localtime()
        with pytest.raises(Refused, match="not over"):
            bulletins.draft_bulletin(now.date(), content={"a": 1}, by=cast.officer, now=now)
        with pytest.raises(NotThere):
            bulletins.draft_bulletin(now.date(), content={"a": 1}, by=cast.auditor, now=now)

    def test_our_own_day_says_what_is_counted_and_names_no_place_under_five(self, cast: Cast) -> None:
        when = timezone.now() - timedelta(days=2)
        for _ in range(2):
            case(now=when, area="Hackney")
        for _ in range(6):
            case(now=when, area="Camden")
        case(now=when - timedelta(days=20))
        roll_up()
        assert CountOfDay.objects.filter(borough="hackney").exists()
        found = bulletin_of(timezone.localtime(when).date())
        assert found is not None
        words = " ".join([*found.sentences, found.basis, *found.caveats])
        assert "eight reports were received" in words
        assert "Hackney" not in words
        assert "Camden" not in words  # six of a known eight would give Hackney's two away


class TestSurges:
    def test_a_surge_is_written_once_and_what_was_done_is_noted_beside_it(
        self, cast: Cast, django_assert_max_num_queries: Any
    ) -> None:
        today = timezone.localdate()
        CountImport.objects.create(source="s", digest="x", at=timezone.now(), by="t", added=1, changed=0, removed=0)
        DailyCount.objects.bulk_create(
            DailyCount(
                source="s", series="islamophobic", day=today - timedelta(days=back), count=25 if back == 0 else 3
            )
            for back in range(90)
        )
        found = surges.find_surges(today, now=timezone.now())
        assert {(one.key, one.borough, one.observed) for one in found} == {
            ("religion:anti-muslim", "", 25), ("racist_all", "", 25),
        }  # fmt: skip
        assert surges.find_surges(today, now=timezone.now()) == []
        officer = at_the_desk(cast.officer)
        address = f"/desk/surges/{found[0].pk}/note/"
        assert officer.post(address, {"note": " "}).status_code == 422
        assert officer.post(address, {"note": "Patrols told."}).status_code == 302
        officer.post(address, {"note": "Patrols told."})
        assert SurgeStep.objects.get().by == cast.officer
        with django_assert_max_num_queries(16):
            page = officer.get("/desk/surges/").content.decode()
        assert "Patrols told." in page
        assert "Islamophobic incidents" in page
        many = [
            Surge(key=f"k{n}", day=today, observed=9, expected=2, upper=5, chance=0, found_at=timezone.now())
            for n in range(50)
        ]
        for one in Surge.objects.bulk_create(many):
            SurgeStep.objects.create(surge=one, at=timezone.now(), by=cast.colleague, note="Seen.")
        with django_assert_max_num_queries(16):
            assert officer.get("/desk/surges/").content.decode().count("data-surge=") == 52

    def test_a_backlog_that_was_entered_is_named_as_one(self, cast: Cast) -> None:
        today = timezone.localdate()
        for back in range(40, 0, -1):
            if back % 2:
                case(now=timezone.now() - timedelta(days=back))
        old = (today - timedelta(days=30)).isoformat()
        for _ in range(9):
            case(happened_on=old)
        roll_up()
        [found] = [one for one in surges.find_surges(today, now=timezone.now()) if one.key == "all"]
        assert found.is_backlog
