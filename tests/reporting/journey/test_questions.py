"""The questions as data, and the order in which they are asked."""

import dataclasses

import pytest
from django.http import QueryDict

from reporting import questions
from reporting.journey import steps
from reporting.journey.forms.page import PageForm
from reporting.questions import QUESTIONS
from reporting.taxonomy import STRANDS


def test_only_what_happened_is_compulsory() -> None:
    assert [question.name for question in QUESTIONS.values() if question.compulsory] == [questions.COMPULSORY]


def test_every_question_stands_on_exactly_one_page_in_its_order() -> None:
    assert [name for step in steps.STEPS for name in step.names] == list(QUESTIONS)


def test_names_are_plain() -> None:
    for question in QUESTIONS.values():
        assert question.name.isidentifier()
        assert question.name == question.name.lower()


def test_questions_cannot_be_changed_by_accident() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        QUESTIONS["where"].sealed = False  # type: ignore[misc]


def test_reasons_offered_are_strands_of_the_taxonomy() -> None:
    offered = {choice.key for choice in QUESTIONS["because"].choices}
    assert offered - {"not_sure"} == set(STRANDS) - {"religion"}, "each faith stands for itself"


def test_only_questions_with_choices_have_them_and_no_key_is_there_twice() -> None:
    for question in QUESTIONS.values():
        keys = [choice.key for choice in question.choices]
        assert bool(keys) == (question.kind in ("choice", "choices")), question.name
        assert len(keys) == len(set(keys)), question.name


@pytest.mark.parametrize("step", [step for step in steps.STEPS if step.slug != steps.FIRST], ids=lambda step: step.slug)
def test_no_answer_makes_a_page_impossible_to_pass(step: steps.Step) -> None:
    for typed in ("", "x", "\0", "<b>", "9" * 10_000):
        data = dict.fromkeys(step.names, typed) | {f"{name}_{part}": typed for name in step.names for part in range(3)}
        assert PageForm(step, data).is_valid()


def test_after_and_before_agree() -> None:
    for answers in ({}, {"in_danger_now": "yes"}, {"happened_to": "place_or_group"}, {"under_18": "yes"}):
        way = steps.asked(answers)
        assert [steps.after(step, answers) for step in way] == [*way[1:], None]
        assert [steps.before(step, answers) for step in way] == [None, *way[:-1]]


@pytest.mark.parametrize(
    ("ticked", "counts"),
    [
        ("contact_by=phone&contact_by=no_contact", ["no_contact"]),
        ("contact_by=website&contact_by=phone", ["website"]),
        ("contact_by=website&contact_by=no_contact", ["no_contact"]),
        ("contact_by=phone&contact_by=email", ["email", "phone"]),
    ],
)
def test_a_wish_not_to_be_contacted_outweighs_the_rest_and_so_does_the_website_alone(
    ticked: str, counts: list[str]
) -> None:
    form = PageForm(steps.BY_SLUG["contact"], QueryDict(ticked))
    assert form.is_valid()
    assert form.answers()["contact_by"] == counts


@pytest.mark.parametrize(
    ("happened_to", "asked"),
    [
        ("me", "Do you know them?"),
        ("someone_else", "Are they known to the person or people it happened to?"),
        ("place_or_group", "Are they known to the person or people it happened to?"),
    ],
)
def test_who_knows_them_is_asked_of_whom_it_happened_to(happened_to: str, asked: str) -> None:
    question = QUESTIONS["know_them"]
    assert questions.asked_as(question, happened_to) == asked
    assert not [one.label for one in question.choices if " I " in one.label and one.key != "not_sure"], (
        "whoever answers"
    )
