"""Message templates: placeholders are checked when they are saved, and no gap is sent."""

import re
import tomllib
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from cases.desk.presenters.writing import on_offer
from cases.domain import message_templates
from cases.domain.reference import FOLDER, load_reference
from cases.enums import Placeholder
from cases.models import MessageTemplate
from tests import cast as people
from tests.cast import Cast

LANGUAGES = ("ar", "bn", "en", "he", "pl", "so", "tr", "ur")


def template(text: str, **more: object) -> MessageTemplate:
    return MessageTemplate(key="one", title="One", language="en", text=text, **more)


@pytest.mark.parametrize(
    "text", ["{refrence}", "a {Reference} b", "{}", "{ reference }", "{reference!r}", "{__class__}"]
)
def test_an_unknown_placeholder_is_named_with_those_that_exist(text: str) -> None:
    with pytest.raises(ValidationError) as refused:
        template(text).clean()
    [sentence] = refused.value.message_dict["text"]
    assert re.search(r"\{[^}]*\} is not a placeholder; those that exist are \{reference\}, \{received_on\}", sentence)


@pytest.mark.parametrize("text", ["a { b", "a } b", "}{", "{a\nb}"])
def test_a_lone_brace_is_refused(text: str) -> None:
    with pytest.raises(ValidationError, match="brace"):
        template(text).clean()


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["{refrence}", "a { b", "{}", "{a\nb}"])
def test_the_database_refuses_it_too(text: str) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        template(text).save()


@pytest.mark.django_db
def test_what_heard_knows_is_filled_in_and_the_rest_is_a_gap(cast: Cast) -> None:
    report = people.report(now=people.NOW)
    text = " ".join(f"{{{name}}}" for name in Placeholder)
    filled = message_templates.fill(template(text), report, answer_by=date(2026, 12, 1))
    assert filled.startswith(f"{report.reference} 2 March 2026 1 December 2026 [write here: ")
    assert message_templates.first_gap(filled) == "[write here: what we did]"
    assert not message_templates.first_gap(message_templates.fill(template("{reference}"), report))


@pytest.mark.django_db
def test_each_language_of_the_form_has_every_message_and_only_english_counts_as_reviewed() -> None:
    load_reference()
    assert load_reference()["message templates"] == 0
    keys = set(tomllib.loads((FOLDER / "message_templates" / "en.toml").read_text(encoding="utf-8")))
    assert {
        language: set(MessageTemplate.objects.filter(language=language).values_list("key", flat=True))
        for language in LANGUAGES
    } == dict.fromkeys(LANGUAGES, keys)
    assert set(MessageTemplate.objects.filter(is_reviewed=True).values_list("language", flat=True)) == {"en"}
    for one in MessageTemplate.objects.all():
        one.full_clean()
        same = MessageTemplate.objects.get(key=one.key, language="en")
        assert set(re.findall(r"\{\w+\}", one.text)) == set(re.findall(r"\{\w+\}", same.text))


@pytest.mark.django_db
def test_in_a_language_one_does_not_hold_only_reviewed_texts_without_gaps_are_offered(cast: Cast) -> None:
    load_reference()
    shipped = list(MessageTemplate.objects.order_by("pk"))
    english = on_offer(shipped, cast.officer, "en")
    assert on_offer(shipped, cast.officer, "pl") == english
    MessageTemplate.objects.filter(language="pl").update(is_reviewed=True, reviewed_by="A translator")
    agreed = [label for pk, label in on_offer(MessageTemplate.objects.order_by("pk"), cast.officer, "pl")]
    assert agreed[:3] == [
        "Thank you, we have it, in Polish (agreed)", "Asking for more, in Polish (agreed)",
        "We have finished, in Polish (agreed)",
    ]  # fmt: skip
    assert len(agreed) == len(english) + 3
    cast.officer.languages = ["en", "pl"]
    assert len(on_offer(shipped, cast.officer, "pl")) == 2 * len(english)


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_that_asks_for_more_is_known_by_what_no_other_says(cast: Cast, language: str) -> None:
    load_reference()
    report, known = people.report(), list(MessageTemplate.objects.all())
    for one in MessageTemplate.objects.filter(language=language):
        words = message_templates.fill(one, report)
        assert message_templates.asks_for_more(words, report, known) == one.asks, one
        assert message_templates.asks_for_more(words.rpartition("\n\n")[0], report, known) == one.asks, one
    assert not message_templates.asks_for_more("", report, known)


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_day_that_a_template_names_is_found_in_each_language_and_edited_words_are_the_officers_own(
    cast: Cast, language: str
) -> None:
    load_reference()
    report, day = people.report(), date(2026, 12, 1)
    asking = MessageTemplate.objects.get(key="asking", language=language)
    words = message_templates.fill(asking, report, answer_by=day)
    assert message_templates.other_day_named(words, report, date(2026, 12, 2)) in ("1 December 2026", "01/12/2026")
    assert message_templates.other_day_named(words, report, day) == ""
    assert message_templates.is_unedited(words.replace("\n", "\r\n"), report)
    assert message_templates.is_unedited(
        message_templates.fill(asking, report), report
    )  # its day is still to be chosen
    assert not message_templates.is_unedited(f"{words} 1", report)
    assert message_templates.other_day_named("I come on 1 December 2026.", report, date(2026, 12, 2)) == ""


@pytest.mark.django_db
def test_only_the_reviewed_words_themselves_are_as_agreed(cast: Cast) -> None:
    report = people.report()
    agreed = template("Thank you. {reference}", is_reviewed=True, reviewed_by="A translator")
    assert message_templates.is_as_agreed(f" Thank you. {report.reference}\r\n", agreed, report)
    assert not message_templates.is_as_agreed(f"Thank you! {report.reference}", agreed, report)
    assert not message_templates.is_as_agreed("Thank you.", template("Thank you."), report)
