"""Partners pass reports on, one at a time or many, and ask how those they sent stand."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone, translation

from reporting.api import sent
from reporting.api.problems import Problem, endpoint
from reporting.domain import partner_reports
from reporting.domain.crockford import read_reference
from reporting.domain.partner_reports import SentDifferently, SentLongAgo, Taken
from reporting.domain.partners import Admitted
from reporting.domain.submission import NothingSaid, TooManyWords
from reporting.enums import KeyScope
from reporting.journey.doubts import doubt_about
from reporting.questions import QUESTIONS

MOST_AT_ONCE = 1_000


def take(request: HttpRequest) -> HttpResponse:
    """One report."""
    now = timezone.now()
    by = sent.admitted(request, scope=KeyScope.REPORT, reports=1, now=now)
    key = sent.idempotency_key(request.headers.get("Idempotency-Key"))
    taken = _take(by, key, sent.body_of(request), now=now)
    answer = JsonResponse(_shown(taken), status=201)
    answer["Location"] = reverse("partner_api:report", args=[taken.receipt.reference])
    if taken.is_again:
        answer["Idempotency-Replayed"] = "true"
    return answer


def take_many(request: HttpRequest) -> HttpResponse:
    """Up to a thousand, each kept or refused by itself, in the order in which they were sent."""
    now = timezone.now()
    body = sent.body_of(request)
    reports = body.get("reports") if isinstance(body, dict) else None
    is_list = isinstance(reports, list) and bool(reports)
    by = sent.admitted(request, scope=KeyScope.REPORT, reports=len(reports) if is_list else 0, now=now)
    if not is_list:
        raise Problem(422, "Send {“reports”: [ … ]} with at least one report, each with its own idempotency_key.")
    if len(reports) > MOST_AT_ONCE:
        raise Problem(422, f"Send at most {MOST_AT_ONCE:,} reports at once.")
    shared = request.headers.get("Idempotency-Key")
    results = [
        _one_of_many(by, one, f"{shared}#{place}" if shared else None, now=now) for place, one in enumerate(reports)
    ]
    taken = sum(one["status"] == 201 for one in results)
    return JsonResponse({"taken": taken, "refused": len(results) - taken, "results": results})


def standing(request: HttpRequest, reference: str) -> HttpResponse:
    """How a report stands, for the partner who sent it. Everybody else's is not there."""
    by = sent.admitted(request, scope=KeyScope.STATUS, now=timezone.now())
    meant = read_reference(reference)
    found = partner_reports.standing_of(meant, admitted=by) if meant else None
    if found is None:
        raise Problem(404, "You have sent no report with this reference.")
    return JsonResponse(
        {
            "reference": found.reference,
            "partner_reference": found.partner_reference,
            "status": found.status,
            "received_at": found.received_at,
            "promised": found.promised,
            "promised_at": found.promised_at,
            "new_promised_at": found.new_promised_at,
        }
    )


def nothing_here(request: HttpRequest, rest: str = "") -> HttpResponse:
    """An address that the API does not have."""
    raise Problem(404, "The API has no such address: see /api/v1/docs.")


def _one_of_many(by: Admitted, report: Any, shared_key: str | None, *, now: datetime) -> dict[str, Any]:
    try:
        own_key = report.get("idempotency_key") if isinstance(report, dict) else None
        key = sent.idempotency_key(own_key if own_key is not None else shared_key)
        body = {name: value for name, value in report.items() if name != "idempotency_key"} if own_key else report
        taken = _take(by, key, body, now=now)
    except Problem as problem:
        return {"status": problem.status, "problem": problem.members}
    return {"status": 201, "replayed": taken.is_again, **_shown(taken)}


def _take(by: Admitted, key: str, body: Any, *, now: datetime) -> Taken:
    report = sent.report_of(body)
    said = sent.said_of(report, now=now)
    try:
        return partner_reports.take_report(admitted=by, idempotency_key=key, body=report, said=said, now=now)
    except SentDifferently:
        raise Problem(
            409, "Another report was sent under this Idempotency-Key: send this one under a new key."
        ) from None
    except SentLongAgo as before:
        raise Problem(
            409, "This report was sent under this Idempotency-Key more than 24 hours ago and is kept: ask for its status.",
            reference=before.reference,
        ) from None  # fmt: skip
    except NothingSaid:
        raise Problem(422, "Send what_happened: a text, at least one sentence of what happened.") from None
    except TooManyWords:
        raise Problem(413, "what_happened is more than 16 MiB: send several reports, or a shorter one.") from None
    except RecursionError:
        raise Problem(400, "The body is nested too deeply: send plain texts and lists.") from None


def _shown(taken: Taken) -> dict[str, Any]:
    notes = [*taken.notes, *_slips(taken.answers, today=timezone.localdate(taken.receipt.received_at))]
    return {
        "reference": taken.receipt.reference,
        "follow_up_code": taken.receipt.code,
        "received_at": taken.receipt.received_at,
        "left_out": taken.left_out,
        "notes": [{"field": name, "detail": sentence} for name, sentence in notes],
    }


def _slips(answers: Mapping[str, Any], *, today: date) -> list[tuple[str, str]]:
    """What the website would ask about once, of each answer that was kept: in English, for programs."""
    with translation.override("en"):
        doubts = [(name, doubt_about(QUESTIONS[name], answer, today=today)) for name, answer in answers.items()]
    return [(name, f"{sentence} It is kept as you sent it.") for name, sentence in doubts if sentence]


reports = endpoint(POST=take)
bulk = endpoint(POST=take_many)
report = endpoint(GET=standing)
missing = endpoint(**dict.fromkeys(("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"), nothing_here))
