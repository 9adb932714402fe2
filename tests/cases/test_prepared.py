"""A statement that is written once answers as one that is written each time, whoever asks and whatever for."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cases.models import Case, Commitment, Voice
from cases.queries.counting import counted_up_to
from cases.queries.likeness import _rows, cases_beside
from cases.queries.prepared import Prepared
from cases.queries.queue import _counts_for, _tabs, queue_page
from tests import cast as people
from tests.cast import Cast

pytestmark = pytest.mark.django_db
ROLES = ("officer", "colleague", "supervisor", "outsider", "auditor", "admin")


def test_rows_are_those_of_what_is_given_each_time(cast: Cast) -> None:
    first, second = people.case(because=["race"]), people.case(because=["age"])
    said = Prepared[Voice](lambda reports, speaker: Voice.objects.filter(report__in=reports, speaker=speaker))
    for cases in ([first], [second], [first, second], [second]):
        ids = [one.opened_for_id for one in cases]
        assert {one.report_id for one in said.of(ids, "reporter")} == set(ids)
    assert said.of([first.opened_for_id], "officer") == []
    assert said.of([], "reporter") == []


def test_rows_come_with_what_was_selected_beside_them(cast: Cast, django_assert_num_queries: object) -> None:
    case = people.take_and_read(people.case(), cast.officer)
    owed, report = (
        Prepared[Commitment](lambda case: Commitment.objects.filter(case=case).select_related("met_by", "report")),
        case.opened_for,
    )
    with django_assert_num_queries(2):  # type: ignore[operator]
        for _ in range(2):
            read = next(one for one in owed.of(case.pk) if one.kind == "read")
            assert (read.met_by, read.report) == (cast.officer, report)


def test_what_was_asked_once_is_not_what_is_asked_now(cast: Cast) -> None:
    held = Prepared[Case](lambda unit: Case.objects.filter(unit=unit))
    assert held.of(cast.unit.pk) == []
    case = people.case()
    assert held.of(cast.unit.pk) == [case]
    Case.objects.filter(pk=case.pk).update(unit=cast.other_unit)
    assert held.of(cast.unit.pk) == []


def test_what_the_statement_works_out_of_what_is_given_is_refused() -> None:
    with pytest.raises(TypeError, match="by itself"):
        Prepared[Case](lambda unit: Case.objects.filter(unit=unit + 1)).of(1)


@pytest.mark.parametrize("who", ROLES)
@pytest.mark.parametrize("reads_restricted", [False, True])
def test_rights_are_those_of_who_asks(cast: Cast, who: str, reads_restricted: bool) -> None:
    own, restricted, elsewhere, hidden, recused, late = (people.case() for _ in range(6))
    Case.objects.filter(pk=restricted.pk).update(is_restricted=True)
    Case.objects.filter(pk=elsewhere.pk).update(unit=cast.other_unit)
    Case.objects.filter(pk=hidden.pk).update(hidden_from=[cast.officer.pk])
    Case.objects.filter(pk=recused.pk).update(recused=[cast.colleague.pk])
    people.take_and_read(late, cast.supervisor)
    account, now = getattr(cast, who), timezone.now() + timedelta(days=30)
    account.reads_restricted = reads_restricted
    for by in (cast.officer, account):  # somebody of the same rights has asked before
        visible = Case.objects.visible_to(by)
        wanted = counted_up_to({one.value: visible.filter(of_it) for one, of_it in _tabs(by).items()})
        page = queue_page(by, tab=next(iter(_tabs(by))), now=now)
        assert page.counts == wanted
        assert page.taken_and_late == visible.filter(officer__isnull=False).count()
        for case in (own, restricted, elsewhere, hidden, recused):
            asked = [row.pk for row in _rows(case.pk, by) if row.pk != case.pk]
            assert [one.case.pk for one in cases_beside(case, by).beside] == asked


def test_the_statement_of_one_kind_of_reader_is_written_once(cast: Cast) -> None:
    assert _counts_for("officer", False, False) is _counts_for("officer", False, False)
    assert _counts_for("officer", False, False) is not _counts_for("officer", True, False)
    assert _counts_for("officer", False, False) is not _counts_for("officer", False, True)
