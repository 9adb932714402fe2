"""Corrections leave only by two people, scrubbed, and without the cases that measure."""

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from cases.domain import categorisation, corrections, deciding
from cases.domain.categorisation import categorise_report
from cases.domain.corrections import scrub
from cases.domain.refusals import NotThere, Refused
from cases.engine.names import ORDINARY, Ordinary, Sort, sort_of
from cases.engine.training.corpus import read_corrections
from cases.enums import Role
from cases.models import Account, AuditEvent, CorrectionsExport
from tests import cast as people
from tests.cast import Cast

pytestmark = pytest.mark.django_db
WORDS = "Karl Brzezicki from number 14 called me a paki. His phone is 07700 900123, his page https://example.org/karl"


@pytest.fixture
def second_admin(cast: Cast) -> Account:
    return Account.objects.create(username="admin2", role=Role.ADMINISTRATOR, password="!")


def decided(cast: Cast, words: str, monkeypatch: pytest.MonkeyPatch, *, blind: bool = False) -> None:
    monkeypatch.setattr(categorisation, "is_blind", lambda reference: blind)
    case = people.case(words)
    categorise_report(case.opened_for_id, now=timezone.now())
    people.take_and_read(case, cast.officer)
    deciding.record_decision(
        case.pk, recording="nothing_recorded", reason="Not enough.", strands=["race"], kinds=["verbal_abuse"],
        by=cast.officer, now=timezone.now(),
    )  # fmt: skip


def approved(cast: Cast, second: Account) -> CorrectionsExport:
    asked = corrections.ask_for_corrections(reason="Train the next version.", by=cast.admin, now=timezone.now())
    return corrections.approve_corrections(asked.pk, by=second, now=timezone.now())


