"""The whole matrix of accessibility: `python -m tests.axe` (make axe), every page × language × width, with mistakes.

The public's pages first, then the desk's (`python -m tests.axe desk`: only those). One JSON line a language and one for
the desk on standard output, and one for each thing that is wrong. Exit status 1 when anything is.
"""

import json
import os
import sys
from dataclasses import asdict

import django
from playwright.sync_api import sync_playwright

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from reporting.languages import LANGUAGES  # noqa: E402  (the steps of the journey need Django's settings)
from tests.journeys.browsers import chromium  # noqa: E402
from tests.journeys.desk_pages import WALKER, DeskWalk, log_in_pages, prepare  # noqa: E402
from tests.journeys.desk_pages import WIDTHS as DESK_WIDTHS  # noqa: E402
from tests.journeys.officers import enter  # noqa: E402
from tests.journeys.public_pages import WIDTHS, Finding, Walk, every_page  # noqa: E402
from tests.journeys.public_pages import prepare as prepare_public  # noqa: E402
from tests.product import running_product  # noqa: E402


def _tell(findings: list[Finding], **about: object) -> int:
    for one in findings:
        print(json.dumps({"language": about.get("language", "desk"), **asdict(one)}), flush=True)
    print(json.dumps({**about, "violations": len(findings)}), flush=True)
    return len(findings)


def main() -> int:
    """Walk all of it, one language after the other."""
    wrong = 0
    with running_product(own_servers=True) as product, sync_playwright() as playwright:
        browser = chromium(playwright)
        closed = prepare_public(product)
        for language in LANGUAGES if "desk" not in sys.argv[1:] else ():
            walk = Walk(browser.new_context(), product.public_url, language.code)
            walk.begin()
            found = walk.findings(WIDTHS, thorough=True, closed=closed)
            missed = sorted(every_page(thorough=True) - set(walk.pages))
            wrong += _tell(found, language=language.code, pages=len(walk.pages), missed=missed) + len(missed)
        password, values = prepare(product)
        found = log_in_pages(browser.new_page(), product, password, DESK_WIDTHS)
        desk = DeskWalk(enter(product, browser.new_page(), WALKER, password), product.desk_url, values)
        found += desk.findings(DESK_WIDTHS) + desk.by_forms(DESK_WIDTHS)
        wrong += _tell(found, side="desk", pages=len(desk.walked), walked=desk.walked)
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
