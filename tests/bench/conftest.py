"""The stand-in, served for one test."""

from collections.abc import Callable, Iterator
from threading import Thread
from typing import Any

import pytest

from tests.bench.standin import Server, StandIn

Serve = Callable[..., tuple[StandIn, str]]


@pytest.fixture
def serve() -> Iterator[Serve]:
    """`serve(**faults)` starts a stand-in and returns it with its address."""
    servers: list[Server] = []

    def start(**faults: Any) -> tuple[StandIn, str]:
        app = StandIn(**faults)
        server = Server(app)
        servers.append(server)
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return app, server.url

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()
