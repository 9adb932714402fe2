"""Planted clusters are found, and next to nothing else: a small form of the measurement, counted and not timed."""

from bench.likeness import judge
from bench.planted import make_world


def test_one_neighbour_or_place_in_four_spellings_and_twelve_witnesses_are_found() -> None:
    figures = judge(make_world("kept", 1, others=120))
    assert figures["recall"] >= 0.9
    assert figures["incident"] >= 0.9
    assert figures["pattern"] >= 0.9
    assert figures["false"] * figures["size"] / 1000 <= 1


def test_the_same_seed_plants_the_same_world() -> None:
    assert make_world("report", 3, others=20).reports == make_world("report", 3, others=20).reports
    assert make_world("report", 3, others=20).reports != make_world("report", 4, others=20).reports


def test_what_is_kept_aside_shares_no_account_and_no_name_with_what_was_tuned_on() -> None:
    planted = {
        split: {one.words for one in make_world(split, 1, others=0).reports} for split in ("tune", "report", "kept")
    }
    assert not planted["tune"] & planted["kept"]
    assert not planted["report"] & planted["kept"]
