"""What search looks through: made in the background, never of what is sealed, whole again after every change."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases import tasks
from cases.domain import deciding, linking, reviews, risk, searchable, series
from cases.domain.timeline import INDEX_CASE
from cases.enums import RiskQuestion
from cases.models import Case, ErasureDecision, Review, SearchText
from cases.queries.search_gaps import cases_to_index
from reporting.enums import WishKind
from reporting.models import Outbox, Report
from tests import cast as people
from tests.cases.domain.test_wishes import closed, taken
from tests.cast import Cast

pytestmark = pytest.mark.django_db
SEALED = {
    "who_did_it": "canaryone in a green coat", "where": "canarytwo flat", "contact_name": "canarythree",
    "contact_email": "canary@example.org", "contact_phone": "020 7946 0000", "contact_by": ["phone"],
    "do_not_disclose": "canaryfour", "contact_safe_times": "canaryfive", "contact_who_might_see": "canarysix",
}  # fmt: skip


def owed() -> int:
    return Outbox.objects.unfinished().filter(task=INDEX_CASE).count()


def work_off() -> None:
    """As the worker does."""
    for pk in Outbox.objects.unfinished().filter(task__in=(INDEX_CASE, searchable.FILL)).values_list("pk", flat=True):
        tasks_of = {INDEX_CASE: tasks.index_case, searchable.FILL: tasks.fill_search}
        tasks_of[Outbox.objects.get(pk=pk).task](pk)


def kept() -> str:
    """Everything that search keeps, as a dump of its table would show it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(row_to_json(t)::text, ' ') FROM cases_searchtext t")
        return str(cursor.fetchone()[0])


def test_a_new_report_is_owed_to_search_and_known_after_the_task(cast: Cast) -> None:
    case = people.case("They spat at the mosque.", before_words="It was often so.", area="Peckham")
    assert (owed(), SearchText.objects.count()) == (1, 0)
    work_off()
    assert owed() == 0
    text = SearchText.objects.get(report=case.opened_for)
    assert text.text == "They spat at the mosque.\n\nPeckham\n\nIt was often so."
    assert SearchText.objects.get(case=case).text == ""


@pytest.mark.parametrize("is_sorted", [False, True])
def test_sealed_answers_and_identifiers_are_nowhere_in_it(cast: Cast, is_sorted: bool) -> None:
    case = people.case("Call 07700 900123, his name is Jo Canaryseven, www.canaryeight.org.", **SEALED)
    people.write(case, "He is @canarynine and drives AB12 CAN.")
    people.take_and_read(case, cast.officer)
    deciding.add_note(case.pk, note="Rang canaryten@example.org on 020 7946 0001.", by=cast.officer, now=timezone.now())
    work_off()
    dump = kept().casefold()
    for secret in ("canary", "07700", "900123", "7946", "ab12"):
        assert secret not in dump
    assert "rang" in dump


def test_notes_messages_reasons_and_numbers_are_known(cast: Cast) -> None:
    case = people.case()
    people.write(case, "It happened again.")
    people.take_and_read(case, cast.officer)
    deciding.add_note(case.pk, note="Asked for CCTV.", by=cast.officer, now=timezone.now())
    deciding.record_decision(
        case.pk, recording="crime", reason="An offence.", strands=["race"], system="CRIS", number="CRN/2026-17",
        offence="Section 5", by=cast.officer, now=timezone.now(),
    )  # fmt: skip
    people.answer(case, cast.officer)
    work_off()
    report, own = SearchText.objects.get(report=case.opened_for).text, SearchText.objects.get(case=case).text
    assert "It happened again." in report
    assert "Thank you for telling us." in report
    assert "Asked for CCTV." in own
    assert "An offence." in own
    assert "crn202617" in SearchText.objects.get(case=case).spellings.split()


def test_notes_of_risk_and_of_reviews_and_the_titles_of_series_are_known(cast: Cast) -> None:
    case, other = people.take_and_read(people.case(), cast.officer), people.case()
    risk.assess_risk(
        case.pk, answers=dict.fromkeys(RiskQuestion, "no"), notes={"weapons": "He owns a machete."}, level="standard",
        plan="", review_at=timezone.now() + timedelta(days=9), by=cast.officer, now=timezone.now(),
    )  # fmt: skip
    made = series.open_series(
        case.pk, title="Lantern Street", reason="One pattern.", by=cast.officer, now=timezone.now()
    )
    series.add_to_series(made.pk, other.reference, reason="Here too.", by=cast.officer, now=timezone.now())
    work_off()
    own = SearchText.objects.get(case=case).text
    assert "He owns a machete." in own
    assert "Lantern Street" in own
    assert "Lantern Street" in SearchText.objects.get(case=other).text
    series.rename_series(made.pk, title="Beacon Road", by=cast.officer, now=timezone.now())
    series.take_out(made.pk, other.pk, reason="Not he.", by=cast.officer, now=timezone.now())
    work_off()
    assert "Beacon Road" in SearchText.objects.get(case=case).text
    assert "Lantern" not in SearchText.objects.get(case=case).text
    assert "Road" not in SearchText.objects.get(case=other).text


def test_what_a_reviewer_noted_for_colleagues_goes_wherever_the_report_goes(cast: Cast) -> None:
    case = taken(closed(cast), WishKind.REVIEW)
    reviews.answer_review(
        case.pk, Review.objects.get().pk, outcome="stands", message="I have looked.", note="The tape was wiped.",
        token="t", by=cast.colleague, now=timezone.now(),
    )  # fmt: skip
    work_off()
    text = SearchText.objects.get(report=case.opened_for).text
    assert "The tape was wiped." in text
    assert "I have looked." in text


