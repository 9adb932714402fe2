"""No page of the desk breaks a rule of accessibility or scrolls sideways; `make axe` walks them at every width."""

import pytest

from cases import urls
from tests.journeys.browsers import NewContext
from tests.journeys.desk_pages import NO_PAGE, WALKER, DeskWalk, log_in_pages, prepare
from tests.journeys.officers import enter
from tests.product import Product


@pytest.fixture(scope="module")
def prepared(product: Product) -> tuple[str, dict[str, str]]:
    return prepare(product)


def test_no_rule_is_broken_on_any_page_of_the_desk(
    product: Product, new_context: NewContext, prepared: tuple[str, dict[str, str]]
) -> None:
    password, values = prepared
    assert log_in_pages(new_context().new_page(), product, password, (320,)) == []
    walk = DeskWalk(enter(product, new_context().new_page(), WALKER, password), product.desk_url, values)
    assert walk.findings((320,)) + walk.by_forms((320,)) == []
    assert {"queue", "case", "passing_on", "pack", "bulk_preview", "preview", "translation"} <= set(walk.walked)


def test_what_is_said_to_be_no_page_is_an_address() -> None:
    assert {str(one.name) for one in urls.urlpatterns} >= NO_PAGE