def test_names_links_numbers_and_rare_words_stay_behind(
    cast: Cast, second_admin: Account, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    decided(cast, WORDS, monkeypatch)
    out = tmp_path / "corrections.jsonl"
    call_command("export_corrections", str(approved(cast, second_admin).pk), str(out))
    [row] = [json.loads(line) for line in out.read_text().splitlines()]
    for left_behind in ("karl", "brzezicki", "14", "07700", "900123", "example.org"):
        assert left_behind not in row["text"].lower()
    assert "paki" in row["text"]
    assert (row["strands"], row["kinds"]) == (["race"], ["verbal_abuse"])
    assert out.stat().st_mode & 0o077 == 0
    [text] = read_corrections(out)  # what training reads
    assert text.strands == {"race"}
    assert [event.action for event in AuditEvent.objects.filter(action__startswith="corrections").order_by("pk")] == [
        "corrections.ask", "corrections.approve", "corrections.export",
    ]  # fmt: skip


def test_cases_that_measure_stay_behind(
    cast: Cast, second_admin: Account, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    decided(cast, WORDS, monkeypatch, blind=True)
    made = corrections.make_export(approved(cast, second_admin).pk, tmp_path / "none.jsonl", now=timezone.now())
    assert made.rows == 0


def test_it_takes_two_people_and_happens_once(cast: Cast, second_admin: Account, tmp_path: Path) -> None:
    asked = corrections.ask_for_corrections(reason="To learn.", by=cast.admin, now=timezone.now())
    with pytest.raises(CommandError, match="no approved request"):
        call_command("export_corrections", str(asked.pk), str(tmp_path / "a"))
    with pytest.raises(Refused, match="Somebody else"):
        corrections.approve_corrections(asked.pk, by=cast.admin, now=timezone.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        CorrectionsExport.objects.filter(pk=asked.pk).update(approved_by=cast.admin, approved_at=timezone.now())
    corrections.approve_corrections(asked.pk, by=second_admin, now=timezone.now())
    (tmp_path / "there").write_text("mine")
    with pytest.raises(CommandError, match="name a new file"):
        call_command("export_corrections", str(asked.pk), str(tmp_path / "there"))
    call_command("export_corrections", str(asked.pk), str(tmp_path / "b"))
    with pytest.raises(CommandError, match="carried out already"):
        call_command("export_corrections", str(asked.pk), str(tmp_path / "c"))
    assert (tmp_path / "there").read_text() == "mine"
    assert not (tmp_path / "c").exists()


def test_only_administrators_ask_and_a_reason_is_given(cast: Cast) -> None:
    with pytest.raises(NotThere):
        corrections.ask_for_corrections(reason="x", by=cast.supervisor, now=timezone.now())
    with pytest.raises(Refused, match="what the corrections are for"):
        corrections.ask_for_corrections(reason=" ", by=cast.admin, now=timezone.now())


def everything_stays(word: str) -> bool:
    return True


@pytest.mark.parametrize(
    ("text", "scrubbed"),
    [
        ("David Smith came, david smith came.", "[name] [name] came, [name] [name] came."),
        ("They said DAVID SMITH, dAvId.", "They said [name] [name], [name]."),
        ("Mohammed Khan helped. KHAN left, khan left.", "[name] [name] helped. [name] left, [name] left."),
        ("gurpreet and Okafor's son and d a v i d", "[name] and [name] son and [name]"),
        ("محمد hit me", "[name] hit me"),
        ("Mark said mark my words to Rose", "[name] said mark my words to [name]"),
        ("Will you come? I saw Will, and will smith", "Will you come? I saw [name], and [name] [name]"),
        ("It was McDonald and Brzezicki", "It was [name] and [name]"),
        ("When I said I was Muslim, I’m sure I fell", "When I said I was Muslim, I’m sure I fell"),
        ("They hate Christian people and the star of David", "They hate Christian people and the star of David"),
        ("My neighbour Christian laughed at Christian Smith", "My neighbour [name] laughed at [name] [name]"),
    ],
)  # fmt: skip
def test_names_go_in_whatever_letters_and_groups_stay(text: str, scrubbed: str) -> None:
    assert scrub(text, everything_stays) == scrubbed


@pytest.mark.parametrize(
    ("text", "scrubbed"),
    [
        ("This man did it five times on Friday night", "This man did it five times on Friday night"),
        ("Man shouted at me in May, on Monday and on 3 June", "Man shouted at me in May, on Monday and on 0 June"),
        ("The IP is from England, Ms Patel too", "The IP is from England, [name] too"),
        ("Mr. Brzezicki and Mrs England saw Will England", "[name] and [name] saw [name] [name]"),
        ("I told May, June and Friday", "I told [name], [name] and [name]"),
        ("Then Man came, and Ruby Monday", "Then [name] came, and [name] [name]"),
        ("IP AND RA CAME", "[name] AND [name] CAME"),
    ],
)  # fmt: skip
def test_ordinary_words_that_look_like_names_stay_where_they_name_nobody(text: str, scrubbed: str) -> None:
    assert scrub(text, everything_stays) == scrubbed


@pytest.mark.parametrize(
    "text",
    [
        "Yesterday {} hit me",
        "I told {}",
        "He is called {}",
        "Then {} Smith came",
        "My neighbour {} said it",
        "Mr. {} came",
    ],
)
def test_a_word_that_may_stay_goes_where_somebody_bears_it(text: str) -> None:
    kinds = (Ordinary.DAYS, Ordinary.MONTHS, Ordinary.CAPITALS, Ordinary.BEGINS)
    names = [word for kind in kinds for word in ORDINARY[kind] if sort_of(word) != Sort.NONE]
    assert len(names) >= 9
    left = [name for name in names if "[name]" not in scrub(text.format(name.capitalize()), everything_stays)]
    assert left == []


def test_no_word_that_always_stays_is_a_name() -> None:
    always = (Ordinary.WORDS, Ordinary.TITLES, Ordinary.SHORTENED)
    assert [word for kind in always for word in ORDINARY[kind] if sort_of(word) != Sort.NONE] == []


def test_a_rare_name_that_many_reports_have_stays_behind_where_one_writes_it_like_a_name(
    cast: Cast, second_admin: Account, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for number in range(corrections.FEWEST_REPORTS):
        name = "Blatherwicki" if number == 0 else "blatherwicki"
        decided(cast, f"It was {name} again at the zorbostation who called me a paki.", monkeypatch)
    out = tmp_path / "corrections.jsonl"
    corrections.make_export(approved(cast, second_admin).pk, out, now=timezone.now())
    assert "blatherwicki" not in out.read_text().lower()
    assert out.read_text().count("zorbostation") == corrections.FEWEST_REPORTS
