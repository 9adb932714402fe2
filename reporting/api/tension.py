"""Partners tell what they hear before anything is reported: a rumour, a leaflet, a planned march. It is no report."""

from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone

from reporting.api import sent
from reporting.api.problems import Problem, endpoint
from reporting.domain.partner_tension import LONGEST, Heard, TensionSentDifferently, take_tension
from reporting.domain.words import is_said
from reporting.enums import KeyScope, Reliability, TensionKind
from reporting.places import BOROUGHS
from reporting.taxonomy import STRANDS

_AROUND = timedelta(days=366)


def take(request: HttpRequest) -> HttpResponse:
    """One thing."""
    now = timezone.now()
    by = sent.admitted(request, scope=KeyScope.TENSION, now=now)
    key = sent.idempotency_key(request.headers.get("Idempotency-Key"))
    body = sent.body_of(request)
    heard = _heard(body, today=timezone.localdate(now))
    try:
        kept_at, is_again = take_tension(admitted=by, idempotency_key=key, body=body, heard=heard, now=now)
    except TensionSentDifferently:
        raise Problem(409, "Something else was sent under this Idempotency-Key: send this under a new key.") from None
    answer = JsonResponse({"received_at": kept_at}, status=201)
    if is_again:
        answer["Idempotency-Replayed"] = "true"
    return answer


def _heard(body: Any, *, today: date) -> Heard:
    if not isinstance(body, dict):
        raise Problem(422, "Send a JSON object with kind, what, reliability and day.")
    what = body.get("what")
    if not isinstance(what, str) or not is_said(what) or len(what) > LONGEST:
        raise sent.about("what", f"what is what was heard of or seen: a text of at most {LONGEST} characters.")
    strands = body.get("strands") or []
    if not isinstance(strands, list) or not all(isinstance(one, str) and one in STRANDS for one in strands):
        raise sent.about("strands", f"strands is a list, each one of {', '.join(STRANDS)}; leave it out for all.")
    return Heard(
        kind=_one_of(body, "kind", list(TensionKind)),
        what=what,
        reliability=_one_of(body, "reliability", list(Reliability)),
        day=_day(body.get("day"), today=today),
        borough=_one_of(body, "borough", list(BOROUGHS)) if body.get("borough") else "",
        strands=strands,
    )


def _one_of(body: dict[str, Any], name: str, known: list[str]) -> str:
    if not isinstance(body.get(name), str) or body[name] not in known:
        raise sent.about(name, f"{name} is one of {', '.join(known)}.")
    return str(body[name])


def _day(given: Any, *, today: date) -> date:
    try:
        day = date.fromisoformat(given) if isinstance(given, str) else None
    except ValueError:
        day = None
    if day is None or abs(day - today) > _AROUND:
        raise sent.about("day", "day is the day of which it tells, within a year from today, such as 2026-03-27.")
    return day


tension = endpoint(POST=take)
