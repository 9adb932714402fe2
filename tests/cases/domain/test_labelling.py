"""Whose word a case's strands and kinds are: the reporters' always, then the machine's until an officer has decided."""

import pytest
from django.db.models import Sum
from django.utils import timezone

from cases.domain import categorisation, deciding, linking
from cases.domain.categorisation import categorise_report
from cases.domain.roll_ups import roll_up
from cases.models import Case, CountOfDay
from reporting.models import Report
from tests import cast as people
from tests.cast import Cast
from tests.desk import at_the_desk

pytestmark = pytest.mark.django_db
ABUSE = "A man spat at me and called me a paki."


def sorted_case(words: str = ABUSE, **answers: object) -> Case:
    case = people.case(words, **answers)
    categorise_report(case.opened_for_id, now=timezone.now())
    case.refresh_from_db()
    return case


def decide(case: Case, cast: Cast, **given: object) -> Case:
    case = deciding.record_decision(case.pk, **{"reason": "Not enough.", **given}, by=cast.officer, now=timezone.now())  # type: ignore[arg-type]
    case.refresh_from_db()
    return case


def test_who_decides_without_a_tick_leaves_nothing_of_what_the_machine_suggested(cast: Cast) -> None:
    case = sorted_case()
    assert case.strands == ["race"]
    assert not case.is_labelled
    people.take_and_read(case, cast.officer)
    case = decide(case, cast, recording="nothing_recorded")
    assert (case.strands, case.kinds, case.is_labelled) == ([], [], True)
    categorise_report(case.opened_for_id, now=timezone.now())
    case.refresh_from_db()
    assert case.strands == []
    client = at_the_desk(cast.officer)
    assert "Suggested:" not in client.get("/desk/queue/?tab=mine").content.decode()
    assert case.reference not in client.get("/desk/queue/?tab=all&strand=race").content.decode()
    assert case.reference not in client.get("/desk/search/?q=strand:race").content.decode()


def test_a_part_never_counts_more_than_its_whole(cast: Cast) -> None:
    """Whoever said it: reporters, the machine, an officer. Counted here from the ticks themselves."""
    for keys in (["religion:anti-muslim"], ["religion:anti-muslim", "race"], ["religion"], ["age"]):
        case = people.case(because=keys)
        assert case.opened_for.perceived_strands == keys
    decided = sorted_case(because=["religion:sikh"])
    people.take_and_read(decided, cast.officer)
    decide(decided, cast, recording="nothing_recorded")
    roll_up()
    rows = CountOfDay.objects.filter(counted="incidents", dated_by="received", kind="")
    counts = dict(rows.values_list("strand").annotate(Sum("count")))
    ticks = [set(ticked) for ticked in Report.objects.values_list("perceived_strands", flat=True)]
    assert counts["religion"] == sum(any(key.startswith("religion") for key in one) for one in ticks) == 4
    assert counts["religion:anti-muslim"] == 2
    assert Case.objects.get(strands__contains=["race"]).strands == ["race", "religion", "religion:anti-muslim"]


def test_what_the_reporter_ticked_still_counts_after_nothing_was_recorded(cast: Cast) -> None:
    case = sorted_case(because=["disability"])
    people.take_and_read(case, cast.officer)
    assert decide(case, cast, recording="nothing_recorded").strands == ["disability"]


def test_a_later_decision_that_names_nothing_keeps_what_an_officer_named(cast: Cast) -> None:
    case = sorted_case()
    people.take_and_read(case, cast.officer)
    decide(case, cast, recording="intelligence_only", strands=["age"], kinds=["threats"])
    case = decide(case, cast, recording="antisocial_behaviour")
    assert (case.strands, case.kinds) == (["age"], ["threats"])
    case = decide(case, cast, recording="nothing_recorded")
    assert (case.strands, case.kinds) == ([], [])


def test_a_report_brings_what_it_tells_and_takes_it_away_again(cast: Cast) -> None:
    case, other = sorted_case(), sorted_case("They laughed at my wheelchair.", because=["disability"])
    people.take_and_read(case, cast.officer)
    now = timezone.now()
    case = linking.attach_report(case.pk, other.reference, reason="The same evening.", by=cast.officer, now=now)
    assert case.strands == ["race", "disability"]
    case = linking.detach_report(case.pk, other.opened_for_id, reason="Another day.", by=cast.officer, now=now)
    assert case.strands == ["race"]
    assert Case.objects.get(pk=other.pk).strands == ["disability"]


def test_queue_head_and_search_tell_a_suggestion_from_what_people_said(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(categorisation, "is_blind", lambda reference: False)
    case = sorted_case(because=["religion"])
    client = at_the_desk(cast.officer)
    for page in ("/desk/queue/", f"/desk/cases/{case.reference}/", "/desk/search/?q=strand:religion"):
        shown = client.get(page).content.decode()
        assert "Religion or belief · Suggested: Race" in shown, page
    people.take_and_read(case, cast.officer)
    decide(case, cast, recording="intelligence_only", strands=["race"])
    for page in ("/desk/queue/?tab=mine", f"/desk/cases/{case.reference}/", "/desk/search/?q=strand:religion"):
        shown = client.get(page).content.decode()
        assert "Race, ethnicity or nationality, Religion or belief" in shown, page
        assert "Suggested: Race" not in shown, page
