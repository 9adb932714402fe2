"""Given a bulletin that two people published, anybody can read the figures without a script, and they can be proved."""

from playwright.sync_api import Request, expect

from tests.journeys.browsers import NewContext, violations
from tests.journeys.officers import made
from tests.product import Product

PUBLISHED = """
from datetime import timedelta
from django.utils import timezone
from cases.domain import bulletins
from cases.domain.accounts import create_account
from cases.domain.figures import publish_figures
from cases.models import Unit
unit, now = Unit.objects.get(is_default=True), timezone.localtime()
people = [create_account(username=name, password={password!r}, role=role, unit=unit)
          for name, role in (("dora", "officer"), ("pia", "supervisor"))]
content = {{"basis": "Incidents.", "caveats": [], "figures": [{{"key": "all", "count": 7}}], "sentences": ["Seven."]}}
drafted = bulletins.draft_bulletin(now.date() - timedelta(days=40), content=content, by=people[0], now=now)
bulletins.approve_bulletin(drafted.pk, by=people[1], now=now)
bulletins.publish_bulletin(drafted.pk, by=people[1], now=now)
publish_figures(now=now)
"""
CHANGED = """
from reporting.models import PublishedFigure
assert {password!r}
figure = PublishedFigure.objects.filter(key="promise").order_by("-day")[0]
figure.value["closed_unread"] = 3
figure.save()
"""
ANEW = """
from django.utils import timezone
from cases.domain.figures import publish_figures
assert {password!r}
publish_figures(now=timezone.now())
"""


def test_anybody_reads_the_figures_without_a_script_and_a_changed_one_is_named(
    product: Product, new_context: NewContext
) -> None:
    made(product, PUBLISHED)
    page = new_context(viewport={"width": 375, "height": 800}, java_script_enabled=False).new_page()
    page.goto(f"{product.public_url}/")
    page.locator("footer").get_by_role("link", name="How we keep our promises").click()
    expect(page.get_by_test_id("age")).to_contain_text("We worked these figures out on")
    expect(page.get_by_test_id("closed-unread")).to_contain_text("0")
    page.get_by_role("link", name="What happened because of reports like yours").click()
    expect(page.locator("h1")).to_have_text("What happened because of reports like yours")
    looking = new_context(viewport={"width": 375, "height": 800}).new_page()
    scripts: list[Request] = []
    looking.on("request", lambda one: scripts.append(one) if one.resource_type == "script" else None)
    looking.goto(f"{product.public_url}/promise/")
    assert violations(looking) == []
    assert scripts == []
    looking.goto(f"{product.public_url}/what-happened/")
    assert violations(looking) == []

    feed = new_context().request.get(f"{product.public_url}/figures.json").json()
    assert [one["count"] for day in feed["days"] for one in day["figures"] if day["basis"] == "Incidents."] == [7]
    proved = product.manage("check_promises")
    assert proved.returncode == 0, proved.stdout
    made(product, CHANGED)
    proved = product.manage("check_promises")
    assert proved.returncode == 1
    assert "WRONG figure promise closed_unread: shown 3, the rows say 0" in proved.stdout
    made(product, ANEW)
    assert product.manage("check_promises").returncode == 0
