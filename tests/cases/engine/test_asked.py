"""What is typed into the search box is read as what is meant, and what means nothing is said to mean nothing."""

import pytest

from cases.engine.asked import LONGEST, MOST_TERMS, Term, Unclear, read_search


def terms(typed: str) -> list[list[Term]]:
    return [list(group) for group in read_search(typed).groups]


def test_words_stand_for_themselves_and_all_must_hold() -> None:
    assert terms("headscarf  bus") == [[Term("headscarf")], [Term("bus")]]


@pytest.mark.parametrize("typed", ['"go home"', "“go home”", "«go home»", "„go home“"])
def test_quotation_marks_of_every_keyboard_make_a_phrase(typed: str) -> None:
    assert terms(typed) == [[Term("go home", is_phrase=True)]]


@pytest.mark.parametrize("minus", ["-", "−", "–"])
def test_a_minus_leaves_out(minus: str) -> None:
    assert terms(f"bus {minus}train") == [[Term("bus")], [Term("train", is_not=True)]]
    assert terms(f'bus {minus}"go home"')[1] == [Term("go home", is_phrase=True, is_not=True)]


def test_a_dash_inside_a_word_or_alone_leaves_nothing_out() -> None:
    assert [len(group) for group in terms("anti-semitic - bus")] == [1, 1]
    assert not any(term.is_not for group in terms("anti-semitic - bus") for term in group)


def test_or_binds_the_words_beside_it() -> None:
    assert terms("spat bus OR train") == [[Term("spat")], [Term("bus"), Term("train")]]
    assert terms('"or"') == [[Term("or", is_phrase=True)]]


def test_a_field_takes_a_value_also_with_blanks_and_colons() -> None:
    assert terms("State:open") == [[Term("open", field="state")]]
    assert terms('area:"Tower Hamlets"') == [[Term("Tower Hamlets", is_phrase=True, field="area")]]
    assert terms("x strand:religion:anti-muslim")[1] == [Term("religion:anti-muslim", field="strand")]


@pytest.mark.parametrize("typed", ["22:30", "https://example.org/x", "3:2"])
def test_a_time_or_link_is_no_field(typed: str) -> None:
    assert terms(typed)[0][0].field == ""


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Write what to look for"), ("   ", "Write what to look for"),
        ('"go home', "quotation mark is missing"), ('a "b" "', "quotation mark is missing"),
        ("-", "signs alone"), ("!!! ???", "signs alone"), ('""', "signs alone"), ("\x00", "signs alone"),
        ("-bus", "a minus only leaves cases out"), ('-bus -"go home" -state:open', "a minus only leaves cases out"),
        ("or", "stands between two words"), ("bus or", "stands between two words"), ("or bus", "stands between"),
        ("a or or b", "stands between two words"), ("state:", "right behind"), ("state: open", "without a blank"),
        ("x" * (LONGEST + 1), "at most 500 characters, and this one has 501"), ("a " * 10_000, "at most 500 characters"),
        ("ab " * (MOST_TERMS + 1), "at most 20 words"),
    ],
)  # fmt: skip
def test_what_means_nothing_gets_one_sentence(typed: str, said: str) -> None:
    with pytest.raises(Unclear, match=said):
        read_search(typed)


def test_only_plain_words_of_some_length_may_be_spelt_otherwise() -> None:
    assert [term.text for term in read_search('mosque bus "go home" state:open -temple').loose] == ["mosque"]
