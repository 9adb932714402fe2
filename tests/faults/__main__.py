"""The fault suite: `python -m tests.faults` with FAULTS=short (default), full, or rows such as 1,4,12-14.

One JSON line a row on standard output, appended to `faults.jsonl`. Exit status 0 when every row passed, 1 when one did
not, 2 when one does not exist yet. SEED (default 1) draws what happens when; FAULTS=full goes on where it was stopped.
"""

import json
import os
import sys

from tests.faults.figures import Figures, commit, keep, passed_before
from tests.faults.rows import ROWS, asked_for
from tests.faults.world import World
from tests.product import Product, running_product


def main() -> int:
    """Run what is asked for."""
    try:
        seed = int(os.environ.get("SEED") or "1")
        scale, rows, missing = asked_for(os.environ.get("FAULTS") or "short")
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    here = commit()
    if scale == "full" and os.environ.get("FAULTS") == "full" and not here.endswith("+"):
        done = passed_before(scale=scale, seed=seed, commit=here)
        rows = [row for row in rows if ROWS[row].name not in done]
        print(f"{len(done)} rows have passed on this commit already.", file=sys.stderr)
    worst = 0
    for row in rows:
        with running_product(own_servers=True) as product:  # a fresh one each: no row can lean on another's debris
            line = run(row, product, scale=scale, seed=seed).line(scale=scale, seed=seed, commit=here)
        print(json.dumps(line), flush=True)
        keep(line)
        worst = max(worst, 0 if line["pass"] else 1)
    for row in missing:
        print(f"Row {row} of the fault suite comes with its own issue.", file=sys.stderr)
    return 2 if missing else worst


def run(row: str, product: Product, *, scale: str, seed: int) -> Figures:
    """Run one row against a running product."""
    numbers = ROWS[row].short if scale == "short" else ROWS[row].full
    return ROWS[row].run(World(product, row=row, seed=seed), **(numbers or ROWS[row].full))


if __name__ == "__main__":
    sys.exit(main())
