"""Whatever a program may send by the description, and much that it may not: no fault of ours, and answers as described."""

from collections.abc import Callable, Iterator

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, given, seed, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from reporting.models import PartnerKey, Report
from tests.reporting.api.conftest import Program

pytestmark = pytest.mark.django_db
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
EXAMPLES = 10


@pytest.fixture(autouse=True)
def one_connection() -> Iterator[None]:
    """The test's own serves every request, as with Django's client."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def asked(operation: schemathesis.APIOperation, mode: GenerationMode, key: str) -> Callable[[], None]:
    """A test that sends examples of one call, right or wrong as `mode` says."""

    @seed(27)
    @settings(max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case: schemathesis.Case) -> None:
        case.call_and_validate(checks=CHECKS, headers={"Authorization": f"Bearer {key}"})

    return ask


def test_nothing_that_is_sent_is_a_fault_of_ours(program: Program) -> None:
    PartnerKey.objects.update(per_minute=100_000, per_day=10_000_000)
    described = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
    for found in described.get_all_operations():
        for mode in GenerationMode:
            asked(found.ok(), mode, program.key)()
    assert Report.objects.exists()
