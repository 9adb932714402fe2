"""The keys that every part shares."""

from __future__ import annotations

from datetime import timedelta

import pytest

from reporting.taxonomy import ACTIONS, CLOSING, KINDS, PRIORITIES, RACIST_ALL, RECORDING, STRANDS, with_parents


def test_keys_are_the_agreed_ones() -> None:
    assert list(STRANDS) == [
        "race", "religion", "religion:antisemitic", "religion:anti-muslim", "religion:christian", "religion:hindu",
        "religion:sikh", "religion:other", "sexual_orientation", "transgender", "disability", "sex", "age",
    ]  # fmt: skip
    assert list(KINDS) == [
        "verbal_abuse", "threats", "physical_assault", "sexual_offence", "criminal_damage", "arson_danger",
        "harassment", "stalking", "online_abuse", "outing_doxxing", "hate_mail", "theft_robbery",
        "exploitation", "discrimination",
    ]  # fmt: skip
    assert list(PRIORITIES) == ["immediate", "high", "standard", "routine"]
    assert list(RECORDING) == [
        "crime", "antisocial_behaviour", "incident", "intelligence_only", "another_body", "nothing_recorded",
    ]  # fmt: skip
    assert list(ACTIONS) == [
        "safeguarding_adult", "safeguarding_child", "support_referral", "visit", "patrol", "site_warned",
        "platform_told", "housing_or_council", "safety_plan", "restorative_offer",
    ]  # fmt: skip
    assert list(CLOSING) == [
        "with_investigators", "person_wants_no_more", "no_line_left", "not_hate_related", "transferred", "form_abuse",
    ]  # fmt: skip


def test_sex_and_age_are_watched_locally_the_rest_nationally() -> None:
    assert [key for key, strand in STRANDS.items() if not strand.monitored] == ["sex", "age"]


def test_religion_is_listed_with_each_of_its_parts_and_none_twice() -> None:
    assert with_parents(["sex", "religion:sikh", "religion:hindu"]) == [
        "religion",
        "religion:hindu",
        "religion:sikh",
        "sex",
    ]
    with pytest.raises(KeyError):
        with_parents(["colour"])


def test_racist_incidents_all_are_those_with_race_or_any_religion() -> None:
    expected = {key for key in STRANDS if key.startswith(("race", "religion"))}
    assert expected == RACIST_ALL


def test_no_report_waits_longer_than_a_day_and_routine_sets_no_time_for_reading() -> None:
    times = {key: level.read_within for key, level in PRIORITIES.items()}
    assert times == {
        "immediate": timedelta(minutes=15),
        "high": timedelta(hours=4),
        "standard": timedelta(hours=24),
        "routine": None,
    }
    assert [key for key, level in PRIORITIES.items() if level.rings] == ["immediate"]


def test_choices_name_the_answers_they_cannot_do_without() -> None:
    demands = {
        key: choice.demands for choices in (RECORDING, CLOSING) for key, choice in choices.items() if choice.demands
    }
    assert demands == {
        "crime": ("system", "number", "offence", "strands"),
        "another_body": ("body",),
        "nothing_recorded": ("reason",),
        "no_line_left": ("reason",),
        "not_hate_related": ("passed_to",),
        "transferred": ("force", "number"),
        "form_abuse": ("second_person",),
    }
