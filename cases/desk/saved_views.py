"""Saved views: the list of them with the form to save one more, and what can be done with each."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import permissions
from cases.desk.consultation import View, acting, reading
from cases.desk.forms import SavingView
from cases.desk.methods import only
from cases.desk.opening import account_of
from cases.desk.queue_filters import TABS, Chosen, read_query
from cases.domain import saved_views
from cases.domain.refusals import Refused
from cases.models import Account, SavedView
from cases.queries.queue import officers_of
from cases.queries.saved_views import views_of


@reading("queue.views")
@only("GET")
def views(request: HttpRequest) -> HttpResponse:
    """One's own views and the unit's; with tab and filters in the address, also the form that saves these."""
    return _page(request, SavingView(initial={"query": request.GET.urlencode()}) if request.GET else None)


@acting("queue.view_saved")
@only("POST")
def save(request: HttpRequest) -> HttpResponse:
    """Keep tab and filters under a name, and show that part of the queue."""
    form, account = SavingView(request.POST), account_of(request)
    if not form.is_valid():
        return _page(request, form, status=422)
    query = _chosen(form.cleaned_data["query"], account, officers_of(account)).query()
    try:
        view = saved_views.save_view(
            name=form.cleaned_data["name"], query=query, is_shared=form.cleaned_data["who"] == "unit",
            by=account, now=timezone.now(),
        )  # fmt: skip
    except Refused as refused:
        form.take_refusal(refused)
        return _page(request, form, status=422)
    messages.success(request, _("The view “%s” is saved.") % view.name)
    return redirect(f"{reverse('desk:queue')}?{view.query}")


def _act(action: str, do: Callable[[int, Account], Any], done: Any) -> View:
    @acting(action)
    @only("POST")
    def view(request: HttpRequest, view_id: int) -> HttpResponse:
        do(view_id, account_of(request))
        messages.success(request, done)
        return redirect("desk:views")

    return view


share = _act(
    "queue.view_shared",
    lambda view_id, by: saved_views.share_view(view_id, is_shared=True, by=by, now=timezone.now()),
    gettext_lazy("Your unit sees the view."),
)
keep_private = _act(
    "queue.view_private",
    lambda view_id, by: saved_views.share_view(view_id, is_shared=False, by=by, now=timezone.now()),
    gettext_lazy("Only you see the view."),
)
remove = _act(
    "queue.view_removed",
    lambda view_id, by: saved_views.remove_view(view_id, by=by, now=timezone.now()),
    gettext_lazy("The view is removed."),
)


def _chosen(query: str, account: Account, officers: list[Account]) -> Chosen:
    return read_query(QueryDict(query[:2000]), account=account, officers=officers)


def _page(request: HttpRequest, form: SavingView | None, *, status: int = 200) -> HttpResponse:
    account = account_of(request)
    officers = officers_of(account)
    kept = [_in_words(one, account, officers) for one in views_of(account)]
    context = {
        "nav": "queue",
        "form": form,
        "chosen": _summary(_chosen(str(form["query"].value() or ""), account, officers)) if form else None,
        "own": [one for one in kept if one["is_own"]],
        "shared": [one for one in kept if not one["is_own"]],
    }
    return render(request, "desk/views.html", context, status=status)


def _in_words(view: SavedView, account: Account, officers: list[Account]) -> dict[str, Any]:
    return {
        "view": view,
        "owner": view.owner.known_as,
        "is_own": view.owner_id == account.pk,
        "may_remove": permissions.may_remove_view(account, view),
        "what": _summary(_chosen(view.query, account, officers)),
    }


def _summary(chosen: Chosen) -> list[str]:
    return [str(TABS[chosen.tab]), *(f"{chip.label}: {chip.value}" for chip in chosen.chips)]
