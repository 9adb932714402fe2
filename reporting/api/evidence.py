"""A partner adds a file to a report that it has passed on."""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.utils import timezone
from django.utils.http import parse_header_parameters

from reporting.api import sent
from reporting.api.problems import Problem, endpoint
from reporting.domain import partner_evidence, vault
from reporting.domain.crockford import read_reference
from reporting.domain.draft_files import FileRefused, OutOfStep, Why
from reporting.enums import KeyScope

_REFUSED = {
    Why.EMPTY: (400, "The file is empty: send its bytes as the body, with their number in Content-Length."),
    Why.TOO_LARGE: (413, "The file is too large: send a smaller one."),
    Why.TOO_MUCH: (413, "The files of this report are too much together: send less."),
    Why.TOO_MANY: (409, "This report has as many files as one report can hold."),
    Why.KIND: (415, "This kind of file is not taken: send a picture, a PDF, a video, a sound, a text or a DOCX."),
    Why.NO_ROOM: (503, "There is no room for files at present: send it again later."),
}
_CUT = (400, "The connection was cut: send the file again with the same Idempotency-Key.")


def take(request: HttpRequest, reference: str) -> HttpResponse:
    """The body is the file; its name stands in Content-Disposition, and nowhere in an address."""
    now = timezone.now()
    by = sent.admitted(request, scope=KeyScope.REPORT, now=now)
    key, meant = sent.idempotency_key(request.headers.get("Idempotency-Key")), read_reference(reference)
    length = request.META.get("CONTENT_LENGTH") or "0"
    try:
        kept = partner_evidence.take_file(
            admitted=by, reference=meant or "", idempotency_key=key, name=_name(request),
            size=int(length) if length.isdigit() else 0, pieces=_pieces(request), now=now,
        )  # fmt: skip
    except partner_evidence.NotTheirs:
        raise Problem(404, "You have sent no report with this reference.") from None
    except partner_evidence.NotAgreed:
        raise Problem(
            403, "The person agreed to statistics only, so no file is kept: it may show who they are."
        ) from None
    except partner_evidence.AnotherFile:
        raise Problem(409, "Another file was sent under this Idempotency-Key: send this one under a new key.") from None
    except OutOfStep:
        raise Problem(
            409, "This file is being sent already: wait, and ask again with the same Idempotency-Key."
        ) from None
    except FileRefused as refused:
        raise Problem(*_REFUSED.get(refused.why, _CUT)) from None
    answer = JsonResponse({"sha256": kept.sha256, "size": kept.size, "media_type": kept.media_type}, status=201)
    if kept.is_again:
        answer["Idempotency-Replayed"] = "true"
    return answer


def _pieces(request: HttpRequest) -> Iterator[bytes]:
    """The body in pieces of exactly 1 MiB, the last one shorter."""
    piece = b""
    try:
        while more := request.read(vault.PIECE - len(piece)):
            piece += more
            if len(piece) == vault.PIECE:
                yield piece
                piece = b""
    except UnreadablePostError:
        raise FileRefused(Why.CUT) from None
    if piece:
        yield piece


def _name(request: HttpRequest) -> str:
    _, given = parse_header_parameters(request.headers.get("Content-Disposition", ""))
    return str(given.get("filename") or "file")


evidence = endpoint(POST=take)
