"""The whole matrix of accessibility: `python -m tests.axe` (make axe), every page × language × width, with mistakes.

One JSON line a language on standard output, and one for each thing that is wrong. Exit status 1 when anything is.
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
from tests.journeys.public_pages import WIDTHS, Walk  # noqa: E402
from tests.product import running_product  # noqa: E402


def main() -> int:
    """Walk all of it, one language after the other."""
    wrong = 0
    with running_product(own_servers=True) as product, sync_playwright() as playwright:
        browser = chromium(playwright)
        for language in LANGUAGES:
            walk = Walk(browser.new_context(), product.public_url, language.code)
            walk.begin()
            findings = walk.findings(WIDTHS, with_errors=True)
            wrong += len(findings)
            for one in findings:
                print(json.dumps({"language": language.code, **asdict(one)}), flush=True)
            print(json.dumps({"language": language.code, "pages": walk.pages, "violations": len(findings)}), flush=True)
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
