"""Journeys that run on one product make accounts of different names: which of them share it differs from run to run."""

import re
from collections import defaultdict
from pathlib import Path

_MADE = re.compile(r'\("([a-z_]+)", "(?:officer|supervisor|administrator|auditor)"|names=\'((?:"[a-z_]+",? ?)+)\'')


def test_no_two_modules_make_an_account_of_the_same_name() -> None:
    makers: defaultdict[str, set[str]] = defaultdict(set)
    for module in Path(__file__).with_name("journeys").glob("*.py"):
        for one, several in _MADE.findall(module.read_text(encoding="utf-8")):
            for name in [one] if one else re.findall(r"[a-z_]+", several):
                makers[name].add(module.name)
    assert len(makers) > 10
    assert {name: modules for name, modules in makers.items() if len(modules) > 1} == {}
