"""How the layers of a model are laid over one another: by the way in which a text is told."""

from __future__ import annotations

import pytest

from cases.engine.layer import FOREIGN, NOTHING, Logits, features_of_key
from cases.engine.model import shipped
from cases.engine.scoring import ELSEWHERE, POSTED, SAID, TOLD, WAYS, shares_of
from reporting.taxonomy import STRANDS


def logits(account: float, post: float) -> Logits:
    numbers = {key: number / 7 - 1 for number, key in enumerate(STRANDS)}
    return Logits(numbers, {key: 0.3 - number for key, number in numbers.items()}, 0.4, account, post)


@pytest.mark.parametrize(("account", "post", "way"), [(6.0, -3.0, TOLD), (-6.0, -6.0, SAID), (-6.0, 6.0, POSTED)])
def test_a_text_that_is_plainly_of_one_way_is_weighed_in_that_alone(account: float, post: float, way: str) -> None:
    assert shares_of({}, logits(account, post)) == {way: 1.0}


def test_a_text_between_ways_is_weighed_in_each_and_the_shares_make_a_whole() -> None:
    shares = shares_of({}, logits(0.5, 0.2))
    assert set(shares) == {TOLD, SAID, POSTED}
    assert sum(shares.values()) == pytest.approx(1.0)
    thresholds = shipped().thresholds
    mixed = shipped().thresholds_in(shares)["race"]
    assert min(thresholds[way]["race"] for way in shares) <= mixed <= max(thresholds[way]["race"] for way in shares)


def test_a_text_in_another_language_has_a_layer_of_its_own() -> None:
    assert shares_of({FOREIGN: 1.0}, logits(0.5, 0.2)) == {ELSEWHERE: 1.0}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("account", [{}, {"account_words": 0.7, "account_past": 1.0}, {FOREIGN: 1.0}])
def test_a_strand_of_which_nothing_is_found_weighs_what_its_few_features_say(
    way: str, account: dict[str, float]
) -> None:
    layer, said = shipped().layers[way], logits(0.5, 0.2)
    base = sum(value * layer.weights.get(name, 0.0) for name, value in account.items())
    assert layer.weigh_all({}, account, said) == pytest.approx(
        {key: base + layer.weigh(key, features_of_key(key, NOTHING, account, said)) for key in STRANDS}
    )
