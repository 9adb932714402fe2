"""The API described, from the questions themselves: OpenAPI 3.1 as plain data."""

from typing import Any

from django.conf import settings

from reporting.domain.partner_reports import SHORT
from reporting.domain.partner_tension import LONGEST
from reporting.enums import ConsentScope, Owed, PublicStatus, Reliability, TensionKind
from reporting.places import BOROUGHS
from reporting.questions import COMPULSORY, QUESTIONS, Question
from reporting.taxonomy import STRANDS

Schema = dict[str, Any]
VERSION = "1.0.0"
_EXAMPLE = {
    "what_happened": "A man on the 36 bus shouted at my client because of her headscarf and pulled at it.",
    "happened_on": "2026-03-27",
    "place_kind": "transport",
    "because": ["religion:anti-muslim"],
    "consent_scope": "contact_through_us",
    "partner_reference": "2026-0117",
}
_SAYS = {
    "partner_reference": {"type": "string", "maxLength": SHORT, "description": "Your own number for this report."},
    "consent_scope": {
        "enum": list(ConsentScope),
        "description": (
            "What the person has agreed to. share_identity: we may know who they are and reach them. contact_through_us: "
            "we reach them through you, and keep no answer whose name begins with contact_. statistics_only: we keep "
            "nothing that says who they are, and nobody tries to reach them. Leave it out only where nobody asked them."
        ),
    },
    "already_reported": {"type": "boolean", "description": "Whether the police were told before."},
    "already_reported_reference": {"type": "string", "maxLength": SHORT, "description": "The number they were given."},
    "taken_at": {
        "anyOf": [{"type": "string", "format": "date-time"}, {"type": "string", "format": "date"}],
        "description": "When you took the report, if that was earlier.",
    },
    "language": {
        "type": "string", "pattern": "^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})?$", "maxLength": 12,
        "description": "Of the words: en, pl, pt-br.",
    },
}  # fmt: skip
_NOTE = {
    "type": "object",
    "required": ["field", "detail"],
    "properties": {"field": {"type": "string"}, "detail": {"type": "string"}},
}
_TAKEN: Schema = {
    "type": "object",
    "required": ["reference", "follow_up_code", "received_at", "left_out", "notes"],
    "properties": {
        "reference": {"type": "string", "description": "The number of the report, to be given to the person."},
        "follow_up_code": {
            "type": ["string", "null"],
            "description": (
                "Opens the thread with the officers at /follow-up/. A secret: give it to the person, or keep it if you "
                "reach them. null once it was stopped or replaced."
            ),
        },
        "received_at": {"type": "string", "format": "date-time", "description": "When it was kept; every clock starts here."},
        "left_out": {
            "type": "array", "items": {"type": "string"},
            "description": "Names of what was not kept, because the person agreed to less.",
        },
        "notes": {
            "type": "array", "items": _NOTE,
            "description": (
                "One sentence on each field that may be wrong. What no question takes as it was sent is kept beside the "
                "answers. What may be a slip (31 February, half an e-mail address or phone number, a postcode that does not "
                "exist) is kept as it was sent: ask the person, and tell us under the follow-up code. Empty when all is well."
            ),
        },
    },
}  # fmt: skip
_FILE: Schema = {
    "type": "object",
    "required": ["sha256", "size", "media_type"],
    "properties": {
        "sha256": {"type": "string", "description": "Of the bytes as they were received: compare it with yours."},
        "size": {"type": "integer", "description": "In bytes."},
        "media_type": {"type": "string", "description": "By its content, whatever its name says."},
    },
}
_PROBLEM: Schema = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "One sentence that says what to do."},
        "errors": {"type": "array", "items": _NOTE},
        "reference": {"type": "string"},
    },
}
_STANDING: Schema = {
    "type": "object",
    "required": ["reference", "partner_reference", "status", "received_at", "promised", "promised_at", "new_promised_at"],
    "properties": {
        "reference": {"type": "string", "description": "Ours."},
        "partner_reference": {"type": "string", "description": "Yours."},
        "status": {"enum": list(PublicStatus)},
        "received_at": {"type": "string", "format": "date-time", "description": "When it was kept."},
        "promised": {"enum": list(Owed), "description": "What the person is promised next."},
        "promised_at": {"type": ["string", "null"], "format": "date-time", "description": "By when."},
        "new_promised_at": {
            "type": ["string", "null"], "format": "date-time", "description": "Promised anew once that was missed.",
        },
    },
}  # fmt: skip
_TENSION: Schema = {
    "type": "object",
    "required": ["kind", "what", "reliability", "day"],
    "properties": {
        "kind": {"enum": list(TensionKind), "description": "What it is."},
        "what": {
            "type": "string", "minLength": 1, "maxLength": LONGEST, "pattern": "\\S",
            "description": "What was heard of or seen. No names of people.",
        },
        "reliability": {
            "enum": list(Reliability),
            "description": "How far whoever tells of it may be relied on: was right before, not tested yet, or not.",
        },
        "day": {"type": "string", "format": "date", "description": "Of which it tells, such as that of the march."},
        "borough": {"enum": list(BOROUGHS), "description": "Leave it out for the whole city."},
        "strands": {"type": "array", "items": {"enum": list(STRANDS)}, "description": "Against whom; leave it out for all."},
    },
    "additionalProperties": True,
    "example": {
        "kind": "leaflet", "what": "Leaflets against the new mosque on Saturday market.", "reliability": "reliable",
        "day": "2026-03-27", "borough": "southwark", "strands": ["religion:anti-muslim"],
    },
}  # fmt: skip
_HEARD: Schema = {
    "type": "object",
    "required": ["received_at"],
    "properties": {"received_at": {"type": "string", "format": "date-time", "description": "When it was kept."}},
}
_PROBLEMS = {
    400: "What was sent cannot be read.",
    401: "The key is missing, unknown or revoked.",
    403: "The agreement is not in force, or the key is for something else.",
    404: "You have sent no report with this reference.",
    405: "The address takes another method.",
    409: "Another report was sent under this Idempotency-Key, or this one more than 24 hours ago.",
    413: "Too much: a report above 16 MiB, a file above the limit.",
    415: "Not JSON, or a kind of file that is not taken.",
    422: "Not a report.",
    429: "Your quota is used up; Retry-After says for how many seconds.",
    500: "A fault of ours.",
    503: "The database does not answer.",
}


