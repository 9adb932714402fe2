"""A series may hold cases of several units: each sees its own, and how many more there are where that may be known."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from cases.domain import series
from cases.domain.refusals import NotThere, Refused
from cases.models import Case, Series, SeriesEntry
from tests import cast as people
from tests.cast import Cast
from tests.desk import at_the_desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def theirs(cast: Cast) -> Case:
    """A case of the other unit."""
    case = people.case("Somebody sprayed our door again.")
    Case.objects.filter(pk=case.pk).update(unit=cast.other_unit)
    case.refresh_from_db()
    return case


@pytest.fixture
def shared(cast: Cast, theirs: Case) -> Series:
    """One case of each unit, put together by the officer."""
    now, own = timezone.now(), people.case("Somebody sprayed our door.")
    found = series.open_series(own.pk, title="Sprayed doors", reason="Same paint.", by=cast.officer, now=now)
    series.add_to_series(found.pk, theirs.reference, reason="Words of ours.", by=cast.officer, now=now)
    return found


def test_each_unit_sees_its_own_and_how_many_more_there_are(cast: Cast, shared: Series, theirs: Case) -> None:
    own = Case.objects.get(series_links__series=shared, unit=cast.unit)
    for account, mine, other in ((cast.officer, own, theirs), (cast.outsider, theirs, own)):
        client = at_the_desk(account)
        assert "Sprayed doors" in client.get("/desk/series/").content.decode()
        html = client.get(f"/desk/series/{shared.pk}/").content.decode()
        assert mine.reference in html
        assert other.reference not in html
        assert "1 more case is in another unit." in html
        assert "Sprayed doors" in client.get(f"/desk/cases/{mine.reference}/").content.decode()
    theirs_page = at_the_desk(cast.outsider).get(f"/desk/series/{shared.pk}/").content.decode()
    assert "Same paint." not in theirs_page  # said of a case that they do not see
    assert "Words of ours." in theirs_page


@pytest.mark.parametrize("kept", ["restricted", "sealed", "hidden", "recused"])
def test_what_may_not_be_known_is_neither_counted_nor_told(cast: Cast, shared: Series, theirs: Case, kept: str) -> None:
    changed = {
        "restricted": {"is_restricted": True}, "sealed": {"unit": cast.sealed_unit},
        "hidden": {"hidden_from": [cast.officer.pk]}, "recused": {"recused": [cast.officer.pk]},
    }[kept]  # fmt: skip
    Case.objects.filter(pk=theirs.pk).update(**changed)
    html = at_the_desk(cast.officer).get(f"/desk/series/{shared.pk}/").content.decode()
    assert "more case" not in html
    assert "Words of ours." not in html


def test_a_series_of_a_sealed_unit_is_known_inside_it_alone_and_takes_nobody_elses_cases(
    cast: Cast, shared: Series, theirs: Case
) -> None:
    Series.objects.filter(pk=shared.pk).update(unit=cast.sealed_unit)
    assert at_the_desk(cast.outsider).get(f"/desk/series/{shared.pk}/").status_code == 404
    assert "Sprayed doors" not in at_the_desk(cast.outsider).get(f"/desk/cases/{theirs.reference}/").content.decode()
    with pytest.raises(NotThere):
        series.note_on_series(shared.pk, note="x", by=cast.outsider, now=timezone.now())
    Case.objects.filter(series_links__series=shared, unit=cast.unit).update(unit=cast.sealed_unit)
    cast.officer.unit = cast.sealed_unit
    cast.officer.save()
    with pytest.raises(Refused, match="of your unit only"):
        series.add_to_series(shared.pk, people.case().reference, reason="x", by=cast.officer, now=timezone.now())


@pytest.mark.parametrize("kept", [{"is_restricted": True}, {"hidden_from": []}])
def test_a_case_that_may_not_be_known_cannot_be_added(cast: Cast, shared: Series, kept: dict[str, object]) -> None:
    other = people.case()
    if "hidden_from" in kept:
        kept = {"hidden_from": [cast.officer.pk]}
    Case.objects.filter(pk=other.pk).update(unit=cast.other_unit, **kept)
    for reference in (other.reference, "0000-00000"):
        with pytest.raises(Refused, match="no case with this reference"):
            series.add_to_series(shared.pk, reference, reason="x", by=cast.officer, now=timezone.now())


def test_the_other_unit_works_with_it_on_its_own_cases_alone(cast: Cast, shared: Series, theirs: Case) -> None:
    now = timezone.now()
    series.note_on_series(shared.pk, note="We saw them.", by=cast.outsider, now=now)
    with pytest.raises(Refused, match="of another unit, which says"):
        series.set_owner(shared.pk, owner=cast.outsider, by=cast.outsider, now=now)
    own = Case.objects.get(series_links__series=shared, unit=cast.unit)
    with pytest.raises(NotThere):
        series.take_out(shared.pk, own.pk, reason="x", by=cast.outsider, now=now)
    series.take_out(shared.pk, theirs.pk, reason="Not ours.", by=cast.outsider, now=now)
    assert at_the_desk(cast.outsider).get(f"/desk/series/{shared.pk}/").status_code == 404
    assert SeriesEntry.objects.filter(series=shared, what="taken_out").exists()


def test_late_work_of_a_series_is_due_work_of_its_owner_and_its_supervisor(cast: Cast, shared: Series) -> None:
    now = timezone.now()
    series.set_work(
        shared.pk, kind="next_action", what="Ask for the cameras", due_at=now + timedelta(minutes=1), by=cast.officer,
        now=now,
    )  # fmt: skip
    series.set_work(
        shared.pk, kind="review", what="All of it", due_at=now + timedelta(days=9), by=cast.officer, now=now
    )
    for account, sees in (
        (cast.officer, True),
        (cast.supervisor, True),
        (cast.colleague, False),
        (cast.outsider, False),
    ):
        main = BeautifulSoup(at_the_desk(account).get("/desk/duty/").content, "html.parser").main
        assert main is not None
        listed = [one.text for one in main.select('[data-testid="series-owed"] li')]
        assert (len(listed) == 1 and "Ask for the cameras" in listed[0]) is sees, account
