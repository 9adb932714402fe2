"""Second readings: drawn by a key, blind, never by who had a part; only the uniform ones measure agreement."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from pytest_django import Settings

from cases.domain import claiming, closing, deciding, rereading
from cases.domain.audit import record_event
from cases.domain.refusals import NotThere, Refused
from cases.models import Account, AuditEvent, Case, RecordingDecision, Reread
from cases.queries.quality import agreement, exposure, second_look
from tests import cast as people
from tests.cast import Cast

pytestmark = pytest.mark.django_db


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
    found = second_look(cast.supervisor, now=timezone.now())
    assert found.nothing_recorded == (4, 4)
    assert (found.whole.n, found.strands["none"].n) == (2, 2)
    assert found.officers == {}


def test_of_one_officer_alone_nothing_is_said_all_together_either(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rereading, "UNIFORM_SHARE", 1)
    for _ in range(2):
        say(people.drawn(people.take_and_read(people.case(), cast.officer), cast.officer), cast.colleague)
    found = second_look(cast.supervisor, now=timezone.now())
    assert found.whole.n == 0
    assert found.strands == {}


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
