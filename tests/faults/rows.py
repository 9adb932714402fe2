"""The rows of the fault suite that exist, at two scales: `full` is what is promised, `short` fits into minutes."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.faults import brokers, claims, dangers, mails, partners, polyglots, removals, uploads, webs, workers
from tests.faults.figures import Figures

Scale = dict[str, Any]


@dataclass(frozen=True)
class Row:
    """One fault. `name` is that of its figures. Without a `short` scale it takes minutes and runs in full alone."""

    name: str
    run: Callable[..., Figures]
    short: Scale | None
    full: Scale


ROWS: dict[str, Row] = {
    "1": Row(
        "fault_01_worker_killed",
        workers.worker_killed,
        short={"reports": 40, "kills": 8, "decided": 3},
        full={"reports": 2000, "kills": 500, "decided": 50},
    ),
    "2": Row(
        "fault_02_web_killed_before_publish",
        webs.killed_between_commit_and_publish,
        short={"kills": 4},
        full={"kills": 200},
    ),
    "3": Row(
        "fault_03_web_killed_and_retried",
        webs.killed_while_people_retry,
        short={"reports": 30, "kills": 8},
        full={"reports": 500, "kills": 300},
    ),
    "4": Row(
        "fault_04_broker_away",
        brokers.broker_away,
        short={"seconds": 4, "rate": 3},
        full={"seconds": 180, "rate": 3},
    ),
    "5": Row(
        "fault_05_broker_emptied",
        brokers.broker_emptied,
        short={"reports": 30, "times": 10},
        full={"reports": 500, "times": 50},
    ),
    "8": Row(
        "fault_08_mail_server_away", mails.mail_server_away, short=None, full={"bad": 200, "good": 40, "reports": 40}
    ),
    "10": Row("fault_10_upload_cut", uploads.upload_cut, short={"cuts": 12}, full={"cuts": 200}),
    "11": Row(
        "fault_11_removed_behind_its_back",
        removals.removed_behind_its_back,
        short={"removed": 9, "kept": 3, "rows": False},
        full={"removed": 100, "kept": 50, "rows": True},
    ),
    "12": Row(
        "fault_12_claims_at_once",
        claims.claims_at_once,
        short={"claims": 200, "cases": 20, "officers": 20},
        full={"claims": 1000, "cases": 100, "officers": 50},
    ),
    "14": Row(
        "fault_14_danger_without_worker_and_broker",
        dangers.danger_without_worker_and_broker,
        short={"alarms": 2, "escalates": False},
        full={"alarms": 10, "escalates": True},
    ),
    "15": Row(
        "fault_15_mutated_files",
        uploads.mutated_files,
        short={"files_sent": 120, "opened": 10},
        full={"files_sent": 10_000, "opened": 1_000},
    ),
    "16": Row("fault_16_bombs", uploads.bombs, short={"number": 4}, full={"number": 100}),
    "17": Row("fault_17_polyglots", polyglots.polyglots, short=None, full={"number": 200}),
    "27": Row("fault_27_api_fuzzed", partners.api_fuzzed, short={"examples": 5}, full={"examples": 300}),
}
ALL = [*map(str, range(1, 15)), "14a", *map(str, range(15, 36))]


def asked_for(faults: str) -> tuple[str, list[str], list[str]]:
    """Scale, rows to run and rows that do not exist yet, from `short`, `full` or such as `1,4,12-14`.

    Rows that are named run at full scale. Raises ValueError with a sentence.
    """
    if faults in ("short", "full"):
        return faults, [row for row, one in ROWS.items() if faults == "full" or one.short is not None], []
    named: list[str] = []
    for part in faults.split(","):
        span = re.fullmatch(r"\s*(\d+a?)(?:-(\d+a?))?\s*", part)
        if not span or span[1] not in ALL or (span[2] or span[1]) not in ALL:
            raise ValueError(f"FAULTS must be short, full or rows such as 1,4,12-14, not {faults!r}.")
        first, last = ALL.index(span[1]), ALL.index(span[2] or span[1])
        named += [row for row in ALL[first : last + 1] if row not in named]
    return "full", [row for row in named if row in ROWS], [row for row in named if row not in ROWS]
