"""A complaint has thirty days, is answered once, and never goes to who decided."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from cases.domain import complaints
from cases.domain.refusals import NotThere, Refused
from cases.enums import Role
from cases.models import Account, AuditEvent, Case, ComplaintWork
from cases.queries.complaints import complaints_that_nobody_may_have
from reporting.domain.complaints import followed, make_complaint, open_complaint
from reporting.models import Complaint
from tests import cast as people
from tests.cast import Cast
from tests.desk import at_the_desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def decided(cast: Cast) -> Case:
    """A case on which the unit's supervisor has decided, and that nobody has now."""
    case = people.decide_and_answer(people.take_and_read(people.case(), cast.supervisor), cast.supervisor)
    Case.objects.filter(pk=case.pk).update(officer=cast.officer)
    return case


@pytest.fixture
def other(cast: Cast) -> Account:
    """A supervisor of another unit."""
    return cast._account("other", Role.SUPERVISOR, cast.other_unit)


def of_report(case: Case) -> ComplaintWork:
    return people.complaint(report=case.reference)


def take(work: ComplaintWork, by: Account) -> ComplaintWork:
    return complaints.take_complaint(work.pk, by=by, now=timezone.now())


def test_it_is_due_thirty_days_after_it_came_in(cast: Cast) -> None:
    work = people.complaint()
    assert work.due_at == work.complaint.received_at + timedelta(days=30)
    complaints.take_in(work.complaint_id, now=timezone.now())
    assert ComplaintWork.objects.count() == 1, "a second run changes nothing"


def test_it_is_taken_answered_and_closed_with_a_reason(cast: Cast) -> None:
    work, now = people.complaint(), timezone.now()
    act = {"by": cast.supervisor, "now": now}
    with pytest.raises(Refused, match="Take the complaint first"):
        complaints.answer_complaint(work.pk, answer="We are sorry.", how="by e-mail", **act)
    take(work, cast.supervisor)
    with pytest.raises(Refused, match="Answer the complaint first"):
        complaints.close_complaint(work.pk, reason="upheld", **act)
    with pytest.raises(Refused, match="how the answer was given"):
        complaints.answer_complaint(work.pk, answer="We are sorry.", how=" ", **act)
    complaints.answer_complaint(work.pk, answer="We are sorry.", how="by e-mail", **act)
    with pytest.raises(Refused, match="answered already"):
        complaints.answer_complaint(work.pk, answer="We are not.", how="by e-mail", **act)
    with pytest.raises(Refused, match="Write what came of it"):
        complaints.close_complaint(work.pk, reason="", **act)
    closed = complaints.close_complaint(work.pk, reason="Upheld.", **act)
    assert (closed.closed_by, closed.closing_reason) == (cast.supervisor, "Upheld.")
    assert complaints.close_complaint(work.pk, reason="Another.", **act).closing_reason == "Upheld."
    done = AuditEvent.objects.filter(references=[work.complaint.reference]).order_by("pk")
    assert list(done.values_list("action", flat=True)) == ["complaint.take", "complaint.answer", "complaint.close"]


def test_who_decided_or_has_the_case_does_not_find_it(cast: Cast, decided: Case, other: Account) -> None:
    work = of_report(decided)
    assert set(work.kept_from) == {cast.supervisor.pk, cast.officer.pk}
    assert not ComplaintWork.objects.visible_to(cast.supervisor).exists()
    with pytest.raises(NotThere):
        take(work, cast.supervisor)
    assert take(work, other).taken_by == other


def test_a_complaint_that_no_supervisor_may_have_is_found(cast: Cast, decided: Case) -> None:
    work = of_report(decided)
    assert complaints_that_nobody_may_have() == [work]
    cast._account("other", Role.SUPERVISOR, cast.other_unit)
    assert complaints_that_nobody_may_have() == []


def test_who_decides_afterwards_loses_sight_of_it_and_somebody_else_takes_over(cast: Cast, other: Account) -> None:
    case = people.case()
    work = take(of_report(case), cast.supervisor)
    with pytest.raises(Refused, match="Somebody else has this"):
        take(work, other)
    people.decide_and_answer(people.take_and_read(case, cast.supervisor), cast.supervisor)
    with pytest.raises(NotThere):
        complaints.answer_complaint(work.pk, answer="No.", how="by post", by=cast.supervisor, now=timezone.now())
    assert take(work, other).taken_by == other


