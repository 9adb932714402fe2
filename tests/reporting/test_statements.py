"""What only the operator can say is said before the first word is typed, and nothing goes live without it."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.test import Client
from django.utils import timezone

from reporting.checks import operator_has_spoken
from reporting.models import OperatorStatement

pytestmark = [pytest.mark.django_db, pytest.mark.urls("config.urls_public")]
PAGES = ("/", "/privacy/", "/contact/")


@pytest.fixture(autouse=True)
def static_files_as_they_are(settings: pytest.FixtureRequest) -> None:
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}  # type: ignore[attr-defined]


def say(text: str, on: date, language: str = "en-gb") -> None:
    OperatorStatement.objects.create(about="immigration", text=text, in_force_from=on, language=language)


def test_without_the_statement_the_deployment_check_fails() -> None:
    with pytest.raises(SystemCheckError, match="immigration status"):
        call_command("check", deploy=True)


def test_with_it_the_check_no_longer_names_it() -> None:
    say("We tell nobody.", timezone.localdate())
    assert operator_has_spoken(None) == []


@pytest.mark.parametrize("address", PAGES)
def test_the_newest_statement_in_force_stands_on_each_page(address: str, client: Client) -> None:
    today = timezone.localdate()
    assert "has not yet said here" in client.get(address).content.decode()
    say("We told nobody.", today - timedelta(days=9))
    say("We tell nobody.\n\nNot even <them>.", today)
    say("We shall tell nobody.", today + timedelta(days=1))
    say("Nikomu nie mówimy.", today, "pl")
    html = client.get(address).content.decode()
    assert "We tell nobody." in html
    assert "Not even &lt;them&gt;." in html
    assert "We told nobody." not in html
    assert "We shall" not in html
    assert "Nikomu" not in html
