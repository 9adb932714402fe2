"""Older cases can be compared too: made afterwards, once, in the background or by command."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from cases import tasks
from cases.domain import likeness_gaps
from cases.models import CaseTraits, ContactKey, SameSuggestion
from reporting.models import Outbox
from tests import cast as people
from tests.cast import Cast

pytestmark = pytest.mark.django_db
WORDS = "The neighbour at Quillfeather House, Peckham, shouts about my hijab and bangs on the wall at 11 at night."


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("fill_likeness", *arguments, stdout=out)
    return out.getvalue()


def test_what_is_missing_is_made_once(cast: Cast) -> None:
    old = [people.case(WORDS, contact_email="a@example.org"), people.case(WORDS)]
    closed = people.case(WORDS)
    people.take_and_read(closed, cast.officer)
    CaseTraits.objects.filter(case=old[0]).update(version="0")
    assert run("--now").splitlines()[-1] == "Every case can be compared."
    assert set(CaseTraits.objects.values_list("case", flat=True)) == {old[0].pk, old[1].pk, closed.pk}
    assert ContactKey.objects.count() == 1
    suggested = SameSuggestion.objects.count()
    assert suggested > 0
    assert run("--now") == run() == "Nothing is missing.\n"
    assert SameSuggestion.objects.count() == suggested


def test_in_the_background_it_goes_on_by_itself(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(likeness_gaps, "BATCH", 2)
    for _ in range(3):
        people.case()
    for _ in range(2):
        assert run() == "3 cases are made comparable in the background.\n"
    for left in (1, 0):
        row = Outbox.objects.unfinished().get(task=likeness_gaps.FILL)
        tasks.fill_likeness(row.pk)
        assert CaseTraits.objects.count() == 3 - left
    assert not Outbox.objects.unfinished().filter(task=likeness_gaps.FILL).exists()
    assert likeness_gaps.fill_some(now=timezone.now(), most=5) == 0
