"""How the layers of a model are laid over one another: by the way in which a text is told."""

from __future__ import annotations

import pytest

from cases.engine.account import read_account
from cases.engine.categorise import categorise
from cases.engine.features import Noticed
from cases.engine.layer import FOREIGN, Around, Logits, Others, Slopes, foreign_of, found_of, nothing_of, of_account
from cases.engine.model import shipped
from cases.engine.scoring import ELSEWHERE, POSTED, SAID, TOLD, WAYS, shares_of
from cases.engine.words import pieces
from reporting.taxonomy import STRANDS


def logits(account: float, post: float, **words: float) -> Logits:
    numbers = {key: words.get(key, number / 7 - 1) for number, key in enumerate(STRANDS)}
    posted = {key: 0.3 - number / 7 for number, key in enumerate(STRANDS)}
    return Logits(numbers, posted, dict.fromkeys(STRANDS, 0.2), 0.4, account, post, -0.7)


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
    of_key = {key: foreign_of(key, {}, said, None) if FOREIGN in account else nothing_of(key, said) for key in STRANDS}
    assert layer.weigh_all({}, account, said) == pytest.approx(
        {key: base + layer.weigh(key, found) for key, found in of_key.items()}
    )


OWN = {"strong": {"slurs_said": 1.0, "has_strong": 1.0}, "mention": {"groups": 1.0, "has_mention": 1.0}}
ACCOUNT = {"account_words": 0.7, "account_past": 1.0, "account_done": 0.5, "account_denial": 1.0}


@pytest.mark.parametrize("way", [TOLD, SAID, POSTED])
@pytest.mark.parametrize("tells", OWN)
@pytest.mark.parametrize("words", [-5.0, -1.0, 0.5, 3.0])
def test_what_is_weighed_in_a_row_is_what_was_learnt_by_name(way: str, tells: str, words: float) -> None:
    layer, said = shipped().layers[way], logits(0.5, 0.2, race=words)
    rest = of_account(ACCOUNT, said)
    found = found_of("race", OWN[tells], said, Others(-1.5, 0.4), Around(0.6, -0.2, 0.0), rest)
    weights = layer.weights_of("race")
    named = sum(value * weights.get(name, 0.0) for name, value in found.features().items())
    assert layer.weigh("race", found) == pytest.approx(named)


@pytest.mark.parametrize("words", [-5.0, -1.0, 0.5, 3.0])
def test_a_slope_is_what_one_unit_more_adds(words: float) -> None:
    layer, step = shipped().layers[TOLD], 1e-4

    def weighed(by_words: float = words, told: float = 0.6) -> tuple[float, Slopes]:
        said = logits(0.5, 0.2, race=by_words)
        found = found_of("race", OWN["strong"], said, Others(-1.5), Around(told, -0.2, 0.0), of_account(ACCOUNT, said))
        return layer.weigh("race", found), layer.slopes("race", found)

    log_odds, slopes = weighed()
    assert (weighed(by_words=words + step)[0] - log_odds) / step == pytest.approx(slopes.words, abs=1e-6)
    assert (weighed(told=0.6 + step)[0] - log_odds) / step == pytest.approx(slopes.around_told, abs=1e-6)


@pytest.mark.parametrize("own", [{}, OWN["strong"], OWN["mention"]])
def test_in_another_language_a_slope_is_what_one_unit_more_adds_too(own: dict[str, float]) -> None:
    layer, said = shipped().layers[ELSEWHERE], logits(0.5, 0.2, race=-1.0)
    more = said._replace(keys={**said.keys, "race": 0.0})
    found = foreign_of("race", own, said, None)
    slopes = layer.foreign_slopes("race", found if own else None)
    grown = layer.weigh("race", foreign_of("race", own, more, None)) - layer.weigh("race", found)
    assert slopes.words == pytest.approx(grown)
    more = said._replace(letters={**said.letters, "race": 1.2})
    grown = layer.weigh("race", foreign_of("race", own, more, None)) - layer.weigh("race", found)
    assert slopes.letters == pytest.approx(grown)


def test_one_word_that_speaks_for_two_strands_is_no_sign_of_another_target() -> None:
    alone = Noticed(read_account("He called me a towelhead.")).strands
    assert {"race", "religion:anti-muslim", "religion:sikh"} <= set(alone)
    assert "strong_shared" in alone["race"]
    assert "strong_others_strong" not in alone["race"]
    both = Noticed(read_account("He called me a towelhead and my friend a faggot.")).strands
    assert "strong_others_strong" in both["race"]
    assert "strong_shared" not in both["race"]


def test_runs_of_letters_tell_where_a_word_begins_and_ends() -> None:
    assert pieces("abc") == [" ab", "abc", "bc ", " abc", "abc ", " abc "]
    assert pieces("") == []
    assert pieces("me@b12") == [" me"]


def test_a_word_that_was_never_learnt_counts_by_its_letters() -> None:
    """A word glued together of two, which no list and no vocabulary has, is a reason that is shown."""
    word = "mooslimscummers"
    assert word not in shipped().rows
    text = f"He shouted {word} at us outside the mosque."

    def score(of: str) -> float:
        return next(one.score for one in categorise(of, scores=True).strands if one.key == "religion:anti-muslim")

    assert score(text) > score(text.replace(word, "zzgrwwblkk"))
