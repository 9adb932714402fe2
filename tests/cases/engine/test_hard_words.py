"""Which words hurt to read, and that masking them moves nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.engine.categorise import categorise
from cases.engine.hard_words import MASK, hard_spans, mask
from cases.engine.text import LOOKED_AT


def hidden(text: str) -> list[str]:
    return [text[start:end] for start, end in hard_spans(text)]


def test_slurs_are_found_as_people_write_them() -> None:
    assert hidden("He called me a paki on the bus.") == ["paki"]
    assert hidden("She shouted n****r at my son.") == ["n****r"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("He spoke of faggotry.", "He spoke of ████████."),  # no half of a word gives the other away
        ("*paki* _paki_ pakiii!", "██████ ██████ ██████!"),
        ("“paki”, 'paki', paki’s", "“████”, '████', ██████"),
        ("#paki paki-lover", "#████ ████-lover"),
    ],
)
def test_a_word_is_hidden_whole_and_nothing_beside_it(text: str, shown: str) -> None:
    assert mask(text, hard_spans(text)) == shown


def test_cruelty_in_detail_is_found() -> None:
    assert "cut my throat" in hidden("He said he would cut my throat.")


def test_names_of_groups_and_ordinary_words_stay() -> None:
    assert hidden("A man spat at me because I am a Muslim and from Poland. I am afraid to go home.") == []


def test_a_letterbox_in_a_door_is_no_insult() -> None:
    assert hidden("Someone put rubbish through my letterbox and shouted at us.") == []
    assert "letterbox" in " ".join(hidden("They called her a letterbox because of her niqab."))


@pytest.mark.parametrize(
    "text",
    [
        "Habeen hore ayaa daaqadda la jebiyay, waxaan maqlay nin qaylinaya",
        "Hoe kan het dat de buurman van mijn moeder zo iets zegt",
    ],
)
def test_an_ordinary_word_of_another_language_is_no_insult_in_it(text: str) -> None:
    assert hidden(text) == []
    assert "sex" not in {one.key for one in categorise(text).strands}


def test_a_slur_is_one_in_whatever_language_it_is_told() -> None:
    assert hidden("Waxay igu yidhaahdeen paki, waxaan ahaa qof socda oo ku noqday guriga") == ["paki"]
    assert hidden("He shouted hore at her.") == ["hore"]


def test_what_nobody_looked_at_is_hidden() -> None:
    text = "word " * (LOOKED_AT // 5) + "the end"
    assert hard_spans(text)[-1] == (LOOKED_AT, len(text))


@given(st.text(max_size=200), st.sampled_from(["", "paki", "cut his throat", "t*wel head"]), st.text(max_size=50))
def test_a_mask_keeps_every_other_character_where_it_was(before: str, hard: str, behind: str) -> None:
    text = f"{before} {hard} {behind}"
    spans = hard_spans(text)
    masked = mask(text, spans)
    assert len(masked) == len(text)
    places = {at for start, end in spans for at in range(start, end)}
    assert all(masked[at] == (MASK if at in places else text[at]) for at in range(len(text)))
