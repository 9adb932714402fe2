"""The bulletin at the desk: drafted, approved by a second person, published; frozen, and never by one person alone."""

import csv
import io
import itertools
import json
import random
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from pypdfium2 import PdfDocument

from cases.domain import bulletins, intake, surges
from cases.domain.refusals import NotThere, Refused
from cases.domain.roll_ups import roll_up
from cases.engine.plain_numbers import day as said_day
from cases.models import AuditEvent, Bulletin, Case, CountImport, CountOfDay, DailyCount, Surge, SurgeStep
from cases.queries.bulletin import bulletin_of
from cases.queries.daily import counts_of_boroughs, daily_counts
from reporting.domain.submission import submit_report
from reporting.enums import Channel
from reporting.models import Report
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

    def test_papers_say_on_every_page_that_they_are_drafts_and_which_edition(self, cast: Cast) -> None:
        officer, supervisor = at_the_desk(cast.officer), at_the_desk(cast.supervisor)

        def papers() -> tuple[Any, list[str]]:
            pages = PdfDocument(officer.get(f"/desk/bulletin/{DAY}/paper.pdf").content)
            words = [" ".join(page.get_textpage().get_text_range().split()) for page in pages]
            return json.loads(officer.get(f"/desk/bulletin/{DAY}/paper.json").content), words

        press(officer, "draft")
        for act, said in (
            ("", ("draft", "Draft, not approved: edition 1.")),
            ("approve", ("approved", "Approved, not published: edition 1.")),
            ("publish", ("published", f"Published on {said_day(timezone.localdate())}, edition 1.")),
        ):
            if act:
                assert press(supervisor, act, 1).status_code == 302
            content, pages = papers()
            assert (content["state"], content["standing"], content["edition"]) == (*said, 1)
            assert pages
            assert all(said[1] in page for page in pages)
        DailyCount.objects.filter(day=DAY).update(count=30)
        press(officer, "draft")
        content, pages = papers()
        assert (content["state"], content["edition"]) == ("draft", 2)
        assert "Draft, not approved: edition 2." in pages[0]


class TestADayThatIsNotOver:
    @pytest.fixture
    def ours(self, cast: Cast) -> date:
        today = timezone.localdate()
        CountOfDay.objects.bulk_create(
            CountOfDay(
                counted="incidents", dated_by="received", day=today - timedelta(days=back), channel="web",
                unit=cast.unit, count=2 if back == 0 else 9,
            )
            for back in range(40)
        )  # fmt: skip
        return today

    def test_a_day_to_come_has_no_bulletin_whatever_asks(self, cast: Cast, ours: date) -> None:
        ahead = ours + timedelta(days=1)
        assert bulletin_of(ahead) is None
        DailyCount.objects.create(source="s", series="islamophobic", day=ahead, count=9)
        assert bulletin_of(ahead) is None  # nor one that others have counted before it came
        assert max(daily_counts(until=ours + timedelta(days=9)).counts["all"]) == ours
        CountOfDay.objects.update(borough="camden")
        assert max(counts_of_boroughs(until=ours + timedelta(days=9))["camden"]) == ours
        officer = at_the_desk(cast.officer)
        page = officer.get(f"/desk/bulletin/{ahead}/").content.decode()
        assert "is still to come" in page
        assert 'data-action="draft-bulletin"' not in page
        refused = officer.post(f"/desk/bulletin/{ahead}/draft/")
        assert refused.status_code == 409
        assert "still to come" in refused.content.decode()
        with pytest.raises(CommandError, match="is still to come") as told:
            call_command("bulletin", "--date", str(ahead), stdout=io.StringIO())
        assert told.value.returncode == 2

    def test_today_is_said_not_to_be_over_and_is_not_compared_downwards(self, cast: Cast, ours: date) -> None:
        found = bulletin_of(ours)
        assert found is not None
        assert not found.is_over
        assert found.sentences[0] == f"{said_day(ours)} is not over: these are its counts so far."
        assert "reported so far" in found.sentences[1]
        assert not any("recorded" in sentence for sentence in found.sentences)
        assert not any("down" in sentence for sentence in found.sentences)
        assert found.as_dict()["figures"][0]["change_percent"] is None
        CountOfDay.objects.filter(day=ours).update(count=18)
        more = bulletin_of(ours)
        assert more is not None
        assert more.figures[0].change_percent == 100
        assert "up 100%" in " ".join(more.sentences)
        page = at_the_desk(cast.officer).get(f"/desk/bulletin/{ours}/").content.decode()
        assert "is not over: these are its counts so far" in page
        assert f"/desk/bulletin/{ours + timedelta(days=1)}/" not in page
        whole = bulletin_of(ours - timedelta(days=1))
        assert whole is not None
        assert whole.is_over
        assert "so far" not in " ".join(whole.sentences)

    def test_what_the_command_writes_says_that_nobody_approved_it(self, ours: date) -> None:
        yesterday = str(ours - timedelta(days=1))
        out = io.StringIO()
        call_command("bulletin", "--date", yesterday, stdout=out)
        assert "Draft, not approved: no edition was kept." in out.getvalue()
        out = io.StringIO()
        call_command("bulletin", "--date", yesterday, "--format", "json", stdout=out)
        said = json.loads(out.getvalue())
        assert (said["state"], said["edition"]) == ("draft", None)
        paper = io.BytesIO()
        call_command("bulletin", "--date", yesterday, "--format", "pdf", stdout=paper)
        assert (
            "Draft, not approved: no edition was kept."
            in PdfDocument(paper.getvalue())[0].get_textpage().get_text_range()
        )


