"""Which words are words of safety, that each stands in English too until somebody signs, and how sizes are said."""

import re
from collections.abc import Iterator

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.utils import timezone, translation

from config import catalogues
from reporting.domain.translations import sign_translation
from reporting.journey import safety
from reporting.journey.evidence import size_words
from reporting.languages import LANGUAGES, SOURCE

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


@pytest.mark.parametrize(
    "words",
    [
        "Exit this page", "Shift, press 1 more time to exit.", "How to reach you", "Reaching you safely", "Talking with us",
        "Which language do you want to use with us?", "What may we use your answers for?", "Only to count",
        "How can we answer you? (you can leave this empty)", "Change how we may reach you", "Stop this code?",
        "I do not want this taken further", "You can talk to Childline on 0800 1111, day or night.",
        "If someone needs a doctor now, call 999. If it is not that urgent, call 111. Both are free, day and night.",
        "Does someone look at your phone or computer? Read this first. It is not your fault that you have to be careful.",
    ],
)  # fmt: skip
def test_words_of_exit_consent_contact_and_emergency_are_tagged(words: str) -> None:
    assert (words, None, "safety") in catalogues.messages()


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
        ("ar", 14_889_779, "14,2 ميغابايت"), ("bn", 14_889_779, "14.2 মেগাবাইট"), ("he", 14_889_779, "14.2 מ״ב"),
        ("ur", 14_889_779, "14.2 ایم بی"), ("pl", 14_889_779, "14,2 MB"),
    ],
)  # fmt: skip
def test_a_size_is_said_as_the_language_says_it(code: str, size: int, said: str) -> None:
    with translation.override(code):
        assert size_words(size) == said.replace(" ", "\N{NO-BREAK SPACE}")
