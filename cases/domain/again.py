"""It happened again, by the person's own word: the new case is shown beside the earlier one, and people put them together."""

import re
from datetime import datetime

from cases.domain.persons import sealed_answers
from cases.domain.timeline import write_entry
from cases.enums import Alike
from cases.models import Case, SameSuggestion
from cases.models.likeness import BY_THE_PERSON
from reporting.domain import sealing
from reporting.domain.crockford import read_reference
from reporting.enums import WishKind
from reporting.models import Report, Wish

SAID = "said_by_reporter"
_WRITTEN = "told_before_reference"  # the question about an earlier report, where it was asked
_PIECES = re.compile(r"[0-9A-Za-z]{4}[- ]?[0-9A-Za-z]{5}\b")
_SURE = 2.0  # a score that the machine never gives


def suggest_what_they_said(case: Case, report: Report, *, now: datetime) -> SameSuggestion | None:
    """Suggest the case of the report that this one was said to belong to; part of opening the case, once for each pair.

    Said by coming with the earlier code and starting from there, or by writing the earlier reference.
    The earlier reference stands in no entry: who may see the one case may not always see the other.
    """
    earlier = _earlier(report)
    if earlier is None or earlier.pk == case.pk:
        return None
    first, second = sorted((earlier.pk, case.pk))
    reasons = sealing.seal([[SAID, [], 0]], table="suggestion", row=f"{first}-{second}", field="reasons")
    suggestion, is_new = SameSuggestion.objects.get_or_create(
        case_a_id=first, case_b_id=second, version=BY_THE_PERSON,
        defaults={"kind": Alike.PATTERN, "score": _SURE, "sealed_reasons": reasons, "made_at": now},
    )  # fmt: skip
    if is_new:
        for one in (case, earlier):
            write_entry(one, "said_again", by=None, now=now, is_new=one is case)
    return suggestion


def _earlier(report: Report) -> Case | None:
    held = Case.objects.order_by("pk")
    wish = Wish.objects.filter(kind=WishKind.AGAIN, token_hash=bytes(report.idempotency_hash)).first()
    if wish is not None:
        return held.filter(links__report_id=wish.report_id, links__detached_at=None).first()
    written = str({**report.answers, **sealed_answers(report)}.get(_WRITTEN, ""))
    references = {reference for piece in _PIECES.findall(written) if (reference := read_reference(piece))}
    attached = held.filter(links__report__reference__in=references, links__detached_at=None)
    return attached.first() if references else None
