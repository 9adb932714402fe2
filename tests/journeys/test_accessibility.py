"""No page of the public's side breaks a rule of accessibility, in any language, on the smallest phone or at a desk."""

import pytest

from reporting.languages import LANGUAGES
from tests.journeys.browsers import NewContext
from tests.journeys.public_pages import Walk
from tests.product import Product

AT_EVERY_STATE = ("en-gb", "ar")  # one for each direction of writing; the whole matrix is `make axe`


@pytest.mark.parametrize("language", [one.code for one in LANGUAGES])
def test_no_rule_is_broken_on_any_page(product: Product, new_context: NewContext, language: str) -> None:
    thorough = language in AT_EVERY_STATE
    walk = Walk(new_context(), product.public_url, language)
    walk.begin()
    assert walk.findings((320, 1280) if thorough else (320,), with_errors=thorough) == []
    assert walk.pages > 30
