"""The fault suite at its short scale: what is promised when processes and engines are killed, frozen and emptied."""

from collections.abc import Iterator

import pytest

from tests.faults.__main__ import run
from tests.faults.rows import asked_for
from tests.product import Product, running_product

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("faults")]


@pytest.fixture(scope="module")
def suffering() -> Iterator[Product]:
    """A product of its own: what is killed here must not be another test's."""
    with running_product(own_servers=True) as product:
        yield product


@pytest.mark.parametrize("row", asked_for("short")[1])
def test_the_promises_hold(suffering: Product, row: str) -> None:
    figures = run(row, suffering, scale="short", seed=1)
    assert figures.broken == [], figures
