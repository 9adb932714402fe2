"""What `make faults` is asked for, and what it answers to rows that do not exist yet."""

import os
import subprocess
import sys

import pytest

from tests.faults.figures import ROOT
from tests.faults.rows import ROWS, asked_for


def test_full_means_every_row_there_is() -> None:
    assert asked_for("full") == ("full", list(ROWS), [])


def test_short_means_every_row_that_can_be_short() -> None:
    scale, rows, missing = asked_for("short")
    assert (scale, missing) == ("short", [])
    assert set(ROWS) - set(rows) == {"8", "17"}


def test_rows_are_named_one_by_one_or_as_a_span_and_run_in_full() -> None:
    assert asked_for("1, 4,12-14") == ("full", ["1", "4", "12", "14"], ["13"])
    assert asked_for("14-14a,14") == ("full", ["14"], ["14a"])


@pytest.mark.parametrize("nonsense", ["", "0", "99", "1-", "a", "1;2"])
def test_nonsense_is_one_sentence(nonsense: str) -> None:
    with pytest.raises(ValueError, match="FAULTS must be"):
        asked_for(nonsense)


def test_a_row_that_comes_later_says_so_and_ends_with_status_2() -> None:
    asked = subprocess.run(
        [sys.executable, "-m", "tests.faults"],
        cwd=ROOT,
        env=os.environ | {"FAULTS": "13"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (asked.returncode, asked.stdout) == (2, "")
    assert asked.stderr == "Row 13 of the fault suite comes with its own issue.\n"