def test_the_database_refuses_to_give_it_to_who_decided(cast: Cast, decided: Case) -> None:
    work = of_report(decided)
    with pytest.raises(IntegrityError, match="never goes to who decided"), transaction.atomic():
        ComplaintWork.objects.filter(pk=work.pk).update(taken_by=cast.supervisor, taken_at=timezone.now())


def test_what_was_answered_is_never_edited(cast: Cast) -> None:
    work = take(people.complaint(), cast.supervisor)
    complaints.answer_complaint(work.pk, answer="Sorry.", how="by post", by=cast.supervisor, now=timezone.now())
    with pytest.raises(IntegrityError, match="never edited"), transaction.atomic():
        ComplaintWork.objects.update(answer="Not sorry.")
    with pytest.raises(IntegrityError, match="a complaint is never edited"), transaction.atomic():
        Complaint.objects.update(words="All is well.")


@pytest.mark.parametrize("hidden", [{"is_restricted": True}, {"recused": "them"}, {"hidden_from": "them"}])
def test_what_may_not_be_known_of_a_case_is_not_known_through_a_complaint(
    cast: Cast, other: Account, hidden: dict[str, object]
) -> None:
    case = people.case()
    work = of_report(case)
    assert ComplaintWork.objects.visible_to(other).get() == work
    Case.objects.update(**{name: [other.pk] if value == "them" else value for name, value in hidden.items()})
    assert not ComplaintWork.objects.visible_to(other).exists()
    assert at_the_desk(other).get(f"/desk/complaints/{work.pk}/").status_code == 404


def test_how_to_answer_is_shown_only_to_who_has_it(cast: Cast, other: Account) -> None:
    work = people.complaint(contact="me@example.org")
    page = f"/desk/complaints/{work.pk}/"
    take(work, other)
    assert "me@example.org" not in at_the_desk(cast.supervisor).get(page).content.decode()
    assert "me@example.org" in at_the_desk(other).get(page).content.decode()
    looked = AuditEvent.objects.filter(action="complaint.open").order_by("pk")
    assert [one.details["contact_shown"] for one in looked] == [False, True]


def test_a_refused_answer_comes_back_as_it_was_typed(cast: Cast) -> None:
    work = take(people.complaint(), cast.supervisor)
    sent = at_the_desk(cast.supervisor).post(f"/desk/complaints/{work.pk}/answer/", {"answer": " We are sorry. "})
    assert sent.status_code == 422
    assert " We are sorry. " in sent.content.decode()


def test_the_list_costs_the_same_for_one_and_for_fifty(cast: Cast, django_assert_max_num_queries: object) -> None:
    desk = at_the_desk(cast.supervisor)
    for number in (1, 49):
        for _ in range(number):
            people.complaint()
        with django_assert_max_num_queries(14):  # type: ignore[operator]
            page = desk.get("/desk/complaints/").content.decode()
    assert page.count("data-complaint=") == 50


def test_whoever_complained_learns_that_somebody_has_it_and_reads_the_answer_with_their_code(cast: Cast) -> None:
    now = timezone.now()
    code = make_complaint(words="Nobody called.", token="a-form", now=now).code
    work_id = complaints_of(code)
    visit = open_complaint(code)
    (waiting,) = followed(visit)
    assert (waiting.is_taken, waiting.answer) == (False, "")
    complaints.take_complaint(work_id, by=cast.supervisor, now=now)
    assert followed(visit)[0].is_taken
    complaints.answer_complaint(work_id, answer="We are sorry.", how="with their code", by=cast.supervisor, now=now)
    (told,) = followed(visit)
    assert (told.answer, told.answered_at) == ("We are sorry.", now)


def test_an_answer_that_is_refused_is_told_to_nobody(cast: Cast) -> None:
    now = timezone.now()
    code = make_complaint(words="Nobody called.", token="a-form", now=now).code
    work_id = complaints_of(code)
    with pytest.raises(Refused):
        complaints.answer_complaint(work_id, answer="We are sorry.", how="by post", by=cast.supervisor, now=now)
    assert followed(open_complaint(code))[0].answer == ""


def complaints_of(code: str) -> int:
    """The work on the complaint of this code, before the supervisors."""
    made = Complaint.objects.get(reference=followed(open_complaint(code))[0].reference)
    complaints.take_in(made.pk, now=timezone.now())
    return ComplaintWork.objects.get(complaint=made).pk
