"""What `/health/` says of each part, and what it says when a part does not answer."""

import socket
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from datetime import timedelta

import pytest
from django.db import connections, transaction
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from reporting.domain.heartbeat import record_heartbeat
from reporting.queries import health

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.urls("config.urls_public")]
ALL_UP = dict.fromkeys(health.PARTS, "up")


@pytest.fixture(autouse=True)
def asked_anew() -> None:
    health.forget_answers()


@pytest.fixture
def alive() -> None:
    for process in health.FRESH:
        record_heartbeat(process, now=timezone.now())


@pytest.mark.usefixtures("alive")
def test_everything_is_up(client: Client) -> None:
    response = client.get("/health/ready")
    assert (response.status_code, response.json()) == (200, ALL_UP)
    assert response["Cache-Control"] == "no-store"
    assert client.get("/health/").json() == ALL_UP


@pytest.mark.usefixtures("alive")
@pytest.mark.parametrize("process", list(health.FRESH))
def test_a_process_that_was_silent_too_long_is_down(client: Client, process: str) -> None:
    record_heartbeat(process, now=timezone.now() - health.FRESH[process] - timedelta(seconds=1))
    response = client.get("/health/ready")
    assert response.json() == ALL_UP | {process: "down"}
    assert response.status_code == 503


def test_a_process_that_never_spoke_is_down(client: Client) -> None:
    assert client.get("/health/ready").json() == ALL_UP | dict.fromkeys(health.FRESH, "down")


@pytest.mark.usefixtures("alive")
def test_the_public_side_needs_the_database_alone(client: Client, settings: Settings) -> None:
    settings.SURFACE, settings.REDIS_URL = "public", "redis://127.0.0.1:1/0"
    response = client.get("/health/ready")
    assert (response.status_code, response.json()) == (200, ALL_UP | {"broker": "down"})


@pytest.mark.usefixtures("alive")
def test_a_broker_that_takes_connections_and_says_nothing_is_down(client: Client, settings: Settings) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as silent:
        settings.REDIS_URL = f"redis://127.0.0.1:{silent.getsockname()[1]}/0"
        assert client.get("/health/ready").json()["broker"] == "down"


@pytest.mark.parametrize("surface", ["public", "desk"])
def test_without_a_database_nobody_is_ready(client: Client, settings: Settings, surface: str) -> None:
    settings.SURFACE = surface
    with no_database():
        response = client.get("/health/ready")
    assert response.status_code == 503
    assert response.json() == ALL_UP | dict.fromkeys(("database", *health.FRESH), "down")


def test_a_database_that_takes_connections_and_says_nothing_is_down(client: Client) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as silent, database_at("127.0.0.1", silent.getsockname()[1]):
        assert client.get("/health/ready").json()["database"] == "down"


@pytest.mark.usefixtures("alive")
def test_a_database_that_hangs_is_down_and_up_again_when_it_goes_on(client: Client) -> None:
    with transaction.atomic(), connections["default"].cursor() as cursor:
        cursor.execute("LOCK TABLE reporting_heartbeat IN ACCESS EXCLUSIVE MODE")
        assert client.get("/health/ready").json()["database"] == "down"
        threads = threading.active_count()
        health.forget_answers()
        assert client.get("/health/ready").json()["database"] == "down"
        assert threading.active_count() == threads  # a question that hangs is not asked a second time
    wait_for_the_question()
    health.forget_answers()
    assert client.get("/health/ready").json()["database"] == "up"


def test_live_asks_nobody(client: Client) -> None:
    with no_database():
        response = client.get("/health/live")
    assert (response.status_code, response.content) == (200, b"live\n")


@pytest.mark.parametrize("address", ["/health/live", "/health/ready"])
def test_only_reading_is_allowed(client: Client, address: str) -> None:
    assert client.post(address).status_code == 405
    assert client.head(address).status_code in (200, 503)


@pytest.mark.usefixtures("alive")
def test_an_answer_is_used_again_for_a_moment(client: Client) -> None:
    client.get("/health/ready")
    with no_database():
        assert client.get("/health/ready").json()["database"] == "up"


@contextmanager
def database_at(host: str, port: int) -> Iterator[None]:
    """The settings name another server; a connection that is open stays."""
    settings = connections.settings["default"]
    kept = {name: settings[name] for name in ("HOST", "PORT")}
    settings.update(HOST=host, PORT=str(port))
    try:
        yield
    finally:
        settings.update(kept)


def no_database() -> AbstractContextManager[None]:
    """A server that is not there."""
    return database_at("/nowhere", 5432)


def wait_for_the_question() -> None:
    for thread in threading.enumerate():
        if thread.name == "health":
            thread.join(20)
