"""Every language of the public's pages is complete, says the same as the English, and is compiled from what was read."""

import re
from string import Formatter

import pytest
from babel import Locale
from django.utils import translation
from django.utils.formats import date_format
from django.utils.timezone import datetime

from config import catalogues
from reporting.languages import LANGUAGES, SOURCE, Language
from reporting.queries.translations import digest_of

OTHERS = [language.code for language in LANGUAGES if language.code != SOURCE]
_NAMED = re.compile(r"%\(\w+\)[sd]|%[sd]")
_TAG = re.compile(r"<[^>]+>")


def test_the_texts_of_the_pages_are_found() -> None:
    found = catalogues.messages()
    assert ("What happened?", None, None) in found  # from the questions
    assert ("Start now", None, None) in found  # from a template
    assert any(context == "safety" for _text, _plural, context in found)
    assert any(plural for _text, plural, _context in found)


@pytest.mark.parametrize("code", OTHERS)
def test_no_text_is_missing_and_none_is_left_over(code: str) -> None:
    catalogue = catalogues.read(code)
    assert catalogues.missing(catalogue) == []
    assert {(message.id, message.context) for message in catalogue if message.id} == {
        ((text, plural) if plural else text, context) for text, plural, context in catalogues.messages(code)
    }


@pytest.mark.parametrize("code", OTHERS)
def test_placeholders_and_tags_are_those_of_the_english(code: str) -> None:
    assert [said for english, said in pairs(code) if not same_marks(english, said)] == []


def pairs(code: str) -> list[tuple[tuple[str, ...], str]]:
    """Each translation beside its English, one for each plural form."""
    return [
        (message.id if isinstance(message.id, tuple) else (message.id,), said)
        for message in catalogues.read(code)
        if message.id
        for said in (message.string if isinstance(message.string, tuple | list) else (message.string,))
    ]


def same_marks(english: tuple[str, ...], said: str) -> bool:
    """The same tags and placeholders; a plural form may leave its number out ("one message")."""
    whole = english[-1]
    ours, theirs = set(_NAMED.findall(said)), set(_NAMED.findall(whole))
    return (
        sorted(_TAG.findall(said)) == sorted(_TAG.findall(whole))
        and (ours == theirs or (len(english) > 1 and ours <= theirs))
        and fields(said) == fields(whole)
    )


def fields(text: str) -> set[str]:
    """Names in braces."""
    return {name for _literal, name, _spec, _conversion in Formatter().parse(_NAMED.sub("", text)) if name}


@pytest.mark.parametrize("code", OTHERS)
def test_what_is_served_is_compiled_from_what_can_be_read(code: str) -> None:
    catalogue = catalogues.read(code)
    assert catalogues.path_of(code).with_suffix(".mo").read_bytes() == catalogues.compiled(catalogue)
    assert digest_of(code) == catalogues.safety_digest(catalogue)
    strings = [message.string for message in catalogue if isinstance(message.id, tuple)]
    assert {len(string) for string in strings} == {catalogue.num_plurals}


@pytest.mark.parametrize("code", OTHERS)
def test_days_and_months_are_said_in_the_language(code: str) -> None:
    moment = datetime(2026, 2, 3, 21, 48)
    with translation.override(code):
        said = date_format(moment, "l") + date_format(moment, "DATE_FORMAT")
    assert "Tuesday" not in said
    assert "February" not in said


def test_nobody_has_signed_for_a_language_that_has_no_words_of_safety() -> None:
    assert digest_of("xx") == ""


_AS_DIALLED_OR_TYPED = re.compile(
    r"SHA-256|999bsl\.co\.uk|SE15|বাস 36|27 3 2026|\+?\d[\d ]{5,}\d|\b(?:999|101|111|55|18000|18001)\b"
)


def test_the_digits_of_each_language_are_those_that_cldr_gives_it() -> None:
    named = {"latn": "0123456789", "beng": "০১২৩৪৫৬৭৮৯"}
    for language in LANGUAGES:
        found = Locale.parse(language.code.replace("-", "_")) if language.code != SOURCE else Locale("en", "GB")
        assert language.digits == named[found.default_numbering_system], language.code


@pytest.mark.parametrize("language", [one for one in LANGUAGES if not one.digits.isascii()])
def test_a_language_with_digits_of_its_own_keeps_the_western_ones_for_what_is_dialled_or_typed(
    language: Language,
) -> None:
    for _english, said in pairs(language.code):
        prose = _AS_DIALLED_OR_TYPED.sub("", _NAMED.sub("", said))
        assert not re.search("[0-9]", prose), said
