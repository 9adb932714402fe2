"""What a code opens: all codes look alike, so whichever box somebody types theirs into, it leads where it belongs."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from reporting.domain import complaints, drafts, follow_up, resuming
from reporting.domain.visits import Visit
from reporting.journey import cookie
from reporting.journey.going_on import goes_on_at
from reporting.views.draft import step_address
from reporting.views.language import in_language_of
from reporting.views.visit import WITH_CARD, WITH_FILES, remembered

_GOES_ON = {WITH_FILES: "follow_up_files", WITH_CARD: "contact_again"}
WRONG_CODE = gettext_lazy(
    "That code does not open a report. Check each letter and number, and try again. "
    "The code has 24 letters and numbers; it is not the reference."
)


def opened_with(request: HttpRequest, code: str, *, goes_on: str = "") -> HttpResponse | None:
    """To the report, complaint or unsent report that this code opens, in its language; None where it opens nothing.

    `goes_on`: what the way back to a report goes on with, such as files of an ended visit that have arrived already.
    """
    now = timezone.now()
    if visit := follow_up.open_report(code, now=now):
        return _to(_GOES_ON.get(goes_on, "follow_up_status"), visit, follow_up.language_of(visit))
    if visit := complaints.open_complaint(code):
        return _to("follow_up_complaint", visit, complaints.followed(visit)[0].language)
    key = cookie.key_of(request) or drafts.new_key()
    draft = resuming.resume(code, key=key, now=now)
    if draft is None:
        return None
    there = in_language_of(step_address(goes_on_at(draft.answers), draft.id), draft.language)
    response = HttpResponseRedirect(there, status=303)
    cookie.keep_key(response, key)
    return response


def _to(name: str, visit: Visit, language: str) -> HttpResponse:
    there = in_language_of(reverse(f"reporting:{name}"), language)
    return remembered(HttpResponseRedirect(there, status=303), visit)
