"""Whatever is typed: a sentence that helps where it may be a slip, the words kept, and never a dead end."""

from datetime import date

import pytest
from django.utils import translation

from reporting.journey.doubts import about_length, doubt_about
from reporting.journey.forms.page import PageForm
from reporting.journey.steps import STEPS, Step
from reporting.journey.summary import day_in_words
from reporting.questions import QUESTIONS

TODAY = date(2026, 11, 26)
STEP_OF = {name: step for step in STEPS for name in step.names}
ANYTHING = {
    "empty": "",
    "blanks": " \n\t ",
    "too long": "long " * 50_000,
    "wrong script": "ا ب ت 北京 שלום",
    "html": '<script>alert("x")</script>&amp;<b>',
    "emoji": "😢👨‍👩‍👧🏴",
    "right to left override": "\u202eevil\u202c",
    "no text": "a\0b\ud800",
    "no such postcode": "ZZ99 9ZZ",
    "no e-mail address": "me at home",
    "phone abroad": "+48 22 555 01 23",
    "number": "31",
}
DAYS = {  # day, month and year as typed: what is kept, and whether a word is said
    ("", "", ""): ("", False),
    ("27", "3", "2026"): ("2026-03-27", False),
    ("", "3", "2026"): ("2026-03", False),
    ("", "", "2019"): ("2019", False),
    ("3", "6", ""): ("3/6/", False),
    ("27", "march", "2026"): ("2026-03-27", False),
    ("27", "Sept.", "2025"): ("2025-09-27", False),
    ("٢٧", "٣", "٢٠٢٦"): ("2026-03-27", False),
    ("31", "2", "2026"): ("31/2/2026", True),
    ("31", "2", ""): ("31/2/", True),
    ("27", "11", "2026"): ("2026-11-27", True),
    ("", "12", "2026"): ("2026-12", True),
    ("", "", "2031"): ("2031", True),
    ("1", "1", "1800"): ("1800-01-01", True),
    ("1", "1", "26"): ("1/1/26", True),
    ("last", "week", ""): ("last/week/", True),
    ("<b>", "😢", "9" * 500): ("<b>/😢/" + "9" * 500, True),
    ("1/2", "3", "4"): ("1/2/3/4", True),
}


def posted(name: str, typed: str) -> dict[str, str]:
    return {name: typed} | {f"{name}_{part}": typed for part in range(3)}


def asked(name: str) -> Step:
    """The page of one question, asked of everybody."""
    return Step(STEP_OF[name].slug, (name,), "title")


def press(name: str, data: dict[str, str]) -> PageForm:
    form = PageForm(asked(name), data)
    if form.is_valid():
        form.point_out_slips(today=TODAY)
    return form


@pytest.mark.parametrize("name", QUESTIONS)
def test_whatever_is_typed_is_kept_and_goes_on_at_the_second_press(name: str) -> None:
    question = QUESTIONS[name]
    for what, typed in ANYTHING.items():
        data = posted(name, typed)
        form = press(name, data)
        if question.compulsory and not typed.strip():
            assert form.errors[name] == ["Tell us what happened. One sentence is enough."]
            continue
        for sentence in form.errors.get(name, []):
            assert "press Continue again" in sentence, what
            assert 20 < len(sentence) < 250, what
        html = str(form[name])
        again = press(name, {**data, "sure": form.sure})
        assert again.is_valid(), (name, what)
        assert not again.errors, (name, what)
        if question.kind in ("words", "line", "email", "phone") and typed.strip() and what != "no text":
            assert again.answers()[name] == typed
            assert form[name].value() == typed
        assert "<script>" not in html


@pytest.mark.parametrize(("typed", "kept"), DAYS.items(), ids=lambda one: str(one)[:40])
def test_a_day_is_kept_as_far_as_it_is_known_and_what_is_none_as_it_was_typed(
    typed: tuple[str, str, str], kept: tuple[str, bool]
) -> None:
    data = {f"happened_on_{part}": one for part, one in enumerate(typed)}
    form = press("happened_on", data)
    assert form.cleaned_data.get("happened_on", kept[0]) == kept[0]
    assert bool(form.errors) == kept[1]
    again = press("happened_on", {**data, "sure": form.sure})
    assert again.is_valid()
    assert again.answers() == {"happened_on": kept[0]}
    assert form["happened_on"].value() == list(typed)


