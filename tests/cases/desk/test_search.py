"""Search: everything an officer may see and nothing else, in words, in the count, and in the log."""

import re
import secrets
import time
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from cases.domain import claiming, deciding, linking, searchable
from cases.domain.categorisation import categorise_report
from cases.enums import RiskQuestion
from cases.models import AuditEvent, Case, Review, RiskAssessment, Series, SeriesLink
from cases.queries.search import PAGE
from reporting.domain import crockford
from reporting.models import Wish
from tests import cast as people
from tests.cast import NOW, Cast
from tests.desk import at_the_desk, draw_blind

pytestmark = pytest.mark.django_db


def told(words: str, **answers: object) -> Case:
    """A case that search knows."""
    case = people.case(words, **answers)
    known()
    return case


def known() -> None:
    """What was written is known to search, as after the worker."""
    searchable.index_what_is_owed(now=timezone.now())


def look(client: Client, typed: str, **options: str) -> BeautifulSoup:
    answer = client.get("/desk/search/", {"q": typed, **options}, follow=True)  # to where an address is sealed
    assert answer.status_code == 200, answer.content.decode()
    return BeautifulSoup(answer.content, "html5lib")


def found(client: Client, typed: str, **options: str) -> list[str]:
    return [one["data-case"] for one in look(client, typed, **options).select("[data-case]")]


