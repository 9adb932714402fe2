"""Cases of one incident or one pattern are suggested, and nothing is linked until a person agrees."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from cases.domain import likeness, linking, series, suggestions
from cases.domain.categorisation import categorise_report
from cases.domain.refusals import NotThere, Refused
from cases.enums import Alike, Answer
from cases.models import Case, CaseTraits, ContactKey, ErasureDecision, SameSuggestion, Series, TimelineEntry
from reporting.models import Outbox
from tests import cast as people
from tests.cast import Cast

pytestmark = pytest.mark.django_db
VAN = "A white van mounted the pavement on Salcombe Road as people left the mosque and the driver swung an iron bar."
BAR = "i saw the van hit the railings by the mosque, salcomb rd, and a man with an iron bar hitting people"
DOOR = "The woman in flat 7 of Gascoyne House put bacon on my door handle and calls me a terrorist."
LIFT = "Housing officer: neighbour in No 7, gascoine hse, pulls at tenant's hijab in the lift and posted pork."


def found(*cases: Case) -> list[SameSuggestion]:
    """The machine looks at each, in this order."""
    for case in cases:
        categorise_report(case.opened_for_id, now=timezone.now())
        likeness.find_alike(case.pk, now=timezone.now())
    return list(SameSuggestion.objects.order_by("pk"))


def test_two_witnesses_of_one_attack_are_suggested_as_one_incident(cast: Cast) -> None:
    one, other, _ = people.case(VAN), people.case(BAR), people.case("My bicycle was stolen from the shed in Barnet.")
    (suggestion,) = found(one, other)
    assert (suggestion.kind, suggestion.state) == (Alike.INCIDENT, Answer.OPEN)
    assert {suggestion.case_a, suggestion.case_b} == {one, other}
    assert "named" in {reason.key for reason in likeness.reasons_of(suggestion)}
    other.refresh_from_db()
    assert other.state == "new"


def test_one_neighbour_under_two_spellings_weeks_apart_is_suggested_as_a_pattern(cast: Cast) -> None:
    now = timezone.now()
    one = people.case(DOOR, now=now - timedelta(days=20))
    (suggestion,) = found(one, people.case(LIFT, now=now))
    assert suggestion.kind == Alike.PATTERN


def test_looking_is_owed_with_the_categorising_and_twice_is_as_once(cast: Cast) -> None:
    one, other = people.case(VAN), people.case(BAR)
    first = found(one, other)
    assert Outbox.objects.filter(task="cases.find_alike", subject=one.pk).exists()
    assert found(one, other) == first
    assert CaseTraits.objects.count() == 2


def test_agreeing_to_one_incident_attaches_and_detaching_undoes_it(cast: Cast) -> None:
    one, other = people.take_and_read(people.case(VAN), cast.officer), people.case(BAR)
    (suggestion,) = found(one, other)
    suggestions.accept_suggestion(suggestion.pk, one.pk, reason="the same van", by=cast.officer, now=timezone.now())
    other.refresh_from_db()
    assert other.state == "emptied"
    linking.detach_report(one.pk, other.opened_for_id, reason="another day", by=cast.officer, now=timezone.now())
    other.refresh_from_db()
    assert other.state == "new"
    assert TimelineEntry.objects.filter(case=other, what="alike").exists()


def test_what_was_rejected_is_not_suggested_again_and_can_be_agreed_to_later(cast: Cast) -> None:
    one, other = people.take_and_read(people.case(VAN), cast.officer), people.case(BAR)
    (suggestion,) = found(one, other)
    now = timezone.now()
    suggestions.reject_suggestion(suggestion.pk, one.pk, reason="another mosque", by=cast.officer, now=now)
    (again,) = found(one, other)
    assert (again.pk, again.state, again.reason) == (suggestion.pk, Answer.REJECTED, "another mosque")
    suggestions.accept_suggestion(suggestion.pk, one.pk, reason="the same after all", by=cast.officer, now=now)
    other.refresh_from_db()
    assert other.state == "emptied"


def test_yes_and_no_both_take_a_reason(cast: Cast) -> None:
    one, other = people.case(VAN), people.case(BAR)
    (suggestion,) = found(one, other)
    for answer in (suggestions.accept_suggestion, suggestions.reject_suggestion):
        with pytest.raises(Refused):
            answer(suggestion.pk, one.pk, reason=" ", by=cast.officer, now=timezone.now())


def test_nobody_answers_about_a_case_they_may_not_know(cast: Cast) -> None:
    one, other = people.case(VAN), people.case(BAR)
    (suggestion,) = found(one, other)
    Case.objects.filter(pk=other.pk).update(is_restricted=True)
    for by in (cast.officer, cast.outsider):
        with pytest.raises(NotThere):
            suggestions.accept_suggestion(suggestion.pk, one.pk, reason="same", by=by, now=timezone.now())


def test_agreeing_to_a_pattern_puts_both_into_a_series_that_splits_and_joins_again(cast: Cast) -> None:
    now = timezone.now()
    one, other = people.case(DOOR, now=now - timedelta(days=20)), people.case(LIFT)
    (suggestion,) = found(one, other)
    suggestions.accept_suggestion(suggestion.pk, one.pk, reason="same flat", by=cast.officer, now=now)
    whole = Series.objects.get()
    part = series.split_series(whole.pk, [other.pk], title="Lift", reason="another woman", by=cast.officer, now=now)
    assert [link.case for link in part.links.filter(removed_at=None)] == [other]
    series.rejoin_series(part.pk, reason="the same woman", by=cast.officer, now=now)
    assert {link.case for link in whole.links.filter(removed_at=None)} == {one, other}
    told = set(TimelineEntry.objects.filter(case=other).values_list("what", flat=True))
    assert {"in_series", "out_of_series", "alike"} <= told


def test_a_series_cannot_be_split_into_nothing_and_everything(cast: Cast) -> None:
    one = people.case(DOOR)
    whole = series.open_series(one.pk, title="Flat 7", reason="it goes on", by=cast.officer, now=timezone.now())
    for chosen in ([], [one.pk]):
        with pytest.raises(Refused):
            series.split_series(whole.pk, chosen, title="x", reason="y", by=cast.officer, now=timezone.now())
    with pytest.raises(NotThere):
        series.rename_series(whole.pk, title="x", by=cast.outsider, now=timezone.now())


def test_the_same_person_again_brings_the_reading_forward_with_the_reason(cast: Cast) -> None:
    now = timezone.now()
    told = {"contact_by": ["email"]}
    found(people.case("He shouted at me.", contact_email="A.B@example.org ", now=now - timedelta(days=30), **told))
    again = people.case("He shouted at me once more.", contact_email="a.b@example.org", **told)
    due = again.next_due_at
    found(again)
    again.refresh_from_db()
    assert again.priority == "high"
    assert "second time" in again.priority_reason
    assert due
    assert again.next_due_at <= due


def test_what_a_person_has_read_is_left_as_it_is(cast: Cast) -> None:
    now = timezone.now()
    found(people.case("He shouted at me.", contact_phone="020 7946 0000", now=now - timedelta(days=30)))
    again = people.case("He shouted at me once more.", contact_phone="+44 20 7946 0000")
    people.take_and_read(again, cast.officer)
    found(again)
    again.refresh_from_db()
    assert again.priority == "standard"


def test_nothing_that_names_a_person_is_compared(cast: Cast) -> None:
    one = people.case("My neighbour Quentin Blatherwick shouted. Ring 07700 900123 or see @hatelad22.")
    found(one)
    traits = likeness.traits_of(one)
    assert not {"quentin", "blatherwick", "hatelad22", "07700"} & set(traits.words)
    hidden = people.case("He shouted.", who_did_it="Quentin Blatherwick of Marlowe Tower")
    assert not likeness.traits_of(hidden).words.keys() & {"quentin", "marlowe"}


def test_an_erased_report_takes_what_was_derived_from_it_along(cast: Cast) -> None:
    one, other = people.case(VAN, contact_email="a@example.org"), people.case(BAR)
    (suggestion,) = found(one, other)
    decision = ErasureDecision.objects.create(
        report=one.opened_for, decided_by=cast.officer, decided_at=timezone.now(), reason="asked",
        approved_by=cast.supervisor, approved_at=timezone.now(),
    )  # fmt: skip
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT erase_report(%s, %s)", [one.opened_for_id, decision.pk])
    suggestion.refresh_from_db()
    assert suggestion.sealed_reasons is None
    assert likeness.reasons_of(suggestion) == []
    assert CaseTraits.objects.get(case=one).sealed is None
    assert not ContactKey.objects.filter(person__case=one).exists()


def test_sealed_at_rest(cast: Cast) -> None:
    one, other = people.case(VAN, where="Salcombe Road"), people.case(BAR)
    (suggestion,) = found(one, other)
    for kept in (suggestion.sealed_reasons, CaseTraits.objects.get(case=one).sealed):
        assert b"alcombe" not in bytes(kept or b"")
