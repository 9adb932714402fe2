"""Files with a report: a page of the journey, and the addresses to which a browser with scripts sends them in pieces."""

import hashlib
import json
import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone

from reporting.domain import draft_files, drafts, vault
from reporting.domain.draft_files import FileRefused, OutOfStep, Why
from reporting.journey import cookie, evidence, steps
from reporting.journey.evidence import Failure
from reporting.questions import is_child_reporting
from reporting.views import report
from reporting.views.draft import Tab, address, step_address, tab_of
from reporting.views.language import in_asked_language
from reporting.views.page import page

_STEP = steps.BY_SLUG["evidence"]
_LONGEST_BEGINNING = 4_096
KEEP_CAPTIONS = "keep_captions"
"""What a script says that sends captions while they are being typed: they are kept, and the page stays."""


@page("GET", "POST")
def step(request: HttpRequest) -> HttpResponse:
    """Add files, say what they show, remove them, go on. Whichever button is pressed, what was chosen is kept first."""
    tab = tab_of(request)
    if tab.draft is None:
        return report.lost(request)
    if drafts.was_sent(tab.draft):
        return report.sent_before(request, tab.draft)
    if request.method != "POST":
        return _page(request, tab, tab.draft)
    failures = take_form(request, tab.draft)
    if KEEP_CAPTIONS in request.POST:
        return HttpResponse(status=404 if failures else 204)
    if "send_now" in request.POST:
        return report.send(request, tab, {}, missed=len(failures))
    if failures or "add" in request.POST or "remove" in request.POST:
        return _page(request, tab, tab.draft, failures)
    if elsewhere := in_asked_language(request, request.get_full_path()):
        return report.on(tab, elsewhere)
    if "back" in request.POST:
        return report.on(tab, _back(request, tab.draft))
    if "save" in request.POST:
        return report.on(tab, address("save", tab.draft.id))
    there = address("check", tab.draft.id)
    if "change" not in request.GET:
        there = step_address(steps.after(_STEP, tab.draft.answers), tab.draft.id)
    return report.on(tab, there)


@page("POST")
def begin(request: HttpRequest) -> HttpResponse:
    """Make room for a file; answers which one it is and how much of it is here already."""
    tab = tab_of(request)
    if tab.draft is None:
        return _refused(Why.GONE, status=404)
    try:
        asked = json.loads(request.read(_LONGEST_BEGINNING))
        name, size, is_recording = str(asked["name"]), int(asked["size"]), bool(asked.get("recording"))
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError):
        return _refused(Why.CUT, status=400)
    try:
        file = draft_files.begin_file(
            tab.draft.id, token=tab.draft.token, name=name, size=size, is_recording=is_recording, now=timezone.now()
        )
    except FileRefused as refused:
        return _refused(refused.why)
    return JsonResponse({"id": str(file.id), "received": file.received})


@page("GET", "POST")
def piece(request: HttpRequest, file_id: uuid.UUID) -> HttpResponse:
    """GET says how much of a file is here. POST adds the piece at `offset`; the last one is answered by the file's row."""
    tab = tab_of(request)
    if tab.draft is None:
        return _refused(Why.GONE, status=404)
    if request.method != "POST":
        found = next((one for one in _files(tab.draft) if one.id == file_id), None)
        return JsonResponse({"received": found.received}) if found else _refused(Why.GONE, status=404)
    body, offset = request.read(vault.PIECE + 1), request.GET.get("offset", "")
    if not _is_whole(request, body) or not offset.isascii() or not offset.isdigit():
        return _refused(Why.CUT, status=400)
    try:
        file = draft_files.add_piece(file_id, tab.draft.id, token=tab.draft.token, offset=int(offset), piece=body)
    except OutOfStep as here:
        return JsonResponse({"received": here.received}, status=409)
    except FileRefused as refused:
        return _refused(refused.why)
    if not file.is_whole:
        return JsonResponse({"received": file.received})
    row = evidence.rows([file], recordings=file.is_recording)[0]
    return render(request, "reporting/_file.html", {"row": row}, status=201)


def take_form(request: HttpRequest, draft: drafts.OpenDraft, *, recordings: bool = False) -> list[Failure]:
    """Keep what a form without scripts brings: captions, a removal, files. Returns what could not be kept."""
    captions = {
        file_id: words
        for name, words in request.POST.items()
        if name.startswith("caption-") and (file_id := _uuid(name.removeprefix("caption-")))
    }
    try:
        if captions:
            draft_files.caption_files(draft.id, token=draft.token, captions=captions)
        if removed := _uuid(request.POST.get("remove", "")):
            draft_files.remove_file(removed, draft.id, token=draft.token)
    except FileRefused as refused:
        return [evidence.failure("", refused.why)]
    failures = [evidence.failure(name, why) for name, why in getattr(request, "files_refused", [])]
    uploads: list[Any] = request.FILES.getlist("files")
    for one in uploads:
        try:
            draft_files.keep_upload(
                draft.id, token=draft.token, name=one.name, written=one.written, sniffer=one.sniffer,
                sha256=one.sha256, is_recording=recordings, now=timezone.now(),
            )  # fmt: skip
        except FileRefused as refused:
            failures.append(evidence.failure(one.name, refused.why))
        else:
            one.is_taken = True
    return failures


def shown(
    request: HttpRequest, draft: drafts.OpenDraft, failures: list[Failure], *, recordings: bool = False
) -> dict[str, Any]:
    """What every page with files shows of them."""
    files = _files(draft)
    return {
        "form_keeps_words": True,
        "draft": draft,
        "token": draft.token,
        "rows": evidence.rows(files, recordings=recordings),
        "unfinished": evidence.unfinished(files, recordings=recordings),
        "failures": failures,
        **evidence.limits(),
        "begin": address("files", draft.id),
        "accept": "audio/*,video/*" if recordings else "",
    }


def _page(
    request: HttpRequest, tab: Tab, draft: drafts.OpenDraft, failures: list[Failure] | None = None
) -> HttpResponse:
    context = {
        **shown(request, draft, failures or []),
        "title": _STEP.title,
        "is_child": is_child_reporting(draft.answers),
    }
    response = render(request, "reporting/evidence.html", context, status=422 if failures else 200)
    cookie.keep_key(response, tab.key)
    return response


def _back(request: HttpRequest, draft: drafts.OpenDraft) -> str:
    if "change" in request.GET:
        return address("check", draft.id)
    return step_address(steps.before(_STEP, draft.answers), draft.id)


def _files(draft: drafts.OpenDraft) -> list[draft_files.OpenFile]:
    return draft_files.files_of(draft.id, token=draft.token)


def _is_whole(request: HttpRequest, body: bytes) -> bool:
    """As long as was said, and with the hash that was said, where the browser can make one."""
    said = request.headers.get("X-Piece-SHA256", "")
    if len(body) != int(request.META.get("CONTENT_LENGTH") or 0) or len(body) > vault.PIECE:
        return False
    return not said or said == hashlib.sha256(body).hexdigest()


def _refused(why: Why, *, status: int = 422) -> JsonResponse:
    return JsonResponse({"sentence": evidence.sentence(why)}, status=status)


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(hex=text)
    except ValueError:
        return None
