"""How people of a force come to the desk: accounts of a journey's own, and both factors given for the first time."""

import base64
import re
import secrets
import time
from collections.abc import Callable

from django_otp.oath import TOTP
from playwright.sync_api import BrowserContext, Page

from tests.journeys.test_reporting import CONTINUE, press
from tests.product import Product

AtTheDesk = Callable[..., BrowserContext]
Reported = Callable[..., tuple[str, str, str]]
ACCOUNTS = """
from cases.domain.accounts import create_account
from cases.models import Unit
unit = Unit.objects.get(is_default=True)
for name in ({names}):
    create_account(username=name, password={password!r}, role="officer", unit=unit)
"""


def made(product: Product, script: str, **given: str) -> str:
    """A password for the accounts that a script makes in the running product; it stands in the script as {password!r}."""
    password = secrets.token_urlsafe(20)
    answer = product.manage("shell", stdin=script.format(password=password, **given))
    assert answer.returncode == 0, answer.stderr
    return password


def code_of_app(page: Page) -> str:
    """What an app shows that was set up from the secret on the page."""
    totp = TOTP(base64.b32decode(page.get_by_test_id("totp-secret").inner_text().replace(" ", "")))
    totp.time = time.time()
    return f"{totp.token():06d}"


def enter(product: Product, page: Page, name: str, password: str) -> Page:
    """Log in somebody whose second factor nobody has set up yet, as far as their first page."""
    page.goto(f"{product.desk_url}/desk/log-in/")
    page.locator("[name=username]").fill(name)
    page.locator("[name=password]").fill(password)
    press(page, CONTINUE)
    page.locator("[name=code]").fill(code_of_app(page))
    press(page, CONTINUE)
    assert "recovery-codes" in page.url
    page.locator("main button").click()
    page.wait_for_url(re.compile("/desk/queue/|/admin/"))  # administrators have no queue
    return page
