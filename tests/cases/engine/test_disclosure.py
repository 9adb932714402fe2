"""No file of boroughs taken from another, nor from what the city has, gives a count under five (random small cities)."""

import itertools
from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from cases.engine.disclosure import ROWS, may_be_shown

PLACES = ("", "camden", "hackney", "barnet", "brent")
SETS = (
    (), ("race",), ("religion",), ("race", "religion"), ("religion", "religion:anti-muslim"),
    ("religion", "religion:antisemitic"), ("religion", "religion:anti-muslim", "religion:antisemitic"),
    ("race", "religion", "religion:anti-muslim"), ("age",), ("age", "race"),
)  # fmt: skip
FAITHS = tuple(key for _, key in ROWS if key.startswith("religion:"))
WHOLES = {"racist_all": {"race", "religion", *FAITHS}, "religion": set(FAITHS)} | {
    "all": {key for _, key in ROWS} - {"all"}
}
NESTED = [
    (one, other)
    for one, other in itertools.permutations(ROWS, 2)
    if (one[0] == other[0] and other[1] in WHOLES.get(one[1], ())) or (one[0] > other[0] and one[1] == other[1])
]
# Each incident: where, for what, and how many reports tell of it.
CITIES = st.lists(
    st.tuples(st.sampled_from(PLACES), st.sampled_from(SETS), st.sampled_from((1, 1, 1, 2)), st.integers(1, 12)),
    max_size=14,
)
Incident = tuple[str, tuple[str, ...], int]


def belongs(key: str, strands: tuple[str, ...]) -> bool:
    """Whether an incident of these strands is one of a row, said anew here."""
    if key == "racist_all":
        return any(one == "race" or one.startswith("religion") for one in strands)
    return key == "all" or key in strands


def tables(incidents: list[Incident]) -> dict[tuple[str, str], Counter[str]]:
    rows: dict[tuple[str, str], Counter[str]] = {row: Counter() for row in ROWS}
    for place, strands, reports in incidents:
        for counted, key in ROWS:
            if belongs(key, strands):
                rows[counted, key][place] += reports if counted == "reports" else 1
    return rows


def is_small(count: int) -> bool:
    return 1 <= abs(count) <= 4


class Outsider:
    """Holds every file, and the totals of the city: each number is a sum of incidents over a set of boroughs."""

    def __init__(self, incidents: list[Incident]) -> None:
        self.true = tables(incidents)
        self.files = may_be_shown(self.true, boroughs=PLACES)
        self.known: dict[tuple[str, str], dict[frozenset[str], int]] = {}
        for row, cells in self.files.items():
            hidden = frozenset(place for place, count in cells.items() if count is None)
            sums = {frozenset([place]): count for place, count in cells.items() if count is not None}
            if hidden:
                sums[hidden] = sum(self.true[row].values()) - sum(sums.values())
            self.known[row] = sums

    def pieces(self, *rows: tuple[str, str]) -> list[frozenset[str]]:
        """The smallest sets of boroughs over which each of these rows is known; never the city, whose totals are public."""
        found = []
        for size in range(1, len(PLACES)):
            for places in map(frozenset, itertools.combinations(PLACES, size)):
                if all(self.sum_of(row, places) is not None for row in rows):
                    found.append(places)
        return found

    def sum_of(self, row: tuple[str, str], places: frozenset[str]) -> int | None:
        parts = [(some, count) for some, count in self.known[row].items() if some & places]
        return sum(count for _, count in parts) if all(some <= places for some, _ in parts) else None


@settings(max_examples=150, deadline=None)
@given(CITIES)
def test_no_pair_of_files_gives_a_count_under_five(drawn: list[tuple[str, tuple[str, ...], int, int]]) -> None:
    incidents = [(place, strands, reports) for place, strands, reports, times in drawn for _ in range(times)]
    outsider = Outsider(incidents)
    for row, cells in outsider.files.items():
        for place, count in cells.items():
            assert count is None or count == outsider.true[row][place]
            assert count is None or not is_small(count)
    for one, other in NESTED:
        for places in outsider.pieces(one, other):
            left = (outsider.sum_of(one, places) or 0) - (outsider.sum_of(other, places) or 0)
            assert not is_small(left), (one, other, places, left)
    for counted in ("incidents", "reports"):
        both = [(counted, "race"), (counted, "religion"), (counted, "racist_all")]
        for places in outsider.pieces(*both):
            race, religion, racist = (outsider.sum_of(row, places) or 0 for row in both)
            assert not is_small(race + religion - racist), (counted, places)


def test_the_examples_that_were_told() -> None:
    """20 in all less 18 racist ones is two; religion less its part likewise: neither pair is shown in one borough."""
    incidents: list[Incident] = [
        *(("hackney", ("race",), 1) for _ in range(18)), *(("hackney", ("age",), 1) for _ in range(2)),
        *(("camden", ("religion", "religion:anti-muslim"), 1) for _ in range(9)),
        *(("camden", ("religion",), 1) for _ in range(3)),
        *(("barnet", ("religion", "religion:anti-muslim"), 1) for _ in range(30)),
        *(("barnet", ("race",), 1) for _ in range(30)), *(("barnet", ("age",), 1) for _ in range(30)),
    ]  # fmt: skip
    files = may_be_shown(tables(incidents), boroughs=PLACES)
    assert files["incidents", "all"]["hackney"] == 20
    assert files["incidents", "racist_all"]["hackney"] is None
    assert files["incidents", "race"]["hackney"] is None
    assert files["incidents", "religion"]["camden"] == 12
    assert files["incidents", "religion:anti-muslim"]["camden"] is None
    assert files["incidents", "all"]["barnet"] == 90


def test_large_counts_that_leave_large_ones_are_all_shown() -> None:
    incidents: list[Incident] = [
        (place, strands, 1)
        for place in PLACES
        for strands in ((), ("race",), ("religion", "religion:anti-muslim"), ("religion",))
        for _ in range(7)
    ]
    files = may_be_shown(tables(incidents), boroughs=PLACES)
    assert all(count is not None for cells in files.values() for count in cells.values())
    assert files["reports", "racist_all"]["camden"] == 21
