"""Where a partner answers a referral: a code, yes or no. The page shows nothing of anybody, whoever has the code."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy

from reporting.domain import referral_links
from reporting.enums import PartnerSays
from reporting.journey.forms.referral import PartnerAnswerForm
from reporting.views.backoff import slow_down
from reporting.views.page import page

_WRONG_CODE = gettext_lazy(
    "This code does not answer a referral, or does not any more. Check each letter and number, or ask the officer who "
    "gave it to you."
)


@page("GET", "POST")
def answer(request: HttpRequest) -> HttpResponse:
    """Ask for the code and the answer. A wrong code, one that has ended and one that was stopped are told the same."""
    form = PartnerAnswerForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "reporting/referral.html", {"form": form})
    given = form.cleaned_data
    if not referral_links.answer(
        given["code"], says=PartnerSays(given["says"]), name=given["name"], number=given["number"], note=given["note"],
        now=timezone.now(),
    ):  # fmt: skip
        slow_down(given["code"])
        form.add_error("code", _WRONG_CODE)
        return render(request, "reporting/referral.html", {"form": form})
    return render(request, "reporting/referral_answered.html")
