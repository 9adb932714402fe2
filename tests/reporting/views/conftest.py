"""A person at the public form: a browser without scripts that keeps cookies and follows the page it is shown."""

import re
import secrets
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.utils import translation


@pytest.fixture(autouse=True)
def static_files_as_they_are(settings: pytest.FixtureRequest) -> None:
    """No page under test needs the names with hashes that `collectstatic` makes."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}  # type: ignore[attr-defined]


@pytest.fixture(autouse=True)
def language_of_nobody_else() -> Iterator[None]:
    """A request leaves its language behind in the thread: the next test begins without it."""
    yield
    translation.deactivate()


class Visitor:
    """Fills in the page it was shown last, as a browser would."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.page: Any = None

    @property
    def html(self) -> str:
        return str(self.page.content.decode())

    @property
    def address(self) -> str:
        request = self.page.request
        return str(request["PATH_INFO"] + (f"?{request['QUERY_STRING']}" if request["QUERY_STRING"] else ""))

    @property
    def step(self) -> str:
        return self.address.split("?")[0].strip("/").split("/")[-1]

    def go(self, address: str) -> "Visitor":
        self.page = self.client.get(address, follow=True)
        return self

    def begin(self) -> "Visitor":
        return self.go("/report/what-happened/")

    def form(self) -> dict[str, str]:
        """The hidden fields of the page."""
        return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', self.html))

    def press(self, address: str | None = None, **answers: Any) -> "Visitor":
        """Fill in the answers and press the first button (`send_now="1"` for the second)."""
        self.page = self.client.post(
            address or self.address, {**(self.form() if self.page else {}), **answers}, follow=True
        )
        return self

    def shown(self, testid: str) -> str:
        found = re.search(rf'data-testid="{testid}"[^>]*>([^<]*)<', self.html)
        assert found, f"{testid} is not on {self.address}"
        return found[1]


@pytest.fixture
def visitor(client: Client) -> Visitor:
    return Visitor(client)


@pytest.fixture
def strict_visitor() -> Visitor:
    """With forged forms refused, as in the running product."""
    return Visitor(Client(enforce_csrf_checks=True))


@pytest.fixture
def words() -> str:
    """Words that nobody else has."""
    return f"He spat at me on the bus, {secrets.token_hex(8)}."


@pytest.fixture
def quick(visitor: Visitor, words: str) -> Visitor:
    """Somebody who has answered the one question and sent it."""
    return visitor.begin().press(what_happened=words).press(send_now="1")
