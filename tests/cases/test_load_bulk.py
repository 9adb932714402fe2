"""Many cases at once: true to every rule, in every state, the same for the same seed, and never beside real reports."""

from collections import Counter
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from cases.demo.bulk.load import load_cases
from cases.domain.likeness import find_alike
from cases.domain.reference import load_reference
from cases.domain.searchable import index_case
from cases.enums import State
from cases.models import (
    Case,
    CaseReport,
    CaseTraits,
    Commitment,
    ContactKey,
    Reading,
    SearchText,
    Series,
    SeriesCommitment,
    SeriesLink,
    TimelineEntry,
    Unit,
    Voice,
)  # fmt: skip
from cases.queries.search_gaps import cases_to_index
from reporting.domain.receipt import receipt_for
from reporting.models import Alarm, Message, Outbox, Report
from reporting.taxonomy import PRIORITIES
from tests import cast as actors
from tests.cast import NOW, Cast

pytestmark = pytest.mark.django_db


def load(**options: object) -> str:
    out = StringIO()
    call_command("load_bulk", stdout=out, **options)
    return out.getvalue()


def proves(name: str) -> str:
    out = StringIO()
    call_command(name, stdout=out)
    return out.getvalue()


def test_what_is_loaded_proves_well_and_is_in_every_state() -> None:
    said = load(cases=600, seed=2)
    assert "made up" in said
    assert "cases per second" in said
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for name in ("check_promises", "reconcile", "verify_audit"):
        assert "All is well." in proves(name), name
    assert Case.objects.count() == Report.objects.count() == 600
    assert set(Case.objects.values_list("state", flat=True)) == set(State)
    assert set(Case.objects.values_list("priority", flat=True)) == set(PRIORITIES)
    assert Case.objects.values("unit").distinct().count() == Unit.objects.count()
    assert Case.objects.values("language").distinct().count() > 3
    assert Commitment.objects.overdue(timezone.now()).exists()
    assert not Alarm.objects.ringing().exists()
    assert set(Alarm.objects.values_list("outcome", flat=True)) == {"ended", "handed_over", "no_danger"}
    assert 600 > CaseTraits.objects.count() > 500  # all that the machine has looked at
    assert ContactKey.objects.exists()
    assert Series.objects.count() > 2
    assert SeriesLink.objects.values("case").distinct().count() == SeriesLink.objects.count() > 5
    assert SeriesCommitment.objects.filter(met_at=None).exists()
    some = list(CaseTraits.objects.values_list("case", flat=True)[:20])
    assert any(find_alike(case_id, now=timezone.now()) for case_id in some)  # they are found by, and opened
    assert not Outbox.objects.exists()
    for model in (Reading, Voice, Message, TimelineEntry):
        assert model.objects.count() > 200  # type: ignore[attr-defined]
    assert CaseReport.objects.exclude(detached_at=None).exists()
    span = Case.objects.latest("received_at").received_at - Case.objects.earliest("received_at").received_at
    assert span.days > 500


def test_the_triggers_are_on_again() -> None:
    load(cases=20)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'D'")
        assert cursor.fetchone() == (0,)


def test_search_keeps_of_it_what_it_would_keep_of_any_case() -> None:
    load(cases=60)
    assert not cases_to_index().exists()
    rows = list(SearchText.objects.order_by("pk").values_list("text", "spellings", "language", "vector"))
    SearchText.objects.update(recipe=0)
    for case_id in Case.objects.values_list("pk", flat=True):
        index_case(case_id, now=NOW)
    assert list(SearchText.objects.order_by("pk").values_list("text", "spellings", "language", "vector")) == rows


def test_the_same_seed_gives_the_same_cases_and_another_load_adds_others() -> None:
    load_reference()

    def told() -> Counter[tuple[str, str, str, str]]:
        return Counter(Case.objects.values_list("state", "priority", "area", "opened_for__words"))

    load_cases(40, seed=5, now=NOW, progress=lambda _: None)
    once, first = told(), set(Report.objects.values_list("reference", flat=True))
    load_cases(40, seed=5, now=NOW, progress=lambda _: None)
    assert told() == Counter({key: 2 * count for key, count in once.items()})
    assert Report.objects.exclude(reference__in=first).count() == 40


def test_a_code_opens_its_report() -> None:
    load(cases=1, seed=3)
    assert receipt_for("bulk 3 0 0a").reference == Report.objects.get().reference


def test_beside_other_reports_it_refuses_unless_it_is_told_to(cast: Cast) -> None:
    actors.case()
    with pytest.raises(CommandError, match="There are 1 reports here that no load in bulk has brought") as refused:
        load(cases=5)
    assert refused.value.returncode == 2
    load(cases=5, beside_real_reports=True)
    assert Case.objects.count() == 6
    with pytest.raises(CommandError, match="There are 1 reports"):
        load(cases=5)


def test_a_second_load_is_not_beside_real_reports() -> None:
    load(cases=5)
    load(cases=5)
    assert Case.objects.count() == 10


@pytest.mark.parametrize("number", ["0", "ten", "3000000"])
def test_a_number_that_makes_no_sense_is_named(number: str) -> None:
    with pytest.raises(CommandError, match="--cases"):
        load(cases=number)
