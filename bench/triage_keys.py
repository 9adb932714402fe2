"""How many keys and page loads an officer needs to triage a case: twenty demonstration cases in a real browser.

Every key but the letters of a reason, an answer, a recording system, number, offence or other body is counted; keys
held with Ctrl or Shift count as one. Showing hidden words is not counted. The officer knows what each case is (the
demonstration's own labels), never what the machine suggests: `triage_keys_wrong` plants six wrong suggestions.
"""

import base64
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Generator, Iterator
from typing import Any

from bench.browser import browser_path
from bench.loaded import new_account
from bench.product import ROOT, Desk, StartError, running_desk

CASES, WRONG = int(os.environ.get("BENCH_TRIAGE", "20")), 6
MOST_KEYS, MOST_LOADS = 6, 1
# Reports from each deck of the demonstration in turn, so that the cases are as varied as it is; opened and sorted as the
# worker does it. `wrong` of them are told something else by the machine.
_MAKE = """
import json, secrets
from random import Random
from django.utils import timezone
from cases.demo.incidents import read_incidents
from cases.demo.telling import Telling
from cases.domain import categorisation, intake
from cases.engine import categorise as engine
from reporting.domain.submission import submit_report
from reporting.models import Report
from reporting.taxonomy import STRANDS
rng, now = Random({seed}), timezone.now()
decks = {{}}
for one in read_incidents()[0]:
    if one.language == "en" and not one.police:
        decks.setdefault(one.deck, []).append(one)
names, truth = sorted(decks), {{}}
honest = categorisation.categorise
others = "A man shouted at me because I am gay, and smashed my window."
for number in range({cases}):
    incident = rng.choice(decks[names[number % len(names)]])
    telling = Telling(incident, Random(number), now)
    words = telling.account()
    sent = submit_report(answers={{"what_happened": words, "in_danger_now": "no"}}, token=secrets.token_urlsafe(16), now=now)
    report = Report.objects.get(reference=sent.reference)
    case = intake.open_case(report.pk, now=now)
    if number < {wrong}:
        def lie(said, **given):
            given["ticked"] = ()
            return honest(others, **given)
        categorisation.categorise = lie
    else:
        categorisation.categorise = honest
    categorisation.categorise_report(report.pk, now=now)
    kept = [one for one in incident.strands if not any(STRANDS[other].parent == one for other in incident.strands)]
    truth[sent.reference] = [kept if incident.hateful else [], list(incident.kinds) if incident.hateful else []]
print("truth", json.dumps(truth))
"""
_UNREAD = '[data-report] [aria-keyshortcuts="r"]'
# Reading needs no key of its own once the end of the only unread report is on the screen: the decision says it, too.
_END_IN_SIGHT = """
() => {
  const [form, ...more] = document.querySelectorAll("[data-report] form[data-then=read]");
  const { top, bottom } = form?.getBoundingClientRect() ?? { top: 0, bottom: 0 };
  return Boolean(form) && !more.length && bottom > 0 && top < window.innerHeight;
}
"""
_RECORDINGS = ("incident", "antisocial_behaviour", "nothing_recorded", "crime", "intelligence_only", "another_body")
_WORDS = {
    "system": "CRIS", "number": "4711/26", "offence": "Section 4A Public Order Act", "body": "The landlord",
    "reason": "What was said fits this best.", "answer": "Thank you for telling us. We have read it and written it down.",
}  # fmt: skip


class Keyboard:
    """Presses keys on a page and counts them; words are typed uncounted. Counts documents that were loaded, too."""

    def __init__(self, page: Any) -> None:
        self.page, self.keys, self.loads = page, 0, 0
        page.on("domcontentloaded", self._loaded)

    def _loaded(self, _: Any) -> None:
        self.loads += 1

    def press(self, key: str) -> None:
        """One key, with whatever is held."""
        self.keys += 1
        self.page.keyboard.press(key)

    def write(self, words: str) -> None:
        """Words go where the focus is, which must be a box for them."""
        box = self.page.evaluate("document.activeElement.matches('textarea, input[type=text]')")
        if not box:
            raise StartError("the focus was not in a box for words")
        self.page.keyboard.type(words)


def key_of(page: Any, field: str, value: str) -> str:
    """The key that stands beside a choice of the decision."""
    key = page.locator(f'#decide [name="{field}"][value="{value}"]').get_attribute("aria-keyshortcuts")
    if not key:
        raise StartError(f"no key chooses {value}")
    return str(key)


