"""Which words are words of safety, that each stands in English too until somebody signs, and how sizes are said."""

import re
from collections.abc import Iterable, Iterator

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.utils import timezone, translation

from cases.domain.reference import load_reference
from config import catalogues
from reporting.domain.translations import sign_translation
from reporting.journey import safety
from reporting.journey.evidence import size_words
from reporting.languages import LANGUAGES, SOURCE
from reporting.questions import QUESTIONS, SAFETY, label_of
from tests.reporting.views.conftest import Visitor

OTHERS = [language.code for language in LANGUAGES if language.code != SOURCE]
_ENGLISH = re.compile(r'<span class="heard-english" lang="en" dir="ltr">([^<]+)</span>')


@pytest.fixture(autouse=True)
def nobody_remembers() -> Iterator[None]:
    safety._known.clear()
    yield
    safety._known.clear()


@pytest.mark.django_db
@pytest.mark.urls("config.urls_public")
@pytest.mark.parametrize("code", OTHERS)
def test_leaving_and_covering_ones_tracks_stand_in_english_too_until_somebody_signs(client: Client, code: str) -> None:
    prefix = f"/{code}"
    page = client.get(f"{prefix}/cover-your-tracks/").content.decode()
    beneath = _ENGLISH.findall(page)
    for words in ("Exit this page", "What the button cannot do", "Safest of all", "Back does not show what you typed"):
        assert words in beneath, words
    main = page[page.index("<main") : page.index("</main>")]
    told = re.findall(r"<(?:h1|h2|h3|p|li)[^>]*>(.*?)</(?:h1|h2|h3|p|li)>", main, re.DOTALL)
    assert [one for one in told if "heard-english" not in one] == []
    sign_translation(language=code, reader="A reader", qualification="Reads it.", by="admin", now=timezone.now())
    safety._known.clear()
    assert "heard-english" not in client.get(f"{prefix}/cover-your-tracks/").content.decode()


# What a word of emergency, exit, consent or contact looks like in the English.
_OF_SAFETY = re.compile(
    r"""\b(?:999|18001|101|111|112)\b | \bdanger | \bexit\b | Childline | \bsafe(?:ly|st)\b | over\ your\ shoulder
      | \breach\s+(?:you|me)\b | \bcontact(?:ed|ing)?\s+(?:you|me)\b | \bsafe\ to\b
      | \b(?:may|can)\s+(?:we|they)\s+(?:use|tell|know|call|leave)\b | \bwe\s+may\s+use\b | \bagree | \bconsent""",
    re.IGNORECASE | re.VERBOSE,
)
_ONLY_ALIKE = {
    "Someone is in danger",  # a row of the promise page: how urgent reports were
    "We pass on what you agreed to by %(when)s.",  # what we promised, by when
    "We have not kept our promise. We promised to pass on what you agreed to by %(when)s.",
    "agreement signed on", "agreement ends on",  # with a partner, for the administrator
}  # fmt: skip


def of_safety(texts: Iterable[str]) -> set[str]:
    return {text for text in texts if _OF_SAFETY.search(text)}


def test_every_text_that_speaks_of_emergency_exit_consent_or_contact_is_tagged() -> None:
    untagged = {
        text: path.relative_to(catalogues.BASE).as_posix()
        for path in catalogues.files()
        if path.name != "questions.py"  # its texts are looked up by the name of the question
        for text, _plural, context in catalogues.in_file(path)
        if context != "safety"
    }
    assert {text: untagged[text] for text in of_safety(untagged)} == {text: untagged.get(text) for text in _ONLY_ALIKE}


def test_every_question_that_speaks_of_them_is_one_of_safety() -> None:
    texts = {text: name for name, question in QUESTIONS.items() for text in catalogues.texts_of(question)}
    assert {texts[text] for text in of_safety(texts)} <= SAFETY


def test_a_word_of_safety_is_shown_without_the_english_only_where_no_second_line_can_stand() -> None:
    """In the title of a window, and in what an attribute holds."""
    for path in catalogues.files():
        if path.suffix == ".html":
            source = re.sub(r"{% block (?:page_)?title %}.*?{% endblock %}", "", path.read_text())
            source = re.sub(r"\b[\w.-]+=\"{% translate .*? %}\"", "", source)
            assert not re.search(r"{% (?:block)?translate[^%]* context ['\"]safety", source), path
        elif path.name != "safety.py":
            assert "pgettext" not in path.read_text(), path


