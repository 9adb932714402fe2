"""What Lighthouse says of the first page, of a question and of the way back: `python -m bench lighthouse`.

Lighthouse comes from npm and runs Debian's Chromium against a product of its own; needs Node 18.16 or later. Each page is
looked at three times, as a phone on a slow network; the value is the median of the score, 0 to 100.
"""

import json
import os
import shutil
import statistics
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.browser import browser_path
from bench.product import StartError, running_product

VERSION = "12.8.2"  # the last that runs on Node 18 and 20
PAGES = {"start": "/", "question": "/report/what-happened/", "follow_up": "/follow-up/"}
CATEGORIES = ("performance", "accessibility", "best-practices")
FLOOR, HEAVIEST = 95, 60_000  # points; bytes of the first page
TIMES = 3


def measure() -> Iterator[dict[str, object]]:
    """One row a page and category, and the bytes of the first page as they travel."""
    chromium = browser_path(whole=True)
    npm = shutil.which("npm")
    if chromium is None or npm is None:
        raise StartError("Lighthouse needs npm and Chromium: install them, then run it again.")
    with tempfile.TemporaryDirectory() as folder, running_product() as url:
        subprocess.run(
            [npm, "install", "--no-audit", "--no-fund", "--silent", f"lighthouse@{VERSION}"], cwd=folder, check=True
        )
        for page, path in PAGES.items():
            seen = [_look(Path(folder), chromium, url.rstrip("/") + path) for _ in range(TIMES)]
            for category in CATEGORIES:
                scores = [round(100 * one["categories"][category]["score"]) for one in seen]
                score = statistics.median(scores)
                yield {"name": f"lighthouse_{page}_{category}", "value": score, "unit": "points", "n": TIMES,
                       "pass": score >= FLOOR}  # fmt: skip
            if page == "start":
                weight = seen[0]["audits"]["total-byte-weight"]["numericValue"]
                yield {"name": "lighthouse_start_bytes", "value": weight, "unit": "bytes", "n": 1,
                       "pass": weight <= HEAVIEST}  # fmt: skip


def _look(folder: Path, chromium: str, url: str) -> dict[str, dict[str, dict[str, float]]]:
    command = [folder / "node_modules/.bin/lighthouse", url, "--output=json", "--quiet",
               "--chrome-flags=--headless=new --no-sandbox", f"--only-categories={','.join(CATEGORIES)}"]  # fmt: skip
    run = subprocess.run(
        command, env={**os.environ, "CHROME_PATH": chromium}, cwd=folder, capture_output=True, check=True
    )
    found: dict[str, dict[str, dict[str, float]]] = json.loads(run.stdout)
    return found
