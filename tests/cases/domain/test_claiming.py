"""Which case “take next” gives, and why: what rings, what is due, who holds the language, who has read enough."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from cases.domain import absence, claiming, duty, reading
from cases.domain.refusals import Refused
from cases.models import Account, Case, Commitment, OfferRule, TimelineEntry
from reporting.models import Alarm
from tests.cast import Cast, case, take_and_read

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def now() -> datetime:
    """Noon, so that "today" is whole whenever the suite runs."""
    return timezone.localtime().replace(hour=12, minute=0, second=0, microsecond=0)


@pytest.fixture
def rule(db: None) -> OfferRule:
    return OfferRule.objects.create(
        hard_cases_a_day=2, hard_kinds=["sexual_offence"], supervisor_before=HOUR, anyone_before=HOUR / 2,
        language_before=HOUR, in_force_from=date(2026, 1, 1),
    )  # fmt: skip


def due(now: datetime, *, left: timedelta, **columns: object) -> Case:
    """A case that is to be read so long from now."""
    held = case(now=now - timedelta(hours=24) + left)
    Case.objects.filter(pk=held.pk).update(**columns)
    return held


def taken_by(account: Account, now: datetime) -> Case | None:
    account.refresh_from_db()
    return claiming.claim_next(by=account, now=now)


def why(held: Case | None) -> dict[str, object]:
    assert held
    return TimelineEntry.objects.filter(case=held, what="taken").latest("pk").details


def speaks(account: Account, *languages: str) -> None:
    Account.objects.filter(pk=account.pk).update(languages=list(languages))


def has_read(account: Account, number: int, now: datetime, **columns: object) -> None:
    """The officer has read so many reports today."""
    for _ in range(number):
        held = due(now, left=20 * HOUR, **(columns or {"priority": "high"}))
        claiming.take_case(held.pk, by=account, now=now)
        reading.mark_read(held.pk, held.opened_for_id, by=account, now=now)


def test_a_ringing_alarm_comes_before_what_is_merely_due_first(cast: Cast, now: datetime) -> None:
    late = due(now, left=-3 * HOUR)
    rings = case(now=now, in_danger_now="yes")
    assert taken_by(cast.officer, now) == rings
    assert why(rings)["because"] == "rings"
    assert taken_by(cast.colleague, now) == late


def test_an_alarm_that_is_answered_gives_no_precedence(cast: Cast, now: datetime) -> None:
    late = due(now, left=-3 * HOUR)
    rings = case(now=now, in_danger_now="yes")
    duty.no_danger(Alarm.objects.get().pk, reason="The words are from a film.", by=cast.colleague, now=now)
    assert [taken_by(cast.officer, now), taken_by(cast.officer, now)] == [late, rings]


def test_a_case_is_kept_for_a_colleague_who_holds_its_language(cast: Cast, now: datetime, rule: OfferRule) -> None:
    polish, english = due(now, left=5 * HOUR, language="pl"), due(now, left=9 * HOUR)
    speaks(cast.colleague, "en", "pl")
    assert taken_by(cast.officer, now) == english
    assert taken_by(cast.colleague, now) == polish
    assert why(polish) == {
        "because": "due", "kind": "read", "language": "pl",
        "due_at": Commitment.objects.get(case=polish, kind="read").due_at.isoformat(),
    }  # fmt: skip


def test_where_nothing_else_waits_it_is_offered_all_the_same(cast: Cast, now: datetime, rule: OfferRule) -> None:
    polish = due(now, left=5 * HOUR, language="pl-PL")
    speaks(cast.colleague, "en", "pl")
    assert taken_by(cast.officer, now) == polish
    assert (why(polish)["because"], why(polish)["language"]) == ("language_left", "pl-PL")


def test_shortly_before_it_is_due_the_language_keeps_nothing(cast: Cast, now: datetime, rule: OfferRule) -> None:
    polish, _ = due(now, left=HOUR, language="pl"), due(now, left=9 * HOUR)
    speaks(cast.colleague, "en", "pl")
    assert taken_by(cast.officer, now) == polish
    assert "language" not in why(polish)


@pytest.mark.parametrize("why_not", ["absent", "disabled", "elsewhere", "nobody"])
def test_a_case_is_kept_for_nobody_who_is_not_there(cast: Cast, now: datetime, rule: OfferRule, why_not: str) -> None:
    polish, _ = due(now, left=5 * HOUR, language="pl"), due(now, left=9 * HOUR)
    holder = cast.outsider if why_not == "elsewhere" else cast.colleague
    if why_not != "nobody":
        speaks(holder, "pl")
    if why_not == "absent":
        Account.objects.filter(pk=holder.pk).update(absent_until=now.date())
    if why_not == "disabled":
        Account.objects.filter(pk=holder.pk).update(is_active=False)
    assert taken_by(cast.officer, now) == polish


def test_who_has_read_enough_hard_reports_is_offered_others_first(cast: Cast, now: datetime, rule: OfferRule) -> None:
    hard, plain = due(now, left=3 * HOUR, priority="high"), due(now, left=9 * HOUR)
    has_read(cast.officer, 2, now)
    assert taken_by(cast.officer, now) == plain
    assert "hard_today" not in why(plain)
    assert taken_by(cast.officer, now) == hard  # nothing else is left
    assert (why(hard)["because"], why(hard)["hard_today"]) == ("hard_left", 2)


def test_below_the_days_limit_what_is_due_first_comes_first(cast: Cast, now: datetime, rule: OfferRule) -> None:
    hard, _ = due(now, left=3 * HOUR, priority="high"), due(now, left=9 * HOUR)
    has_read(cast.officer, 1, now)
    has_read(cast.officer, 4, now, priority="standard")
    has_read(cast.colleague, 4, now)
    assert taken_by(cast.officer, now) == hard


def test_yesterdays_reading_is_over(cast: Cast, now: datetime, rule: OfferRule) -> None:
    hard, _ = due(now, left=3 * HOUR, priority="high"), due(now, left=9 * HOUR)
    has_read(cast.officer, 4, now - timedelta(hours=13))
    assert taken_by(cast.officer, now) == hard


def test_kinds_that_the_rule_names_are_hard_too(cast: Cast, now: datetime, rule: OfferRule) -> None:
    _, plain = due(now, left=3 * HOUR, kinds=["sexual_offence"]), due(now, left=9 * HOUR, kinds=["verbal_abuse"])
    has_read(cast.officer, 2, now, kinds=["sexual_offence", "threats"])
    assert taken_by(cast.officer, now) == plain


@pytest.mark.parametrize(
    ("minutes", "officer_gets", "supervisor_gets"),
    [(61, "plain", "plain"), (59, "plain", "hard"), (31, "plain", "hard"), (29, "hard", "hard"), (-5, "hard", "hard")],
)
def test_shortly_before_due_the_supervisor_is_offered_it_then_anybody(
    cast: Cast, now: datetime, rule: OfferRule, minutes: int, officer_gets: str, supervisor_gets: str
) -> None:
    made = {
        "hard": due(now, left=timedelta(minutes=minutes), priority="high"),
        "plain": due(now, left=timedelta(minutes=90)),
    }
    for account, expected in ((cast.officer, officer_gets), (cast.supervisor, supervisor_gets)):
        has_read(account, 2, now)
        assert taken_by(account, now) == made[expected]
        claiming.hand_back(made[expected].pk, by=account, now=now)


def test_danger_is_never_kept_back(cast: Cast, now: datetime, rule: OfferRule) -> None:
    due(now, left=2 * HOUR)
    rings = case(now=now, in_danger_now="yes")
    Case.objects.filter(pk=rings.pk).update(language="pl")
    speaks(cast.colleague, "pl")
    has_read(cast.officer, 2, now)
    assert taken_by(cast.officer, now) == rings


def test_the_newest_rule_that_has_begun_is_in_force(cast: Cast, now: datetime, rule: OfferRule) -> None:
    hard, _ = due(now, left=3 * HOUR, priority="high"), due(now, left=9 * HOUR)
    has_read(cast.officer, 3, now)
    times = {"supervisor_before": HOUR, "anyone_before": HOUR, "language_before": HOUR}
    OfferRule.objects.create(hard_cases_a_day=9, in_force_from=now.date(), **times)
    OfferRule.objects.create(hard_cases_a_day=0, in_force_from=now.date() + timedelta(days=1), **times)
    assert taken_by(cast.officer, now) == hard


def test_without_any_rule_what_is_due_first_comes_first(cast: Cast, now: datetime) -> None:
    hard, _ = due(now, left=3 * HOUR, priority="high"), due(now, left=9 * HOUR)
    has_read(cast.officer, 12, now)
    assert taken_by(cast.officer, now) == hard


def test_nothing_is_handed_to_somebody_who_is_absent(cast: Cast, now: datetime) -> None:
    held = take_and_read(case(now=now), cast.officer)
    cast.colleague.absent_until = now.date() + timedelta(days=3)
    cast.colleague.save()
    with pytest.raises(Refused, match="absent"):
        claiming.hand_over(held.pk, to=cast.colleague, note="Yours.", by=cast.officer, now=now)
    with pytest.raises(Refused, match="absent"):
        claiming.assign_case(held.pk, to=cast.colleague, by=cast.admin, now=now)


# --- who is away --------------------------------------------------------------------------------------------------


def away(account: Account, now: datetime) -> None:
    Account.objects.filter(pk=account.pk).update(absent_until=now.date() + timedelta(days=1))


def test_untouched_cases_of_somebody_absent_return_by_themselves_with_their_clock(cast: Cast, now: datetime) -> None:
    held = due(now, left=5 * HOUR)
    at = held.next_due_at
    claiming.take_case(held.pk, by=cast.officer, now=now)
    assert absence.return_untouched(now=now) == 0
    away(cast.officer, now)
    assert [absence.return_untouched(now=now), absence.return_untouched(now=now)] == [1, 0]
    held.refresh_from_db()
    assert (held.state, held.officer, held.next_due_at) == ("new", None, at)
    entry = TimelineEntry.objects.filter(case=held).latest("pk")
    assert (entry.what, entry.by, entry.details) == ("returned", "", {"officer": "officer"})


def test_what_somebody_absent_has_worked_on_stays_theirs(cast: Cast, now: datetime) -> None:
    held = take_and_read(case(now=now), cast.officer)
    away(cast.officer, now)
    assert absence.return_untouched(now=now) == 0
    held.refresh_from_db()
    assert held.officer == cast.officer


def test_what_was_handed_to_somebody_who_then_is_away_was_touched_by_the_giver_only(cast: Cast, now: datetime) -> None:
    held = take_and_read(case(now=now), cast.officer)
    claiming.hand_over(held.pk, to=cast.colleague, note="Ring her tonight.", by=cast.officer, now=now)
    away(cast.colleague, now)
    assert absence.return_untouched(now=now) == 1


def test_an_account_that_is_disabled_is_away(cast: Cast, now: datetime) -> None:
    held = due(now, left=5 * HOUR)
    claiming.take_case(held.pk, by=cast.officer, now=now)
    Account.objects.filter(pk=cast.officer.pk).update(is_active=False)
    assert absence.return_untouched(now=now) == 1


def test_who_is_back_keeps_what_they_have(cast: Cast, now: datetime) -> None:
    held = due(now, left=5 * HOUR)
    claiming.take_case(held.pk, by=cast.officer, now=now)
    Account.objects.filter(pk=cast.officer.pk).update(absent_until=now.date() - timedelta(days=1))
    assert absence.return_untouched(now=now) == 0