def openapi(base: str) -> Schema:
    """The whole description; `base` is the address of the website."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Heard partner API",
            "version": VERSION,
            "description": (
                "For organisations that take reports of hate and pass them on. Only what_happened has to be sent. A report "
                "is answered with 201 once it is kept for good. Nothing is refused as trivial or as a duplicate."
            ),
        },
        "servers": [{"url": base}],
        "security": [{"key": []}],
        "paths": _paths(),
        "components": {
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer", "description": "The key you were given."}},
            "schemas": {
                "Report": report(),
                "Taken": _TAKEN,
                "Standing": _STANDING,
                "Problem": _PROBLEM,
                "File": _FILE,
                "Tension": _TENSION,
                "Heard": _HEARD,
                "Reports": _reports(),
                "Results": _results(),
            },
        },
    }


def report() -> Schema:
    """One report: the questions by name, and what a partner says of it."""
    return {
        "type": "object",
        "required": [COMPULSORY],
        "properties": {**{name: _of(question) for name, question in QUESTIONS.items()}, **_SAYS},
        "additionalProperties": True,
        "example": _EXAMPLE,
    }


def _of(question: Question) -> Schema:
    keys = [choice.key for choice in question.choices]
    says = {"description": f"{question.label} {_more(question)}".strip()}
    if question.kind == "choice":
        return {"enum": keys, **says}
    if question.kind == "choices":
        return {"type": "array", "items": {"enum": keys}, **says}
    return {"type": "string", **({"minLength": 1, "pattern": "\\S"} if question.name == COMPULSORY else {}), **says}


def _more(question: Question) -> str:
    if question.name == COMPULSORY:
        return f"Up to {settings.WORDS_LIMIT // 2**20} MiB, in any language."
    if question.kind == "date":
        return "YYYY-MM-DD, YYYY-MM or YYYY; what is no date is kept as it was sent, with a note in the answer."
    return "Kept encrypted." if question.sealed else ""


def _reports() -> Schema:
    one = {"type": "object", "required": ["idempotency_key"], "properties": {"idempotency_key": {"type": "string"}}}
    return {
        "type": "object",
        "required": ["reports"],
        "properties": {
            "reports": {
                "type": "array", "minItems": 1, "maxItems": 1000,
                "items": {"allOf": [{"$ref": "#/components/schemas/Report"}, one]},
            }
        },
    }  # fmt: skip


def _results() -> Schema:
    one = {
        "type": "object",
        "required": ["status"],
        "properties": {
            "status": {"type": "integer"},
            "replayed": {"type": "boolean"},
            "problem": {"$ref": "#/components/schemas/Problem"},
            **_TAKEN["properties"],
        },
    }
    return {
        "type": "object",
        "required": ["taken", "refused", "results"],
        "properties": {
            "taken": {"type": "integer", "description": "How many are kept, now or before."},
            "refused": {"type": "integer", "description": "How many are not."},
            "results": {
                "type": "array",
                "items": one,
                "description": (
                    "One for each report, in the order in which they were sent: status, and what a single report is answered "
                    "with, or a problem."
                ),
            },
        },
    }


def _paths() -> Schema:
    key = {
        "name": "Idempotency-Key", "in": "header", "required": True,
        "schema": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[!-~]+$"},
        "description": (
            "Another one for each report, such as a UUID. Sent again with the same body within 24 hours it gives the same "
            "answer and makes no second report."
        ),
    }  # fmt: skip
    reference = {"name": "reference", "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}}
    return {
        "/api/v1/reports": {
            "post": {
                "operationId": "sendReport",
                "summary": "Pass on one report",
                "parameters": [key],
                "requestBody": _body("Report"),
                "responses": {"201": _answer("The report is kept.", "Taken"), **_refused(400, 401, 403, 409, 413, 415, 422, 429)},
            }
        },
        "/api/v1/reports/bulk": {
            "post": {
                "operationId": "sendReports",
                "summary": "Pass on up to 1,000 reports",
                "description": "Each is kept or refused by itself. Send the whole again after a failure: none is kept twice.",
                "requestBody": _body("Reports"),
                "responses": {"200": _answer("What became of each.", "Results"), **_refused(400, 401, 403, 413, 415, 422, 429)},
            }
        },
        "/api/v1/reports/{reference}/evidence": {
            "post": {
                "operationId": "sendEvidence",
                "summary": "Add a file to a report that you sent",
                "description": (
                    "The body is the file itself; its name may stand in Content-Disposition. It is on the report once the "
                    "answer is 201. Never send sexual pictures of anyone under 18: tell us in words that there are such."
                ),
                "parameters": [reference, key],
                "requestBody": {
                    "required": True,
                    "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
                },
                "responses": {"201": _answer("The file is kept.", "File"), **_refused(400, 401, 403, 404, 409, 413, 415, 429)},
            }
        },
        "/api/v1/tension": {
            "post": {
                "operationId": "sendTension",
                "summary": "Tell what you hear before anything is reported",
                "description": (
                    "A rumour, a leaflet, a planned march. It goes to officers beside their figures: it is no report, opens "
                    "no case, is promised no answer and is never shown to the public. If it happened to somebody, send a "
                    "report. Needs a key for tension."
                ),
                "parameters": [key],
                "requestBody": _body("Tension"),
                "responses": {"201": _answer("It is kept.", "Heard"), **_refused(400, 401, 403, 409, 413, 415, 422, 429)},
            }
        },
        "/api/v1/reports/{reference}": {
            "get": {
                "operationId": "reportStatus",
                "summary": "How a report that you sent stands",
                "parameters": [reference],
                "responses": {"200": _answer("Its public status.", "Standing"), **_refused(401, 403, 404, 429)},
            }
        },
    }  # fmt: skip


def _body(name: str) -> Schema:
    return {"required": True, "content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}}}


def _answer(says: str, name: str) -> Schema:
    return {"description": says, "content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}}}


def _refused(*codes: int) -> Schema:
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {str(code): {"description": _PROBLEMS[code], "content": content} for code in (*codes, 405, 500, 503)}
