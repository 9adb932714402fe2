"""What an account says of itself: the languages that its owner holds."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.desk.account_forms import HoldingLanguages
from cases.desk.consultation import acting, reading
from cases.desk.methods import only
from cases.desk.opening import account_of
from cases.domain.accounts import hold_languages
from cases.domain.translation import is_outlived
from cases.queries.translations import asked_by


@reading("account.open")
@only("GET")
def account(request: HttpRequest) -> HttpResponse:
    """The languages, ticked as they stand."""
    return _page(request, HoldingLanguages(held=account_of(request).languages))


@acting("account.languages")
@only("POST")
def languages(request: HttpRequest) -> HttpResponse:
    """Keep what is ticked; from now on reports in these languages need no translation for this account."""
    form = HoldingLanguages(request.POST, held=account_of(request).languages)
    if not form.is_valid():
        return _page(request, form, status=422)
    hold_languages(account_of(request), **form.given, now=timezone.now())
    messages.success(request, _("Your languages are kept."))
    if number := sum(is_outlived(one, one.case, account_of(request)) for one in asked_by(account_of(request))):
        told = ngettext(
            "A translation that you asked for is not needed any more: you can withdraw it under “Translations”.",
            "%d translations that you asked for are not needed any more: you can withdraw them under “Translations”.",
            number,
        )
        messages.info(request, told % number if number > 1 else told)
    return redirect("desk:account")


def _page(request: HttpRequest, form: HoldingLanguages, *, status: int = 200) -> HttpResponse:
    return render(request, "desk/account.html", {"nav": "account", "form": form}, status=status)
