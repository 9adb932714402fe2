"""The ledger client: `python -m bench.ledger [send|prove|run] --url http://127.0.0.1:8000 --file LEDGER.jsonl`.

It walks the public form as a browser without JavaScript would, writes down (code, fingerprint of the words) for
every report whose code it was shown, and later proves that every code opens and shows the same fingerprint.
"""

import argparse
import json
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import get_args

from bench.crowd import MOST_PEOPLE, Pace
from bench.entries import Entry, Ledger, LedgerError, read_ledger
from bench.prove import prove_all, prove_summary
from bench.send import Habits, send_all, send_summary
from bench.visitor import LoopbackError, Patience, loopback_origin
from bench.walk import Way
from bench.words import BUILT_IN, TextsError, choose, read_texts

Figures = dict[str, object]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one mode and print its figures as one JSON line. 0: all is well; 1: something is lost; 2: bad input."""
    options = _parser().parse_args(arguments)
    try:
        origin = loopback_origin(options.url)
        pace = Pace(options.concurrency, options.rate, options.deadline)
        patience = Patience(options.timeout, options.retries)
        figures: Figures = {}
        if options.mode in ("send", "run"):
            figures = _send(options, origin, pace, patience)
        if options.mode in ("prove", "run"):
            figures = _both(figures, _prove(options, origin, pace, patience))
    except (LoopbackError, LedgerError, TextsError, ValueError) as error:
        print(error, file=sys.stderr)
        return 2
    print(json.dumps(figures), flush=True)
    return 1 if is_lossy(figures) else 0


def is_lossy(figures: Figures) -> bool:
    """Whether these figures show a report that was not accepted, not found, altered, or stored twice."""
    bad = ("refused", "not_sent", "doubled", "wrong_fingerprint", "wrong_reference", "failed", "not_tried")
    return any(figures.get(name) for name in (*bad, "duplicates"))


def _send(options: argparse.Namespace, origin: str, pace: Pace, patience: Patience) -> Figures:
    texts = choose(read_texts(options.texts), options.count, options.seed)
    habits = Habits(options.path, options.cut, options.reload, options.seed)
    started = time.monotonic()
    with Ledger(options.file) as ledger:
        sent = send_all(origin, texts, ledger, habits=habits, pace=pace, patience=patience)
    return send_summary(len(texts), sent, time.monotonic() - started, options.seed)


def _prove(options: argparse.Namespace, origin: str, pace: Pace, patience: Patience) -> Figures:
    entries: list[Entry] = read_ledger(options.file)
    if not entries:
        raise LedgerError(f"{options.file}: holds no entry, so there is nothing to prove")
    started = time.monotonic()
    proved = prove_all(origin, entries, pace=pace, patience=patience, seed=options.seed)
    return prove_summary(entries, proved, time.monotonic() - started)


def _both(sent: Figures, proved: Figures) -> Figures:
    if not sent:
        return proved
    figures = {**sent, **proved, "name": "ledger_run", "n": sent["n"], "entries": proved["n"]}
    for name in ("errors", "tried_again", "seconds"):
        figures[name], figures[f"prove_{name}"] = sent[name], proved[name]
    return figures


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench.ledger", description="Send reports and prove none is lost.")
    add = parser.add_argument
    add(
        "mode",
        nargs="?",
        choices=("send", "prove", "run"),
        default="run",
        help="run (default) is send, then prove",
    )
    add("--url", required=True, help="the public address, on this machine only")
    add("--file", type=Path, required=True, help="the ledger; new entries are added at its end")
    add(
        "--texts",
        type=Path,
        default=BUILT_IN,
        help='JSON lines with "text", .gz or plain (default: 26 of our own)',
    )
    add("--count", type=_number(1, MOST_PEOPLE), default=100, help="reports to send (default 100)")
    add(
        "--path",
        choices=get_args(Way),
        default="quick",
        help="send at once; by way of every question; or also back to the words and on",
    )
    add("--concurrency", type=int, default=8, help="people at once (default 8)")
    add("--rate", type=float, default=0.0, help="begin at most so many a second (default: no limit)")
    add(
        "--retries",
        type=_number(0, 100),
        default=3,
        help="how often a form without an answer is sent again (default 3)",
    )
    add("--cut", type=_share, default=0.0, help="share of people whose answer is lost on the way (0 to 1)")
    add("--reload", type=_share, default=0.0, help="share of people who reload the sent page (0 to 1)")
    add(
        "--seed",
        type=int,
        default=1,
        help="choice and order of texts, who is cut off, who reloads (default 1)",
    )
    add("--timeout", type=_seconds, default=30.0, help="seconds to wait for one answer (default 30)")
    add(
        "--deadline",
        type=float,
        default=1800.0,
        help="seconds after which nobody begins any more (default 1800)",
    )
    return parser


def _number(least: int, most: int) -> Callable[[str], int]:
    def bounded(text: str) -> int:
        value = int(text)
        if not least <= value <= most:
            raise argparse.ArgumentTypeError(f"must be {least} to {most}")
        return value

    return bounded


def _share(text: str) -> float:
    value = float(text)
    if not 0 <= value <= 1:
        raise argparse.ArgumentTypeError("must be 0 to 1")
    return value


def _seconds(text: str) -> float:
    value = float(text)
    if not 0 < value <= 600:
        raise argparse.ArgumentTypeError("must be more than 0 and at most 600 seconds")
    return value


if __name__ == "__main__":
    sys.exit(main())