@pytest.fixture
def abroad(visitor: Visitor, words: str) -> Visitor:
    """Somebody who reads Arabic and has said what happened."""
    return visitor.go("/ar/report/what-happened/").press(what_happened=words)


@pytest.mark.django_db
@pytest.mark.urls("config.urls_public")
def test_the_list_of_answers_shows_consent_and_contact_in_english_too(abroad: Visitor) -> None:
    load_reference()
    abroad.press(in_danger_now="yes")
    draft = abroad.address.split("?")[1]
    answers = {
        "contact": {"contact_by": ["email", "phone"], "contact_name": "<b>Sam</b>"},
        "contact-safely": {"contact_voicemail": "no"},
        "support": {"support_wanted": ["rights"]},
        "may-pass-on": {"may_pass_on": ["name"]},
    }
    for step, given in answers.items():
        abroad.go(f"/ar/report/{step}/?{draft}").press(**given)
    beneath = _ENGLISH.findall(abroad.go(f"/ar/report/check-answers/?{draft}").html)
    for name in ("in_danger_now", "contact_by", "contact_voicemail", "may_pass_on", "do_not_disclose"):
        assert QUESTIONS[name].short in beneath, name
    for name, key in (
        ("contact_by", "email"),
        ("contact_by", "phone"),
        ("contact_voicemail", "no"),
        ("may_pass_on", "name"),
    ):
        assert label_of(QUESTIONS[name], key) in beneath, (name, key)
    assert "You said that someone is in danger right now. Call 999 if you can do it safely." in beneath
    assert "&lt;b&gt;Sam&lt;/b&gt;" in abroad.html
    assert "&lt;span" not in abroad.html


@pytest.mark.django_db
@pytest.mark.urls("config.urls_public")
def test_what_a_form_asks_again_about_consent_and_contact_stands_in_english_too(abroad: Visitor, words: str) -> None:
    load_reference()
    draft = abroad.address.split("?")[1]

    def asked(error: str) -> bool:
        """In the summary and beside the field."""
        return _ENGLISH.findall(abroad.html).count(error) == 2 and "&lt;span" not in abroad.html

    abroad.go(f"/ar/report/about-you/?{draft}")
    abroad.press(about_age="25-34")
    assert asked("Choose what we may use your answers for. If you press Send again without it, we do not keep them.")
    beneath = _ENGLISH.findall(abroad.go("/ar/complain/").html)
    assert "How can we answer you? (you can leave this empty)" in beneath
    abroad.go(f"/ar/report/check-answers/?{draft}").press()
    code = abroad.shown("follow-up-code")
    abroad.go("/ar/follow-up/").press(code=code)
    abroad.go("/ar/follow-up/contact/").press()
    assert asked("Choose how we can reach you, or tell us what has changed.")
    beneath = _ENGLISH.findall(abroad.go("/ar/follow-up/stop-code/").html)
    assert "Make sure that nobody looks over your shoulder, and that you can write the new code down." in beneath


@pytest.mark.parametrize("name", ["reporting/_childline.html", "reporting/_hurt.html", "reporting/_never_send.html"])
def test_a_part_of_a_page_has_no_word_of_safety_without_the_english(name: str) -> None:
    with translation.override("ar"):
        safety._known["ar"] = (float("inf"), False)
        html = render_to_string(name)
    told = re.findall(r"<(?:p|li|strong)[^>]*>([^<]*)<", html)
    assert [one for one in told if one.strip()] == []
    assert html.count("heard-english") >= 1


@pytest.mark.parametrize(
    ("code", "size", "said"),
    [
        ("en-gb", 14_889_779, "14.2 MB"), ("en-gb", 200 * 1024**2, "200 MB"), ("en-gb", 3, "1 KB"), ("en-gb", 1024**3, "1 GB"),
        ("ar", 14_889_779, "14,2 ميغابايت"), ("bn", 14_889_779, "১৪.২ মেগাবাইট"), ("he", 14_889_779, "14.2 מ״ב"),
        ("ur", 14_889_779, "14.2 ایم بی"), ("pl", 14_889_779, "14,2 MB"),
    ],
)  # fmt: skip
def test_a_size_is_said_as_the_language_says_it(code: str, size: int, said: str) -> None:
    with translation.override(code):
        assert size_words(size) == said.replace(" ", "\N{NO-BREAK SPACE}")
