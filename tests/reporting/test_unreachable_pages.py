"""What nginx shows while no process answers: whole in itself, in each language, and it says what is true."""

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command

from reporting.languages import LANGUAGES

pytestmark = pytest.mark.django_db


def test_each_language_has_a_page_that_asks_for_nothing_of_ours_and_has_a_way_out(
    tmp_path: Path, settings: pytest.FixtureRequest
) -> None:
    settings.EXIT_URL = "https://weather.example/"  # type: ignore[attr-defined]
    for _ in range(2):  # written anew it is the same
        call_command("unreachable_pages", str(tmp_path / "pages"))
    assert {one.stem for one in (tmp_path / "pages").iterdir()} == {one.code for one in LANGUAGES}
    for language in LANGUAGES:
        page = BeautifulSoup((tmp_path / "pages" / f"{language.code}.html").read_bytes(), "html5lib")
        assert page.html["lang"] == language.code
        assert page.html["dir"] == ("rtl" if language.is_right_to_left else "ltr")
        assert not page.select("script, link, img, [src], form")
        assert [link["href"] for link in page.select("a")] == ["https://weather.example/"]
        assert "999" in page.select_one("main").text
