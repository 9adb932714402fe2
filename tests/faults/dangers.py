"""Row 14: worker and broker are both away when somebody is in danger."""

import json
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from bench.crowd import Pace
from bench.entries import Ledger
from bench.send import Habits, send_all
from bench.visitor import Patience
from tests.faults.figures import Figures
from tests.faults.world import World, wait_until

WORDS = (
    "He is outside my door right now with a knife. He says that he will kill us because we are Muslims. Please help."
)
UNTOLD = "I am in the toilet at work and he is outside the cubicle kicking at it, he says he will drag me out because I am trans."
"""No word of this rings by itself: `ring` asks the model."""
WITHIN = 60.0
DOUBLED = """SELECT count(*) FROM (
                 SELECT 1 FROM cases_alarmstep s JOIN reporting_alarm a ON a.id = s.alarm_id
                 WHERE a.report_id > %s AND s.outcome = 'sent'
                 GROUP BY alarm_id, step, channel, "to" HAVING count(*) > 1) AS twice"""


def danger_without_worker_and_broker(world: World, *, alarms: int, escalates: bool) -> Figures:
    """The alarm reaches a webhook all the same, is acknowledged, and nothing is doubled when the others are back.

    `alarms` for words that ring, and one more for danger that only the model sees.
    """
    broken: list[str] = []
    slowest = 0.0
    with _contact(world) as heard, world.frozen("worker", "valkey"):
        reports = [WORDS] * alarms + [UNTOLD]
        for number, words in enumerate(reports):
            started = time.monotonic()
            _send_for_help(world, words, number)
            told = wait_until(lambda: _heard_of(world, heard) > number, WITHIN, every=0.05)  # noqa: B023 (called at once)
            slowest = max(slowest, time.monotonic() - started)
            if told is None:
                broken.append(f"alarm {number + 1} was not heard within {WITHIN:.0f} s")
        ids = _alarms_of(world)
        if escalates:
            _wait_for_every_step(world, ids, broken)
        answers = [world.officers("acknowledge", alarm) for alarm in ids]
    if answers != ["acknowledged"] * len(reports):
        broken.append(f"{len(answers)} alarms were acknowledged, not {len(reports)}")
    if world.wait_until_categorised(120) is None:
        broken.append("a report was uncategorised two minutes after the worker was back")
    if world.number(DOUBLED, world.before) or max(Counter((one["alarm"], one["step"]) for one in heard).values()) > 1:
        broken.append("a message went twice")
    broken += world.broken_promises()
    more = {"seconds_allowed": WITHIN, "messages": len(heard)}
    return Figures("fault_14_danger_without_worker_and_broker", round(slowest, 1), "s", len(reports), broken, more)


def _alarms_of(world: World) -> list[int]:
    """The alarms of this row's reports."""
    return [alarm for (alarm,) in world.rows("SELECT id FROM reporting_alarm WHERE report_id > %s", world.before)]


def _heard_of(world: World, heard: list[dict[str, Any]]) -> int:
    """How many of them were heard: those of rows before may be told further meanwhile."""
    return len({one["alarm"] for one in heard}.intersection(_alarms_of(world)))


def _send_for_help(world: World, words: str, number: int) -> None:
    pace, patience = Pace(1), Patience(15.0, 5)
    with Ledger(world.ledger) as ledger:
        world.sent += send_all(
            world.product.public_url, [words], ledger, habits=Habits(seed=number), pace=pace, patience=patience
        )


def _wait_for_every_step(world: World, ids: list[int], broken: list[str]) -> None:
    steps = "SELECT count(DISTINCT (alarm_id, step)) FROM cases_alarmstep WHERE alarm_id = ANY(%s)"
    if wait_until(lambda: world.number(steps, ids) == 3 * len(ids), 11 * 60, every=1) is None:
        broken.append("an alarm did not go through its three steps within eleven minutes")


@contextmanager
def _contact(world: World) -> Iterator[list[dict[str, Any]]]:
    """Somebody who is told at once; what they have heard."""
    heard: list[dict[str, Any]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            heard.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        contact = "INSERT INTO cases_alarmcontact (name, step, email, webhook, is_active) VALUES (%s, 0, '', %s, true)"
        world.rows(contact, "Fault suite", f"http://127.0.0.1:{server.server_port}/")
        try:
            yield heard
        finally:
            world.rows("DELETE FROM cases_alarmcontact WHERE name = 'Fault suite'")
            server.shutdown()
