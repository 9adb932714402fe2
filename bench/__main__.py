"""The measurements: `python -m bench [NAME …]` prints one JSON object a line for each named bench, or all."""

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Sequence

from bench import categoriser, desk, figures, lighthouse, likeness, submission, surges, triage_keys
from bench.product import StartError

Bench = Callable[[], Iterator[dict[str, object]]]

BENCHES: dict[str, Bench] = {
    "categoriser": categoriser.measure,
    "likeness": likeness.measure,
    "submission": submission.measure,
    "desk": desk.measure,
    "figures": figures.measure,
    "lighthouse": lighthouse.measure,
    "surges": surges.measure,
    "triage_keys": triage_keys.measure,
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benches. 0: all ran; 1: a measurement found reports lost; 2: one could not be made."""
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure Heard; one JSON object a line.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"one of: {', '.join(BENCHES)} (default: all)")
    names = parser.parse_args(arguments).names
    unknown = [name for name in names if name not in BENCHES]
    if unknown:
        parser.error(f"no bench is called {unknown[0]}; there are: {', '.join(BENCHES)}")
    worst = 0
    for name in names or BENCHES:
        try:
            for row in BENCHES[name]():
                print(json.dumps(row), flush=True)
                worst = max(worst, 0 if row.get("pass", True) else 1)
        except (StartError, ImportError) as error:
            print(f"bench {name}: {error}", file=sys.stderr)
            worst = 2
    return worst


if __name__ == "__main__":
    sys.exit(main())
