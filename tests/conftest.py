"""Fixtures for every test: the real database with the product's own rights."""

import uuid
from collections.abc import Iterator

import pytest
from django.db import connection, transaction
from pytest_django import Settings

from cases import grants
from config import celery  # noqa: F401  (the application that the outbox publishes through)
from reporting.domain import step_totals
from tests.cast import Cast


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """The written matrix of rights is applied as after every migration."""
    with django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]
        grants.apply(connection)
    yield
    step_totals.forget_waiting()  # a process that ends would write them into a database that has gone


@pytest.fixture(autouse=True)
def own_evidence(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Files of one test belong to nothing in the next: each has a folder of its own, made when it is first used."""
    settings.EVIDENCE_DIR = tmp_path_factory.getbasetemp() / f"evidence-{uuid.uuid4().hex}"


@pytest.fixture
def cast(db: None) -> Cast:
    """The fixed cast, by role."""
    return Cast()