def issued(reference: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The next reference issued, `reference` with its own check character; one near it where that has none."""
    body = reference.replace("-", "")[:8]
    while (check := crockford.check_character(body)) not in crockford.ALPHABET:
        body = body[:7] + crockford.ALPHABET[crockford.ALPHABET.index(body[7]) + 1]
    given = f"{body[:4]}-{body[4:]}{check}"
    monkeypatch.setattr(crockford, "draw_reference", lambda: given)
    return given


def heading(page: BeautifulSoup) -> str:
    return " ".join(page.select_one("[data-testid=found]").text.split())


@pytest.fixture
def officer(cast: Cast) -> Client:
    return at_the_desk(cast.officer)


@pytest.mark.parametrize(
    "typed",
    ["shouted", "SHOUTING", "shouted headscarf", '"because of my headscarf"', "anti-semitic", "antisemitic -x", "cafe",
     "Café", "bus or headscarf", "headscarf -bus", "spat", "hit", "2026/17", "state:open headscarf", "don't", "don’t",
     "🐷", "回教", "Kopftücher", "мечети", "مساجد"],
)  # fmt: skip
def test_what_stands_in_a_report_is_found(officer: Client, typed: str) -> None:
    case = told(
        "A man shouted at me because of my headscarf.He spat/<hit> me at the café, I don't know why. CRN/2026/17 🐷 "
        "anti-semitic antisemitic, 他們罵回教徒. Kopftuch. возле мечетей. المسجد"
    )
    told("Something else.")
    if typed == "Kopftücher":  # only where the account is in that language
        typed = "kopftuch"
    if typed in ("мечети", "مساجد"):
        typed = {"мечети": "мечетей", "مساجد": "المسجد"}[typed]
    assert found(officer, typed) == [case.reference]


@pytest.mark.parametrize(
    ("words", "typed"),
    [("Er hat mich auf der Straße beschimpft und ist dann weggelaufen.", "strassen"),
     ("Они кричали на нас возле мечети, и мы ушли.", "мечетью"),
     ("Il m'a insultée dans le café et il a crié très fort.", "insulté"),
     ("صرخ الرجل علينا أمام المسجد ثم ذهب.", "مسجد")],
)  # fmt: skip
def test_endings_of_other_languages_are_known(officer: Client, words: str, typed: str) -> None:
    case = told(words)
    assert found(officer, typed) == [case.reference]


@pytest.mark.parametrize(
    "typed", ["bus", '"me shouted"', '"shouting at"', "shouted -headscarf", "shouted bus", "state:closed shouted"]
)
def test_what_does_not_stand_there_is_not_found(officer: Client, typed: str) -> None:
    told("A man shouted at me because of my headscarf.")
    assert found(officer, typed) == []


def test_words_may_stand_in_different_places_of_one_case(cast: Cast, officer: Client) -> None:
    case, other = told("They spat at me."), told("They spat again.")
    people.take_and_read(case, cast.officer)
    deciding.add_note(case.pk, note="The council has CCTV.", by=cast.officer, now=timezone.now())
    second = people.case("I saw a woman run.")
    linking.attach_report(case.pk, second.reference, reason="seen by both", by=cast.officer, now=timezone.now())
    people.write(case, "My neighbour filmed it.")
    known()
    for typed in ("spat cctv", "spat woman council", "filmed woman", "spat -again", second.reference):
        assert found(officer, typed) == [case.reference]
    assert found(officer, "spat -cctv") == [other.reference]
    linking.detach_report(case.pk, second.opened_for_id, reason="another day", by=cast.officer, now=timezone.now())
    assert found(officer, "woman") == [second.reference]  # at once: no words had to move


def test_newest_first_and_pages_follow_one_another_without_gap_or_repeat(officer: Client) -> None:
    made = [people.case("mosque", now=NOW + timedelta(minutes=number // 3)) for number in range(2 * PAGE + 3)]
    known()
    seen: list[str] = []
    address, pages = "/desk/search/?q=mosque", 0
    while address:
        page = BeautifulSoup(officer.get(address).content, "html5lib")
        pages += 1
        seen += [one["data-case"] for one in page.select("[data-case]")]
        assert heading(page).startswith(f"{len(made)} cases were found")
        following = page.select_one("a[rel=next]")
        address = f"/desk/search/{following['href']}" if following else ""
    assert seen == [one.reference for one in sorted(made, key=lambda one: (one.received_at, one.pk), reverse=True)]
    assert pages == 3


@pytest.mark.parametrize(
    "cursor", ["x", "1-", "99999999999999999999999999-1", "-", "1-2-3", "\x00", "1-99999999999999999999999"]
)
def test_a_cursor_that_makes_no_sense_begins_at_the_first_page(officer: Client, cursor: str) -> None:
    case = told("mosque")
    assert found(officer, "mosque", after=cursor) == [case.reference]


class TestRights:
    """Another unit's, a sealed unit's and restricted cases are neither found, nor counted, nor hinted at."""

    @pytest.fixture
    def cases(self, cast: Cast) -> dict[str, Case]:
        made = {name: people.case(f"canary of the {name}") for name in ("own", "other", "emptied")}
        made["sealed"] = people.case("canary of the sealed bluebird")
        made["restricted"] = people.case("canary of the restricted", about_police="yes")
        Case.objects.filter(pk=made["other"].pk).update(unit=cast.other_unit)
        Case.objects.filter(pk=made["sealed"].pk).update(unit=cast.sealed_unit)
        for name in ("other", "sealed", "restricted"):
            made[name].timeline.create(what="note", by="x", at=timezone.now(), note="canarynote")
        known()
        return made

    @pytest.mark.parametrize(
        "typed",
        ["canary", "canary -nothing", "canary or own", "canari", "canaryx", "from:1/1/2020", "-state:closed canary",
         "state:open"],
    )  # fmt: skip
    @pytest.mark.parametrize("near", ["", "1"])
    def test_only_what_one_may_see_is_found_and_counted(
        self, officer: Client, cases: dict[str, Case], typed: str, near: str
    ) -> None:
        answer = officer.get("/desk/search/", {"q": typed, "near": near}).content.decode()
        page = BeautifulSoup(answer, "html5lib")
        expected = sorted(cases[name].reference for name in ("own", "emptied"))
        assert sorted(one["data-case"] for one in page.select("[data-case]")) == expected
        assert heading(page) == "2 cases were found"
        for name in ("other", "sealed", "restricted"):
            assert cases[name].reference not in answer
            assert f"of the {name}" not in answer

    @pytest.mark.parametrize("typed", ["machete", "wiped", "lanternstreet", "machette"])
    @pytest.mark.parametrize("near", ["", "1"])
    def test_notes_of_risk_and_reviews_and_titles_of_series_are_found_under_the_same_rights(
        self, cast: Cast, cases: dict[str, Case], typed: str, near: str
    ) -> None:
        now = timezone.now()
        hidden = ("other", "sealed", "restricted")
        for name, case in cases.items():
            RiskAssessment.objects.create(
                case=case, by=cast.officer, at=now, level="standard", review_on=now.date(), notes={"weapons": "A machete."},
                answers=dict.fromkeys(RiskQuestion, "no"),
            )  # fmt: skip
            wish = Wish.objects.create(
                report=case.opened_for, kind="review", token_hash=secrets.token_bytes(32), sent_at=now
            )
            Review.objects.create(
                report=case.opened_for, wish=wish, asked_at=now, due_at=now, answered_at=now, answered_by=cast.supervisor,
                outcome="stands", note=f"The tape of the {name} was wiped.",
            )  # fmt: skip
            title = Series.objects.create(unit=case.unit, title="Lanternstreet", opened_at=now, opened_by="x")
            SeriesLink.objects.create(series=title, case=case, reason="x", added_by="x", added_at=now)
            searchable.index_case(case.pk, now=now)
        officer = at_the_desk(cast.officer)
        answer = officer.get("/desk/search/", {"q": typed, "near": near}).content.decode()
        if typed != "machette" or near:
            assert heading(BeautifulSoup(answer, "html5lib")) == "2 cases were found"
        for name in hidden:
            assert cases[name].reference not in answer
            assert f"of the {name}" not in answer
        Case.objects.filter(pk__in=[cases["own"].pk, cases["emptied"].pk]).update(unit=cast.other_unit)
        assert found(officer, typed, near=near) == []

    @pytest.mark.parametrize("typed", ["canarynote", "bluebird", "bluebirb", "canarynot"])
    @pytest.mark.parametrize("near", ["", "1"])
    def test_words_that_only_stand_there_are_answered_as_words_that_stand_nowhere(
        self, cast: Cast, cases: dict[str, Case], typed: str, near: str
    ) -> None:
        Case.objects.filter(pk__in=[cases["own"].pk, cases["emptied"].pk]).update(unit=cast.other_unit)
        officer = at_the_desk(cast.officer)

        def answer(words: str) -> str:
            said = officer.get("/desk/search/", {"q": words, "near": near}).content.decode()
            said = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", said)
            return said.replace(words, "")

        assert answer(typed) == answer("q" * len(typed))

    def test_the_reference_of_a_case_one_may_not_know_is_answered_as_one_that_does_not_exist(
        self, officer: Client, cases: dict[str, Case]
    ) -> None:
        for name in ("other", "sealed", "restricted"):
            page = look(officer, cases[name].reference)
            assert heading(page) == "No case was found"
            assert page.select_one("main a[href^='/desk/cases/']")["href"] == f"/desk/cases/{cases[name].reference}/"
        assert look(officer, "7K2M-9QX4T").select("[data-case]") == []

    def test_a_named_reader_finds_restricted_cases_of_the_own_unit(self, cast: Cast, cases: dict[str, Case]) -> None:
        cast.officer.reads_restricted = True
        cast.officer.save()
        assert cases["restricted"].reference in found(at_the_desk(cast.officer), "canary")
        cast.outsider.reads_restricted = True
        cast.outsider.save()
        assert found(at_the_desk(cast.outsider), "canary") == [cases["other"].reference]

    def test_a_case_that_holds_no_report_any_more_is_not_found(self, cast: Cast, cases: dict[str, Case]) -> None:
        people.take_and_read(cases["own"], cast.officer)
        linking.attach_report(
            cases["own"].pk, cases["emptied"].reference, reason="same", by=cast.officer, now=timezone.now()
        )
        assert found(at_the_desk(cast.officer), '"of the emptied"') == [cases["own"].reference]

    def test_the_count_and_the_cases_come_from_one_statement(self, officer: Client, cases: dict[str, Case]) -> None:
        with CaptureQueriesContext(connection) as seen:
            look(officer, "canary")
        counting = [one["sql"] for one in seen if "count(*)" in one["sql"].casefold()]
        assert len(counting) == 1
        assert "LIMIT 21" in counting[0]
        assert '"unit_id"' in counting[0]
        assert '"is_restricted"' in counting[0]


class TestSealed:
    """Who did it, how to reach somebody, and whatever identifies somebody are not matched by any search."""

    SECRETS = ("canaryone", "canarytwo", "canarythree", "07700 900123", "07700900123", "900123", "anna@example.org",
               '"anna@example.org"', "Jo Canaryfour", "canaryfour", "@canaryfive", "AB12 CDE", "ab12cde")  # fmt: skip

    @pytest.mark.parametrize("typed", SECRETS)
    @pytest.mark.parametrize("near", ["", "1"])
    def test_no_search_matches_it(self, cast: Cast, typed: str, near: str) -> None:
        case = people.case(
            "His name is Jo Canaryfour, 07700 900123 or anna@example.org or @canaryfive; drives AB12 CDE.",
            who_did_it="canaryone", where="canarytwo", contact_name="canarythree", contact_email="anna@example.org",
            contact_phone="07700 900123", do_not_disclose="canaryone", contact_by=["email"],
        )  # fmt: skip
        categorise_report(case.opened_for_id, now=timezone.now())
        known()
        assert found(at_the_desk(cast.officer), typed, near=near) == []

    def test_the_page_says_so(self, officer: Client) -> None:
        assert "are sealed: search does not look for them" in look(officer, "@canaryfive").select_one("section").text

    def test_what_is_shown_of_a_report_has_it_cut_out(self, officer: Client) -> None:
        told("He shouted. Call 07700 900123 now.")
        page = look(officer, "shouted").select_one("section").text
        assert "900123" not in page


class TestSpelling:
    @pytest.mark.parametrize(
        ("written", "typed"),
        [("mosque", "mosqe"), ("mosqe", "mosque"), ("headscarf", "headscraf"), ("synagogue", "synagoge"), ("hijab", "hijb"),
         ("Peckham", "Pekham"), ("CRN/2026/4711", "CRN/2026/4117")],
    )  # fmt: skip
    def test_where_nobody_wrote_it_so_similar_spellings_are_found_and_said_to_be(
        self, officer: Client, written: str, typed: str
    ) -> None:
        case = told(f"It was near the {written} in the morning.")
        page = look(officer, typed)
        assert [one["data-case"] for one in page.select("[data-case]")] == [case.reference]
        assert "Nobody wrote it so." in page.select_one("section").text

    @pytest.mark.parametrize("reference", ["HJ99-2KYAA", "12E3-ABCDE", "1234-56789", "9E12-0E345", "ABCD-EFGHJ"])
    def test_a_slip_in_a_reference_still_finds_its_case(
        self, officer: Client, monkeypatch: pytest.MonkeyPatch, reference: str
    ) -> None:
        given = issued(reference, monkeypatch)
        case = told("x")
        assert case.reference == given
        for slipped in (
            given[:3] + ("A" if given[3] != "A" else "B") + given[4:],
            given[:6] + ("9" if given[6] != "9" else "8") + given[7:],
            given[:1] + given[2] + given[1] + given[3:],
        ):
            assert found(officer, slipped) == [given], slipped

    @pytest.mark.parametrize("reference", ["0123-45678", "ABCD-EFGHJ"])
    def test_a_reference_is_found_however_it_is_written(
        self, officer: Client, monkeypatch: pytest.MonkeyPatch, reference: str
    ) -> None:
        given = issued(reference, monkeypatch)
        told("x")
        monkeypatch.undo()
        told("y")
        for typed in (given, given.lower(), given.replace("-", ""), given.replace("0", "O").replace("1", "l")):
            page = look(officer, typed)
            assert [one["data-case"] for one in page.select("[data-case]")] == [given], typed
            assert "Nobody wrote it so." not in page.select_one("section").text, typed

    def test_similar_spellings_beside_the_right_one_are_one_press_away(self, officer: Client) -> None:
        right, wrong = told("Outside the mosque."), told("Outside the mosqe.")
        page = look(officer, "mosque")
        assert [one["data-case"] for one in page.select("[data-case]")] == [right.reference]
        both = officer.get("/desk/search/" + page.select_one("[data-action=near]")["href"])
        shown = BeautifulSoup(both.content, "html5lib")
        assert [one["data-case"] for one in shown.select("[data-case]")] == [wrong.reference, right.reference]
        assert [one.text for one in shown.select("mark")] == ["mosqe", "mosque"]
        assert "Taken for it: mosqe" in " ".join(shown.select_one("section").text.split())

    def test_words_in_quotation_marks_are_never_taken_for_others(self, officer: Client) -> None:
        told("Outside the mosqe.")
        assert found(officer, '"mosque"') == []
        assert found(officer, '"mosque"', near="1") == []


class TestFields:
    @pytest.fixture
    def case(self, cast: Cast) -> Case:
        case = told("They spat.", area="Thornton Heath, Croydon", because=["religion:anti-muslim"], now=NOW)
        Case.objects.filter(pk=case.pk).update(
            strands=["religion:anti-muslim"], kinds=["physical_assault"], priority="high", language="de", lane="held"
        )
        claiming.take_case(case.pk, by=cast.officer, now=NOW)
        told("They spat.")
        return case

    @pytest.mark.parametrize(
        "asked",
        ["state:in_progress", "state:in-progress", 'state:"in progress"', "priority:high", "Priority:HIGH", "language:de",
         "language:German", "language:deutsch",
         "strand:religion", "strand:anti-muslim", "strand:religion:anti-muslim", "kind:physical_assault", "kind:physical-assault",
         "officer:me", "officer:OFFICER", "spat -officer:nobody", "area:croydon", 'area:"thornton heath"', "lane:held",
         "until:2/3/2026", "from:2026-03-02 until:2026-03-02", "channel:web area:croydon", "until:2/3/2026 -from:3/3/2026",
         "spat state:in_progress", "state:closed or officer:me"],
    )  # fmt: skip
    def test_a_field_finds_its_cases(self, officer: Client, case: Case, asked: str) -> None:
        assert found(officer, asked) == [case.reference]

    @pytest.mark.parametrize(
        ("asked", "said"),
        [("state:gone", "There are: new, in_progress, waiting, closed, open."), ("state:emptied", "means nothing here"),
         ("strand:blue", "anti-muslim"), ("kind:x", "physical_assault"), ("priority:x", "immediate, high, standard, routine"),
         ("channel:x", "web, phone"), ("lane:x", "main, held"), ("from:yesterday", "is not a day"),
         ("until:31/2/2026", "is not a day"), ("from:1/1/0001", "is not a day"), ("colour:red", "There are: state:, priority:"),
         ("language:klingon", "is no language"),
         ("name:anna", "are sealed")],
    )  # fmt: skip
    def test_a_field_or_value_that_there_is_not_is_said(self, officer: Client, asked: str, said: str) -> None:
        answer = officer.get("/desk/search/", {"q": asked})
        assert answer.status_code == 422
        assert said in BeautifulSoup(answer.content, "html5lib").select_one("#q-error").text

    def test_a_hidden_suggestion_cannot_be_asked_for(self, cast: Cast, officer: Client, settings: Settings) -> None:
        case = people.case("A man shouted at me because of my headscarf and hit me with a bat.", because=["sex"])
        draw_blind(case, settings)
        assert categorise_report(case.opened_for_id, now=timezone.now()).is_blind
        known()
        case.refresh_from_db()
        assert "physical_assault" in case.kinds
        assert found(officer, "kind:physical_assault") == []
        assert found(officer, "strand:anti-muslim") == []
        assert found(officer, "strand:sex") == [case.reference]
        page = look(officer, "headscarf").select_one("[data-case]").text
        assert "Physical assault" not in page
        assert "Sex (misogyny" in page
        people.take_and_read(case, cast.officer)
        deciding.record_decision(
            case.pk, recording="intelligence_only", kinds=["physical_assault"], by=cast.officer, now=timezone.now()
        )
        assert found(officer, "kind:physical_assault") == [case.reference]


class TestHits:
    def test_hits_are_marked_in_their_passage(self, officer: Client) -> None:
        told("First. " + "xx " * 300 + "A man shouted at the mosque. " + "yy " * 300 + "Last.")
        page = look(officer, "shouting mosque")
        assert [one.text for one in page.select("mark")] == ["shouted", "mosque"]
        passage = page.select_one(".heard-found__words bdi").text
        assert passage.startswith("… xx ")
        assert passage.endswith("yy …")
        assert len(passage) < 400

    def test_a_hit_far_down_a_long_report_is_shown_and_marked(self, officer: Client) -> None:
        told("Something else happened. " * 4_000 + "Then they shouted. " + "Something else happened. " * 3_000)
        page = look(officer, "shouting")
        assert [one.text for one in page.select("mark")] == ["shouted"]
        assert page.select_one(".heard-found__words bdi").text.startswith("… ")

    @pytest.mark.parametrize(
        "words",
        ["mosque " * 28_000, "mosque" * 33_000, " ".join(f"mosq{number:x}" for number in range(22_000)),
         f"{'mosque' * 300} " * 100 + "mosque"],
        ids=["the same", "one word", "different", "wide"],
    )  # fmt: skip
    def test_long_reports_that_are_all_hits_neither_stop_search_nor_fill_the_page(
        self, officer: Client, words: str
    ) -> None:
        case = told(words)
        told("They stood before the mosque.")
        for typed, near in (("mosque", ""), ("mosque", "1"), ("mosqe", "1"), ("mosque or temple or church", "1")):
            began = time.perf_counter()
            answer = officer.get("/desk/search/", {"q": typed, "near": near})
            assert answer.status_code == 200
            assert time.perf_counter() - began < 5
            assert len(answer.content) < 15_000
        # One word of 200,000 letters is none that anybody mistypes.
        assert (case.reference in answer.content.decode()) == (" " in words)

    def test_words_that_are_shown_whole_are_not_said_to_go_on(self, officer: Client) -> None:
        told("They shouted at us.")
        assert look(officer, "shouted").select_one(".heard-found__words bdi").text.rstrip(".") == "They shouted at us"

    def test_a_phrase_a_piece_and_a_picture_are_marked(self, officer: Client) -> None:
        told("He said go home now. See CRN/2026/4711 🐷.")
        assert {one.text for one in look(officer, '"go home"').select("mark")} == {"go", "home"}
        assert [one.text for one in look(officer, "4711").select("mark")] == ["4711"] or [
            one.text for one in look(officer, "2026/471").select("mark")
        ] == ["CRN/2026/4711"]
        assert [one.text for one in look(officer, "🐷").select("mark")] == ["🐷."]

    @pytest.mark.parametrize(
        "hostile",
        [
            "<script>alert(1)</script>",
            "</bdi><img src=x onerror=alert(1)>",
            "\ue000<b>\ue001",
            "&lt;b&gt;",
            "\u202eevil",
        ],
    )
    def test_words_of_others_stay_words(self, officer: Client, hostile: str) -> None:
        told(f"{hostile} mosque {hostile}", area=hostile[:100])
        for typed in ("mosque", f"mosque {hostile}", f'"{hostile}" or mosque', f"{hostile} or mosque"):
            answer = officer.get("/desk/search/", {"q": typed})
            page = BeautifulSoup(answer.content, "html5lib")
            assert answer.status_code == 200
            assert page.select("main script, main img, main b, [onerror]") == []
            assert page.select_one("#q")["value"] == typed
        assert {one.name for one in look(officer, "mosque").select(".heard-found__words *")} <= {"bdi", "mark", "span"}

    def test_words_of_any_direction_are_kept_apart_from_ours(self, officer: Client) -> None:
        told("صرخ الرجل علينا أمام المسجد", area="لندن")
        page = look(officer, "المسجد")
        assert page.select_one("#q")["dir"] == "auto"
        assert page.select_one(".heard-found__words bdi mark").text == "المسجد"
        assert page.select_one(".heard-found__head bdi").text == "لندن"

    def test_what_officers_wrote_is_said_to_be_theirs(self, cast: Cast, officer: Client) -> None:
        case = people.take_and_read(people.case("x"), cast.officer)
        deciding.add_note(case.pk, note="CCTV asked for.", by=cast.officer, now=timezone.now())
        known()
        assert "Notes and decisions:" in look(officer, "cctv").select_one("[data-case]").text


class TestLog:
    """One row a search, with its words; none for a keystroke, because nothing asks while somebody types."""

    def rows(self) -> list[AuditEvent]:
        return list(AuditEvent.objects.filter(action__startswith="search").order_by("pk"))

    def test_a_search_is_one_row_with_its_words_and_all_it_shows(self, cast: Cast, officer: Client) -> None:
        case, second = told("They spat."), people.case("I saw it.")
        people.take_and_read(case, cast.officer)
        linking.attach_report(case.pk, second.reference, reason="same", by=cast.officer, now=timezone.now())
        known()
        answer = officer.post("/desk/search/for/", {"q": " spat -bus "}, follow=True)
        assert answer.status_code == 200
        (row,) = self.rows()
        assert (row.action, row.username, row.address) == ("search.list", "officer", "/desk/search/")
        assert row.references == sorted([case.reference, second.reference])
        assert row.details == {"search": "spat -bus", "found": 1, "near": False}

    def test_a_search_that_looks_twice_is_one_row(self, officer: Client) -> None:
        told("Outside the mosque.")
        look(officer, "mosqe")
        (row,) = self.rows()
        assert row.details == {"search": "mosqe", "found": 1, "near": True}

    def test_a_search_that_finds_nothing_or_means_nothing_is_one_row(self, officer: Client) -> None:
        look(officer, "nowhere")
        officer.get("/desk/search/", {"q": '"'})
        assert [row.details for row in self.rows()] == [
            {"search": "nowhere", "found": 0, "near": True}, {"search": '"', "status": 422},
        ]  # fmt: skip

    def test_without_the_log_nothing_is_found(self, officer: Client) -> None:
        case = told("Words that must not be seen.")
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE cases_auditevent ADD CONSTRAINT log_is_down CHECK (false) NOT VALID")
        answer = officer.get("/desk/search/", {"q": "words"})
        assert answer.status_code == 503
        assert case.reference.encode() not in answer.content


BAD = {
    '"go home': "A quotation mark is missing", "-": "signs alone", "-bus": "a minus only leaves cases out", "": "Write what",
    "\x00": "signs alone", "x" * 10_000: "at most 500 characters, and this one has 10000", "🐷" * 10_000: "at most 500",
    "or": "stands between two words", "a " * 200: "at most 20 words", "%": "signs alone", "state:\x00": "means nothing here",
}  # fmt: skip


class TestBadInput:
    @pytest.mark.parametrize("typed", BAD)
    @pytest.mark.parametrize("method", ["get", "post"])
    def test_gets_one_clear_sentence_and_is_given_back(self, officer: Client, typed: str, method: str) -> None:
        if method == "get":
            answer = officer.get("/desk/search/", {"q": typed})
        else:
            answer = officer.post("/desk/search/for/", {"q": typed}, follow=True)
        assert answer.status_code == 422
        page = BeautifulSoup(answer.content, "html5lib")
        assert BAD[typed] in page.select_one("#q-error").text
        assert len(page.select(".govuk-error-summary li")) == 1
        assert page.select_one("#q")["value"] == typed.replace("\x00", "\ufffd")
        assert page.find("title").text.startswith("Error:")

    @pytest.mark.parametrize(
        "typed",
        ["a & b | !c", "a:* & b", "'; DROP TABLE cases_case; --", "\\", "a\\b", "100% _", "x OR 1=1", "(((", "a <-> b",
         "\ud83d", "ﷺ", "e\u0301", "\u202e\u2066x", "%(x)s %s", "{{ x }}", "a" * 500, "é" * 500, "語" * 500, "9" * 500,
         "officer:%", "area:%s", "area:\\", "language:" + "x" * 400, "from:1/3/2026 until:1/2/2026"],
    )  # fmt: skip
    def test_signs_of_other_languages_are_only_signs(self, officer: Client, typed: str) -> None:
        told("mosque")
        for near in ("", "1"):
            query = urlencode({"q": typed, "near": near}, errors="surrogatepass")
            assert officer.get(f"/desk/search/?{query}").status_code in (200, 422)

    def test_bytes_that_are_no_text(self, officer: Client) -> None:
        assert officer.get("/desk/search/?q=%ff%fe%00mosque").status_code == 200


def test_a_search_that_takes_too_long_gets_a_sentence_and_the_desk_goes_on(
    officer: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    told(" ".join(f"word{number}" for number in range(20_000)))
    monkeypatch.setattr("cases.queries.search.PATIENCE", timedelta(milliseconds=1))
    answer = officer.get("/desk/search/", {"q": "wordless wordful wording", "near": "1"})
    assert answer.status_code == 422
    assert b"This search takes too long" in answer.content
    monkeypatch.undo()
    assert len(found(officer, "word77")) == 1


def test_before_anything_is_asked_the_box_and_the_help_are_there_and_nothing_is_found(officer: Client) -> None:
    told("mosque")
    page = BeautifulSoup(officer.get("/desk/search/").content, "html5lib")
    assert page.select("[data-case], .govuk-error-summary, [data-testid=found]") == []
    assert page.select_one("form[role=search] input[data-search]")["aria-describedby"] == "q-hint"
    assert "-bus" in page.select_one("#q-hint").text
    for field in ("state:", "from:", "officer:"):
        assert field in page.select_one("details").text


def statements(client: Client, typed: str, **options: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert client.get("/desk/search/", {"q": typed, **options}).status_code == 200
    return len([one for one in seen if not one["sql"].startswith(("SAVEPOINT", "RELEASE"))])


@pytest.mark.parametrize(("typed", "near", "most"), [("mosque", "", 12), ("mosqe", "", 16), ("mosque", "1", 15)])
def test_search_takes_the_same_few_statements_for_one_case_and_for_fifty(
    cast: Cast, officer: Client, typed: str, near: str, most: int
) -> None:
    told("mosque", in_danger_now="yes")
    one = statements(officer, typed, near=near)
    for _ in range(49):
        people.case("mosque", in_danger_now="yes")
    known()
    assert statements(officer, typed, near=near) == one
    assert one <= most
