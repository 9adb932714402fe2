"""What stands around a group's name is the same whichever group it is."""

from __future__ import annotations

from cases.engine.account import read_account
from cases.engine.around import Growing, around
from cases.engine.features import Noticed


def tokens(text: str, key: str) -> set[tuple[str, str]]:
    account = read_account(text)
    numbers = Growing()
    return {
        numbers.tokens[number]
        for number in around(account.words, account.hits, Noticed(account).mentions, numbers)[key]
    }


def test_the_group_itself_and_other_groups_are_left_out() -> None:
    of_sikhs = tokens("Nobody should ever harm Sikhs or Hindus in this town.", "religion:sikh")
    assert of_sikhs == tokens("Nobody should ever harm Jews or Hindus in this town.", "religion:antisemitic")
    assert not {word for _, word in of_sikhs if "sikh" in word or "hindu" in word}


def test_it_tells_before_from_after_and_knows_who_denies() -> None:
    found = tokens("I greet Muslims.", "religion:anti-muslim")
    assert ("-1", "greet") in found
    assert ("+1", "$") in found
    assert ("+1", "greet") not in found
    assert ("<1", "<n>") in tokens("They are not Muslims.", "religion:anti-muslim")


def test_it_never_looks_past_the_sentence_save_in_short_texts_as_a_whole() -> None:
    found = tokens("The weather is vile. Muslims came.", "religion:anti-muslim")
    assert {kind for kind, word in found if word == "vile"} == {"any"}
    long = tokens("The weather is vile. " * 20 + "Muslims came.", "religion:anti-muslim")
    assert not {kind for kind, word in long if word == "vile"}
