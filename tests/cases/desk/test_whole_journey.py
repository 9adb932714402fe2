"""What the longer journey asks reaches the officers: on the case page, on the contact card, in the gate of safe contact."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from cases.desk.presenters.cards import card
from cases.domain import contact_card, linking
from cases.domain.categorisation import categorise_report
from cases.domain.contact import Plan, instructions, what_card_forbids
from cases.domain.intake import open_case
from cases.domain.persons import identity
from cases.domain.redaction import redaction_for
from cases.enums import Means
from cases.models import Case, Person
from reporting.domain.about_you import AboutYou
from reporting.domain.submission import submit_report
from reporting.models import Report
from reporting.questions import QUESTIONS, SEALED
from tests import cast as people
from tests.cast import Cast
from tests.desk import at_the_desk

pytestmark = pytest.mark.django_db

NEVER_ALONE = {"no_contact", "nothing", "none", "no", "not_sure"}


def everything() -> dict[str, Any]:
    """An answer to every question, each with words of its own."""
    given: dict[str, Any] = {}
    for name, question in QUESTIONS.items():
        if question.choices:
            keys = [choice.key for choice in question.choices if choice.key not in NEVER_ALONE]
            given[name] = [keys[0]] if question.kind == "choices" else keys[0]
        else:
            given[name] = f"Words of {name}"
    return given | {
        "what_happened": "They shouted at her.", "happened_on": "2026-03", "contact_email": "a@example.org",
        "contact_phone": "020 7946 0000", "about_police": "no", "contact_no_visit": "no_visit", "contact_by": ["phone"],
        "in_danger_now": "no", "under_18": "no",
    }  # fmt: skip


def test_every_answer_stands_on_the_case_page(cast: Cast) -> None:
    answers = everything()
    case = people.case(**answers)
    html = at_the_desk(cast.officer).get(f"/desk/cases/{case.reference}/").content.decode()
    for name, question in QUESTIONS.items():
        if name in ("contact_email", "contact_phone", "contact_address"):
            assert answers[name] not in html, "sealed until somebody says why"
        elif not question.choices and name not in ("what_happened", "happened_on"):
            assert answers[name] in html, name
    for said in ("March 2026", "It was that day", "In the morning", "Withhold it", "Do not visit", "Bus or bus stop"):
        assert said in html
    assert "Metropolitan Police Service" in html


def test_what_identifies_is_nowhere_in_the_clear(cast: Cast) -> None:
    case = people.case(**everything())
    report = case.opened_for
    person = Person.objects.get(case=case, role="reporter")
    clear = f"{report.answers} {person.knowledge} {person.needs} {person.consent}"
    for name in SEALED:
        assert f"Words of {name}" not in clear
    assert identity(person)["email"] == "a@example.org"


def test_the_card_in_force_is_what_they_wrote_until_something_else_is_agreed(cast: Cast) -> None:
    case = people.case(**everything())
    rules = contact_card.card_of(Person.objects.get(case=case, role="reporter"))
    assert rules.withhold_number
    assert rules.no_visit
    assert (rules.not_to, rules.code_word) == ("Words of contact_not_to", "Words of contact_code_word")
    assert "The contact card says: do not visit." in what_card_forbids(rules, Plan(Means.VISIT, timezone.now()))
    said = " ".join(instructions(rules, Means.PHONE))
    assert "Words of contact_code_word" in said
    assert "Withhold your number." in said


def test_whoever_is_to_be_asked_before_a_visit_is_shown_so(cast: Cast) -> None:
    case = people.case("They hit me.", contact_by=["phone"], contact_no_visit="ask_first")
    person = Person.objects.get(case=case, role="reporter")
    assert ("Visits", "Ask them first, before any visit") in card(person).lines
    html = at_the_desk(cast.officer).get(f"/desk/cases/{case.reference}/").content.decode()
    assert "Ask them first, before any visit" in html
    rules = contact_card.card_of(person)
    assert "The contact card says: ask them first" in what_card_forbids(rules, Plan(Means.VISIT, timezone.now()))[0]
    agreed = replace(rules, channels=("phone", "visit"))
    assert what_card_forbids(agreed, Plan(Means.VISIT, timezone.now())) == []
    assert "Ask them first, by another way" in instructions(agreed, Means.VISIT)[0]
    assert instructions(rules, Means.PHONE) == ["Do not leave a voice message."]


def test_who_helps_says_how_best_to_talk_with_the_person(cast: Cast) -> None:
    said = "Slowly, and not when her brother is there."
    case = people.case("They hit her.", happened_to="someone_else", talk_with_them=said)
    victim, reporter = Person.objects.get(case=case, role="victim"), Person.objects.get(case=case, role="reporter")
    assert said not in f"{case.opened_for.answers} {victim.needs}"
    assert said in [line for _name, line in card(victim).lines]
    assert said not in str(card(reporter).lines)
    assert said in " ".join(instructions(contact_card.card_of(victim), Means.VISIT))


@pytest.mark.parametrize(("safe", "is_warned"), [("yes", False), ("no", True), ("not_sure", True), ("", True)])
@pytest.mark.parametrize(
    "who",
    [
        {"happened_to": "me", "under_18": "yes"},
        {"happened_to": "someone_else", "reporter_under_18": "yes"},
        {"happened_to": "place_or_group", "reporter_under_18": "yes"},
    ],
)
def test_a_childs_parents_are_told_nothing_unless_the_child_says_it_is_safe(
    cast: Cast, safe: str, is_warned: bool, who: dict[str, str]
) -> None:
    case = people.case("They hit us.", parents_may_know=safe, **who)
    person = Person.objects.get(case=case, role="reporter")
    said = " ".join(instructions(contact_card.card_of(person), Means.PHONE))
    assert ("not a word to them" in said) == is_warned
    assert any("Do not tell them" in line for _name, line in card(person).lines) == is_warned
    assert person.needs["under_18"] == "yes"


def test_a_child_is_high_whatever_the_machine_says_of_the_words(cast: Cast) -> None:
    case = people.case("Someone was not nice.", under_18="yes")
    categorise_report(case.opened_for_id, now=timezone.now())
    assert Case.objects.get(pk=case.pk).priority == "high"


def test_a_childs_report_makes_the_case_high_that_it_is_attached_to(cast: Cast) -> None:
    case, childs = people.case("They shouted."), people.case("They shouted at me.", under_18="yes")
    case = linking.attach_report(
        case.pk, childs.reference, reason="The same evening.", by=cast.officer, now=timezone.now()
    )
    assert case.priority == "high"
    due = case.commitments.filter(kind="read", met_at=None).values_list("due_at", flat=True)
    assert max(due) <= childs.received_at + timedelta(hours=4)


def test_what_may_be_passed_on_stands_beside_the_consent_that_is_asked_again(cast: Cast) -> None:
    case = people.case("They shouted.", support_wanted=["rights"], may_pass_on=["name", "needs"])
    person = Person.objects.get(case=case, role="reporter")
    assert person.consent == {"may_pass_on": ["name", "needs"]}
    assert card(person).may_pass_on == "My name, What help and language I need"


def test_what_they_said_about_themselves_is_seen_only_where_they_said_so(cast: Cast) -> None:
    answer = ("age", "How old are you?", "18-24", "18 to 24")
    shown = []
    for for_helper in (True, False):
        submit_report(
            answers={"what_happened": "It was."}, token=f"about {for_helper}", now=timezone.now(),
            about_you=AboutYou((answer,), for_helper=for_helper),
        )  # fmt: skip
        case = open_case(Report.objects.latest("pk").pk, now=timezone.now())
        html = at_the_desk(cast.officer).get(f"/desk/cases/{case.reference}/").content.decode()
        shown.append("18 to 24" in html)
    assert shown == [True, False]


def test_a_redacted_text_loses_no_word_because_somebody_ticked_yes(cast: Cast) -> None:
    case = people.case(**{**everything(), "contact_voicemail": "yes"})
    redaction = redaction_for([case.opened_for], Person.objects.filter(case=case))
    assert redaction.cut("They said yes and no, and Words of contact_not_to.").startswith("They said yes and no")
