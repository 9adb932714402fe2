"""The pages of figures at scale: trends, workload and the promise, over five years of counts and 100,000 cases."""

import re
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Final

import httpx
import numpy as np

from bench.loaded import CASES, loaded_desk, manage, new_account, shell
from bench.officer import Officer
from bench.product import Desk, StartError
from bench.simulated import draw

TIMES: Final = 20
MOST_MS: Final = 100
YEARS: Final = 5
SERIES: Final = {
    "islamophobic": 3.0,
    "antisemitic": 2.0,
    "other_racist": 33.0,
    "sexual-orientation": 4.0,
    "disability": 1.0,
}
"""Incidents a day of each series of the history that is imported."""

_NUMBER: Final = re.compile(r"(\w+) ([\d.]+) ([\d.]+)")
# What ten minutes change in a busy hour, then every day at once, as in the night.
_ROLL_UP: Final = """
import time
from cases.domain.roll_ups import roll_up, roll_up_every_day
from cases.models import Case, CaseToCount
def timed(name, work):
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    print(name, (time.perf_counter() - wall) * 1000, (time.process_time() - cpu) * 1000)
roll_up()
for _ in range(5):
    changed = Case.objects.order_by("?").values_list("pk", flat=True)[:50]
    CaseToCount.objects.bulk_create(CaseToCount(case_id=one) for one in changed)
    timed("roll_up", roll_up)
for _ in range(3):
    timed("roll_up_every_day", roll_up_every_day)
"""


def measure() -> Iterator[dict[str, object]]:
    """Load history and `CASES` into a product of its own, then ask for each page, first once, then `TIMES` times."""
    yesterday = datetime.now(UTC).date() - timedelta(days=1)
    with loaded_desk() as loaded:
        yield from loaded.line()
        desk = loaded.desk
        with tempfile.NamedTemporaryFile("w", suffix=".csv") as history:
            history.write(_history(yesterday))
            history.flush()
            manage(desk, "import_counts", history.name)
        with Officer(desk.url, *new_account(desk, "supervisor")) as supervisor:
            for name, address in _desk_pages(yesterday).items():
                yield _line(name, lambda address=address: supervisor.get(address).status, desk)
        with httpx.Client(base_url=desk.public, timeout=60) as anybody:
            for name in ("promise/", "promise.json", "what-happened/", "figures.json"):
                key = name.strip("/").replace(".", "_").replace("-", "_")
                yield _line(key, lambda name=name: anybody.get(f"/{name}").status_code, desk)
        yield from _roll_ups(desk)


def _desk_pages(last: date) -> dict[str, str]:
    first = last - timedelta(days=YEARS * 365)
    span = f"first={first.isoformat()}&last={last.isoformat()}"
    year = f"first={(last - timedelta(days=364)).isoformat()}&last={last.isoformat()}"
    return {
        "trends": "/desk/trends/",
        "trends_year_by_day": f"/desk/trends/?by=day&{year}&compare=year",
        "trends_five_years_by_week": f"/desk/trends/?by=week&{span}",
        "trends_five_years_by_month": f"/desk/trends/?by=month&{span}&compare=before",
        "trends_of_a_borough": f"/desk/trends/?by=week&{span}&borough=southwark",
        "trends_by_day_it_happened": f"/desk/trends/?by=month&{span}&dated=happened",
        "trends_each_strand": f"/desk/trends/strands/?by=month&{span}",
        "workload": "/desk/workload/",
        "workload_what_if": "/desk/workload/?officers=12&fold=5&days=7",
        "surges": "/desk/surges/",
        "quality": "/desk/quality/",
        "bulletin": f"/desk/bulletin/{last.isoformat()}/",
    }


def _line(name: str, ask: Callable[[], int], desk: Desk) -> dict[str, object]:
    """`first` is the first request of all; `cpu` what one costs the web processes and the database together."""
    began = time.perf_counter()
    status = ask()
    first = (time.perf_counter() - began) * 1000
    if status != httpx.codes.OK:
        raise StartError(f"{name}: answered {status}, not 200")
    for _ in range(3):  # each worker has met it
        ask()
    times, used = [], _cpu(desk)
    for _ in range(TIMES):
        began = time.perf_counter()
        ask()
        times.append((time.perf_counter() - began) * 1000)
    median = statistics.median(times)
    return {
        "name": f"figures_{name}", "value": round(median, 1), "unit": "ms", "n": TIMES, "wall": round(median, 1),
        "cpu": round((_cpu(desk) - used) / TIMES, 1), "p95": round(sorted(times)[int(TIMES * 0.95) - 1], 1),
        "first": round(first, 1), "cases": CASES, "years": YEARS, "must_reach": MOST_MS, "pass": median <= MOST_MS,
    }  # fmt: skip


def _cpu(desk: Desk) -> float:
    """Milliseconds that web processes and database have used so far."""
    return 1000 * sum(desk.cpu().values())


def _roll_ups(desk: Desk) -> Iterator[dict[str, object]]:
    """The job that keeps the roll-ups, after fifty cases changed and for all of them; `cpu` is its own, without the database."""
    out = shell(desk, _ROLL_UP)
    found: dict[str, list[tuple[float, float]]] = {}
    for name, wall, cpu in _NUMBER.findall(out):
        found.setdefault(name, []).append((float(wall), float(cpu)))
    if not found:
        raise StartError("roll_up did not run")
    for name, runs in found.items():
        wall, cpu = (round(statistics.median(column), 1) for column in zip(*runs, strict=True))
        yield {
            "name": f"figures_{name}", "value": wall, "unit": "ms", "n": len(runs), "wall": wall, "cpu": cpu,
            "cases": CASES,
        }  # fmt: skip


def _history(last: date) -> str:
    """Five years of daily counts up to a day, as a file to import."""
    rng, days = np.random.default_rng(1), YEARS * 365
    columns = [draw(rng, np.full(days, mean), 1.3) for mean in SERIES.values()]
    rows = [
        ",".join([(last - timedelta(days=days - 1 - at)).isoformat(), *(str(column[at]) for column in columns)])
        for at in range(days)
    ]
    return "\n".join([",".join(["date", *SERIES]), *rows]) + "\n"
