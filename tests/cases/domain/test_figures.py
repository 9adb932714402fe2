"""What is published, what is not, and what proves it; arithmetic over a whole history stands in `tests/cases/published.py`."""

from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from cases.domain import bulletins, claiming, deciding
from cases.domain.categorisation import categorise_report
from cases.domain.figures import publish_figures
from cases.enums import State
from cases.models import Account, ActionTaken, Case, Commitment, Reading, RecordingDecision
from reporting.models import PublishedFigure
from reporting.models.published import MONTH
from tests import cast as actors
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def promise() -> dict[str, list[dict[str, object]]]:
    return PublishedFigure.objects.get(key="promise").value  # type: ignore[no-any-return]


def proved() -> tuple[int, str]:
    out = StringIO()
    try:
        call_command("check_promises", stdout=out)
    except SystemExit as ended:
        return int(ended.code or 0), out.getvalue()
    return 0, out.getvalue()


def test_what_was_missed_at_one_priority_stays_so_whatever_the_case_becomes(cast: Cast) -> None:
    cases = [actors.case(now=timezone.now() - timedelta(days=3)) for _ in range(8)]
    publish_figures(now=timezone.now())
    before = promise()["kept"]
    for one in cases:
        deciding.set_priority(
            claiming.take_case(one.pk, by=cast.officer, now=timezone.now()).pk, priority="high", reason="He came back.",
            by=cast.officer, now=timezone.now(),
        )  # fmt: skip
    publish_figures(now=timezone.now())
    assert {cell["priority"] for cell in before if cell["owed"]} == {"", "standard"}
    assert promise()["kept"] == before
    assert proved()[0] == 0


def test_what_is_not_due_yet_goes_with_the_priority_of_its_case(cast: Cast) -> None:
    case = actors.case(now=timezone.now() - timedelta(hours=1))
    owed = Commitment.objects.get(case=case, kind="recording_decision")
    assert owed.priority == "standard"
    held = claiming.take_case(case.pk, by=cast.officer, now=timezone.now())
    deciding.set_priority(held.pk, priority="high", reason="He came back.", by=cast.officer, now=timezone.now())
    assert set(Commitment.objects.filter(case=case).values_list("priority", flat=True)) == {"high"}
    read = actors.take_and_read(case, cast.officer)
    deciding.set_priority(read.pk, priority="routine", reason="All is said.", by=cast.officer, now=timezone.now())
    by_kind = dict(Commitment.objects.filter(case=case).values_list("kind", "priority"))
    assert (by_kind["read"], by_kind["recording_decision"]) == ("high", "routine")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"met_at": timezone.now() - timedelta(days=9)}, "stays as it was"),
        ({"met_at": None, "met_by": None}, "stays as it was"),
        ({"priority": "routine"}, "stays as it was"),
        ({"due_at": timezone.now() + timedelta(days=9)}, "stays as it was"),
        ({"released_at": timezone.now(), "released_because": "x"}, "stays as it was"),
    ],
)
def test_the_database_refuses_to_change_when_something_was_done(
    cast: Cast, change: dict[str, object], said: str
) -> None:
    case = actors.take_and_read(actors.case(), cast.officer)
    with pytest.raises(IntegrityError, match=said), transaction.atomic():
        Commitment.objects.filter(case=case, kind="read").update(**change)


def test_the_database_refuses_to_put_a_promised_time_back_or_to_move_a_miss_to_another_priority(cast: Cast) -> None:
    owed = Commitment.objects.filter(
        case=actors.case(now=timezone.now() - timedelta(days=3)), kind="recording_decision"
    )
    for change, said in (
        ({"due_at": timezone.now() + timedelta(days=1)}, "never put back"),
        ({"opened_at": timezone.now()}, "never put back"),
        ({"priority": "routine"}, "keeps its priority"),
    ):
        with pytest.raises(IntegrityError, match=said), transaction.atomic():
            owed.update(**change)


