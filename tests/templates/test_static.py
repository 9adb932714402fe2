"""What is served as it lies in static/: complete, ours to use, and nothing from elsewhere."""

import re
import wave
from pathlib import Path

import pytest
from django.conf import settings as product
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from pytest_django import Settings

STATIC = Path(product.BASE_DIR) / "static"
SHEETS = sorted(STATIC.rglob("*.css"))
SCRIPTS = sorted(STATIC.rglob("*.js"))


@pytest.fixture
def collected(settings: Settings, tmp_path: Path) -> Path:
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": "config.static.HashedStatic"}}
    call_command("collectstatic", interactive=False, verbosity=0)
    return tmp_path


def test_every_file_that_a_sheet_or_a_script_names_is_there(collected: Path) -> None:
    # The storage raises where a named file is missing; here we look at what it wrote.
    public = (collected / staticfiles_storage.stored_name("heard/public.js")).read_text()
    names = re.findall(r'from "(\.[^"]+)"', public)
    assert names
    for name in names:
        assert re.search(r"\.[0-9a-f]{12}\.js$", name), "imports carry the hash, so a change is loaded at once"
        assert (collected / "heard" / name).exists()


@pytest.mark.parametrize("path", [*SHEETS, *SCRIPTS], ids=lambda path: str(path.relative_to(STATIC)))
def test_nothing_is_fetched_from_elsewhere(path: Path) -> None:
    text = path.read_text()
    assert "sourceMappingURL" not in text
    for url in re.findall(r"url\(\s*[\"']?([^\"')]+)", text):
        assert url.startswith("../"), url
    assert "@import" not in text
    if path.suffix == ".js":
        assert not re.findall(r"(?:fetch|import)\(\s*[\"'`]", text), "addresses come from the page"


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: str(path.relative_to(STATIC)))
def test_neither_the_font_nor_the_arms_of_the_government_are_used(path: Path) -> None:
    text = path.read_text()
    assert "GDS Transport" not in text
    assert "@font-face" not in text
    assert not re.search("crest|logotype-crown", text)


def test_the_public_sheets_stay_small() -> None:
    assert (STATIC / "govuk/css/public.css").stat().st_size < 100_000
    assert (STATIC / "heard/heard.css").stat().st_size < 15_000


@pytest.mark.parametrize("folder", ["govuk", "moj"])
def test_the_licence_lies_beside_what_it_covers(folder: str) -> None:
    assert "Permission is hereby granted" in (STATIC / folder / "LICENCE.txt").read_text()


def test_our_own_sheets_serve_both_directions_of_writing() -> None:
    for path in (STATIC / "heard").glob("*.css"):
        sideways = re.findall(
            r"(?:margin|padding|border)-(?:left|right)|text-align:\s*(?:left|right)|[;{\s](?:left|right):",
            path.read_text(),
        )
        assert not sideways, path


def test_the_chime_is_short_and_audible() -> None:
    with wave.open(str(STATIC / "heard/alarm.wav")) as sound:
        assert sound.getnchannels() == 1
        assert 1 <= sound.getnframes() / sound.getframerate() <= 3
        samples = sound.readframes(sound.getnframes())
    assert max(samples) - min(samples) > 150
    assert (STATIC / "heard/alarm.wav").stat().st_size < 30_000
