"""Published figures against arithmetic of the test's own, over the rows of a whole history; and what checks them.

The history is that of `test_demo_history`, which collects these tests: loading it twice would cost too much.
"""

import re
from collections import Counter
from datetime import datetime, timedelta
from statistics import median_low

import pytest
from django.utils import timezone

from cases.domain.figures import publish_figures
from cases.models import ActionTaken, Bulletin, Commitment, Reading, RecordingDecision
from reporting.models import PublishedFigure, Report
from tests.cases.domain.test_figures import promise, proved


def midnight(days_ago: int = 0) -> datetime:
    local = timezone.localtime() - timedelta(days=days_ago)
    return local.replace(hour=0, minute=0, second=0, microsecond=0)


def test_each_share_is_that_of_the_commitments_which_fell_due() -> None:
    cells = promise()["kept"]
    assert len(cells) == 6 * 5 * 3
    for cell in cells:
        owed = missed = 0
        for one in Commitment.objects.filter(kind=cell["kind"]):
            fell_due = midnight(int(str(cell["days"]))) <= one.due_at < midnight()
            is_dropped = one.met_at is None and one.released_at is not None and one.released_at <= one.due_at
            if fell_due and not is_dropped and cell["priority"] in ("", one.priority):
                owed += 1
                missed += not (one.met_at and one.met_at <= one.due_at)
        assert cell["owed"] == (5 * round(owed / 5) if owed >= 5 else None), cell
        said = 5 * round(missed / 5) if missed >= 5 else None
        if owed - missed < 5:
            said = cell["owed"]
        assert cell["missed"] == (said if owed >= 23 else None), cell
        if cell["share"] is not None:
            assert abs(float(str(cell["share"])) - 100 * (owed - missed) / owed) <= 100 * 7 / owed
    assert any(cell["share"] for cell in cells)


def test_half_of_the_reports_were_read_within_the_time_that_is_said() -> None:
    for cell in (one for one in promise()["median"] if one["what"] == "read"):
        waits = []
        for report in Report.objects.filter(
            received_at__gte=midnight(int(str(cell["days"]))), received_at__lt=midnight()
        ):
            first = min((one.at for one in report.readings.all() if one.at < midnight()), default=None)
            waits.append((first - report.received_at).total_seconds() / 60 if first else 10**9)
        minutes = median_low(waits)
        step = 5 if minutes <= 120 else 60
        assert minutes <= int(str(cell["minutes"])) < minutes + step or int(str(cell["minutes"])) == step


def test_the_oldest_unread_report_is_the_one_that_nobody_has_read() -> None:
    unread = [one for one in Report.objects.all() if not Reading.objects.filter(report=one).exists()]
    hours = max((timezone.now() - one.received_at).total_seconds() / 3600 for one in unread)
    assert abs(float(str(promise()["oldest_unread_hours"])) - hours) <= 1.1
    assert promise()["closed_unread"] == 0


def test_a_month_says_what_was_decided_and_done_and_nothing_under_five() -> None:
    months = list(PublishedFigure.objects.filter(key="what_happened").order_by("day"))
    assert len(months) >= 2
    for month in months:
        inside = [one for one in RecordingDecision.objects.order_by("at", "pk") if _in(one.at, month)]
        last = {one.case_id: one.recording for one in inside}
        done = {(one.case_id, one.action) for one in ActionTaken.objects.all() if _in(one.at, month)}
        _hides_what_it_must(month.value["decisions"], Counter(last.values()))
        _hides_what_it_must(month.value["actions"], Counter(action for _case, action in done))
        assert month.value["received"] == sum(_in(one.received_at, month) for one in Report.objects.all())


def _in(at: datetime, month: PublishedFigure) -> bool:
    local = timezone.localtime(at)
    return (local.year, local.month) == (month.day.year, month.day.month)


def _hides_what_it_must(shown: dict[str, int | None], truth: Counter[str]) -> None:
    assert set(shown) == set(truth)
    hidden = [key for key, count in shown.items() if count is None]
    assert all(shown[key] == truth[key] >= 5 for key in truth if key not in hidden)
    if hidden and len(hidden) < len(truth):  # the total may be known from elsewhere
        assert len(hidden) >= 2
        assert sum(truth[key] for key in hidden) >= 5


def test_the_feed_holds_what_two_people_published_and_no_name() -> None:
    published = Bulletin.objects.filter(published_at__isnull=False)
    assert published.count() >= 5
    for bulletin in published:
        value = PublishedFigure.objects.get(key="bulletin", day=bulletin.day).value
        assert [one["count"] for one in value["figures"]] == [one["count"] for one in bulletin.content["figures"]]
        assert not {"sentences", "drafted_by", "approved_by"} & set(value)


def test_what_was_published_is_proved_from_the_rows_alone() -> None:
    status, said = proved()
    assert status == 0, said
    assert re.search(r"The figures of the promise page are \d minutes? old\.", said), (
        said
    )  # as long as the history took


@pytest.mark.parametrize(
    ("key", "path", "named"),
    [
        ("promise", ["kept", 0, "owed"], "figure promise kept read all 7 days: owed"),
        ("promise", ["kept", 2, "missed"], "figure promise kept read all 365 days: missed"),
        ("promise", ["kept", 2, "share"], "figure promise kept read all 365 days: share"),
        ("promise", ["median", 1, "minutes"], "figure promise median read 30 days"),
        ("promise", ["median", 5, "reports"], "figure promise median answer 365 days"),
        ("promise", ["oldest_unread_hours"], "figure promise oldest_unread_hours"),
        ("promise", ["closed_unread"], "figure promise closed_unread: shown 4321, the rows say 0"),
        ("what_happened", ["received"], "received: shown 4321"),
        ("what_happened", ["decisions", "crime"], "decisions crime: shown 4321"),
        ("what_happened", ["actions", "patrol"], "actions patrol: shown 4321"),
    ],
)
def test_a_figure_that_was_changed_is_named(key: str, path: list[str | int], named: str) -> None:
    figure = PublishedFigure.objects.filter(key=key).order_by("-day")[0]
    part = figure.value
    for step in path[:-1]:
        part = part[step]
    part[path[-1]] = 4_321
    figure.save(update_fields=["value"])
    status, said = proved()
    assert status == 1
    assert named in said


def test_publishing_again_changes_nothing_but_how_old_the_promise_is() -> None:
    before = list(PublishedFigure.objects.exclude(key="promise").order_by("pk").values())
    now = timezone.now()
    publish_figures(now=now)
    assert list(PublishedFigure.objects.exclude(key="promise").order_by("pk").values()) == before
    assert PublishedFigure.objects.get(key="promise").published_at == now