def triage(hands: Keyboard, recording: str, strands: list[str], kinds: list[str], *, last: bool) -> None:
    """Read, decide, answer, by keyboard alone; the last key takes the next case, too, unless this is the `last` one."""
    page = hands.page
    if page.locator("[data-hidden-warning]").count():
        page.keyboard.press("v")
        page.wait_for_selector("[data-hidden-warning]", state="detached")
    while page.locator(_UNREAD).count():
        if page.evaluate(_END_IN_SIGHT):
            page.wait_for_selector("[data-says-read]")
            break
        hands.press("r")
        if page.locator("main[aria-busy]").count():
            page.wait_for_selector(_UNREAD, state="detached")
        page.wait_for_timeout(200)
    for field, values in (("strands", strands), ("kinds", kinds)):
        for value in values:
            hands.press(key_of(page, field, value))
    hands.press(key_of(page, "recording", recording))
    asked = {"crime": ("system", "number", "offence"), "another_body": ("body",)}.get(recording, ("reason",))
    for number, name in enumerate(asked):
        if number:
            hands.press("Tab")
        hands.write(_WORDS[name])
    hands.press("Control+Enter")
    page.wait_for_selector("textarea[name=message]:focus")
    hands.write(_WORDS["answer"])
    if last:
        hands.press("Control+Enter")
        page.wait_for_selector(".heard-message--ours")
    else:
        with page.expect_navigation(url="**/desk/cases/**"):
            hands.press("Control+Shift+Enter")


def measure() -> Iterator[dict[str, object]]:
    """The twenty, and twenty more of which the machine was made to say something wrong of six."""
    from playwright.sync_api import sync_playwright  # only here: other benches need no browser

    with running_desk() as desk, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path(), args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.set_default_timeout(60_000)
        _log_in(page, desk)
        plain = yield from _row(page, desk, "triage_keys", wrong=0, most=MOST_KEYS)
        yield from _row(page, desk, "triage_keys_wrong", wrong=WRONG, most=min(MOST_KEYS, plain))
        browser.close()


def _row(page: Any, desk: Desk, name: str, *, wrong: int, most: float) -> Generator[dict[str, object], None, float]:
    truth = _made(desk, seed=20, wrong=wrong)
    page.goto(f"{desk.url}/desk/queue/")
    hands, keys, loads, left = Keyboard(page), [], [], dict(truth)
    with page.expect_navigation(url="**/desk/cases/**"):
        hands.press("n")
    before, started = (0, hands.loads), time.perf_counter()  # each case counts the load of the next one
    while left:
        reference = page.locator('[data-testid="reference"]').inner_text()
        strands, kinds = left.pop(reference)
        recording = _RECORDINGS[len(keys) % len(_RECORDINGS)]
        triage(hands, recording, strands, kinds, last=not left)
        keys.append(hands.keys - before[0])
        loads.append(hands.loads - before[1])
        before = (hands.keys, hands.loads)
    median = float(statistics.median(keys))
    yield {
        "name": name, "value": median, "unit": "keys", "n": len(keys), "worst": max(keys), "each": keys,
        "page_loads": statistics.median(loads), "most_page_loads": max(loads), "wrong_suggestions": wrong,
        "s": round(time.perf_counter() - started, 1), "must_reach": most,
        "pass": median <= most and statistics.median(loads) <= MOST_LOADS,
    }  # fmt: skip
    return median


def _made(desk: Desk, *, seed: int, wrong: int) -> dict[str, list[list[str]]]:
    script = _MAKE.format(seed=seed, cases=CASES, wrong=wrong)
    done = subprocess.run(
        [sys.executable, "manage.py", "shell"], cwd=ROOT, env=desk.environment, input=script, capture_output=True,
        text=True, check=False,
    )  # fmt: skip
    line = next((one for one in done.stdout.splitlines() if one.startswith("truth ")), "")
    if not line:
        raise StartError(f"the cases were not made: {done.stderr.strip().splitlines()[-1:]}")
    made: dict[str, list[list[str]]] = json.loads(line.removeprefix("truth "))
    return made


def _log_in(page: Any, desk: Desk) -> None:
    from django_otp.oath import TOTP

    name, password = new_account(desk, "officer")
    page.goto(f"{desk.url}/desk/")
    page.fill("[name=username]", name)
    page.fill("[name=password]", password)
    page.keyboard.press("Enter")
    totp = TOTP(base64.b32decode(page.get_by_test_id("totp-secret").inner_text().replace(" ", "")))
    totp.time = time.time()
    page.fill("[name=code]", f"{totp.token():06d}")
    page.keyboard.press("Enter")
    page.wait_for_url("**/recovery-codes/**")
