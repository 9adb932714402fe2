"""The queue: what is due first comes first."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.desk.consultation import acting, reading, shows_no_case
from cases.desk.methods import only
from cases.desk.opening import account_of
from cases.desk.presenters.queue_row import queue_row
from cases.domain.claiming import claim_next
from cases.domain.refusals import Refused
from cases.queries.queue import Tab, queue_page
from reporting.domain.crockford import read_reference

_TABS = {
    Tab.NEXT: gettext_lazy("Open"),
    Tab.MINE: gettext_lazy("Mine"),
    Tab.WAITING: gettext_lazy("Waiting"),
    Tab.HELD: gettext_lazy("Held"),
    Tab.PERSON: gettext_lazy("Needs a person"),
    Tab.ALL: gettext_lazy("All"),
}
_EMPTY = {
    Tab.NEXT: gettext_lazy("Nothing is open. Every report of your unit has been dealt with."),
    Tab.MINE: gettext_lazy("You have no open case."),
    Tab.WAITING: gettext_lazy("No case is waiting."),
    Tab.HELD: gettext_lazy("No report is held."),
    Tab.PERSON: gettext_lazy("The machine has left nothing to a person."),
    Tab.ALL: gettext_lazy("Your unit has no case yet."),
}


@shows_no_case("desk")
@only("GET")
def home(request: HttpRequest) -> HttpResponse:
    """The desk begins at the queue."""
    return redirect("desk:queue")


@reading("queue.list")
@only("GET")
def queue(request: HttpRequest) -> HttpResponse:
    """The unit's cases, one tab at a time."""
    wanted = request.GET.get("tab", "")
    return _list(request, Tab(wanted) if wanted in list(Tab) else Tab.NEXT)


@reading("queue.list")
@only("GET")
def mine(request: HttpRequest) -> HttpResponse:
    """One's own open cases."""
    return _list(request, Tab.MINE)


@acting("case.take_next")
@only("POST")
def take_next(request: HttpRequest) -> HttpResponse:
    """Take the case that is due first and show it."""
    try:
        case = claim_next(by=account_of(request), now=timezone.now())
    except Refused as refused:
        messages.error(request, _(refused.sentence))
        return redirect("desk:queue")
    if case is None:
        messages.info(request, _("There is no case to take: nobody is waiting for an officer."))
        return redirect("desk:queue")
    messages.success(request, _("You have taken case %s.") % case.reference)
    return redirect("desk:case", case.reference)


@acting("case.find")
@only("POST")
def find(request: HttpRequest) -> HttpResponse:
    """Go to the case of a typed reference; whether it may be opened is asked there."""
    typed = request.POST.get("reference", "")
    reference = read_reference(typed[:60])
    if reference is None:
        messages.error(request, _("“%s” is not a reference. Check it: a reference looks like 7K2M-9QX4T.") % typed[:60])
        return redirect("desk:queue")
    return redirect("desk:case", reference)


def _list(request: HttpRequest, tab: Tab) -> HttpResponse:
    now = timezone.now()
    account = account_of(request)
    page = queue_page(account, tab=tab, cursor=request.GET.get("after", ""))
    request.consultation.shows(*page.references)  # type: ignore[attr-defined]
    request.consultation.details["tab"] = tab  # type: ignore[attr-defined]
    context = {
        "nav": "mine" if tab == Tab.MINE else "queue",
        "page": page,
        "rows": [queue_row(row, now, account.languages) for row in page.rows],
        "tabs": [(one, label, page.counts.get(one), one == tab) for one, label in _TABS.items()],
        "tab_label": _TABS[tab],
        "empty": _EMPTY[tab],
        "next_query": urlencode({"tab": tab, "after": page.next_cursor}) if page.next_cursor else "",
        "is_first": not request.GET.get("after"),
    }
    return render(request, "desk/queue.html", context)
