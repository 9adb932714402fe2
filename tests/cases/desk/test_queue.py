"""The queue: what rings comes first, then what is due first, the whole unit's and nobody else's, in the same few statements."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from cases.desk.presenters import counts
from cases.desk.presenters.times import at_most_words, due_words, waited_words
from cases.domain import claiming, closing, duty, linking, saved_views
from cases.domain.categorisation import categorise_report
from cases.models import Case
from cases.queries import counting, queue
from cases.queries.queue import PAGE, Tab, queue_page
from cases.queries.queue_filter import QueueFilter
from reporting.models import Alarm
from tests import cast as people
from tests.cast import NOW, Cast
from tests.desk import at_the_desk, draw_blind

pytestmark = pytest.mark.django_db


def listed(page: bytes) -> list[str]:
    return re.findall(r'<tr[^>]* data-case="([^"]+)"', page.decode())


def statements(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return len([one for one in seen if not one["sql"].startswith(("SAVEPOINT", "RELEASE"))])


def test_what_is_due_first_comes_first(cast: Cast) -> None:
    now = timezone.now()
    early = people.case(now=now - timedelta(hours=20))
    late = people.case(now=now - timedelta(hours=30))
    urgent = people.case(under_18="yes", now=now - timedelta(hours=1))
    page = at_the_desk(cast.officer).get("/desk/queue/").content
    assert listed(page) == [late.reference, urgent.reference, early.reference]
    assert b"6 hours late" in page


def test_what_rings_comes_before_what_is_late_and_goes_back_to_its_place(cast: Cast) -> None:
    now = timezone.now()
    late, later = (people.case(now=now - timedelta(hours=hours)) for hours in (30, 40))
    rings = people.case(in_danger_now="yes", now=now)
    client = at_the_desk(cast.officer)
    first, then = [rings.reference, later.reference, late.reference], [later.reference, late.reference, rings.reference]
    for address in ("/desk/queue/", "/desk/queue/?tab=all", "/desk/queue/?state=new"):
        assert listed(client.get(address).content) == first
    for alarm in Alarm.objects.all():
        duty.no_danger(alarm.pk, reason="They rang: it is a film set.", by=cast.colleague, now=now)
    assert listed(client.get("/desk/queue/").content) == then


@pytest.mark.parametrize("wanted", [QueueFilter(), QueueFilter(state=("new",))])
@pytest.mark.parametrize("tab", [Tab.NEXT, Tab.ALL])
@pytest.mark.parametrize("size", [1, 2, 3, 4])
def test_pages_of_what_rings_and_of_the_rest_follow_one_another(
    cast: Cast, tab: Tab, wanted: QueueFilter, size: int
) -> None:
    now = timezone.now()
    due = [people.case(now=now - timedelta(hours=30 - number)).reference for number in range(3)]
    rings = [people.case(in_danger_now="yes", now=now - timedelta(hours=20 - number)).reference for number in range(3)]
    read, cursor = [], ""
    while True:
        page = queue_page(cast.officer, tab=tab, wanted=wanted, cursor=cursor, size=size, now=now)
        assert len(page.rows) <= size
        read += [row.case.reference for row in page.rows]
        cursor = page.next_cursor
        if not cursor:
            break
    assert read == [*rings, *due]
    assert page.total == 6


def test_another_units_and_restricted_cases_are_neither_listed_nor_counted(cast: Cast) -> None:
    mine = people.case()
    people.case(about_police="yes")
    other = people.case()
    Case.objects.filter(pk=other.pk).update(unit=cast.other_unit)
    page = at_the_desk(cast.officer).get("/desk/queue/").content
    assert listed(page) == [mine.reference]
    assert b"1 of 1" in page


def test_pages_follow_one_another_without_gap_or_repeat(cast: Cast) -> None:
    made = {people.case(now=NOW + timedelta(minutes=number // 3)).reference for number in range(PAGE + 7)}
    client = at_the_desk(cast.officer)
    for tab in ("next", "all"):
        first = client.get(f"/desk/queue/?tab={tab}").content
        link = re.search(r'href="([^"]+)" rel="next"', first.decode())
        assert link
        second = client.get(link[1].replace("&amp;", "&")).content
        assert len(listed(first)) == PAGE
        assert len(listed(first) + listed(second)) == len(made)
        assert set(listed(first) + listed(second)) == made
        assert b'rel="next"' not in second
        assert f"{PAGE} of {len(made)}".encode() in first


@pytest.mark.parametrize(
    "cursor", ["", "x", "1-", "99999999999999999999999999-1", "-", "1-2-3", "\x00", "1-99999999999999999999999"]
)
def test_a_cursor_that_makes_no_sense_begins_at_the_first_page(cast: Cast, cursor: str) -> None:
    case = people.case()
    answer = at_the_desk(cast.officer).get("/desk/queue/", {"after": cursor, "tab": "\x00"})
    assert listed(answer.content) == [case.reference]


def test_all_cases_are_ordered_by_what_is_due_and_closed_ones_come_last_the_newest_first(cast: Cast) -> None:
    now = timezone.now()
    closed = [people.case(contact_by=["no_contact"], now=now - timedelta(hours=2)) for _ in range(2)]
    for case in closed:
        people.decide_and_answer(people.take_and_read(case, cast.officer), cast.officer)
        closing.close_case(case.pk, closing_reason="person_wants_no_more", by=cast.officer, now=now)
    late, early = people.case(now=now - timedelta(hours=30)), people.case(now=now - timedelta(hours=1))
    client, ordered = at_the_desk(cast.officer), [one.reference for one in (late, early, closed[1], closed[0])]
    assert listed(client.get("/desk/queue/?tab=all").content) == ordered
    read, cursor = [], ""
    for _ in ordered:
        page = queue_page(cast.officer, tab=Tab.ALL, cursor=cursor, size=1, now=now)
        read += [row.case.reference for row in page.rows]
        cursor = page.next_cursor
    assert (read, cursor) == (ordered, "")


def test_late_cases_in_somebodys_hands_are_not_out_of_sight(cast: Cast) -> None:
    people.case()
    late = people.case(now=timezone.now() - timedelta(hours=30))
    claiming.take_case(late.pk, by=cast.colleague, now=timezone.now())
    client = at_the_desk(cast.officer)
    page = client.get("/desk/queue/").content.decode()
    assert late.reference not in listed(page.encode())
    assert "1 case that somebody has is late." in page
    link = re.search(r'href="([^"]+)">Show what is late', page)
    assert link
    assert listed(client.get(link[1].replace("&amp;", "&")).content) == [late.reference]
    claiming.hand_back(late.pk, by=cast.colleague, now=timezone.now())
    assert "that somebody has is late" not in client.get("/desk/queue/").content.decode()


def test_tabs(cast: Cast) -> None:
    mine, waiting, held, stuck = (people.case() for _ in range(4))
    claiming.take_case(mine.pk, by=cast.officer, now=timezone.now())
    claiming.take_case(waiting.pk, by=cast.colleague, now=timezone.now())
    tomorrow = timezone.now().date() + timedelta(days=2)
    claiming.wait(waiting.pk, until=tomorrow, reason="CCTV", by=cast.colleague, now=timezone.now())
    Case.objects.filter(pk=held.pk).update(lane="held")
    Case.objects.filter(pk=stuck.pk).update(needs_person="The machine could not sort this report.")
    client = at_the_desk(cast.officer)
    assert f"Waiting until {tomorrow.day} {tomorrow:%b}" in row_of(client, waiting, "waiting")
    shown = {
        tab: set(listed(client.get(f"/desk/queue/?tab={tab}").content)) for tab in ("mine", "waiting", "held", "person")
    }
    assert shown == {
        "mine": {mine.reference}, "waiting": {waiting.reference}, "held": {held.reference}, "person": {stuck.reference},
    }  # fmt: skip
    assert set(listed(client.get("/desk/queue/").content)) == {held.reference, stuck.reference}  # nobody has them
    everything = {one.reference for one in (mine, waiting, held, stuck)}
    assert set(listed(client.get("/desk/queue/?tab=all").content)) == everything
    assert listed(client.get("/desk/mine/").content) == [mine.reference]


def test_the_queue_takes_the_same_few_statements_for_one_row_and_for_fifty(cast: Cast) -> None:
    client = at_the_desk(cast.officer)
    people.case(in_danger_now="yes")
    one = statements(client, "/desk/queue/")
    for _ in range(PAGE - 1):
        people.case(in_danger_now="yes")
    assert statements(client, "/desk/queue/") == one
    assert one <= 12


def test_fifty_rows_in_a_script_of_three_bytes_weigh_no_more_than_sixty_kilobytes(cast: Cast) -> None:
    cast.colleague.first_name, cast.colleague.last_name = "Alexandra", "Featherstone"
    cast.colleague.save()
    for number in range(9):
        saved_views.save_view(
            name=f"Night shift, part {number}", query="tab=all&strand=race&language=pl", is_shared=True,
            by=cast.colleague, now=NOW,
        )  # fmt: skip
    for _ in range(PAGE + 1):
        case = people.case("লোকটি আমাকে " * 20, happened_before="often")
        Case.objects.filter(pk=case.pk).update(
            officer=cast.colleague, state="in_progress", priority="immediate", area="ঢাকা, SE15",
            priority_reason="They say that they are too afraid to live as before.", language="bn",
            strands=["religion", "religion:anti-muslim"], kinds=["physical_assault", "threats"],
        )  # fmt: skip
    answer = at_the_desk(cast.officer).get("/desk/queue/?tab=all&priority=immediate&language=bn")
    assert len(listed(answer.content)) == PAGE
    assert len(answer.content) <= 60_000
    print(len(answer.content))
    choosing = at_the_desk(cast.officer).get("/desk/queue/?tab=all&priority=immediate&language=bn&choose=1")
    assert len(choosing.content) <= 60_000


def test_words_are_cut_at_120_characters(cast: Cast) -> None:
    case = people.case("x" * 121)
    Case.objects.filter(pk=case.pk).update(priority_reason="y" * 200, needs_person="z" * 200, area="w" * 200)
    row = row_of(at_the_desk(cast.officer), case)
    for letter in "xyzw":
        assert f"{letter * 120}…" in row or f"{letter * 120} …" in row
        assert letter * 121 not in row


def test_the_row_says_that_it_happened_before(cast: Cast) -> None:
    often, once, first = (people.case(happened_before=answer) for answer in ("often", "once_or_twice", "no"))
    client = at_the_desk(cast.officer)
    assert "Repeat: many times" in row_of(client, often)
    assert "Repeat" in row_of(client, once)
    assert "many times" not in row_of(client, once)
    assert "Repeat" not in row_of(client, first)
    linking.attach_report(once.pk, often.reference, reason="The same man.", by=cast.officer, now=timezone.now())
    assert "Repeat: many times" in row_of(client, once)
    assert "2 reports" in row_of(client, once)


def test_past_ten_thousand_a_count_is_marked_as_about(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (counting, queue, counts):
        monkeypatch.setattr(module, "EXACT", 3)
    client = at_the_desk(cast.officer)
    for _ in range(3):
        people.case()
    few = statements(client, "/desk/queue/")
    page = client.get("/desk/queue/").content.decode()
    assert "Next: 3 of 3 cases" in page
    people.case()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE cases_case")
    page = client.get("/desk/queue/").content.decode()
    assert "Next: 4 of about 4 cases" in page
    assert '<span class="heard-count">3+</span>' in page
    assert statements(client, "/desk/queue/") == few + 1 <= 12


def test_a_hidden_suggestion_is_hidden_in_the_queue_too(cast: Cast, settings: Settings) -> None:
    client = at_the_desk(cast.officer)
    for is_hidden in (False, True):
        case = people.case("A man shouted at me because of my headscarf and hit me with a bat.", because=["sex"])
        draw_blind(case, settings, is_hidden=is_hidden)
        assert categorise_report(case.opened_for_id, now=timezone.now()).is_blind == is_hidden
        row = client.get("/desk/queue/").content.decode().split(f'data-case="{case.reference}"')[1].split("</tr>")[0]
        assert ("Physical assault" not in row) == is_hidden
        assert "Sex (misogyny" in row


def test_take_next_takes_what_is_due_first(cast: Cast) -> None:
    people.case()
    first = people.case(now=timezone.now() - timedelta(hours=10))
    taken = people.case(now=timezone.now() - timedelta(hours=20))
    claiming.take_case(taken.pk, by=cast.colleague, now=timezone.now())
    client = at_the_desk(cast.officer)
    assert listed(client.get("/desk/queue/").content)[0] == first.reference  # the first tab tells what will be taken
    answer = client.post("/desk/take-next/")
    assert answer["Location"] == f"/desk/cases/{first.reference}/"
    first.refresh_from_db()
    assert first.officer == cast.officer


def test_take_next_with_nothing_to_take_says_so(cast: Cast) -> None:
    answer = at_the_desk(cast.officer).post("/desk/take-next/", follow=True)
    assert b"There is no case to take" in answer.content


@pytest.mark.parametrize("typed", ["{}", " {} ", "{}".lower()])
def test_a_reference_opens_its_case_however_it_is_typed(cast: Cast, typed: str) -> None:
    case = people.case()
    answer = at_the_desk(cast.officer).post("/desk/find/", {"reference": typed.format(case.reference.lower())})
    assert answer["Location"] == f"/desk/cases/{case.reference}/"


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(0, "now"), (40, "in 40 minutes"), (-1, "1 minute late"), (119, "in 119 minutes"), (-180, "3 hours late"),
     (60 * 47, "in 47 hours"), (60 * 24 * 14, "in 14 days"), (-60 * 24 * 3, "3 days late"),
     (179, "in 2 hours"), (-119, "119 minutes late"), (-123, "2 hours late"), (-179, "2½ hours late"),
     (-60 * 11 - 50, "11 hours late"), (-60 * 47 - 59, "47 hours late"), (-60 * 49, "2 days late"),
     (-60 * 61, "2½ days late"), (-60 * 24 * 14 - 900, "14 days late")],
)  # fmt: skip
def test_due_in_words(minutes: int, words: str) -> None:
    assert due_words(NOW + timedelta(minutes=minutes), NOW) == words


def test_lateness_is_said_alike_wherever_it_is_shown_and_is_never_more_than_is_true(cast: Cast) -> None:
    assert waited_words(timedelta(seconds=50)) == "less than a minute"
    assert at_most_words(timedelta(minutes=121)) == "3 hours"  # what none waited longer than is rounded up
    people.case(now=timezone.now() - timedelta(hours=26, minutes=3))
    for account, address in ((cast.officer, "/desk/queue/"), (cast.admin, "/admin/cases/case/")):
        assert ">2 hours late<" in at_the_desk(account).get(address).content.decode(), address


def row_of(client: Client, case: Case, tab: str = "next") -> str:
    page = client.get(f"/desk/queue/?tab={tab}").content.decode()
    row = page.split(f'data-case="{case.reference}"')[1].split("</tr>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", row).split())


def test_a_case_to_which_the_reporter_has_written_says_so_until_an_officer_answers(cast: Cast) -> None:
    case = people.take_and_read(people.case(), cast.officer)
    client = at_the_desk(cast.officer)
    people.decide_and_answer(case, cast.officer)
    assert "new message" not in row_of(client, case, "mine")
    people.write(case, "One thing more.")
    assert "Answer: new message" in row_of(client, case, "mine")
    people.answer(case, cast.officer)
    assert "new message" not in row_of(client, case, "mine")


def test_a_new_message_on_an_unread_case_stands_beside_what_is_due_first(cast: Cast) -> None:
    case = people.case()
    people.write(case, "One thing more.")
    row = row_of(at_the_desk(cast.officer), case)
    assert "Read Answer: new message" in row


def test_new_messages_cost_no_statement_of_their_own(cast: Cast) -> None:
    client = at_the_desk(cast.officer)
    cases = [people.case() for _ in range(PAGE)]
    before = statements(client, "/desk/queue/")
    for case in cases:
        people.write(case, "One thing more.")
    assert statements(client, "/desk/queue/") == before
    assert before <= 12


def test_the_language_is_named_as_such_and_not_as_a_place(cast: Cast) -> None:
    case = people.case("Ein Mann hat mich angeschrien und bespuckt, weil ich ein Kopftuch trage.")
    Case.objects.filter(pk=case.pk).update(language="de", area="")
    page = at_the_desk(cast.officer).get("/desk/queue/").content.decode()
    row = page.split(f'data-case="{case.reference}"')[1].split("</tr>")[0]
    assert "Needs translation: German" in row
    assert 'data-label="Where"' not in row
    cast.officer.languages = ["en", "de"]
    cast.officer.save()
    page = at_the_desk(cast.officer).get("/desk/queue/").content.decode()
    assert "Language: German" in page
    assert "Needs translation" not in page