class TestInTheDomain:
    @pytest.mark.parametrize(("late", "said"), [(0, "fewer than five"), (4, "fewer than five"), (8, "about 10")])
    def test_what_came_in_late_is_counted_so_far(self, cast: Cast, late: int, said: str) -> None:
        now = timezone.now()
        when = now - timedelta(days=9)
        stated = timezone.localdate(when).isoformat()
        for _ in range(2):
            case(now=when, happened_on=stated)
        for back in range(late):
            case(now=now - timedelta(days=back), happened_on=stated)
        roll_up()
        rows = Case.objects.filter(opened_for__answers__happened_on=stated)
        assert sum(timezone.localdate(row.received_at) > timezone.localdate(when) for row in rows) == late
        found = bulletin_of(timezone.localdate(when))
        assert found is not None
        assert f"So far {said} incidents that happened on" in " ".join(found.caveats)

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

    def test_no_place_of_a_day_is_named_however_many_there_were(self, cast: Cast) -> None:
        """A month's file of eight less the five of one day would be three."""
        when = timezone.now() - timedelta(days=2)
        for area in ("Hackney", "Camden"):
            for _ in range(6):
                case(now=when, area=area)
        roll_up()
        assert CountOfDay.objects.filter(borough="hackney", counted="incidents", strand="", kind="").get().count == 6
        found = bulletin_of(timezone.localdate(when))
        assert found is not None
        assert not [one for one in ("Hackney", "Camden") if one in str(found.as_dict())]

    def test_no_two_published_editions_of_a_day_differ_by_fewer_than_five(self, cast: Cast) -> None:
        """Whatever comes and goes: of every pair, in every figure, the sum of reports, the sentences and the city's file."""
        day = timezone.localdate() - timedelta(days=3)
        now = timezone.localtime()
        true = {"": 30, "race": 12, "religion": 9, "religion:sikh": 0}
        rows = {
            (counted, strand): CountOfDay.objects.create(
                counted=counted,
                dated_by="received",
                day=day,
                strand=strand,
                channel="web",
                unit=cast.unit,
                count=max(1, count),
            )
            for counted in ("incidents", "reports")
            for strand, count in true.items()
        }
        CountOfDay.objects.bulk_create(
            CountOfDay(
                counted="incidents", dated_by="received", day=day - timedelta(days=back), strand=strand, channel="web",
                unit=cast.unit, count=8,
            )
            for back in range(1, 9)
            for strand in ("", "race", "religion")
        )  # fmt: skip
        officer, chance = at_the_desk(cast.officer), random.Random(6)  # noqa: S311 (no secret)
        papers, files = [], []
        for at in range(14):
            found = bulletin_of(day)
            assert found is not None
            drafted = bulletins.draft_bulletin(day, content=found.as_dict(), by=cast.officer, now=now)
            bulletins.approve_bulletin(drafted.pk, by=cast.supervisor, now=now)
            bulletins.publish_bulletin(drafted.pk, by=cast.supervisor, now=now)
            papers.append((drafted.content, {row: one.count for row, one in rows.items()}))
            said = f"first={day:%d/%m/%Y}&last={day:%d/%m/%Y}&strand=all"
            files.append(int(next(csv.DictReader(io.StringIO(
                officer.get(f"/desk/trends/counts.csv?{said}").content.decode("utf-8-sig")
            )))["count"]))  # fmt: skip
            for one in rows.values():
                one.count = max(1, one.count + chance.choice([1, 1, 2, -1, 3, -6, 7] if at % 2 else [1, 0, -1]))
                one.save()
        assert len({true["incidents", ""] for _, true in papers}) > 5
        for (one, _), (other, _) in itertools.combinations(papers, 2):
            counts = [{figure["key"]: figure["count"] for figure in content["figures"]} for content in (one, other)]
            for key in counts[0].keys() | counts[1].keys():
                left = counts[0].get(key, 0) - counts[1].get(key, 0)
                assert left == 0 or abs(left) >= 5, (key, counts)
            assert one["reports"] == other["reports"] or abs(one["reports"] - other["reports"]) >= 5
            if counts[0] == counts[1]:
                assert one["sentences"] == other["sentences"]
                assert one["figures"] == other["figures"]
            if one["reports"] == other["reports"]:
                assert one["basis"] == other["basis"]
        for content, true_counts in papers:  # and it follows what is true: never five or more from it
            for figure in content["figures"]:
                strand = {"all": ""}.get(figure["key"], figure["key"])
                if ("incidents", strand) in true_counts:
                    assert abs(figure["count"] - true_counts["incidents", strand]) < 5
        assert files == [{one["key"]: one["count"] for one in content["figures"]}["all"] for content, _ in papers]


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
        lead, part = found
        assert (lead.key, part.part_of) == ("religion:anti-muslim", lead)
        officer = at_the_desk(cast.officer)
        assert officer.post(f"/desk/surges/{part.pk}/note/", {"note": "Seen."}).status_code == 404
        address = f"/desk/surges/{lead.pk}/note/"
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
            page = officer.get("/desk/surges/").content.decode()
        assert page.count("data-surge=") == 51
        assert page.count('data-testid="parts"') == 1
        assert "racist incidents: 25 where about 3.0 are usual" in page

    def test_a_mosque_attacked_in_one_borough_is_one_alarm_of_which_people_are_told_once(self, usual: None) -> None:
        now = timezone.now()
        for _ in range(9):
            case(now=now, area="Hackney", because=["religion:anti-muslim"])
        for _ in range(4):
            case(now=now, area="Camden", because=["disability"])
        roll_up()
        found = surges.find_surges(timezone.localdate(now), now=now)
        rows = {(one.key, one.borough): one.part_of_id for one in found}
        assert {("religion:anti-muslim", ""), ("all", "hackney"), ("all", "")} <= rows.keys()
        assert len([one for one in found if one.part_of_id is None]) == 1
        assert Surge.objects.alarms().count() == 1

    @pytest.fixture
    def usual(self, cast: Cast) -> None:
        """Every other day an incident against Jewish people in Hackney, and one because of age in Camden."""
        for back in range(60, 2, -2):
            for area, strand in (("Hackney", "religion:antisemitic"), ("Camden", "age")):
                case(now=timezone.now() - timedelta(days=back), area=area, because=[strand])

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

    def test_a_surge_is_called_a_backlog_by_its_own_incidents_alone(self, usual: None) -> None:
        """Nine of this day in Hackney against Jewish people, and fourteen of last month in Camden because of age."""
        now = timezone.now()
        today = timezone.localdate(now)
        old = (today - timedelta(days=30)).isoformat()
        for _ in range(9):
            case(now=now, area="Hackney", because=["religion:antisemitic"], happened_on=today.isoformat())
        for _ in range(14):
            case(now=now, area="Camden", because=["age"], happened_on=old)
        roll_up()
        found = {(one.key, one.borough): one.is_backlog for one in surges.find_surges(today, now=now)}
        rows = list(
            Case.objects.filter(received_at__date=today).values_list("strands", "opened_for__answers__happened_on")
        )
        of_age = [stated for strands, stated in rows if "age" in strands]
        of_faith = [stated for strands, stated in rows if "religion:antisemitic" in strands]
        assert (of_age.count(old), len(of_age), of_faith.count(old), len(of_faith)) == (14, 14, 0, 9)
        assert found["religion:antisemitic", ""] is found["racist_all", ""] is found["all", "hackney"] is False
        assert found["age", ""] is found["all", "camden"] is True
        assert found["all", ""] is False  # the nine alone are more than is usual

    def test_what_another_door_took_long_ago_is_a_backlog_without_a_stated_day(self, usual: None, cast: Cast) -> None:
        now = timezone.now()
        for at in range(9):
            receipt = submit_report(
                answers={"what_happened": "They shouted.", "area": "Hackney"}, token=f"t{at}", now=now,
                channel=Channel.LETTER, happened_elsewhere_at=now - timedelta(days=20),
            )  # fmt: skip
            intake.open_case(Report.objects.get(reference=receipt.reference).pk, now=now)
        roll_up()
        found = surges.find_surges(timezone.localdate(now), now=now)
        assert {(one.key, one.borough): one.is_backlog for one in found} == {
            ("all", ""): True,
            ("all", "hackney"): True,
        }

    def test_a_backlog_from_a_file_is_neither_a_surge_nor_a_record_and_is_named(self, usual: None, cast: Cast) -> None:
        yesterday = timezone.now() - timedelta(days=1)
        day = timezone.localdate(yesterday)
        for at in range(31):
            receipt = submit_report(
                answers={"what_happened": f"They shouted {at}.", "area": "Hackney"}, token=f"t{at}", now=yesterday,
                channel=Channel.IMPORT,
            )  # fmt: skip
            intake.open_case(Report.objects.get(reference=receipt.reference).pk, now=yesterday)
        roll_up()
        assert CountOfDay.objects.get(day=day, counted="incidents", strand="", channel="import").count == 31
        assert surges.find_surges(timezone.localdate(), now=timezone.now()) == []
        found = bulletin_of(day)
        assert found is not None
        assert (
            found.figures[0].count
            == Case.objects.filter(received_at__date=day).exclude(opened_for__channel="import").count()
        )
        assert "highest" not in " ".join(found.sentences)
        assert "A backlog of about 30 incidents was imported" in " ".join(found.caveats)
        assert "zero reports" not in found.basis

    def test_a_day_of_what_had_happened_long_before_is_no_record(self, usual: None, cast: Cast) -> None:
        yesterday = timezone.now() - timedelta(days=1)
        day = timezone.localdate(yesterday)
        for _ in range(12):
            case(now=yesterday, area="Hackney", happened_on=(day - timedelta(days=40)).isoformat())
        roll_up()
        found = bulletin_of(day)
        assert found is not None
        assert found.figures[0].count == 12
        words = " ".join(found.sentences)
        assert "highest" not in words
        assert "quiet days" not in words
        assert "Most of the hate incidents had happened two days before or more" in " ".join(found.caveats)
