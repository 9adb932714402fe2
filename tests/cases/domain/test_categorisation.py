"""What the machine says becomes a voice, an order and places to link by; it never decides and never names anybody."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from cases.domain import categorisation, deciding
from cases.domain.categorisation import categorise_report
from cases.enums import Lane, Speaker
from cases.models import Case, ErasureDecision, Identifier, Voice
from cases.queries.agreement_figures import agreement_figures
from reporting.danger import danger_cues
from reporting.enums import AlarmCause
from reporting.models import Alarm, Report
from tests import cast as people
from tests.cast import Cast

pytestmark = pytest.mark.django_db
ONLINE = (
    "Somebody called Dan Hollings posts on Facebook that Muslims should burn, see https://example.org/dan?x=1 and "
    "@dan_h. His van is AB12 CDE, his number 07700 900123. It was on Green Lane at 21:15. My visa number is 123456789."
)


def suggested(words: str, **answers: object) -> tuple[Case, Voice]:
    case = people.case(words, **answers)
    voice = categorise_report(case.opened_for_id, now=timezone.now())
    case.refresh_from_db()
    return case, voice


def test_who_was_named_is_kept_as_places_and_keyed_hashes_only(cast: Cast) -> None:
    case, _ = suggested(ONLINE)
    rows = list(Identifier.objects.filter(report=case.opened_for).order_by("start"))
    assert {row.kind for row in rows} == {"name", "url", "handle", "registration", "phone"}
    assert ONLINE[rows[1].start : rows[1].end] == "https://example.org/dan?x=1"
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(identifier::text, ' ') FROM cases_identifier AS identifier")
        kept = cursor.fetchone()[0].casefold()
    for words in ("hollings", "dan_h", "ab12", "900123", "example.org"):
        assert words not in kept


def test_the_same_link_in_two_reports_has_one_hash_and_another_link_another(cast: Cast) -> None:
    hashes = []
    for words in (ONLINE, "Seen at http://www.example.org/dan", "Seen at http://example.org/somebody"):
        case, _ = suggested(words)
        hashes.append(bytes(Identifier.objects.get(report=case.opened_for, kind="url").digest))
    assert hashes[0] == hashes[1] != hashes[2]


def test_places_times_and_platforms_are_told_and_papers_never(cast: Cast) -> None:
    _, voice = suggested(ONLINE)
    told = {(one["kind"], one["value"]) for one in voice.details["entities"]}
    assert told == {("platform", "facebook"), ("place", "green lane"), ("time", "21:15")}
    assert "123456789" not in str(voice.details)
    assert not Identifier.objects.filter(start__gte=ONLINE.index("visa")).exists()


def test_a_report_that_is_erased_takes_its_hashes_along(cast: Cast) -> None:
    case, _ = suggested(ONLINE)
    now = timezone.now()
    decision = ErasureDecision.objects.create(
        report=case.opened_for, reason="Sent by mistake.", decided_by=cast.supervisor, decided_at=now,
        approved_by=cast.admin, approved_at=now,
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("SELECT erase_report(%s, %s)", [case.opened_for_id, decision.pk])
    assert {bytes(row.digest) for row in Identifier.objects.filter(report=case.opened_for)} == {b""}
    assert Report.objects.get(pk=case.opened_for_id).erased_at is not None


def test_suspected_abuse_of_the_form_waits_in_the_held_lane_with_its_clock(cast: Cast) -> None:
    case, _ = suggested("Buy now! Casino bonus http://a.example http://b.example http://c.example limited offer")
    assert case.lane == Lane.HELD
    assert case.next_due_at is not None
    entry = case.timeline.get(what="held")
    assert "advertisement" in entry.note
    other, _ = suggested("A man spat at me and called me a paki.")
    assert other.lane == Lane.MAIN


def test_what_the_reporter_ticked_stays_whatever_the_machine_says(cast: Cast) -> None:
    case, voice = suggested("It happened again at the shop.", because=["disability"])
    assert "disability" in case.strands
    assert "disability" not in voice.strands
    assert case.opened_for.perceived_strands == ["disability"]


def test_priority_is_only_ever_raised(cast: Cast) -> None:
    case = people.case("Someone was rude on the bus.", in_danger_now="yes")
    before = case.priority
    categorise_report(case.opened_for_id, now=timezone.now())
    case.refresh_from_db()
    assert case.priority == before == "immediate"


def test_danger_that_only_the_model_sees_rings_once(cast: Cast) -> None:
    assert danger_cues(people.UNTOLD) == []
    case = people.case(people.UNTOLD)
    assert not Alarm.objects.exists()
    for _ in range(2):
        categorise_report(case.opened_for_id, now=timezone.now())
        alarm = Alarm.objects.get()
        assert (alarm.report, alarm.cause, alarm.outcome) == (case.opened_for, AlarmCause.MACHINE, "")
    case.refresh_from_db()
    assert case.priority == "immediate"
    assert case.priority_reason.startswith("Somebody may be in danger now.")
    assert case.next_due_at is not None
    assert case.next_due_at <= timezone.now() + timedelta(minutes=15)
    told = Report.objects.get()
    assert (told.public_due_kind, told.public_due_at) == ("read", case.next_due_at), (
        "receipt and status say the sooner time"
    )


def test_agreement_is_measured_only_where_the_officer_chose_first(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cases.queries.agreement_figures.FEWEST", 3)
    for number in range(6):
        monkeypatch.setattr(categorisation, "is_blind", lambda reference, number=number: number % 2 == 0)
        case, _ = suggested("A man spat at me and called me a paki.")
        people.take_and_read(case, cast.officer)
        deciding.record_decision(
            case.pk, recording="nothing_recorded", reason="Not enough.",
            strands=["race"] if number % 2 == 0 else ["age"], kinds=["verbal_abuse", "physical_assault"],
            by=cast.officer, now=timezone.now(),
        )  # fmt: skip
    now = timezone.now()
    figures = agreement_figures(since=now - timedelta(days=1), now=now)
    assert figures.cases == 3
    assert {line.key: line.f1 for line in figures.keys}["race"] == 1.0
    assert "age" not in {line.key for line in figures.keys}
    assert Voice.objects.filter(speaker=Speaker.MACHINE).count() == 6
