"""Files with a form, in every language: what one address takes its translations take too, and nginx lets it through."""

import inspect
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation

from reporting import urls
from reporting.languages import LANGUAGES, SOURCE
from reporting.models import DraftFile, Evidence
from reporting.views.receiving import PLACES
from tests import files
from tests.reporting.views.conftest import Visitor

pytestmark = [pytest.mark.django_db, pytest.mark.urls("config.urls_public")]
CODES = [language.code for language in LANGUAGES]


def upload(content: bytes, name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "application/octet-stream")


def prefix(code: str) -> str:
    return "" if code == SOURCE else f"/{code}"


def taking_files() -> set[str]:
    """The names of the addresses whose page reads files from a form."""
    names = set()
    for pattern in urls.urlpatterns:
        used = inspect.unwrap(pattern.callback).__code__.co_names  # type: ignore[union-attr]
        if {"take_form"} & set(used):
            names.add(str(pattern.name))
    return names


def addresses(names: set[str]) -> set[str]:
    """Where these pages stand, in every language."""
    found = set()
    for code in CODES:
        with translation.override(code):
            found |= {reverse(f"reporting:{name}") for name in names}
    return found


def test_every_address_that_takes_a_file_is_known_in_every_language() -> None:
    assert taking_files() == {"evidence", "record", "follow_up_files"}
    assert addresses(taking_files()) == PLACES


def test_nginx_lets_large_forms_through_there_and_nowhere_else() -> None:
    text = (Path(settings.BASE_DIR) / "deploy/nginx.conf").read_text(encoding="utf-8")
    (location,) = re.findall(r"location ~ (\S+) \{", text)
    others = {str(pattern.name) for pattern in urls.urlpatterns if not pattern.pattern.converters} - taking_files()
    assert [one for one in sorted(PLACES) if not re.search(location, one)] == []
    assert [one for one in sorted(addresses(others)) if re.search(location, one)] == []


@pytest.mark.parametrize("code", CODES)
def test_files_arrive_without_scripts_whatever_the_language(visitor: Visitor, code: str) -> None:
    here = prefix(code)
    visitor.go(f"{here}/report/what-happened/").press(what_happened="", record="1")
    assert visitor.address.startswith(f"{here}/report/what-happened/record/")
    draft = visitor.address.split("?d=")[1][:32]
    assert visitor.press(files=[upload(files.sound(), "me.wav")]).step == "in-danger-now"
    visitor.go(f"{here}/report/evidence/?d={draft}").press(files=[upload(files.photo(), "a.jpg")])
    assert DraftFile.objects.exclude(sha256="").count() == 2
    visitor.go(f"{here}/report/check-answers/?d={draft}").press()
    code_to_follow = visitor.shown("follow-up-code")
    visitor.go(f"{here}/follow-up/").press(code=code_to_follow).go(f"{here}/follow-up/evidence/").press()
    visitor.press(files=[upload(files.picture("PNG"), "b.png")])
    assert sorted(Evidence.objects.values_list("media_type", flat=True)) == ["audio/wav", "image/jpeg", "image/png"]
