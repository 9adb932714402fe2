"""What a history for demonstrations is made of, and the command that loads it."""

from collections import Counter
from datetime import datetime
from io import StringIO
from random import Random

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from cases.demo.arrivals import plan_arrivals
from cases.demo.history import play_history
from cases.demo.incidents import Incident, read_incidents
from cases.demo.telling import Telling
from cases.domain.reference import load_reference
from cases.enums import Role
from cases.models import Account, TimelineEntry, Unit
from reporting.danger import danger_cues
from reporting.models import Alarm, Report
from reporting.questions import QUESTIONS
from reporting.taxonomy import KINDS, STRANDS
from tests.cast import NOW

INCIDENTS, _ = read_incidents()


def load(**options: object) -> str:
    out = StringIO()
    call_command("load_demo", stdout=out, **options)
    return out.getvalue()


def play(reports: int, *, seed: int = 1, now: datetime = NOW, days: int = 60) -> None:
    load_reference()
    play_history(reports, days=days, seed=seed, quiet=False, now=now, progress=lambda *_: None)


def telling(incident: Incident, seed: int) -> Telling:
    return Telling(incident, Random(seed), NOW)  # noqa: S311 (repeatable on purpose)


def tell(incident: Incident, seed: int, *, second: bool = False) -> str:
    return telling(incident, seed).account(second=second)


# --- the accounts -----------------------------------------------------------------------------------------------------


def test_there_are_well_over_a_hundred_accounts_in_many_voices_and_languages() -> None:
    assert len(INCIDENTS) >= 120
    assert len({incident.voice for incident in INCIDENTS}) >= 12
    assert {incident.language for incident in INCIDENTS} == {"en", "pl", "ar", "ur", "tr", "so", "bn", "he"}
    assert sum(not incident.hateful for incident in INCIDENTS) >= 6


def test_every_strand_and_kind_is_told_of_and_no_other_key_is_used() -> None:
    told = {key for incident in INCIDENTS for key in incident.strands}
    assert told == set(STRANDS) - {"religion"}  # `religion` is always listed with one of those below it
    assert {key for incident in INCIDENTS for key in incident.kinds} == set(KINDS)


def test_an_account_fills_every_slot_and_rings_only_where_it_should() -> None:
    for incident in INCIDENTS:
        for seed in range(12):
            first, second = tell(incident, seed), tell(incident, seed, second=True)
            assert first
            assert bool(second) == bool(incident.second)
            assert not set("[]{}") & set(first + second)
            assert bool(danger_cues(first)) == incident.danger, first
            assert not danger_cues(second), second


def test_answers_are_those_of_questions_and_their_choices() -> None:
    for number, incident in enumerate(INCIDENTS * 8):
        for name, answer in telling(incident, number).answers("words").items():
            keys = {choice.key for choice in QUESTIONS[name].choices}
            if keys and answer:
                assert set(answer if isinstance(answer, list) else [answer]) <= keys


# --- the plan ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("reports", "days"), [(1, 1), (2, 1), (37, 3), (60, 60), (500, 30)])
def test_exactly_so_many_reports_come_within_the_days(reports: int, days: int) -> None:
    arrivals = plan_arrivals(reports, days=days, seed=3, quiet=False, now=NOW)
    assert sum(one.fate.reports for one in arrivals) == reports
    assert all(0 < (NOW - one.received_at).total_seconds() <= days * 86_400 for one in arrivals)


def test_on_one_day_several_times_the_usual_number_is_of_one_strand() -> None:
    arrivals = plan_arrivals(400, days=60, seed=1, quiet=False, now=NOW)
    strand = [one for one in arrivals if "religion:anti-muslim" in one.incident.strands]
    a_day = Counter(timezone.localtime(one.received_at).date() for one in strand)
    (_, most), (_, second) = a_day.most_common(2)
    assert most >= 4 * len(strand) / 60
    assert most > second


# --- the command -----------------------------------------------------------------------------------------------------


def test_quiet_leaves_nothing_ringing(db: None) -> None:
    load(reports=20, days=10, seed=1, quiet=True)
    assert Report.objects.count() == 20
    assert not Alarm.objects.ringing().exists()


def test_the_same_seed_gives_the_same_texts_and_work_and_other_references(db: None) -> None:
    def told() -> tuple[Counter[str], Counter[tuple[str, str, str]]]:
        entries = TimelineEntry.objects.exclude(what="detached").values_list("what", "by", "note")  # that names a case
        return Counter(Report.objects.values_list("words", flat=True)), Counter(entries)

    play(25, seed=7)
    once = told()
    play(25, seed=7)
    twice = told()
    assert twice == tuple(Counter({key: 2 * count for key, count in part.items()}) for part in once)
    assert Report.objects.values("reference").distinct().count() == 50


def test_the_texts_do_not_hang_on_the_hour_at_which_it_is_played(db: None) -> None:
    play(25, seed=7)
    morning = set(Report.objects.values_list("words", flat=True))
    play(25, seed=7, now=NOW.replace(hour=21))
    assert set(Report.objects.values_list("words", flat=True)) == morning


def test_no_two_of_many_reports_have_the_same_words(db: None) -> None:
    arrivals = plan_arrivals(1000, days=60, seed=2, quiet=False, now=NOW)
    told: set[str] = set()
    first = [tell(one.incident, one.number) for one in arrivals]
    told.update(first)
    assert len(told) > 0.85 * len(first)  # as drawn, before a second draw for those that came up twice


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"reports": 0}, "--reports: 0 is not between"),
        ({"days": 0}, "--days: 0 is not between"),
        ({"reports": "many"}, "--reports: 'many' is not a whole number."),
        ({"seed": "x"}, "--seed: 'x' is not a whole number."),
    ],
)
def test_bad_input_is_one_sentence_and_status_2(db: None, options: dict[str, object], sentence: str) -> None:
    with pytest.raises(CommandError, match="^" + sentence.replace("(", r"\(")) as refused:
        load(**options)
    assert refused.value.returncode == 2
    assert not Report.objects.exists()


def test_without_a_default_unit_nothing_is_written(db: None) -> None:
    load_reference()
    Unit.objects.filter(is_default=True).update(is_default=False)
    with pytest.raises(CommandError, match="no default unit") as refused:
        load(reports=3)
    assert refused.value.returncode == 2
    assert not Account.objects.exists()


def test_a_name_that_somebody_else_has_is_refused_whole(db: None) -> None:
    load_reference()
    Account.objects.create(username="officer-4", role=Role.AUDITOR, password="!")
    with pytest.raises(CommandError, match="officer-4 is taken") as refused:
        load(reports=3)
    assert refused.value.returncode == 2
    assert Account.objects.count() == 1


def test_units_that_keep_a_case_from_its_officers_are_said_and_nothing_is_written(db: None) -> None:
    load_reference()
    standards = Unit.objects.get(takes_police_reports=True)
    reader = Account.objects.create(username="reader", role=Role.OFFICER, unit=standards, reads_restricted=True)
    with pytest.raises(CommandError, match="Load it into a fresh instance") as refused:
        load(reports=60, days=20)
    assert refused.value.returncode == 2
    assert not Report.objects.exists()
    assert list(Account.objects.all()) == [reader]
