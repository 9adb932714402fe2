"""The queue: what is due first comes first."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.desk.bulk_choice import CHOSEN
from cases.desk.consultation import acting, reading, shows_no_case
from cases.desk.methods import only
from cases.desk.opening import account_of
from cases.desk.presenters import counts, times, todo
from cases.desk.presenters.hidden import Veils
from cases.desk.presenters.queue_row import queue_row
from cases.desk.queue_filters import TABS, Chosen, read_query
from cases.desk.queue_markup import rows_markup
from cases.desk.revealing import asked_for
from cases.domain.claiming import claim_next
from cases.domain.refusals import Refused
from cases.queries.queue import Tab, officers_of, queue_page
from cases.queries.queue_filter import LATE, SOMEBODY
from cases.queries.reviews import MOST, reviews_for
from cases.queries.saved_views import views_of
from cases.queries.tasks import tasks_given_to
from reporting.domain.crockford import read_reference

_VIEWS = 8  # on the queue's own page; the rest is one link away
_EMPTY = {
    Tab.NEXT: gettext_lazy("Nobody is waiting for an officer: every open case of your unit is in somebody’s hands."),
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
    """The unit's cases, one tab at a time, as far as the filters of the address want them."""
    return _list(request)


@reading("queue.list")
@only("GET")
def mine(request: HttpRequest) -> HttpResponse:
    """The queue, beginning at one's own open cases."""
    return _list(request, first=Tab.MINE)


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


def _list(request: HttpRequest, *, first: Tab = Tab.NEXT) -> HttpResponse:
    now, account = timezone.now(), account_of(request)
    chosen = read_query(request.GET, account=account, officers=officers_of(account), first=first)
    page = queue_page(account, tab=chosen.tab, wanted=chosen.wanted, cursor=request.GET.get("after", ""), now=now)
    consultation = request.consultation  # type: ignore[attr-defined]
    tasks = tasks_given_to(account) if chosen.tab == Tab.MINE else []
    reviews = list(reviews_for(account)[:MOST]) if chosen.tab == Tab.MINE else []
    consultation.shows(*page.references, *(one.case.reference for one in tasks), *(one.reference for one in reviews))  # type: ignore[attr-defined]
    consultation.details.update(tab=chosen.tab, filters=chosen.in_force)
    query, views, veils = chosen.query(), views_of(account), Veils(account, asked_for(request))
    rows = [queue_row(row, now, account, veils.of(row.case.reference)) for row in page.rows]
    to_do = todo.given_to(tasks, now, veils)
    choosing = bool(request.GET.get("choose"))
    if veils.shown:
        consultation.details["hard_words"] = veils.shown
    context = {
        "nav": "mine" if chosen.tab == Tab.MINE else "queue",
        "page": page,
        "rows": rows,
        "rows_markup": rows_markup(rows, choosing=choosing),
        "veils": veils,
        "to_do": to_do,
        "reviews": [(one, times.due_words(one.due_at, now), one.due_at < now) for one in reviews],
        "tabs": [
            (chosen.query(tab=one), label, counts.up_to_exact(page.counts[one]), one == chosen.tab)
            for one, label in TABS.items()
        ],
        "shown": counts.of_total(len(page.rows), page.total, is_about=page.is_about),
        "tab_label": TABS[chosen.tab],
        "empty": _EMPTY[chosen.tab],
        "chosen": chosen,
        "query": query,
        "late": _late(chosen, page.taken_and_late),
        "views": [(view.query, view.name, view.query == query) for view in views[:_VIEWS]],
        "more_views": len(views[_VIEWS:]),
        "next_query": chosen.query(after=page.next_cursor) if page.next_cursor else "",
        "is_first": not request.GET.get("after"),
        "here": chosen.query(after=request.GET["after"]) if request.GET.get("after") else query,
        "is_all_shown": page.total <= len(page.rows),
        "total_words": counts.number(page.total, is_about=page.is_about),
        "choosing": "&choose=1" if choosing else "",
        "chosen_number": request.session.get(CHOSEN, 0),
    }
    return render(request, "desk/queue.html", context)


def _late(chosen: Chosen, number: int) -> tuple[str, str] | None:
    """Late cases that somebody has are on another tab: the first one says how many there are, and leads there."""
    if chosen.tab != Tab.NEXT or not number or chosen.wanted.officer or chosen.wanted.due:
        return None
    return counts.up_to_exact(number), chosen.query(tab=Tab.ALL, officer=SOMEBODY, due=LATE)
