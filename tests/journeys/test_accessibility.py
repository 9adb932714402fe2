"""No page of the public's side breaks a rule of accessibility, in any language, on the smallest phone or at a desk."""

import pytest

from reporting.languages import LANGUAGES
from tests.journeys.browsers import NewContext
from tests.journeys.public_pages import Closed, Walk, every_page, prepare
from tests.product import Product

AT_EVERY_STATE = ("en-gb", "ar")  # one for each direction of writing; the whole matrix is `make axe`


@pytest.fixture(scope="module")
def closed(product: Product) -> Closed:
    """A report that is closed."""
    return prepare(product)


@pytest.mark.parametrize("language", [one.code for one in LANGUAGES])
def test_no_rule_is_broken_on_any_page(
    product: Product, new_context: NewContext, closed: Closed, language: str
) -> None:
    thorough = language in AT_EVERY_STATE
    walk = Walk(new_context(), product.public_url, language)
    walk.begin()
    widths = (320, 1280) if thorough else (320,)
    assert walk.findings(widths, thorough=thorough, closed=closed) == []
    assert set(walk.pages) == every_page(thorough=thorough)