def test_a_day_comes_back_into_its_boxes_as_it_was_typed() -> None:
    widget = PageForm(STEP_OF["happened_on"]).fields["happened_on"].widget
    assert widget.decompress("2026-03-27") == ["27", "3", "2026"]
    assert widget.decompress("2026-03") == ["", "3", "2026"]
    assert widget.decompress("2019") == ["", "", "2019"]
    assert widget.decompress("31/2/") == ["31", "2", ""]


def test_a_day_is_read_as_a_person_says_it() -> None:
    said = {one: day_in_words(one) for one in ("2026-03-27", "2026-03", "2019", "31/2/2026", "/6/")}
    assert list(said.values()) == ["27 March 2026", "March 2026", "2019", "31/2/2026", "6"]


@pytest.mark.parametrize(
    "fine",
    [
        ("contact_email", "a.b+c@mail.example.org"), ("contact_email", "名@例え.jp"), ("contact_phone", "+48 22 555 01 23"),
        ("contact_phone", "(020) 7946-0000 ext 12"), ("contact_phone", "٠٧٧٠٠٩٠٠٩٨٢"), ("area", "SE15"), ("area", "Peckham"),
        ("area", "se15 4qf"), ("area", "M1 1AA"), ("area", "Room 3, near the A40"),
    ],
)  # fmt: skip
def test_what_is_right_is_not_doubted(fine: tuple[str, str]) -> None:
    name, typed = fine
    assert doubt_about(QUESTIONS[name], typed, today=TODAY) == ""


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("area", "SE99 1AA", "We do not know the postcode SE99."),
        ("area", "ZZ1", "We do not know the postcode ZZ1."),
        ("contact_email", "a@b", "It should look like name@example.com."),
        ("contact_phone", "12", "It should have only numbers"),
        ("contact_phone", "ask my sister, 07700 900982", "It should have only numbers"),
    ],
)
def test_a_slip_is_named_with_what_to_do(name: str, typed: str, said: str) -> None:
    assert said in doubt_about(QUESTIONS[name], typed, today=TODAY)


@pytest.mark.parametrize(
    "sent",
    [
        "2026-02-32",
        "2026-13",
        "0000-01-01",
        "0000",
        "32/2/2026",
        "last summer",
        "2026-3-1",
        "9" * 30,
        "²/1/2026",
        "31/0/2026",
    ],
)
def test_no_day_of_a_program_is_beyond_it(sent: str) -> None:
    assert "We cannot find that day in the calendar." in doubt_about(QUESTIONS["happened_on"], sent, today=TODAY)


@pytest.mark.parametrize(
    ("typed", "language", "said"),
    [
        ("31/2/2026", "en-gb", "February 2026 has only 28 days."), ("2024-02-30", "en-gb", "February 2024 has only 29 days."),
        ("31/2/", "en-gb", "February has only 29 days."), ("31/april/2026", "en-gb", "April 2026 has only 30 days."),
        ("31/2/2026", "pl", "Luty 2026 ma tylko 28 dni."), ("31/2/2026", "tr", "Şubat 2026 yalnızca 28 gün çeker."),
    ],
)  # fmt: skip
def test_a_day_past_the_end_of_its_month_is_told_how_long_the_month_is(typed: str, language: str, said: str) -> None:
    with translation.override(language):
        assert doubt_about(QUESTIONS["happened_on"], typed, today=TODAY).startswith(said)


def test_a_number_without_end_is_no_day_and_no_fault() -> None:
    data = {"happened_on_0": "9" * 30, "happened_on_1": "1", "happened_on_2": "2026"}
    first = press("happened_on", data)
    assert first.errors
    assert press("happened_on", {**data, "sure": first.sure}).answers() == {"happened_on": f"{'9' * 30}/1/2026"}


def test_another_slip_in_the_same_answer_is_pointed_out_too() -> None:
    first = press("happened_on", {"happened_on_0": "31", "happened_on_1": "2", "happened_on_2": "2026"})
    other = {"happened_on_0": "1", "happened_on_1": "1", "happened_on_2": "2030"}
    second = press("happened_on", {**other, "sure": first.sure})
    assert second.errors
    assert not press("happened_on", {**other, "sure": second.sure}).errors


def test_long_words_are_warned_of_and_never_refused() -> None:
    question = QUESTIONS["what_happened"]
    assert question.limit is not None
    assert about_length(question, "x" * question.limit) == ""
    assert "We will keep all of it" in about_length(question, "x" * (question.limit + 1))
    assert press("what_happened", {"what_happened": "x" * (question.limit + 1)}).is_valid()
