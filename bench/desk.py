"""The officers' pages at scale: how long the queue, a case, a search and “take next” take among 100,000 cases.

Makes its own database, loads it, warms each page and asks for it `TIMES` times. `value` is the median by the clock, of one
request and its last byte; `cpu` and `cpu_database` are the processor's milliseconds a request of the desk's web process
and of PostgreSQL. What may be set stands in `bench.loaded`.
"""

import re
import statistics
from collections.abc import Callable, Iterator
from typing import Any

from bench.loaded import CASES, loaded_desk, new_account, shell
from bench.officer import Answer, Officer
from bench.product import Desk, StartError

TIMES = 20
QUEUE_MS, CASE_MS, MOST_BYTES = 40, 60, 60_000  # the promise: medians, and the weight of a page of the queue
_REFERENCE = re.compile(r'data-case="([^"]+)"')
_NEXT = re.compile(r'href="([^"]*)" rel="next"')

TABS = {tab: f"/desk/queue/?tab={tab}" for tab in ("next", "mine", "waiting", "held", "person", "all")}
FILTERS = {
    "late": "tab=next&due=late", "strand": "tab=all&strand=religion%3Aanti-muslim", "kind": "tab=all&kind=threats",
    "priority": "tab=all&priority=high", "borough": "tab=all&borough=southwark", "place": "tab=all&place=Peckham",
    "language": "tab=all&language=pl",
    "channel": "tab=all&channel=phone", "repeat": "tab=all&repeat=yes", "age": "tab=next&age=1-7",
    "officer": "tab=all&officer=bulk-hate-crime-3&state=in_progress",
    "dates": "tab=all&received_from=01%2F03%2F2026&received_to=31%2F03%2F2026",
    "strands": "tab=all&strand=race&strand=disability",
    "several": "tab=all&strand=race&kind=verbal_abuse&priority=standard&state=closed",
}  # fmt: skip
SEARCHES = {
    "word": "headscarf", "common": "bus", "phrase": '"on the bus"', "without": "bus -headscarf", "field": "state:open shouted",
    "rare": "blatherwick or vestibule", "spelling": "hedscarf", "nothing": "xylophonist",
    "phone": "07700 900123", "reference": "{reference}",
}  # fmt: skip

_NUMBER = re.compile(r"\d+\.\d+")
_COMPARED = 500
_ALIKE = """
import time
from django.db import transaction
from django.utils import timezone
from cases.domain.likeness import find_alike
from cases.models import Case
open_ones = Case.objects.exclude(state="emptied").order_by("-received_at").values_list("pk", flat=True)
newest = list(open_ones[:{times} + {compared}])
for one in newest[{times}:]:
    find_alike(one, now=timezone.now())
for number, one in enumerate([*newest[:3], *newest[:{times}]]):
    began = time.perf_counter()
    with transaction.atomic():
        find_alike(one, now=timezone.now())
        transaction.set_rollback(True)
    if number > 2:
        print((time.perf_counter() - began) * 1000)
"""


def measure() -> Iterator[dict[str, object]]:
    """Load `CASES` into a product of its own, then ask for each page `TIMES` times, one after the other."""
    with loaded_desk() as loaded:
        yield from loaded.line()
        desk = loaded.desk
        with Officer(desk.url, *new_account(desk, "officer")) as officer:
            yield from _measure_desk(officer, desk)
        yield _find_alike(desk)


def _find_alike(desk: Desk) -> dict[str, object]:
    """The background's work for one new case; nothing of it is kept.

    `compared`: how many other cases have been through it before, since `load_bulk` brings nothing of theirs.
    """
    said = shell(desk, _ALIKE.format(times=TIMES, compared=_COMPARED))
    times = sorted(float(line) for line in said.split() if _NUMBER.fullmatch(line))
    if len(times) != TIMES:
        raise StartError(f"find_alike did not run: {said.splitlines()[-1:]}")
    return {
        "name": "desk_find_alike", "value": round(statistics.median(times), 1), "unit": "ms", "n": TIMES,
        "p95": round(times[int(TIMES * 0.95) - 1], 1), "cases": CASES, "compared": _COMPARED,
    }  # fmt: skip


def _measure_desk(officer: Officer, desk: Desk) -> Iterator[dict[str, object]]:
    def timed(name: str, ask: Callable[[], list[Answer]], **must: Any) -> dict[str, object]:
        before = desk.cpu()
        answers = ask()
        used = {part: (seconds - before[part]) * 1000 / len(answers) for part, seconds in desk.cpu().items()}
        seen.extend(answers)
        return _line(name, answers, cpu=used, **must)

    seen: list[Answer] = []
    yield timed("take_next", lambda: [officer.post("/desk/take-next/") for _ in range(TIMES)], wanted=302)
    references: list[str] = []
    for tab, address in TABS.items():
        officer.get(address)  # not counted: each worker reads its templates and writes its statements once
        yield timed(
            f"queue_{tab}", lambda address=address: _again(officer, address), most=QUEUE_MS, most_bytes=MOST_BYTES
        )  # type: ignore[misc]
        references += _REFERENCE.findall(seen[-1].text)[:12]
        further = _NEXT.search(seen[-1].text)
        if further:
            page = further[1].replace("&amp;", "&")
            yield timed(f"queue_{tab}_page_2", lambda page=page: _again(officer, page), most=QUEUE_MS)  # type: ignore[misc]
    for name, query in FILTERS.items():
        address = f"/desk/queue/?{query}"
        officer.get(address)
        yield timed(f"queue_filter_{name}", lambda address=address: _again(officer, address))  # type: ignore[misc]
    yield timed("case", lambda: [officer.get(f"/desk/cases/{one}/") for one in references], most=CASE_MS)
    own = _REFERENCE.findall(officer.get("/desk/mine/").text)[:TIMES]
    yield timed("case_in_hand", lambda: [officer.get(f"/desk/cases/{one}/") for one in own], most=CASE_MS)
    for name, words in SEARCHES.items():
        asked = {"q": words.format(reference=references[0])}
        address = officer.post("/desk/search/for/", asked).location  # an address or number is sealed in it
        officer.get(address)
        yield timed(f"search_{name}", lambda address=address: _again(officer, address))  # type: ignore[misc]


def _again(officer: Officer, address: str) -> list[Answer]:
    return [officer.get(address) for _ in range(TIMES)]


def _line(
    name: str,
    answers: list[Answer],
    *,
    cpu: dict[str, float],
    wanted: int = 200,
    most: float | None = None,
    most_bytes: int | None = None,
) -> dict[str, object]:
    wrong = [answer.status for answer in answers if answer.status != wanted]
    if wrong:
        raise StartError(f"{name}: answered {wrong[0]}, not {wanted}")
    times = sorted(answer.ms for answer in answers)
    median, weight = statistics.median(times), max(answer.bytes for answer in answers)
    figures: dict[str, object] = {
        "name": f"desk_{name}", "value": round(median, 1), "unit": "ms", "n": len(times),
        "p95": round(times[int(len(times) * 0.95) - 1], 1), "cpu": round(cpu["web"], 1),
        "cpu_database": round(cpu["database"], 1), "bytes": weight, "cases": CASES,
    }  # fmt: skip
    if most is not None:
        figures |= {"must_reach": most, "pass": median <= most and weight <= (most_bytes or weight)}
    return figures
