"""Fixtures for every test: the real database with the product's own rights."""

import pytest
from django.db import connection, transaction

from cases import grants
from config import celery  # noqa: F401  (the application that the outbox publishes through)
from tests.cast import Cast


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> None:
    """The written matrix of rights is applied as after every migration."""
    with django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]
        grants.apply(connection)


@pytest.fixture
def cast(db: None) -> Cast:
    """The fixed cast, by role."""
    return Cast()
