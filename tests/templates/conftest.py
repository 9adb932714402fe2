"""Templates are rendered alone: no database, plain names of static files, addresses from `urls`."""

import pytest
from pytest_django import Settings


@pytest.fixture(autouse=True)
def alone(settings: Settings) -> None:
    settings.ROOT_URLCONF = "tests.templates.urls"
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
