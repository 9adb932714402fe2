"""Reading what a partner sent: the key, the body, and what it says of a report."""

import json
import re
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, UnreadablePostError

from reporting.api.problems import Problem
from reporting.domain.partner_reports import SHORT, Said
from reporting.domain.partners import Admitted, NotAllowed, QuotaSpent, UnknownKey, admit
from reporting.domain.taken_at import read_taken_at
from reporting.enums import ConsentScope, KeyScope

_IDEMPOTENCY_KEY = re.compile(r"[\x21-\x7e]{1,200}")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")
_TOO_LONG = "This is more than 16 MiB: send several reports, or a shorter one."


def admitted(request: HttpRequest, *, scope: KeyScope, reports: int = 0, now: datetime) -> Admitted:
    """Whose request this is. Raises `Problem` 401, 403 or 429."""
    scheme, _, key = request.headers.get("Authorization", "").partition(" ")
    try:
        if scheme.lower() != "bearer" or not key.strip():
            raise UnknownKey("Send your key in the header “Authorization: Bearer <key>”.")
        return admit(key, scope=scope, reports=reports, now=now)
    except UnknownKey as refused:
        raise Problem(401, refused.sentence, headers={"WWW-Authenticate": "Bearer"}) from None
    except NotAllowed as refused:
        raise Problem(403, refused.sentence) from None
    except QuotaSpent as refused:
        raise Problem(429, refused.sentence, headers={"Retry-After": str(max(1, refused.retry_after))}) from None


def idempotency_key(sent: Any) -> str:
    """What makes a report count once. Raises `Problem`."""
    if not isinstance(sent, str) or not _IDEMPOTENCY_KEY.fullmatch(sent):
        raise Problem(
            400,
            "Send an Idempotency-Key: 1 to 200 visible ASCII characters, another one for each report, such as a UUID.",
        )
    return sent


def body_of(request: HttpRequest) -> Any:
    """The JSON that was sent. Bytes that are not UTF-8 become U+FFFD. Raises `Problem`."""
    try:
        raw = request.body
    except RequestDataTooBig:
        raise Problem(413, _TOO_LONG) from None
    except UnreadablePostError:
        raise Problem(400, "The connection was cut: send it again with the same Idempotency-Key.") from None
    if len(raw) > settings.WORDS_LIMIT:
        raise Problem(413, _TOO_LONG)
    if request.content_type != "application/json":
        raise Problem(415, "Send JSON, with the header “Content-Type: application/json”.")
    if len(raw) < int(request.META.get("CONTENT_LENGTH") or 0):
        raise Problem(400, "The connection was cut: send it again with the same Idempotency-Key.")
    if not raw:
        raise Problem(400, "The body is empty: send JSON, with its length in Content-Length.")
    try:
        return json.loads(raw.decode("utf-8-sig", "replace"), parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        raise Problem(400, "The body is not JSON: check it with any JSON reader.") from None


def report_of(body: Any) -> dict[str, Any]:
    """One report. Raises `Problem`."""
    if not isinstance(body, dict):
        raise Problem(422, "Send a JSON object with what_happened.")
    if not isinstance(body.get("what_happened"), str) or not body["what_happened"].strip():
        raise about("what_happened", "Send what_happened: a text, at least one sentence of what happened.")
    return body


def said_of(body: dict[str, Any], *, now: datetime) -> Said:
    """What the partner says of a report, beside the answers. Raises `Problem`."""
    scope, already = body.get("consent_scope"), body.get("already_reported")
    if scope not in (None, *ConsentScope):
        raise about(
            "consent_scope", f"consent_scope is one of {', '.join(ConsentScope)}; leave it out where nobody asked."
        )
    if already is not None and not isinstance(already, bool):
        raise about("already_reported", "already_reported is true or false; leave it out where you do not know.")
    language = body.get("language") or ""
    if language and not (isinstance(language, str) and len(language) <= 12 and _LANGUAGE.fullmatch(language)):
        raise about("language", "language is a code such as en, pl or pt-br, of at most 12 characters.")
    return Said(
        partner_reference=_short(body, "partner_reference"),
        consent_scope=ConsentScope(scope) if scope else None,
        already_reported=already,
        already_reported_reference=_short(body, "already_reported_reference"),
        taken_at=_taken_at(body.get("taken_at"), now=now),
        language=language.lower(),
    )


def _taken_at(sent: Any, *, now: datetime) -> datetime | None:
    if sent in (None, ""):
        return None
    try:
        return read_taken_at(sent if isinstance(sent, str) else "", now=now)
    except ValueError:
        pass
    raise about("taken_at", "taken_at is when you took the report: a past time such as 2026-03-27T14:05:00Z.")


def _short(body: dict[str, Any], name: str) -> str:
    sent = body.get(name)
    if sent is None:
        return ""
    if not isinstance(sent, str) or len(sent) > SHORT:
        raise about(name, f"{name} is a text of at most {SHORT} characters.")
    return sent


def about(name: str, sentence: str) -> Problem:
    """What is wrong with one field."""
    return Problem(422, sentence, errors=[{"field": name, "detail": sentence}])


def _refuse_constant(name: str) -> None:
    raise ValueError(name)
