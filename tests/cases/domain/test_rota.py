"""The rota: who enters shifts, what is refused, where nobody is."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.domain import rota
from cases.domain.refusals import NotThere, Refused
from cases.enums import Shift
from cases.models import Account, AuditEvent, DutyShift
from cases.queries.duty_gaps import first_gap, gaps_between, shifts_within
from tests.cast import NOW, Cast

HOUR = timedelta(hours=1)


def add(cast: Cast, **other: object) -> DutyShift:
    given = {
        "account": cast.officer,
        "kind": "duty",
        "starts_at": NOW,
        "ends_at": NOW + 8 * HOUR,
        "by": cast.supervisor,
    }
    return rota.add_shift(**{**given, **other}, now=NOW)


@pytest.mark.django_db
class TestShifts:
    def test_a_supervisor_enters_one_and_the_log_keeps_it(self, cast: Cast) -> None:
        shift = add(cast)
        assert add(cast) == shift
        assert AuditEvent.objects.get(action="duty.shift_added").details["account"] == "officer"
        for _ in range(2):
            rota.remove_shift(shift.pk, in_spite_of_gap=True, by=cast.supervisor, now=NOW)
        assert AuditEvent.objects.filter(action="duty.shift_removed").count() == 1

    @pytest.mark.parametrize(
        ("changes", "about"),
        [
            ({"ends_at": NOW}, "ends_at"),
            ({"starts_at": NOW - 9 * HOUR, "ends_at": NOW - HOUR}, "ends_at"),
            ({"ends_at": NOW + timedelta(days=15)}, "ends_at"),
            ({"kind": "supervisor"}, "kind"),
            ({"starts_at": NOW + HOUR}, "starts_at"),
        ],
    )
    def test_what_makes_no_sense_is_refused(self, cast: Cast, changes: dict[str, object], about: str) -> None:
        add(cast)
        with pytest.raises(Refused) as refused:
            add(cast, **changes)
        assert refused.value.about == about
        assert DutyShift.objects.count() == 1

    def test_nobody_else_keeps_the_rota_and_nobody_another_units(self, cast: Cast) -> None:
        with pytest.raises(NotThere):
            add(cast, by=cast.officer)
        with pytest.raises(Refused, match="your unit"):
            add(cast, account=cast.outsider)
        foreign = DutyShift.objects.create(account=cast.outsider, starts_at=NOW, ends_at=NOW + HOUR)
        for by in (cast.officer, cast.supervisor):
            with pytest.raises(NotThere):
                rota.remove_shift(foreign.pk, by=by, now=NOW)

    def test_one_shift_after_another_leaves_no_gap_and_absence_leaves_one(self, cast: Cast) -> None:
        add(cast)
        add(cast, account=cast.colleague, starts_at=NOW + 8 * HOUR, ends_at=NOW + 12 * HOUR)
        until = NOW + 12 * HOUR
        assert first_gap(Shift.DUTY, since=NOW, until=until) is None
        assert first_gap(Shift.DUTY, since=NOW, until=until + HOUR) == until
        assert first_gap(Shift.SUPERVISOR, since=NOW, until=until) == NOW
        Account.objects.filter(pk=cast.officer.pk).update(absent_until=NOW.date())
        assert list(gaps_between(shifts_within(NOW, until), Shift.DUTY, NOW, until)) == [(NOW, NOW + 8 * HOUR)]


@given(spans=st.lists(st.tuples(st.integers(-5, 30), st.integers(1, 12)), max_size=8))
def test_every_hour_is_either_covered_or_in_a_gap(spans: list[tuple[int, int]]) -> None:
    begin = datetime(2026, 3, 2, tzinfo=UTC)
    shifts = [
        DutyShift(account=Account(), kind="duty", starts_at=begin + at * HOUR, ends_at=begin + (at + length) * HOUR)
        for at, length in spans
    ]
    gaps = list(gaps_between(shifts, Shift.DUTY, begin, begin + 24 * HOUR))
    for hour in range(24):
        moment = begin + hour * HOUR
        is_covered = any(shift.starts_at <= moment < shift.ends_at for shift in shifts)
        assert is_covered != any(begins <= moment < ends for begins, ends in gaps)
