"""Protected sites: a permission of their own, a sealed contact, a notice when incidents gather, a warning that is noted."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases.domain import sites
from cases.domain.linking import attach_report
from cases.domain.refusals import NotThere
from cases.models import (
    Account,
    ActionTaken,
    AuditEvent,
    BoroughPopulation,
    Case,
    DutyShift,
    ProtectedSite,
    SiteNotice,
    SiteWarning,
    Surge,
    SurgeStep,
)
from cases.queries.what_happened import what_happened_in
from tests.cast import Cast, case
from tests.desk import at_the_desk

pytestmark = pytest.mark.django_db
HEAD = "kind,name,place,postcode,borough,strands,contact,agreed_on\n"
LINE = (
    'worship,Hartwell Road Mosque,"Hartwell Road, Dalston",E8 2BT,Hackney,religion:anti-muslim race,'
    "Mr Ali 07700 900123,2026-01-15\n"
)


def taken(folder: Path, lines: str = LINE, *options: str, head: str = HEAD) -> None:
    file = folder / "sites.csv"
    file.write_text(head + lines)
    call_command("import_sites", str(file), *options)


@pytest.fixture
def site(tmp_path: Path, cast: Cast) -> ProtectedSite:
    taken(tmp_path)
    for account in (cast.officer, cast.admin):
        account.keeps_sites = True
        account.save()
    return ProtectedSite.objects.get()


class TestTheList:
    def test_a_file_is_taken_once_and_its_contact_lies_sealed(self, site: ProtectedSite, tmp_path: Path) -> None:
        taken(tmp_path)
        assert ProtectedSite.objects.count() == 1
        assert (site.district, site.borough) == ("E8", "hackney")
        with connection.cursor() as cursor:
            cursor.execute("SELECT t::text FROM cases_protectedsite t")
            row = cursor.fetchone()[0]
        assert "Ali" not in row
        assert b"Ali".hex() not in row

    @pytest.mark.parametrize(
        ("line", "said"),
        [
            (LINE + LINE, "line 3: this name and postcode"),
            (LINE.replace("worship", "shop"), "line 2: kind"),
            (LINE.replace("E8 2BT", "8"), "line 2: postcode"),
            (LINE.replace("Hackney", "Paris"), "line 2: borough"),
            (LINE.replace("2026-01-15", "soon"), "line 2: agreed_on"),
            (LINE.replace("race", "=1"), "line 2: strands"),
            (LINE.replace("Mr Ali 07700 900123", ""), "line 2: contact"),
            ("worship,x\n", "line 2: 2 columns"),
            ("", "no row follows"),
        ],
    )
    def test_a_file_that_cannot_be_read_is_refused_whole(
        self, tmp_path: Path, cast: Cast, line: str, said: str
    ) -> None:
        with pytest.raises(CommandError, match=said):
            taken(tmp_path, line)
        assert not ProtectedSite.objects.exists()

    def test_people_of_boroughs_are_taken_in(self, tmp_path: Path) -> None:
        taken(tmp_path, "Hackney,259000,2021\n", "--people", head="borough,people,year\n")
        assert BoroughPopulation.objects.get().people == 259_000
        with pytest.raises(CommandError, match="line 2: people"):
            taken(tmp_path, "Hackney,0,2021\n", "--people", head="borough,people,year\n")

    def test_it_is_for_administrators_who_are_marked_alone_and_leaves_in_no_bulk(
        self, site: ProtectedSite, cast: Cast
    ) -> None:
        admin = at_the_desk(cast.admin)
        listed = admin.get("/admin/cases/protectedsite/").content.decode()
        assert "Hartwell Road Mosque" in listed
        assert "Ali" not in listed
        assert "delete_selected" not in listed
        assert "Mr Ali" in admin.get(f"/admin/cases/protectedsite/{site.pk}/change/").content.decode()
        cast.admin.keeps_sites = False
        cast.admin.save()
        assert admin.get("/admin/cases/protectedsite/").status_code in (403, 404)
        assert "Protected" not in admin.get("/admin/").content.decode()
        assert at_the_desk(cast.auditor).get("/admin/cases/protectedsite/").status_code == 404

    def test_one_is_added_and_changed_in_the_administration(self, site: ProtectedSite, cast: Cast) -> None:
        admin = at_the_desk(cast.admin)
        given = {
            "kind": "school", "name": "Oak School", "place": "Oak Lane", "postcode": "n1 1aa", "borough": "islington",
            "contact": "The head", "agreed_on": "2026-03-01", "is_active": "on",
        }  # fmt: skip
        assert admin.post("/admin/cases/protectedsite/add/", given).status_code == 302
        oak = ProtectedSite.objects.get(name="Oak School")
        assert (oak.postcode, oak.district) == ("N1 1AA", "N1")
        change = f"/admin/cases/protectedsite/{oak.pk}/change/"
        assert admin.post(change, {**given, "contact": "The deputy"}).status_code == 302
        oak.refresh_from_db()
        assert sites.contact_of(oak, by=cast.admin) == "The deputy"
        assert admin.post("/admin/cases/protectedsite/add/", {**given, "postcode": "nowhere"}).status_code == 200


class TestGathering:
    def near(self, count: int, **answers: object) -> None:
        for _ in range(count):
            case(now=timezone.now(), **{"area": "E8 3AA", "perceived_strands": [], **answers})

    def test_three_near_it_make_one_notice_and_a_second_look_none(self, site: ProtectedSite) -> None:
        self.near(2)
        assert sites.find_gatherings(now=timezone.now()) == []
        self.near(1)
        assert [one.incidents for one in sites.find_gatherings(now=timezone.now())] == [3]
        self.near(3)
        assert sites.find_gatherings(now=timezone.now()) == []
        assert len(sites.find_gatherings(now=timezone.now() + sites.QUIET)) == 0  # those of a week ago have passed

    def test_two_at_it_are_enough(self, site: ProtectedSite) -> None:
        self.near(2, area="Dalston E8 2BT")
        assert "at the site itself" in sites.find_gatherings(now=timezone.now())[0].why

    def test_far_off_or_old_incidents_make_none(self, site: ProtectedSite) -> None:
        self.near(4, area="Croydon")
        for _ in range(4):
            case(now=timezone.now() - timedelta(days=8), area="E8")
        assert sites.find_gatherings(now=timezone.now()) == []

    def test_a_site_that_is_switched_off_is_not_watched(self, site: ProtectedSite) -> None:
        ProtectedSite.objects.update(is_active=False)
        self.near(4)
        assert sites.find_gatherings(now=timezone.now()) == []


class TestWhatFollows:
    """A notice was written: what comes after it is told anew where it is much or grave, a day later at the earliest."""

    @pytest.fixture
    def first(self, site: ProtectedSite) -> SiteNotice:
        for _ in range(3):
            case(now=timezone.now(), area="E8 3AA")
        [notice] = sites.find_gatherings(now=timezone.now())
        return notice

    def later(self, *, days: float) -> list[SiteNotice]:
        return sites.find_gatherings(now=timezone.now() + timedelta(days=days))

    def test_three_more_are_told_once_a_day_has_passed_and_two_are_not(self, first: SiteNotice) -> None:
        more = [case(now=timezone.now(), area="E8 3AA").pk for _ in range(2)]
        assert self.later(days=1.1) == []
        more.append(case(now=timezone.now(), area="E8 1AB").pk)
        case(now=timezone.now(), area="Croydon")
        assert self.later(days=0.9) == []
        [second] = self.later(days=1.1)
        assert second.case_ids == more
        assert second.why == "3 further incidents at or near it"
        assert self.later(days=2.2) == []  # both notices tell of all there are
        more = [case(now=timezone.now(), area="E8 1AB").pk for _ in range(4)]
        [third] = self.later(days=2.2)
        assert third.case_ids == more

    @pytest.mark.parametrize("kind", ["physical_assault", "criminal_damage", "arson_danger", ""])
    def test_one_that_is_grave_is_told_alone(self, first: SiteNotice, kind: str) -> None:
        grave = case(now=timezone.now(), area="E8 3AA", **({} if kind else {"in_danger_now": "yes"}))
        if kind:
            Case.objects.filter(pk=grave.pk).update(kinds=["verbal_abuse", kind])
        else:
            assert grave.priority == "immediate"
        assert self.later(days=0.5) == []
        [second] = self.later(days=1.1)
        assert second.case_ids == [grave.pk]
        assert second.why == "1 further incident at or near it, 1 of them grave"

    def test_the_page_of_the_site_lists_what_came_since(self, first: SiteNotice, cast: Cast) -> None:
        desk, address = at_the_desk(cast.officer), f"/desk/sites/{first.site_id}/"
        assert "Nothing more since the newest notice." in desk.get(address).content.decode()
        seen, hidden = (case(now=timezone.now(), area="E8 3AA") for _ in range(2))
        case(now=timezone.now(), area="Croydon")
        Case.objects.filter(pk=hidden.pk).update(unit=cast.other_unit)
        page = desk.get(address).content.decode()
        since = page.partition('data-testid="since"')[2].partition("</p>")[0]
        assert "2 more incidents since the newest notice" in since
        assert seen.reference in since
        assert hidden.reference not in page
        assert "1 is another unit’s." in since
        assert seen.reference in AuditEvent.objects.filter(action="sites.open").latest("pk").references


def test_what_waits_is_shown_on_the_queue_to_whom_it_concerns(cast: Cast, site: ProtectedSite) -> None:
    """Without any e-mail, in one statement more, and to nobody else."""
    now = timezone.now()
    notices = [
        SiteNotice.objects.create(site=site, found_at=now - timedelta(days=days), incidents=3, why="x", case_ids=[])
        for days in (0, 2, 30)
    ]
    for key in ("all", "race"):
        Surge.objects.create(
            key=key, day=timezone.localdate(now), observed=9, expected=2, upper=5, chance=0, found_at=now
        )
    cast.supervisor.keeps_sites = True
    cast.supervisor.save()

    def said(account: Account) -> str:
        desk = at_the_desk(account)
        desk.get("/desk/queue/")
        with CaptureQueriesContext(connection) as seen:
            page = desk.get("/desk/queue/").content.decode()
        asked = [one for one in seen if not one["sql"].startswith(("SAVEPOINT", "RELEASE"))]
        assert len(asked) <= 12
        return page.partition('data-testid="findings"')[2].partition("</p>")[0]

    assert "2 surges about which nobody has noted anything." in said(cast.supervisor)
    assert "2 notices of incidents near protected sites that nobody warned." in said(cast.supervisor)
    assert "surge" not in said(cast.officer)
    assert "2 notices" in said(cast.officer)  # keeps sites
    assert not said(cast.colleague)
    DutyShift.objects.create(account=cast.colleague, kind="duty", starts_at=now, ends_at=now + timedelta(hours=1))
    assert "2 surges" in said(cast.colleague)
    SurgeStep.objects.create(surge=Surge.objects.get(key="all"), at=now, by=cast.officer, note="Patrols told.")
    sites.warn_site(site.pk, notice_id=notices[0].pk, told="Mr Ali.", token="t", by=cast.officer, now=now)
    assert "1 surge about which" in said(cast.supervisor)
    assert "1 notice of incidents near a protected site" in said(cast.supervisor)


class TestAtTheDesk:
    @pytest.fixture
    def notice(self, site: ProtectedSite) -> SiteNotice:
        for _ in range(3):
            case(now=timezone.now(), area="E8")
        return sites.find_gatherings(now=timezone.now())[0]

    def test_it_shows_whom_to_warn_and_the_look_is_logged(self, notice: SiteNotice, cast: Cast) -> None:
        desk = at_the_desk(cast.officer)
        listed = desk.get("/desk/sites/").content.decode()
        assert "Hartwell Road Mosque" in listed
        assert "not yet" in listed
        assert "Ali" not in listed
        page = desk.get(f"/desk/sites/{notice.site_id}/").content.decode()
        assert "Mr Ali 07700 900123" in page
        event = AuditEvent.objects.get(action="sites.open")
        assert event.details["sites"] == [notice.site_id]
        assert len(event.references) == 3

    def test_a_warning_is_noted_once(self, notice: SiteNotice, cast: Cast) -> None:
        desk, address = at_the_desk(cast.officer), f"/desk/sites/{notice.site_id}/warn/"
        given = {"told": "Mr Ali: three people shouted at outside.", "notice": notice.pk, "token": "once"}
        for _ in range(2):
            assert desk.post(address, given).status_code == 302
        assert SiteWarning.objects.get().notice == notice
        assert "not yet" not in desk.get("/desk/sites/").content.decode()
        refused = desk.post(address, {**given, "told": " ", "token": "two"})
        assert refused.status_code == 422
        assert "Write who was told" in refused.content.decode()
        with pytest.raises(IntegrityError), transaction.atomic():
            SiteWarning.objects.update(told="Nobody")

    def test_who_is_not_marked_finds_nothing_whatever_their_rank(self, notice: SiteNotice, cast: Cast) -> None:
        desk = at_the_desk(cast.supervisor)
        for address in ("/desk/sites/", f"/desk/sites/{notice.site_id}/"):
            assert desk.get(address).status_code == 404
        assert desk.post(f"/desk/sites/{notice.site_id}/warn/", {"told": "x"}).status_code == 404
        assert "Protected sites" not in desk.get("/desk/trends/").content.decode()
        with pytest.raises(NotThere):
            sites.contact_of(notice.site, by=cast.supervisor)

    def test_the_list_is_never_whole(self, notice: SiteNotice, cast: Cast) -> None:
        desk = at_the_desk(cast.officer)
        assert "three letters" in desk.get("/desk/sites/?name=a").content.decode()
        for at in range(12):
            ProtectedSite.objects.create(
                kind="school", name=f"Oak {at}", place="x", postcode=f"N1 {at}A", district="N1", borough="islington",
                sealed_contact=b"x", agreed_on=timezone.now().date(),
            )  # fmt: skip
        found = desk.get("/desk/sites/?name=oak").content.decode()
        assert found.count(">Oak ") == 10
        assert "There are more" in found

    def test_a_warning_is_an_action_on_each_case_it_came_from_and_never_says_which_site(
        self, notice: SiteNotice, cast: Cast
    ) -> None:
        given = {"told": "Mr Ali: keep the gate shut.", "notice": notice.pk, "token": "once"}
        for _ in range(2):
            at_the_desk(cast.officer).post(f"/desk/sites/{notice.site_id}/warn/", given)
        taken = ActionTaken.objects.filter(action="site_warned")
        assert sorted(taken.values_list("case", flat=True)) == sorted(notice.case_ids)
        assert set(taken.values_list("by", flat=True)) == {cast.officer.pk}
        reference = Case.objects.get(pk=notice.case_ids[0]).reference
        page = at_the_desk(cast.colleague).get(f"/desk/cases/{reference}/").content.decode()
        assert "A protected site that may be in danger too was warned" in page
        for secret in ("Hartwell", "Mr Ali"):
            assert secret not in page
        month = timezone.localdate().replace(day=1)
        assert "site_warned" in (what_happened_in(month) or {})["actions"]

    def test_an_emptied_case_hands_the_action_on_to_the_one_that_holds_its_report(
        self, notice: SiteNotice, cast: Cast
    ) -> None:
        first, second, third = Case.objects.filter(pk__in=notice.case_ids).order_by("pk")
        attach_report(first.pk, second.opened_for.reference, reason="The same.", by=cast.officer, now=timezone.now())
        sites.warn_site(
            notice.site_id, notice_id=notice.pk, told="Warned.", token="x", by=cast.officer, now=timezone.now()
        )
        assert sorted(ActionTaken.objects.values_list("case", flat=True)) == sorted([first.pk, third.pk])
