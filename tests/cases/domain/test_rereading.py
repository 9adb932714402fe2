"""Second readings: drawn by a key, blind, never by who had a part; only the uniform ones measure agreement."""

import itertools
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from pytest_django import Settings

from cases.domain import claiming, closing, deciding, rereading
from cases.domain.audit import record_event
from cases.domain.refusals import NotThere, Refused
from cases.models import Account, AuditEvent, Case, RecordingDecision, Reread
from cases.queries.quality import Second, agreement, exposure, second_look, told_of_a_quarter
from tests import cast as people
from tests.cast import Cast

pytestmark = pytest.mark.django_db
QUARTER = timedelta(days=92)


def say(one: Reread, by: Account, recording: str = "nothing_recorded") -> Reread:
    rereading.take_reread(one.pk, by=by, now=timezone.now())
    return rereading.say_reread(one.pk, recording=recording, is_line_left=False, by=by, now=timezone.now())


def test_each_decision_to_record_nothing_is_drawn_once_and_others_by_chance(cast: Cast) -> None:
    held = people.take_and_read(people.case(), cast.officer)
    one = people.drawn(held, cast.officer)
    assert cast.officer.pk in one.barred
    assert rereading.draw_rereads(now=timezone.now()) == 0
    deciding.record_decision(held.pk, recording="intelligence_only", reason="", by=cast.officer, now=timezone.now())
    newest = RecordingDecision.objects.latest("pk")
    assert rereading.draw_rereads(now=timezone.now()) == rereading.is_drawn("decision", newest.pk, 50)


def test_the_draw_is_one_in_fifty_and_depends_on_the_key(settings: Settings) -> None:
    settings.TRACE_KEY = b"a" * 32
    first = {number for number in range(5000) if rereading.is_drawn("decision", number, 50)}
    assert 70 < len(first) < 130
    settings.TRACE_KEY = b"b" * 32
    assert first != {number for number in range(5000) if rereading.is_drawn("decision", number, 50)}


def test_a_tenth_of_closings_without_a_line_is_drawn(cast: Cast, settings: Settings) -> None:
    held = people.decide_and_answer(people.take_and_read(people.case(), cast.officer), cast.officer)
    closing.close_case(
        held.pk, closing_reason="no_line_left", reason="No witness.", details={}, by=cast.officer, now=timezone.now()
    )
    for number in range(256):
        settings.TRACE_KEY = bytes([number]) * 32
        if rereading.is_drawn("closing", held.pk, 10):
            break
    rereading.draw_rereads(now=timezone.now())
    assert sorted(Reread.objects.values_list("of", flat=True)) == ["closing", "decision"]


