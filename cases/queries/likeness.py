"""Cases that stand beside one: suggested as the same incident or pattern, of the same contact, in the same series."""

from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import JSONObject

from cases.enums import State
from cases.models import Account, Case, ContactKey, SameSuggestion, SeriesLink
from cases.models.likeness import BY_THE_PERSON
from cases.queries.prepared import Prepared

MOST = 60


@dataclass(frozen=True)
class Beside:
    """Another case that the account may see, the suggestion about it (None: there is none), and what it shares."""

    case: Case
    suggestion: SameSuggestion | None
    shares_contact: bool


@dataclass(frozen=True)
class Neighbourhood:
    """`series`: id and title of each that the case is in. `is_cut`: there are more than are shown."""

    beside: list[Beside] = field(default_factory=list)
    series: list[tuple[int, str]] = field(default_factory=list)
    is_cut: bool = False

    @property
    def references(self) -> list[str]:
        """Of every case shown."""
        return [one.case.reference for one in self.beside]


def cases_beside(case: Case, account: Account) -> Neighbourhood:
    """All of it in one statement, under the rights of the account; what it may not see is not counted either."""
    rows = _beside_for(account.role, account.reads_restricted).of(case.pk, account.pk, account.unit_id or 0)
    beside = [
        Beside(row, _suggestion(row.suggested), row.shares_contact)  # type: ignore[attr-defined]
        for row in rows
        if row.pk != case.pk
    ]
    own = next((row for row in rows if row.pk == case.pk), None)
    series = [(one["id"], one["title"]) for one in own.in_series] if own else []  # type: ignore[attr-defined]
    return Neighbourhood(beside[:MOST], series, len(beside) > MOST)


@cache
def _beside_for(role: str, reads_restricted: bool) -> Prepared[Case]:
    """The statement for accounts of which these rights are the same."""

    def build(case: int, account: int, unit: int) -> Any:
        return _rows(case, Account(pk=account, unit_id=unit, role=role, reads_restricted=reads_restricted))

    return Prepared(build)


def _rows(case: int, account: Account) -> Any:
    own_keys = ContactKey.objects.filter(person__case=case).values("digest")
    same_contact = ContactKey.objects.filter(digest__in=own_keys)
    pairs = SameSuggestion.objects.filter(
        Q(case_a=case, case_b=OuterRef("pk")) | Q(case_b=case, case_a=OuterRef("pk"))
    ).order_by(models.Case(models.When(version=BY_THE_PERSON, then=0), default=1), "-made_at", "-pk")
    # One list of ids: with OR between them PostgreSQL would ask all four of every case that there is.
    wanted = Case.objects.filter(pk=case).values("pk").union(
        SameSuggestion.objects.filter(case_a=case).values("case_b"),
        SameSuggestion.objects.filter(case_b=case).values("case_a"),
        same_contact.values("person__case"),
        all=True,
    )  # fmt: skip
    return (
        Case.objects.visible_to(account)
        .filter(pk__in=wanted)
        .exclude(state=State.EMPTIED)
        .annotate(
            suggested=ArraySubquery(pairs.values(row=JSONObject(**{name: name for name in _FIELDS}))[:1]),
            shares_contact=Exists(same_contact.filter(person__case=OuterRef("pk"))),
            in_series=ArraySubquery(
                SeriesLink.objects.filter(case=OuterRef("pk"), removed_at=None)
                .filter(Q(series__unit=account.unit_id) | Q(series__unit__is_sealed=False))
                .order_by("series")
                .values(row=JSONObject(id="series", title="series__title"))
            ),
        )
        .select_related("officer")
        .order_by("-received_at", "-pk")[: MOST + 2]
    )


_FIELDS = ("id", "case_a_id", "case_b_id", "kind", "score", "sealed_reasons", "state", "by", "reason")


def _suggestion(rows: list[dict[str, Any]]) -> SameSuggestion | None:
    """JSON writes bytes as "\\x0a…"."""
    if not rows:
        return None
    sealed = rows[0]["sealed_reasons"]
    return SameSuggestion(**{**rows[0], "sealed_reasons": bytes.fromhex(sealed[2:]) if sealed else None})