def test_a_time_that_was_changed_behind_the_triggers_back_is_named(cast: Cast) -> None:
    case = actors.take_and_read(actors.case(now=timezone.now() - timedelta(days=3)), cast.officer)
    publish_figures(now=timezone.now())
    assert proved()[0] == 0
    late = Commitment.objects.get(case=case, kind="read")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE cases_commitment DISABLE TRIGGER USER")
    Commitment.objects.filter(pk=late.pk).update(met_at=late.due_at - timedelta(hours=1))
    status, words = proved()
    assert status == 1
    assert (
        f"commitment {late.pk} (read, case {case.reference}): met at a time at which its timeline says nothing" in words
    )
    taken_at = case.timeline.filter(what="taken").latest("at").at
    Commitment.objects.filter(pk=late.pk).update(met_at=taken_at)  # something was done then, but not this
    assert f"commitment {late.pk} (read" in proved()[1]


def behind_the_triggers_back(**change: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE cases_commitment DISABLE TRIGGER USER")
        Commitment.objects.filter(pk=change.pop("pk")).update(**change)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE cases_commitment ENABLE TRIGGER USER")


def test_a_miss_that_was_moved_to_another_priority_behind_the_triggers_back_is_named(cast: Cast) -> None:
    case = actors.case(now=timezone.now() - timedelta(days=3))
    held = claiming.take_case(case.pk, by=cast.officer, now=timezone.now())
    deciding.set_priority(held.pk, priority="high", reason="He came back.", by=cast.officer, now=timezone.now())
    missed = Commitment.objects.get(case=case, kind="read")
    publish_figures(now=timezone.now())
    assert (missed.priority, proved()[0]) == ("standard", 0)
    for wrong in ("high", "routine", "immediate"):  # the first is what the case became after it was missed
        behind_the_triggers_back(pk=missed.pk, priority=wrong)
        publish_figures(now=timezone.now())
        status, words = proved()
        assert status == 1
        assert f"commitment {missed.pk} (read, case {case.reference}): promised as {wrong}" in words


@pytest.mark.parametrize("level", ["high", "immediate"])
def test_a_priority_that_the_machine_raises_stands_in_the_timeline(cast: Cast, level: str) -> None:
    words = {"high": "He is a neighbour.", "immediate": "He is outside with a knife and will kill me now."}[level]
    case = actors.case(words, under_18="yes")
    categorise_report(case.opened_for_id, now=timezone.now())
    case.refresh_from_db()
    assert case.priority == level
    told = list(
        case.timeline.filter(details__has_key="priority").order_by("pk").values_list("details__priority", flat=True)
    )
    assert told[-1] == level
    assert set(Commitment.objects.filter(case=case).values_list("priority", flat=True)) == {level}
    assert proved()[0] == 0


def test_a_reading_put_back_behind_the_triggers_back_is_named_also_once_it_was_done(cast: Cast) -> None:
    case = actors.take_and_read(actors.case(now=timezone.now() - timedelta(days=3)), cast.officer)
    late = Commitment.objects.get(case=case, kind="read")
    behind_the_triggers_back(pk=late.pk, due_at=late.due_at + timedelta(days=4))
    publish_figures(now=timezone.now())
    assert f"commitment {late.pk} (read, case {case.reference}): owed later than 24 hours" in proved()[1]


def test_without_rows_there_is_no_share_and_no_month(cast: Cast) -> None:
    publish_figures(now=timezone.now())
    assert {cell["share"] for cell in promise()["kept"]} == {None}
    assert promise()["oldest_unread_hours"] is None
    assert not PublishedFigure.objects.exclude(key="promise").exists()
    assert proved()[0] == 0


def test_only_a_published_bulletin_reaches_the_feed_and_a_newer_draft_does_not(cast: Cast) -> None:
    now = timezone.localtime()
    day = now.date() - timedelta(days=1)
    content = {"basis": "Incidents.", "figures": [{"key": "all", "count": 7}], "sentences": ["Seven in Camden."]}

    def fed() -> list[int]:
        publish_figures(now=now)
        return list(PublishedFigure.objects.filter(key="bulletin").values_list("value__edition", flat=True))

    drafted = bulletins.draft_bulletin(day, content=content, by=cast.officer, now=now)
    assert fed() == []
    bulletins.approve_bulletin(drafted.pk, by=cast.supervisor, now=now)
    assert fed() == []
    bulletins.publish_bulletin(drafted.pk, by=cast.supervisor, now=now)
    assert fed() == [1]
    bulletins.draft_bulletin(day, content={**content, "basis": "Anew."}, by=cast.officer, now=now)
    assert fed() == [1]


def test_the_database_refuses_what_closed_unread_would_count(cast: Cast) -> None:
    unread = claiming.take_case(actors.case().pk, by=cast.officer, now=timezone.now())
    with pytest.raises(IntegrityError, match="unread"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        Case.objects.filter(pk=unread.pk).update(
            state=State.CLOSED, closed_at=timezone.now(), closed_by=cast.officer, closing_reason="with_investigators"
        )


class TestTwoSayings:
    """Nothing is found by taking what was published before from what is published now."""

    def decided(self, month: date, **counts: int) -> list[Case]:
        made = []
        by = Account.objects.get(username="officer")
        for recording, count in counts.items():
            for _ in range(count):
                one = actors.case()
                at = datetime(month.year, month.month, 10, 12, tzinfo=UTC)
                Reading.objects.create(report=one.opened_for, case=one, by=by, at=at)
                RecordingDecision.objects.create(case=one, recording=recording, by=by, at=at)
                made.append(one)
        return made

    def months(self) -> dict[date, dict[str, object]]:
        publish_figures(now=timezone.now())
        return dict(PublishedFigure.objects.filter(key=MONTH).values_list("day", "value"))

    def test_a_month_is_said_once_whatever_is_corrected_late(self, cast: Cast) -> None:
        today = timezone.localdate()
        month = (today.replace(day=1) - timedelta(days=1)).replace(day=1)
        cases = self.decided(month, incident=6, antisocial_behaviour=5)
        before = self.months()[month]
        assert before["decisions"] == {"antisocial_behaviour": 5, "incident": 6}
        # a late row of that very month: alone it would be known as the only one that is new
        RecordingDecision.objects.create(
            case=cases[0], recording="intelligence_only", by=cast.officer,
            at=datetime(month.year, month.month, 20, 12, tzinfo=UTC),
        )  # fmt: skip
        ActionTaken.objects.create(
            case=cases[0],
            action="visit",
            by=cast.officer,
            at=datetime(month.year, month.month, 20, tzinfo=UTC),
        )
        after = self.months()[month]
        assert after["actions"] == before["actions"]
        for key, count in before["decisions"].items():  # type: ignore[attr-defined]
            assert after["decisions"].get(key) in (count, None)  # type: ignore[attr-defined]
        assert set(after["decisions"]) == set(before["decisions"])  # type: ignore[call-overload]

    def test_a_decision_that_is_changed_later_counts_in_the_month_of_the_change(self, cast: Cast) -> None:
        today = timezone.localdate()
        last = (today.replace(day=1) - timedelta(days=1)).replace(day=1)
        first = (last - timedelta(days=1)).replace(day=1)
        cases = self.decided(first, incident=6)
        for one in cases[:5]:
            RecordingDecision.objects.create(
                case=one, recording="antisocial_behaviour", by=cast.officer,
                at=datetime(last.year, last.month, 10, tzinfo=UTC),
            )  # fmt: skip
        said = self.months()
        assert said[first]["decisions"] == {"incident": 6}
        assert proved()[0] == 0


def test_a_later_edition_of_a_bulletin_differs_from_the_first_by_city_wide_totals_alone(cast: Cast) -> None:
    now = timezone.localtime()
    day = now.date() - timedelta(days=1)
    for count in (7, 8):
        content = {
            "basis": "Incidents.", "figures": [{"key": "all", "count": count, "borough": "Camden"}],
            "sentences": ["Seven in Camden."], "places": {"Camden": count},
        }  # fmt: skip
        drafted = bulletins.draft_bulletin(day, content=content, by=cast.officer, now=now)
        bulletins.approve_bulletin(drafted.pk, by=cast.supervisor, now=now)
        bulletins.publish_bulletin(drafted.pk, by=cast.supervisor, now=now)
        publish_figures(now=now)
        value = PublishedFigure.objects.get(key="bulletin").value
        assert value["figures"] == [{"key": "all", "count": count}]
        assert "Camden" not in str(value)
