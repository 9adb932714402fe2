"""Codes survive handwriting; words survive everything; what is sealed opens only where it belongs."""

import pytest
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st

from reporting.domain import crockford, follow_up_code, sealing
from reporting.domain.words import canonical, fingerprint, is_said

CHARACTERS = st.sampled_from(crockford.ALPHABET)


@given(st.lists(CHARACTERS, min_size=24, max_size=24).map("".join), st.data())
def test_a_code_may_be_typed_with_blanks_dashes_small_letters_and_lookalikes(code: str, data: st.DataObject) -> None:
    lookalike = {"1": "1Il", "0": "0Oo"}
    typed = "".join(
        data.draw(st.sampled_from(lookalike.get(one, one + one.lower())))
        + data.draw(st.sampled_from(["", " ", "-", "\t"]))
        for one in code
    )
    assert follow_up_code.taken_apart(f"  {typed}\n") == (code[:8], code[8:])


@given(st.text(max_size=60))
def test_what_cannot_be_a_code_is_taken_apart_into_nothing(typed: str) -> None:
    selector, secret = follow_up_code.taken_apart(typed)
    assert (len(selector), len(secret)) in ((0, 0), (8, 16))


@given(
    st.lists(CHARACTERS, min_size=8, max_size=8)
    .map("".join)
    .filter(lambda body: crockford.check_character(body) in crockford.ALPHABET),
    st.sampled_from([0, 1, 2, 3, 5, 6, 7, 8, 9]),
    st.integers(1, 31),
)
def test_a_slip_of_one_character_in_a_reference_is_noticed(body: str, place: int, slip: int) -> None:
    reference = f"{body[:4]}-{body[4:]}{crockford.check_character(body)}"
    assert crockford.read_reference(reference.lower().replace("-", " ")) == reference
    other = crockford.ALPHABET[(crockford.ALPHABET.index(reference[place]) + slip) % 32]
    slipped = reference[:place] + other + reference[place + 1 :]
    assert crockford.read_reference(slipped) is None
    assert reference in crockford.references_like(slipped.lower())
    assert crockford.references_like(reference) == []


def test_a_drawn_reference_reads_as_itself() -> None:
    drawn = {crockford.draw_reference() for _ in range(200)}
    assert {crockford.read_reference(one) for one in drawn} == drawn


def test_check_symbol_agrees_with_crockfords_rule() -> None:
    assert crockford.check_character("16J") == "D"  # 1234 = 16J, 1234 mod 37 = 13 = D
    assert crockford.encode(bytes([0b00001_000, 0b11_10010_0]), 3) == "13J"


@given(st.text(alphabet=st.characters(), max_size=200))
def test_canonical_words_are_canonical_and_can_be_kept(words: str) -> None:
    once = canonical(words)
    assert canonical(once) == once
    once.encode()
    assert "\x00" not in once
    assert len(fingerprint(once)) == 64
    assert len(once) == len(words) - words.count("\r\n")


def test_blanks_say_nothing() -> None:
    assert not is_said(" \n\t\u3000")
    assert is_said("😡")


@given(
    st.recursive(
        st.none() | st.text(), lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3)
    )
)
def test_what_is_sealed_opens_where_it_belongs_and_nowhere_else(value: object) -> None:
    place = {"table": "person", "row": "1", "field": "identity"}
    sealed = sealing.seal(value, **place)
    assert sealing.unseal(sealed, **place) == value
    for changed in ({"table": "report"}, {"row": "2"}, {"field": "contact"}):
        with pytest.raises(sealing.CannotOpen):
            sealing.unseal(sealed, **{**place, **changed})
    with pytest.raises(sealing.CannotOpen):
        sealing.unseal(sealed[:-1] + bytes([sealed[-1] ^ 1]), **place)


def test_an_older_key_still_opens_and_a_lost_one_does_not() -> None:
    place = {"table": "person", "row": "1", "field": "identity"}
    with override_settings(IDENTITY_KEYS={1: b"a" * 32}):
        sealed = sealing.seal("x", **place)
    with override_settings(IDENTITY_KEYS={1: b"a" * 32, 2: b"b" * 32}):
        assert sealing.unseal(sealed, **place) == "x"
        assert sealing.seal("x", **place)[0] == 2
    with override_settings(IDENTITY_KEYS={2: b"b" * 32}), pytest.raises(sealing.CannotOpen):
        sealing.unseal(sealed, **place)
