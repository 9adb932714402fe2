"""The way back with the code: status first, messages by a second step, and stopping the code.

No session: the right to follow one report travels in an encrypted cookie that is worthless after half an hour's rest.
"""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone

from reporting.danger import danger_cues
from reporting.domain import added_files, complaints, drafts, follow_up, wishes
from reporting.domain.follow_up import MessageReceipt
from reporting.domain.visits import Visit
from reporting.enums import PublicStatus, Sender
from reporting.journey.forms.follow_up import CodeForm, MessageForm
from reporting.journey.forms.typed import as_typed
from reporting.journey.promises import at_time, promise_of, review_of, status_of
from reporting.queries.emergency import emergency_lines
from reporting.views import failures
from reporting.views.backoff import slow_down
from reporting.views.codes import WRONG_CODE, opened_with
from reporting.views.draft import token_of
from reporting.views.language import ASKED
from reporting.views.page import page
from reporting.views.visit import WITH_CARD, WITH_FILES, ended, forgotten, gone, remembered, visit_of


@page("GET", "POST")
def enter_code(request: HttpRequest) -> HttpResponse:
    """Ask for the code, of a report, a complaint or an unsent report. Wrong, unknown, stopped: one sentence for all."""
    form, goes_on = CodeForm(request.POST if request.method == "POST" else None), request.GET.get("ended", "")
    if request.method == "POST" and form.is_valid():
        code = form.cleaned_data["code"]
        if opened := opened_with(request, code, goes_on=goes_on):
            return opened
        slow_down(code)
        form.add_error("code", WRONG_CODE)
    # Whoever follows the link to the contact card from the page after sending has had no visit that could end.
    has_ended = bool(goes_on) and (goes_on != WITH_CARD or settings.FOLLOW_UP_COOKIE_NAME in request.COOKIES)
    context = {
        "form": form, "ended": has_ended, "has_files": goes_on == WITH_FILES, "opens_nothing": bool(goes_on),
    }  # fmt: skip
    return render(request, "reporting/follow_up/code.html", context)


@page("GET")
def show_status(request: HttpRequest) -> HttpResponse:
    """Where the report stands, in plain words, with the promised time. The words of the report are not shown."""
    visit = visit_of(request)
    status = follow_up.status(visit, now=timezone.now()) if visit else None
    if visit is None or status is None:
        return ended()
    written = follow_up.last_written(visit)
    own = written.get(Sender.REPORTER)
    context = {
        "status": status,
        "standing": status_of(status),
        "promise": promise_of(status, has_written=next(iter(written), None) == Sender.REPORTER),
        "written": at_time(own) if own else "",
        "review": review_of(status),
        "is_read": status.public_status != PublicStatus.RECEIVED,
        "is_closed": status.public_status == PublicStatus.CLOSED,
        "evidence": address_of_evidence(),
        "has_files": added_files.are_waiting(visit, now=timezone.now()),
        "has_complained": bool(complaints.followed(visit)),
    }
    return remembered(render(request, "reporting/follow_up/status.html", context), visit)


@page("GET", "POST")
def messages(request: HttpRequest) -> HttpResponse:
    """The thread, opened by a press of a button; a link alone, or the browser's history, does not open it."""
    visit = visit_of(request)
    if visit is None:
        return gone(request)
    if "message" in request.POST:
        return _written(request, visit)
    if follow_up.status(visit, now=timezone.now()) is None:
        return gone(request)
    if request.method == "POST":
        return _thread(request, visit, MessageForm())
    return remembered(render(request, "reporting/follow_up/open.html"), visit)


@page("GET", "POST")
def stop_code(request: HttpRequest) -> HttpResponse:
    """Someone else may have the code: stop it at once, after one question whether that is meant, and show a new one once."""
    visit = visit_of(request)
    if visit is None:
        return ended()
    if request.method != "POST":
        context = {"token": drafts.new_token()}
        return remembered(render(request, "reporting/follow_up/stop.html", context), visit)
    if "no_new_code" in request.POST:
        wishes.stop_own_code(visit, token=token_of(request), now=timezone.now())
        return forgotten(render(request, "reporting/follow_up/stopped.html"))
    receipt = wishes.replace_own_code(visit, token=token_of(request), now=timezone.now())
    if receipt is None:
        return ended()
    return remembered(render(request, "reporting/follow_up/new_code.html", {"kept": receipt}), receipt.visit)


def address_of_evidence() -> str:
    """Where more evidence is added, or nothing while there is no such page."""
    address = reverse("reporting:follow_up") + "evidence/"
    try:
        resolve(address)
    except Resolver404:
        return ""
    return address


def _written(request: HttpRequest, visit: Visit) -> HttpResponse:
    form = MessageForm(request.POST)
    if ASKED in request.POST:
        return _thread(request, visit, as_typed(form))
    if not form.is_valid():
        return _thread(request, visit, form)
    words = form.cleaned_data["message"]
    if len(words.encode()) > settings.WORDS_LIMIT:
        return failures.too_long(request)
    # Also with a code that has stopped: the second press of a double click finds what the first one sent.
    in_danger = form.tells_of_danger
    sent = follow_up.send_message(
        visit, words=words, is_in_danger=in_danger, token=token_of(request), now=timezone.now()
    )
    if sent is None:
        return gone(request)
    return _thread(request, sent.visit, MessageForm(), sent, is_danger=in_danger or bool(danger_cues(words)))


def _thread(
    request: HttpRequest,
    visit: Visit,
    form: MessageForm,
    sent: MessageReceipt | None = None,
    *,
    is_danger: bool = False,
) -> HttpResponse:
    """`is_danger`: what was just sent tells of danger now, so that the numbers to call stand beneath."""
    context: dict[str, Any] = {
        "form": form,
        "form_keeps_words": sent is None or not sent.new_code,  # which is shown once
        "sent": sent,
        "is_danger": is_danger,
        "lines": emergency_lines() if is_danger else [],
        "thread": follow_up.read_thread(visit),
        "handed_over_at": follow_up.handed_over_at(visit),
        "token": token_of(request) if form.is_bound else drafts.new_token(),
    }
    return remembered(render(request, "reporting/follow_up/messages.html", context), visit)