def test_what_the_machine_wrote_is_not_kept(cast: Cast) -> None:
    case = people.case()
    case.timeline.create(what="held", by="", at=timezone.now(), note="canary reasons")
    searchable.index_case(case.pk, now=timezone.now())
    assert "canary" not in kept()


def test_a_second_run_changes_nothing_and_writes_nothing(cast: Cast) -> None:
    case = people.case()
    searchable.index_case(case.pk, now=timezone.now())
    before = kept()
    with CaptureQueriesContext(connection) as seen:
        searchable.index_case(case.pk, now=timezone.now())
    assert kept() == before
    assert [one["sql"] for one in seen if one["sql"].startswith(("UPDATE", "INSERT"))] == []


def test_of_a_report_no_more_than_its_first_200_000_characters_are_kept(cast: Cast) -> None:
    case = people.case("mosque " + "x" * 250_000 + " canary")
    searchable.index_case(case.pk, now=timezone.now())
    text = SearchText.objects.get(report=case.opened_for)
    assert (len(text.text), text.text[:7]) == (200_000, "mosque ")
    assert "canary" not in text.text


@pytest.mark.parametrize(
    "words",
    [
        " ".join(chr(0x10400 + number % 40) * 3 + chr(0x20000 + number) * 4 for number in range(30_000)),
        " ".join(f"{number:x}ж{number * 7919 % 99991:x}" for number in range(25_000)),
        "中" * 200_000, "\U0001f437" * 200_000, "a " * 100_000, "\u202e" * 50_000 + "mosque", "(((" * 60_000,
    ],
    ids=["wide", "different", "one word", "pictures", "small", "turned", "brackets"],
)  # fmt: skip
def test_no_text_is_too_much_for_it(cast: Cast, words: str) -> None:
    case = people.case(f"mosque {words}")
    searchable.index_case(case.pk, now=timezone.now())
    assert SearchText.objects.filter(report=case.opened_for, vector="mosque").exists()


def test_an_attached_report_keeps_one_text_and_attaching_moves_no_words(cast: Cast) -> None:
    case, second = people.case("The first."), people.case("The second.")
    people.take_and_read(case, cast.officer)
    work_off()
    before = SearchText.objects.get(report=second.opened_for).pk
    linking.attach_report(case.pk, second.reference, reason="the same bus", by=cast.officer, now=timezone.now())
    work_off()
    assert SearchText.objects.get(report=second.opened_for).pk == before
    assert "the same bus" in SearchText.objects.get(case=case).text


def test_erasing_a_report_takes_its_words_from_search_too(cast: Cast) -> None:
    case = people.case("A canary sang.", contact_name="x")
    searchable.index_case(case.pk, now=timezone.now())
    decision = ErasureDecision.objects.create(
        report=case.opened_for, reason="due", decided_by=cast.supervisor, decided_at=timezone.now(),
        approved_by=cast.admin, approved_at=timezone.now(),
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("SELECT erase_report(%s, %s)", [case.opened_for_id, decision.pk])
    assert Report.objects.get().words == ""
    assert "canary" not in kept()
    searchable.index_case(case.pk, now=timezone.now())
    assert "canary" not in kept()


def run(command: str, *arguments: str) -> tuple[int, str]:
    out = StringIO()
    try:
        call_command(command, *arguments, stdout=out)
    except SystemExit as ended:
        return int(ended.code or 0), out.getvalue()
    return 0, out.getvalue()


class TestFilling:
    """`manage.py fill_search`, and what reconcile says before it."""

    @pytest.fixture
    def unknown(self, cast: Cast) -> list[Case]:
        """Three cases from before there was a search."""
        cases = [people.case(now=timezone.now() - timedelta(minutes=9)) for _ in range(3)]
        Outbox.objects.update(finished_at=timezone.now())
        return cases

    def test_here_and_now(self, unknown: list[Case]) -> None:
        assert run("fill_search", "--now")[1].splitlines() == ["3 of 3 cases", "Search knows every case."]
        assert SearchText.objects.filter(report__in=[case.opened_for_id for case in unknown]).count() == 3
        assert run("fill_search", "--now") == run("fill_search") == (0, "Nothing is missing.\n")

    def test_in_the_background_a_few_at_a_time(self, unknown: list[Case], monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(searchable, "BATCH", 2)
        for _ in range(2):
            assert run("fill_search") == (0, "3 cases are made findable in the background.\n")
        assert Outbox.objects.unfinished().filter(task=searchable.FILL).count() == 1
        work_off()
        assert cases_to_index().count() == 1
        work_off()
        assert cases_to_index().count() == 0
        assert not Outbox.objects.unfinished().exists()

    def test_reconcile_names_what_search_does_not_know(self, unknown: list[Case]) -> None:
        status, said = run("reconcile")
        assert status == 1
        assert said.count("search does not know all of it: run `manage.py fill_search`") == 3
        run("fill_search", "--now")
        assert run("reconcile")[0] == 0

    def test_what_was_kept_in_an_older_way_is_made_anew(self, unknown: list[Case]) -> None:
        run("fill_search", "--now")
        SearchText.objects.filter(report=unknown[0].opened_for).update(recipe=0, text="")
        assert [case.pk for case in cases_to_index()] == [unknown[0].pk]
        run("fill_search", "--now")
        assert SearchText.objects.get(report=unknown[0].opened_for).text


def test_task_arguments_are_numbers_only(cast: Cast) -> None:
    people.case()
    (row,) = Outbox.objects.filter(task=INDEX_CASE)
    assert json.loads(json.dumps([row.task, row.subject])) == [INDEX_CASE, Case.objects.get().pk]
