"""The browser of the journeys: a complaint on any page fails the test."""

from tests.journeys.conftest import browser, new_context, page  # noqa: F401  (fixtures)
