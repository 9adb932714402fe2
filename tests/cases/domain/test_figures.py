"""What is published, what is not, and what proves it; arithmetic over a whole history stands in `tests/cases/published.py`."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from cases.domain import bulletins, claiming
from cases.domain.figures import publish_figures
from cases.enums import State
from cases.models import Case
from reporting.models import PublishedFigure
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


def test_what_officers_changed_since_is_no_fault_of_the_figures_and_anything_else_is(cast: Cast) -> None:
    cases = [actors.case(now=timezone.now() - timedelta(days=3)) for _ in range(8)]
    publish_figures(now=timezone.now())
    Case.objects.filter(pk=cases[0].pk).update(priority="high")
    named = "figure promise kept read standard 7 days: owed shown 10, the rows say 5"
    assert named in proved()[1]
    actors.take_and_read(cases[0], cast.officer)
    assert named not in proved()[1]


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
