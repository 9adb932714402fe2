"""Row 11: files and rows that somebody removes or changes behind the product's back, and what `reconcile` says of it."""

import re
import time
import uuid
from collections.abc import Callable
from pathlib import Path

from tests import files
from tests.faults.figures import Figures
from tests.faults.uploads import Sender
from tests.faults.world import World

_GRACE = 65  # seconds, for which what is new may still be on its way
_FOR_GOOD = re.compile(r"WRONG (?:report|case|evidence \d+ of report|file|safe copy) ([0-9A-Z-]+|[0-9a-f]{32}):")
_FILES = """SELECT e.id, e.stored, e.number, r.reference FROM reporting_evidence e
            JOIN reporting_report r ON r.id = e.report_id WHERE r.id > %s ORDER BY e.id"""
_WITHOUT_GUARDS = """ALTER TABLE {table} DISABLE TRIGGER USER; {act}; SET CONSTRAINTS ALL IMMEDIATE;
                     ALTER TABLE {table} ENABLE TRIGGER USER"""


def removed_behind_its_back(world: World, *, removed: int, kept: int, rows: bool) -> Figures:
    """So many things are removed, one to a report, and as many reports are left alone; each is found, and nothing else."""
    senders = [_with_a_file(world, number) for number in range(removed + kept)]
    broken = [] if all(senders) else ["a report was not accepted"]
    world.wait_until_categorised(120)
    if rows:
        time.sleep(_GRACE)
    before = _found(world)
    found_here = world.rows(_FILES, world.before)
    world.draw.shuffle(found_here)
    acts: list[Callable[[World, int, uuid.UUID, str], str]] = [_unlink, _change, _forget_row]
    acts += [_detach, _unverify, _unsearch] if rows else []
    wanted = {
        acts[place % len(acts)](world, row, uuid.UUID(str(stored)), reference)
        for place, (row, stored, _number, reference) in enumerate(found_here[:removed])
    }
    after = _found(world) - before
    if missed := wanted - after:
        broken.append(f"{len(missed)} of {removed} were not found")
    if false := after - wanted:
        broken.append(f"{len(false)} were named that were as they should be")
    more = {"false": len(after - wanted), "left_alone": kept, "kinds": len(acts)}
    return Figures("fault_11_removed_behind_its_back", len(wanted & after), "found", removed, broken, more)


def _with_a_file(world: World, number: int) -> bool:
    sender = Sender(world)
    content = files.photo() + world.draw.randbytes(200)
    begun = sender.begin(f"{number}.jpg", len(content)).json()
    return sender.piece(begun["id"], 0, content).status_code == 201 and sender.send()


def _found(world: World) -> set[str]:
    """What `reconcile` names, every file read: the reference of the report, or the name of a file that nobody owns."""
    said = world.product.manage("reconcile", "--deep", limit=600).stdout
    return {found[1] for line in said.splitlines() if (found := _FOR_GOOD.match(line))}


def _path(world: World, stored: uuid.UUID) -> Path:
    return next(path for path in (world.product.folder / "evidence").rglob(stored.hex) if path.is_file())


def _unlink(world: World, _row: int, stored: uuid.UUID, reference: str) -> str:
    _path(world, stored).unlink()
    return reference


def _change(world: World, _row: int, stored: uuid.UUID, reference: str) -> str:
    path = _path(world, stored)
    content = bytearray(path.read_bytes())
    content[world.draw.randrange(len(content))] ^= 1
    path.write_bytes(content)
    return reference


def _forget_row(world: World, row: int, stored: uuid.UUID, _reference: str) -> str:
    _as_owner(world, "reporting_evidence", "DELETE FROM reporting_evidence WHERE id = %s", row)
    return stored.hex


def _detach(world: World, _row: int, _stored: uuid.UUID, reference: str) -> str:
    found = "DELETE FROM cases_casereport WHERE report_id = (SELECT id FROM reporting_report WHERE reference = %s)"
    _as_owner(world, "cases_casereport", found, reference)
    return reference


def _unverify(world: World, _row: int, _stored: uuid.UUID, reference: str) -> str:
    act = "UPDATE reporting_report SET verifier = NULL WHERE reference = %s"
    _as_owner(world, "reporting_report", act, reference)
    return reference


def _unsearch(world: World, _row: int, _stored: uuid.UUID, reference: str) -> str:
    act = "DELETE FROM cases_searchtext WHERE case_id = (SELECT id FROM cases_case WHERE reference = %s)"
    _as_owner(world, "cases_searchtext", act, reference)
    return reference


def _as_owner(world: World, table: str, act: str, value: object) -> None:
    world.rows(_WITHOUT_GUARDS.format(table=table, act=act), value)