def test_who_had_a_part_is_shown_none_and_refused_by_the_database_too(cast: Cast) -> None:
    held = people.take_and_read(people.case(), cast.officer)
    one = people.drawn(held, cast.officer)
    for somebody in (cast.officer, cast.outsider, cast.auditor):
        with pytest.raises(NotThere):
            rereading.take_reread(one.pk, by=somebody, now=timezone.now())
    claiming.hand_over(held.pk, to=cast.colleague, note="yours", by=cast.officer, now=timezone.now())
    with pytest.raises(NotThere):
        rereading.take_reread(one.pk, by=cast.colleague, now=timezone.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        Reread.objects.filter(pk=one.pk).update(reader=cast.officer, taken_at=timezone.now())
    assert rereading.take_reread(one.pk, by=cast.supervisor, now=timezone.now()).reader == cast.supervisor


def test_who_opened_the_case_is_not_blind_any_more(cast: Cast) -> None:
    one = people.drawn(people.take_and_read(people.case(), cast.officer), cast.officer)
    record_event(
        account=cast.colleague, action="case.open", address="", references=[one.decision.case.reference],
        now=timezone.now(),
    )  # fmt: skip
    with pytest.raises(Refused, match="opened this case before"):
        rereading.take_reread(one.pk, by=cast.colleague, now=timezone.now())


def test_it_is_said_once_by_who_took_it_and_changes_nothing_in_the_case(cast: Cast) -> None:
    one = people.drawn(people.take_and_read(people.case(), cast.officer), cast.officer)
    before = Case.objects.values().get()
    with pytest.raises(Refused, match="Take it first"):
        rereading.say_reread(one.pk, recording="crime", is_line_left=True, by=cast.colleague, now=timezone.now())
    said = say(one, cast.colleague, "intelligence_only")
    again = rereading.say_reread(one.pk, recording="crime", is_line_left=True, by=cast.colleague, now=timezone.now())
    assert (said.recording, again.recording) == ("intelligence_only", "intelligence_only")
    with pytest.raises(Refused, match="colleague has this one"):
        rereading.take_reread(one.pk, by=cast.supervisor, now=timezone.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        Reread.objects.update(recording="crime")
    assert Case.objects.values().get() == before
    assert AuditEvent.objects.filter(action="quality.say").count() == 1


def test_a_restricted_case_is_read_again_by_named_readers_alone(cast: Cast) -> None:
    one = people.drawn(people.take_and_read(people.case(), cast.officer), cast.officer)
    Case.objects.update(is_restricted=True)
    with pytest.raises(NotThere):
        rereading.take_reread(one.pk, by=cast.colleague, now=timezone.now())
    Account.objects.filter(pk=cast.colleague.pk).update(reads_restricted=True)
    cast.colleague.refresh_from_db()
    assert rereading.take_reread(one.pk, by=cast.colleague, now=timezone.now())


def test_only_the_uniform_ones_measure_agreement(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    for share in (1, 1 << 40):
        monkeypatch.setattr(rereading, "UNIFORM_SHARE", share)
        for by, reader in ((cast.officer, cast.colleague), (cast.colleague, cast.officer)):
            one = people.drawn(people.take_and_read(people.case(because=["race"]), by), by)
            assert one.is_uniform == (share == 1)
            say(one, reader, "intelligence_only")
    assert second_look(cast.supervisor, now=timezone.now()).whole.n == 0  # the quarter is not over
    found = second_look(cast.supervisor, now=timezone.now() + QUARTER)
    assert found.nothing_recorded == (4, 4)
    assert (found.whole.n, found.strands["none"].n) == (2, 2)
    assert found.officers == {}


def test_of_one_officer_alone_nothing_is_said_all_together_either(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rereading, "UNIFORM_SHARE", 1)
    for _ in range(2):
        say(people.drawn(people.take_and_read(people.case(), cast.officer), cast.officer), cast.colleague)
    found = second_look(cast.supervisor, now=timezone.now() + QUARTER)
    assert found.whole.n == 0
    assert found.strands == {}
    assert found.nothing_recorded == (0, 0)


class TestTwoDays:
    """No day's figures can be taken from another's, nor one reader's from another's."""

    def read_again(self, by: Account, at: datetime, *, times: int, second: str = "intelligence_only") -> None:
        reader = Account.objects.exclude(username=by.username).filter(unit=by.unit, role="officer").get()
        for _ in range(times):
            held = people.case()
            decision = RecordingDecision.objects.create(
                case=held, recording="nothing_recorded", reason="None.", by=by, at=at
            )
            Reread.objects.create(
                decision=decision, of="decision", is_uniform=True, drawn_at=at, reader=reader, taken_at=at, read_at=at,
                recording=second,
            )  # fmt: skip

    def test_within_a_quarter_every_day_says_the_same(self, cast: Cast) -> None:
        for by in (cast.officer, cast.colleague):
            self.read_again(by, datetime(2026, 3, 31, 12, tzinfo=UTC), times=2)
        self.read_again(cast.officer, datetime(2026, 4, 2, 12, tzinfo=UTC), times=1)
        days = [datetime(2026, 4, 1, tzinfo=UTC) + timedelta(days=after) for after in range(90)]
        said = [second_look(cast.supervisor, now=day) for day in days]
        assert said[0].whole.n == 4
        assert all(one == said[0] for one in said)
        assert second_look(cast.supervisor, now=days[-1] + timedelta(days=3)).whole.n == 4  # one alone since then

    def test_an_officer_is_named_of_a_year_that_is_over_and_the_same_until_the_next_is(self, cast: Cast) -> None:
        for by in (cast.officer, cast.colleague):
            self.read_again(by, datetime(2025, 6, 1, 12, tzinfo=UTC), times=30, second="nothing_recorded")
        self.read_again(cast.officer, datetime(2026, 2, 1, 12, tzinfo=UTC), times=1)
        for month in range(1, 13):
            found = second_look(cast.supervisor, now=datetime(2026, month, 15, tzinfo=UTC))
            assert {who: (one.n, one.same) for who, one in found.officers.items()} == {
                "officer": (30, 30), "colleague": (30, 30),
            }  # fmt: skip
            assert found.year == 2025
        assert second_look(cast.officer, now=datetime(2026, 2, 2, tzinfo=UTC)).officers == {}
        assert second_look(cast.supervisor, now=datetime(2027, 2, 1, tzinfo=UTC)).officers == {}  # one of one: nobody

    def test_whoever_may_not_see_a_case_is_told_the_same_figures(self, cast: Cast) -> None:
        for by in (cast.officer, cast.colleague):
            self.read_again(by, datetime(2026, 3, 1, 12, tzinfo=UTC), times=2)
        now = datetime(2026, 5, 1, tzinfo=UTC)
        before = second_look(cast.supervisor, now=now)
        one, other = Case.objects.order_by("pk")[:2]
        Case.objects.filter(pk=one.pk).update(is_restricted=True)
        Case.objects.filter(pk=other.pk).update(recused=[cast.supervisor.pk])
        assert second_look(cast.supervisor, now=now) == before
        assert second_look(cast.outsider, now=now).whole.n == 0
        assert second_look(cast.auditor, now=now).whole.n == 0


def test_no_quarter_tells_of_one_officer_alone_whatever_is_taken_from_what() -> None:
    keys = [{"race"}, {"religion", "religion:anti-muslim"}, {"religion", "religion:antisemitic"}, {"religion"}]
    mixtures = itertools.product([0, 1, 4, 31], [0, 3], repeat=len(keys))  # of one officer and of another, by strand
    shown = 0
    for numbers in mixtures:
        rows = [
            Second((2026, 0), by, frozenset(strands), ("incident", "incident"))
            for strands, by, times in zip(
                [one for one in keys for _ in "ab"], itertools.cycle("ab"), numbers, strict=False
            )
            for _ in range(times)
        ]
        told = told_of_a_quarter(rows)
        shown += len(told)
        groups = list(told.values())
        for whole in told:
            parts = {key for key in told if key != whole and (whole == "" or key.startswith(f"{whole}:"))}
            groups += [[one for one in told[whole] if part not in one.keys] for part in parts]
            groups.append([one for one in told[whole] if parts and not parts & one.keys])
        assert all(len(group) >= 30 or len({one.by for one in group}) != 1 for group in groups)
    assert shown > 4096


def test_kappa_is_that_of_independent_arithmetic() -> None:
    pairs = [("crime", "crime")] * 20 + [("crime", "incident")] * 5 + [("incident", "crime")] * 10
    pairs += [("incident", "incident")] * 15
    found = agreement(pairs)
    assert (found.n, found.same) == (50, 35)
    assert found.kappa == pytest.approx((0.7 - 0.5) / (1 - 0.5))
    assert agreement(pairs[:9]).kappa is None


def test_hard_reading_is_shown_to_oneself_and_to_supervisors(cast: Cast) -> None:
    people.take_and_read(people.case(in_danger_now="yes"), cast.officer)
    own, _ = exposure(cast.officer, now=timezone.now())
    assert [(one.account.username, one.today, one.week) for one in own] == [("officer", 1, 1)]
    everybody, _ = exposure(cast.supervisor, now=timezone.now())
    assert [one.account.username for one in everybody] == ["supervisor", "colleague", "officer"]
