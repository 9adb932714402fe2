"""`manage.py ring`: the small process that rings when somebody is in danger. It needs PostgreSQL and nothing else."""

import argparse
import logging
import os
import signal
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import Error, connection
from django.utils import timezone

from cases.domain import (
    absence,
    alarm_care,
    categorisation,
    drafts,
    intake,
    lanes,
    presence,
    ringing,
    staffing,
    waiting,
    wishes,
)
from cases.domain.couriers import Couriers, signing_key
from reporting.domain.heartbeat import record_heartbeat

LEFT_TO_THE_WORKER = timedelta(seconds=10)
MOST_CASES = 200  # opened in one round, so that an alarm waits a few seconds at most
LONGEST_BACK_OFF = 2.0  # seconds between tries while the database is away
LAST_MOMENTS = 0.8  # seconds in which a round may finish after we were told to stop
FAILED_CASE_RESTS = 60.0  # seconds
ASKS_FOR = 0.5  # seconds of a round
STAFF_EVERY = 15.0  # seconds between two looks at who is there
_log = logging.getLogger("heard.ring")


class Ring:
    """Round after round: cases of alarms and those the worker left, messages, a sign of life, the machine, who is there."""

    def __init__(self) -> None:
        self.couriers = Couriers()
        self._failed_cases: dict[int, float] = {}
        self._looked_at_staff = float("-inf")

    def go_round(self) -> None:
        """One round. Whatever fails in one duty leaves the others alone; raises only when the database is away."""
        self._try("open cases", self.open_cases)
        self._try("take messages", self.take_messages)
        self._try("ring again", lambda: alarm_care.ring_unattended(now=timezone.now()))
        if self._try("deliver", lambda: ringing.deliver_due(self.couriers, now=timezone.now())):
            record_heartbeat("ring", now=timezone.now())  # a ring that delivers nothing is not alive
        self._try("ask the machine", self.ask_the_machine)
        self._try("mark stuck work", lambda: intake.mark_stuck(now=timezone.now()))
        if time.monotonic() - self._looked_at_staff >= STAFF_EVERY:
            self._looked_at_staff = time.monotonic()
            self._try("let held cases go", lambda: lanes.let_go_of_unread(now=timezone.now()))
            self._try("return untouched cases", lambda: absence.return_untouched(now=timezone.now()))
            self._try("tell that nobody is there", lambda: staffing.tell_of_troubles(self.couriers, now=timezone.now()))
            self._try("remove old drafts", lambda: drafts.remove_old(now=timezone.now()))
            self._try("forget who was here", lambda: presence.forget_old(now=timezone.now()))
        self._try("bring back what waited", lambda: waiting.bring_back_due(now=timezone.now()))

    def open_cases(self) -> None:
        """The case of each alarm at once, of any other report when the worker has had its ten seconds."""
        now, tick = timezone.now(), time.monotonic()
        self._failed_cases = {pk: until for pk, until in self._failed_cases.items() if until > tick}
        for report_id in intake.reports_without_case(
            before=now - LEFT_TO_THE_WORKER, most=MOST_CASES + len(self._failed_cases)
        ):
            if report_id in self._failed_cases:
                continue
            if not self._try("open a case", partial(intake.open_case, report_id, now=now)):
                self._failed_cases[report_id] = tick + FAILED_CASE_RESTS

    def take_messages(self) -> None:
        """Those that the worker has left for ten seconds: they may tell of danger."""
        now = timezone.now()
        intake.take_messages_left(before=now - LEFT_TO_THE_WORKER, now=now)
        wishes.take_wishes_left(before=now - LEFT_TO_THE_WORKER, now=now)

    def ask_the_machine(self) -> None:
        """Of what the worker has left for ten seconds, as far as half a second goes: it may see danger that no word tells."""
        now, until = timezone.now(), time.monotonic() + ASKS_FOR
        for row, task in categorisation.left_unasked(before=now - LEFT_TO_THE_WORKER, now=now):
            if time.monotonic() > until:
                break
            categorisation.ask_what_was_left(row, task, now=now)

    def _try(self, what: str, duty: Callable[[], object]) -> bool:
        try:
            duty()
        except Exception as error:
            if isinstance(error, Error) and not connection.is_usable():
                raise
            _log.error("could not %s: %s", what, type(error).__name__)
            return False
        return True


class Command(BaseCommand):
    """Run one per instance; a second one does no harm."""

    help = "Deliver and escalate alarms, and do what the worker left that may tell of danger. Runs until it is told to stop."
    requires_system_checks = ()  # it rings whatever is wrong with pages and forms

    def add_arguments(self, parser: CommandParser) -> None:
        """`--once` for tests and for a look by hand."""
        parser.add_argument("--interval", type=_seconds, default=2.0, help="seconds between two rounds (default 2)")
        parser.add_argument("--once", action="store_true", help="one round, wait for its messages, then end")
        parser.add_argument("--signing-key", action="store_true", help="show the key of X-Heard-Signature and end")

    def handle(self, *args: Any, interval: float, once: bool, signing_key: bool, **options: Any) -> None:
        """Go round until told to stop."""
        if signing_key:
            self.stdout.write(_key_in_hex())
            return
        ring = Ring()
        if once:
            ring.go_round()
            ring.couriers.wait(20)
            ringing.deliver_due(ring.couriers, now=timezone.now())
            return
        go_on_until_stopped(ring, stopped=_told_to_stop(), interval=interval)


def go_on_until_stopped(ring: Ring, *, stopped: threading.Event, interval: float) -> None:
    """Rounds at the interval; while the database is away, tries after 0.1, 0.2, 0.4 … 2 seconds."""
    back_off = 0.0
    while not stopped.is_set():
        try:
            ring.go_round()
            back_off = 0.0
        except Error as error:
            back_off = min(max(back_off * 2, 0.1), LONGEST_BACK_OFF)
            _log.warning("database does not answer: %s", type(error).__name__)
            connection.close()
        stopped.wait(back_off or interval)


def _told_to_stop() -> threading.Event:
    """Set by SIGTERM or SIGINT; ends the process a moment later even if a query hangs on a frozen database."""
    stopped = threading.Event()
    signals = {signal.SIGTERM, signal.SIGINT}
    signal.pthread_sigmask(signal.SIG_BLOCK, signals)  # every thread's, so that the one below gets them

    def listen() -> None:
        signal.sigwait(signals)
        stopped.set()
        time.sleep(LAST_MOMENTS)
        os._exit(0)

    threading.Thread(target=listen, name="signals", daemon=True).start()
    return stopped


def _seconds(text: str) -> float:
    seconds = float(text)
    if not 0.1 <= seconds <= 60:
        raise argparse.ArgumentTypeError("must be from 0.1 to 60")
    return seconds


def _key_in_hex() -> str:
    return signing_key().hex()
