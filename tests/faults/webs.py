"""Rows 2 and 3: web processes are killed around the commit, and the people try again."""

import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from threading import Event, Thread

import psycopg2

from bench.send import Habits
from tests.faults.figures import Figures
from tests.faults.world import World

NEWEST = "SELECT coalesce(max(id), 0) FROM reporting_report"


def killed_between_commit_and_publish(world: World, *, kills: int) -> Figures:
    """The broker is frozen, so that publishing takes its 0.3 s; the process dies as soon as the row can be seen."""
    in_time = 0
    for _ in range(kills):
        with world.frozen("valkey"), _kill_on_commit(world) as has_killed:
            sent = world.send(1)
        in_time += has_killed.is_set() and any(one.troubles for one in sent)
    seconds = world.wait_until_categorised(60)
    broken = world.broken_promises()
    if seconds is None:
        broken.append("a report was uncategorised 60 s after the restart")
    if in_time < kills:
        broken.append(f"only {in_time} of {kills} kills came between commit and answer")
    more = {"kills_before_the_answer": in_time, "seconds_allowed": 60}
    return Figures("fault_02_web_killed_before_publish", seconds, "s", kills, broken, more)


def killed_while_people_retry(world: World, *, reports: int, kills: int) -> Figures:
    """Web processes die at random moments; a fifth of the people lose an answer besides, a fifth reload the page."""
    killed = sent = 0
    while killed < kills or sent < reports:
        wave = min(50, max(reports - sent, 10))
        with world.while_sending(wave, at_once=4, habits=Habits(cut=0.2, reload=0.2, seed=world.seed)) as people:
            while people.is_alive() and killed < kills:
                world.pause(0.2, 1.5)
                killed += world.kill_one("web-public")
        sent += wave
    seconds = world.wait_until_categorised(120)
    broken = world.broken_promises()
    if seconds is None:
        broken.append("a report was uncategorised after two minutes")
    tried_again = sum(sum(one.troubles.values()) for one in world.sent)
    more = {"kills": killed, "tried_again": tried_again}
    return Figures("fault_03_web_killed_and_retried", len(broken), "broken promises", sent, broken, more)


@contextmanager
def _kill_on_commit(world: World) -> Iterator[Event]:
    """Every process of the public web but the one that starts them dies once a new report can be seen."""
    leader = world.product.processes["web-public"].pid
    has_killed, is_over = Event(), Event()
    url = world.product.instance["database"]["owner"]

    def watch() -> None:
        with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
            connection.autocommit = True
            cursor.execute(NEWEST)
            (before,) = cursor.fetchone() or (0,)
            is_watching.set()
            while not is_over.is_set():
                cursor.execute(NEWEST)
                if cursor.fetchone() != (before,):
                    world.kill([one for one in world.processes("web-public") if one.pid != leader])
                    has_killed.set()
                    return
                time.sleep(0.001)

    is_watching = Event()
    watcher = Thread(target=watch, name="watcher")
    watcher.start()
    is_watching.wait(10)
    try:
        yield has_killed
    finally:
        is_over.set()
        watcher.join()
