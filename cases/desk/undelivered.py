"""E-mails and texts that did not get there, for the unit's supervisors."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.desk.consultation import acting, reading
from cases.desk.methods import only
from cases.desk.opening import account_of
from cases.desk.presenters import contact, counts, times
from cases.domain.undelivered import deal_with, send_again
from cases.enums import NoticeState
from cases.models import Account
from cases.permissions import may_see_missed
from cases.queries.undelivered import MOST, lost_notices

_STATES = {
    NoticeState.REFUSED: gettext_lazy("refused: there is no such address or number, or they asked for no more"),
    NoticeState.GIVEN_UP: gettext_lazy("given up after a day"),
    NoticeState.NOT_DELIVERED: gettext_lazy("not delivered"),
}


@reading("notices.lost")
@only("GET")
def undelivered(request: HttpRequest) -> HttpResponse:
    """What was lost, newest first."""
    found = lost_notices(_supervisor(request))
    rows = list(found[:MOST])
    request.consultation.shows(*(one.person.case.reference for one in rows))  # type: ignore[attr-defined]
    context = {
        "nav": "undelivered",
        "shown": counts.of_total(len(rows), found.count(), is_about=False),
        "rows": [(one, contact.means(one.means), _STATES[NoticeState(one.state)], times.moment(one.changed_at)) for one in rows],
    }  # fmt: skip
    return render(request, "desk/undelivered.html", context)


@acting("notice.again")
@only("POST")
def again(request: HttpRequest, notice_id: int) -> HttpResponse:
    """Send it again."""
    send_again(notice_id, by=_supervisor(request), now=timezone.now())
    messages.success(request, _("It is sent again, if their contact card still agrees to it."))
    return redirect("desk:undelivered")


@acting("notice.settle")
@only("POST")
def settle(request: HttpRequest, notice_id: int) -> HttpResponse:
    """Take it off the list."""
    deal_with(notice_id, by=_supervisor(request), now=timezone.now())
    messages.success(request, _("It is off the list."))
    return redirect("desk:undelivered")


def _supervisor(request: HttpRequest) -> Account:
    account = account_of(request)
    if not may_see_missed(account):
        raise Http404
    return account
