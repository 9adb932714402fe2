"""Given a bulletin that two people published, anybody can read the figures without a script, and they can be proved."""

import pytest
from playwright.sync_api import Request, expect

from reporting.languages import LANGUAGES, SOURCE
from tests.journeys.browsers import NewContext, violations
from tests.journeys.officers import made
from tests.journeys.test_reporting import fits
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
FULL = """
from datetime import date
from django.utils import timezone
from reporting.domain.figures import publish_figure
from reporting.models.published import PROMISE
from tests.reporting.views.test_figures import KINDS, cell, value
assert {password!r}
kept = [cell(kind, priority, days, owed=1_240, missed=40, share=96)
        for kind in KINDS for priority in ("", "immediate", "high", "standard", "routine") for days in (7, 30, 365)]
publish_figure(PROMISE, date(2099, 3, 2), value(kept=kept), now=timezone.now())
"""
NO_MORE = """
from reporting.models import PublishedFigure
assert {password!r}
PublishedFigure.objects.filter(key="promise", day__year=2099).delete()
"""
BROKEN_WORDS = """
() => [...document.querySelectorAll(".heard-promises :is(caption, th, td)")].flatMap((one) => {
  if (one.closest("thead") && getComputedStyle(one.closest("thead")).position === "absolute") return [];
  const broken = [], walk = document.createTreeWalker(one, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) for (const word of walk.currentNode.data.matchAll(/[^\\s\\-\\/]+/g)) {
    const range = document.createRange();
    range.setStart(walk.currentNode, word.index);
    range.setEnd(walk.currentNode, word.index + word[0].length);
    if (new Set([...range.getClientRects()].map((box) => Math.round(box.top))).size > 1) broken.push(word[0]);
  }
  return broken;
})
"""


@pytest.mark.parametrize(
    ("width", "large"), [(360, False), (640, False), (768, False), (1000, False), (1280, False), (1280, True)]
)
def test_no_word_of_the_promises_is_broken_whatever_the_room(
    product: Product, new_context: NewContext, width: int, *, large: bool
) -> None:
    """A window of 1280 is one of 640 at 200 %; `large`: only the letters are twice as large."""
    made(product, FULL)
    page = new_context(viewport={"width": width, "height": 800}).new_page()
    broken = {}
    for language in LANGUAGES:
        page.goto(f"{product.public_url}/{'' if language.code == SOURCE else language.code + '/'}promise/")
        expect(page.locator(".heard-promises").first).to_be_visible()
        if large:
            page.evaluate("document.documentElement.style.fontSize = '200%'")
        broken[language.code] = page.evaluate(BROKEN_WORDS)
        assert fits(page), language.code
    made(product, NO_MORE)
    assert {code: words for code, words in broken.items() if words} == {}
    assert violations(page) == []


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
