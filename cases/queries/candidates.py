"""Which cases a new one is compared with: a number that does not grow with how many there are."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection
from django.db.models import Q

from cases.engine.nearest import HOLDERS, STRONGEST, nearest
from cases.enums import Alike, Answer
from cases.models import CaseTraits, SameSuggestion
from cases.queries.counting import EXACT, about

# Each key is looked up in the index by itself and no further than that many cases.
_BY_KEY = """
    SELECT k.key, t.case_id FROM unnest(%s::bigint[]) AS k(key)
    CROSS JOIN LATERAL (
        SELECT case_id FROM cases_casetraits WHERE keys @> ARRAY[k.key] AND case_id <> %s LIMIT %s
    ) AS t
"""


@dataclass(frozen=True)
class Candidates:
    """`rows`: id, reference and sealed traits of each; `holders`: how many cases share a key, up to a limit."""

    rows: list[tuple[int, str, bytes]]
    holders: dict[int, int]
    all_cases: int


def candidates(case_id: int, keys: list[int]) -> Candidates:
    """Those that share the rarest keys with this case, and those that tell of the same incident as the first of them."""
    with connection.cursor() as cursor:
        cursor.execute(_BY_KEY, [keys, case_id, HOLDERS + 1])
        by_key: defaultdict[int, list[int]] = defaultdict(list)
        for key, other in cursor.fetchall():
            by_key[key].append(other)
    nearest_ones = nearest(by_key)
    partners = incident_partners(nearest_ones[:STRONGEST])
    wanted = {*nearest_ones, *(other for found in partners.values() for other in found)} - {case_id}
    kept = CaseTraits.objects.filter(case__in=wanted, sealed__isnull=False)
    rows = kept.values_list("case", "case__reference", "sealed")
    return Candidates(
        rows=[(pk, reference, bytes(sealed or b"")) for pk, reference, sealed in rows],
        holders={key: len(holders) for key, holders in by_key.items()},
        all_cases=_number_of_cases(),
    )


def incident_partners(case_ids: Iterable[int], *, version: str = "") -> dict[int, set[int]]:
    """For each case those that are taken to be of the same incident, by the machine or by a person."""
    wanted = list(case_ids)
    pairs = SameSuggestion.objects.filter(Q(case_a__in=wanted) | Q(case_b__in=wanted), kind=Alike.INCIDENT)
    pairs = pairs.exclude(state=Answer.REJECTED)
    if version:
        pairs = pairs.filter(version=version)
    partners: defaultdict[int, set[int]] = defaultdict(set)
    for one, other in pairs.values_list("case_a", "case_b"):
        partners[one].add(other)
        partners[other].add(one)
    return partners


def _number_of_cases() -> int:
    counted = CaseTraits.objects.values("pk")[: EXACT + 1].count()
    return counted if counted <= EXACT else about(CaseTraits.objects.all())
