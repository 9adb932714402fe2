"""The list of all keys, and the switch with which an account turns single ones off."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.desk.consultation import acting, reading
from cases.desk.methods import only
from cases.desk.opening import account_of
from cases.desk.presenters.choice_keys import lists_of_keys
from cases.domain.accounts import use_single_keys


@reading("account.keys")
@only("GET")
def keys(request: HttpRequest) -> HttpResponse:
    """Every key of the desk, by place; the same list is what `?` shows."""
    return render(request, "desk/keys.html", {"nav": "keys", "parts": lists_of_keys()})


@acting("account.single_keys")
@only("POST")
def single(request: HttpRequest) -> HttpResponse:
    """The account's own wish, on every page and machine from now on."""
    on = request.POST.get("on") == "yes"
    use_single_keys(account_of(request), on=on, now=timezone.now())
    messages.success(request, _("Single keys are on.") if on else _("Single keys are off."))
    return redirect("desk:keys")
