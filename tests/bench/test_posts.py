"""Measuring on posts as an outsider would: near copies left out, unknown strands not counted."""

from __future__ import annotations

from bench.posts import table, without_near_copies
from cases.engine.training.corpus import Text


def post(text: str, strands: set[str], known: set[str], source: str = "s") -> Text:
    return Text(
        id=text, text=text, strands=frozenset(strands), known_strands=frozenset(known), kinds=None, priority=None,
        voice=f"posts-{source}", split="test", register="post", language="en",
    )  # fmt: skip


def test_a_post_that_differs_by_a_name_or_a_link_is_a_near_copy() -> None:
    learnt = post("@one they should all be sent home on the next boat https://x.test/1", {"race"}, {"race"})
    copy = post("@two They should ALL be sent home on the next boat!! @url", {"race"}, {"race"})
    other = post("They should all have a rest, it has been a long week for them", set(), {"race"})
    assert without_near_copies([copy, other], [learnt]) == [other]


def test_what_a_source_could_not_label_counts_for_nothing() -> None:
    texts = [post(f"number {number}", {"sex"}, {"sex"}) for number in range(10)]
    listed = [frozenset({"sex", "race"}) for _ in texts]
    lines = list(table([*texts, post("harmless", set(), {"sex"})], {"way": [*listed, frozenset({"race"})]}))
    assert "| s, all posts | 11 | 1.000 / 1.000 / 0% |" in lines
    assert "| s, hateful ones | 10 | 1.000 / 1.000 / – |" in lines
