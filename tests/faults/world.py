"""The real product under fault: its processes to be killed or frozen, its ledger, and a look into its database."""

import json
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from threading import Thread
from typing import Any

import psutil
import psycopg2
import redis

from bench.crowd import Pace
from bench.entries import Ledger, read_ledger
from bench.prove import prove_all
from bench.send import Habits, Sent, send_all
from bench.visitor import Patience
from bench.words import BUILT_IN, choose, read_texts
from config.instance import ROOT
from config.processes import session
from tests.product import Product, clean_environment

UNCATEGORISED = """SELECT count(*) FROM reporting_report r WHERE r.id > %s AND NOT EXISTS
                   (SELECT 1 FROM cases_voice v WHERE v.report_id = r.id AND v.speaker = 'machine')"""
DOUBLED = """SELECT count(*) FROM (SELECT 1 FROM cases_voice WHERE speaker = 'machine' AND report_id > %s
             GROUP BY report_id, by HAVING count(*) > 1) AS twice"""
WITHOUT_CASE = """SELECT count(*) FROM reporting_report r WHERE r.id > %s AND 1 <>
                  (SELECT count(*) FROM cases_casereport l WHERE l.report_id = r.id AND l.detached_at IS NULL)"""


class World:
    """One row's view of a running product: what was there before does not count."""

    def __init__(self, product: Product, *, row: str, seed: int) -> None:
        self.product, self.seed = product, seed
        self.draw = random.Random(f"{row}/{seed}")  # noqa: S311 (seeded on purpose: runs can be repeated)
        self.ledger = product.folder / f"ledger-{row}-{time.time_ns()}.jsonl"
        self.before = self.number("SELECT coalesce(max(id), 0) FROM reporting_report")
        self.sent: list[Sent] = []

    # --- people -----------------------------

    def send(self, count: int, *, at_once: int = 4, rate: float = 0.0, habits: Habits | None = None) -> list[Sent]:
        """That many people report, with the patience of somebody who really wants to be heard."""
        self.seed += 1
        texts = choose(read_texts(BUILT_IN), count, self.seed)
        habits = habits or Habits(seed=self.seed)
        pace = Pace(at_once=at_once, per_second=rate, deadline=1800)
        with Ledger(self.ledger) as ledger:
            sent = send_all(
                self.product.public_url, texts, ledger, habits=habits, pace=pace, patience=Patience(15.0, 40)
            )
        self.sent += sent
        return sent

    @contextmanager
    def while_sending(self, count: int, **how: Any) -> Iterator[Thread]:
        """The block runs while people report; at its end they have all been answered."""
        failed: list[Exception] = []

        def run() -> None:
            try:
                self.send(count, **how)
            except Exception as error:  # noqa: BLE001 (raised again by the one who waits)
                failed.append(error)

        thread = Thread(target=run, name="people")
        thread.start()
        try:
            yield thread
        finally:
            thread.join()
        if failed:
            raise failed[0]

    def broken_promises(self, *, besides: int = 0) -> list[str]:
        """What ledger, reports and cases say after the fault. An empty list is the promise kept.

        So many reports came `besides`, by another door than the form: nobody was shown a code for them.
        """
        entries = read_ledger(self.ledger)
        proved = prove_all(self.product.public_url, entries, pace=Pace(8), patience=Patience(15.0, 5), seed=self.seed)
        opened = sum(one.verdict == "same" for one in proved)
        stored = self.number("SELECT count(*) FROM reporting_report WHERE id > %s", self.before) - besides
        refused = sum(bool(one.refused) for one in self.sent)
        found = {
            f"{len(entries) - opened} of {len(entries)} codes do not show what was sent": opened != len(entries),
            f"{refused} people were never answered": refused > 0,
            f"{stored} reports are stored and {len(entries)} codes were shown": stored != len(entries),
            "a sent form was answered with another code": any(one.doubled for one in self.sent),
            "a suggestion is there twice": self.number(DOUBLED, self.before) > 0,
            "a report has not exactly one case": self.number(WITHOUT_CASE, self.before) > 0,
        }
        return [sentence for sentence, is_so in found.items() if is_so]

    def wait_until_categorised(self, limit: float) -> float | None:
        """Seconds until no report is uncategorised; None when some still are at the limit."""
        return wait_until(lambda: self.number(UNCATEGORISED, self.before) == 0, limit)

    # --- processes -----------------------------

    def processes(self, name: str) -> list[psutil.Process]:
        """The leading process of that name and those it has started."""
        if name == "valkey":  # it writes its title over the environment by which the others are found
            started = psutil.Process(self.product.runner.pid).children()
            return [process for process in started if "valkey" in process.name()]
        leader = self.product.processes.get(name)
        return session(leader.pid) if leader else []

    def kill(self, processes: Sequence[psutil.Process]) -> int:
        """`kill -9`; how many there still were."""
        killed = 0
        for process in processes:
            with suppress(psutil.NoSuchProcess):
                process.send_signal(signal.SIGKILL)
                killed += 1
        return killed

    def kill_one(self, name: str) -> int:
        """`kill -9` of one of them, parent or child, drawn at random."""
        there = self.processes(name)
        return self.kill([self.draw.choice(there)]) if there else 0

    @contextmanager
    def frozen(self, *names: str) -> Iterator[None]:
        """SIGSTOP for the block."""
        stopped = [process for name in names for process in self.processes(name)]
        try:
            for process in stopped:
                process.send_signal(signal.SIGSTOP)
            yield
        finally:
            for process in stopped:
                with suppress(psutil.NoSuchProcess):
                    process.send_signal(signal.SIGCONT)

    def pause(self, least: float, most: float) -> None:
        """Wait for a time drawn from that range."""
        time.sleep(self.draw.uniform(least, most))

    # --- engines -----------------------------

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """Of a query as the tables' owner; a statement that gives none is carried out."""
        url = self.product.instance["database"]["owner"]
        with (
            closing(psycopg2.connect(url, connect_timeout=10)) as connection,
            connection,
            connection.cursor() as cursor,
        ):
            cursor.execute(query, values)
            return cursor.fetchall() if cursor.description else []

    def number(self, query: str, *values: object) -> int:
        """Of a query that gives one."""
        return int(self.rows(query, *values)[0][0])

    def broker(self) -> "redis.Redis[str]":
        """A client of the broker."""
        return redis.Redis.from_url(self.product.instance["redis"], socket_timeout=5, socket_connect_timeout=5)

    def officers(self, *arguments: object, role: str = "desk") -> Any:
        """What `tests.faults.officers` answers, run beside the product with the database role of the desk."""
        environment = clean_environment() | {
            "DATA_DIR": str(self.product.folder),
            "HEARD_SURFACE": "desk",
            "HEARD_ROLE": role,
        }
        command = [sys.executable, "-m", "tests.faults.officers", *map(str, arguments)]
        done = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, timeout=900, check=True)
        return json.loads(done.stdout)


def wait_until(holds: Callable[[], bool], limit: float, *, every: float = 0.2) -> float | None:
    """Seconds until it holds, None when it does not within the limit."""
    started = time.monotonic()
    while time.monotonic() - started < limit:
        if holds():
            return round(time.monotonic() - started, 1)
        time.sleep(every)
    return None
