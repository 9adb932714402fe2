"""The duty desk: what rings, who is there, and how an alarm is answered."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.desk.consultation import View, acting, reading
from cases.desk.duty_forms import Acknowledging, HandingOverAlarm, NoDanger
from cases.desk.forms import DeskForm
from cases.desk.methods import only
from cases.desk.opening import account_of
from cases.desk.presenters import labels, times
from cases.desk.presenters.alarm import alarm_box
from cases.domain import duty as domain
from cases.domain.refusals import Refused
from cases.queries.alarms import RingingAlarm, acknowledged_for, on_duty, ringing_for


@reading("duty.open")
@only("GET")
def duty(request: HttpRequest) -> HttpResponse:
    """Alarms that ring, those that somebody looks after, and who is on duty now."""
    return _page(request)


@reading("alarm.poll", repeats=True)
@only("GET")
def alarm(request: HttpRequest) -> HttpResponse:
    """The banner alone, for pages that are open.

    A page asks every five seconds. So that the log stays readable, a row is written only when the banner names a
    reference that it has not yet named to this session.
    """
    return render(request, "desk/_alarm.html")


def _answering(action: str, form_class: type[DeskForm], do: Callable[..., Any], done: Any) -> View:
    @acting(action)
    @only("POST")
    def view(request: HttpRequest, alarm_id: int) -> HttpResponse:
        account, now = account_of(request), timezone.now()
        form = form_class(request.POST, suffix=f"-{alarm_id}")
        if not form.is_valid():
            return _page(request, failed=form, alarm_id=alarm_id, status=422)
        try:
            do(alarm_id, **form.cleaned_data, by=account, now=now)
        except Refused as refused:
            form.add_error(None, _(refused.sentence))
            return _page(request, failed=form, alarm_id=alarm_id, status=422)
        messages.success(request, done)
        return redirect("desk:duty")

    return view


acknowledge = _answering("alarm.acknowledge", Acknowledging, domain.acknowledge, gettext_lazy("You look after this alarm."))
hand_over = _answering(
    "alarm.hand_over", HandingOverAlarm, domain.hand_over_alarm, gettext_lazy("The alarm is handed over.")
)
no_danger = _answering(
    "alarm.no_danger", NoDanger, domain.no_danger, gettext_lazy("The alarm is answered: no danger.")
)


def _page(
    request: HttpRequest, *, failed: DeskForm | None = None, alarm_id: int | None = None, status: int = 200
) -> HttpResponse:
    account, now = account_of(request), timezone.now()
    ringing, looked_after = ringing_for(account), acknowledged_for(account)
    known = [*ringing, *looked_after]
    if failed is not None and alarm_id not in [one.id for one in known]:
        if not any(message for message in failed.summary):
            raise Http404
        failed = _without_place(request, failed)
    request.consultation.shows(*ringing.references, *looked_after.references)  # type: ignore[attr-defined]
    context = {
        "nav": "duty",
        "form": failed,
        "ringing_boxes": [_box(one, failed) for one in ringing],
        "looked_after": [_box(one, failed) for one in looked_after],
        "shifts": [
            {"who": shift.account, "kind": labels.shift(shift.kind), "until": times.moment(shift.ends_at)}
            for shift in on_duty(now)
        ],
    }
    return render(request, "desk/duty.html", context, status=status)


def _box(alarm: RingingAlarm, failed: DeskForm | None) -> dict[str, Any]:
    def of(form_class: type[DeskForm]) -> DeskForm:
        suffix = f"-{alarm.id}"
        return failed if isinstance(failed, form_class) and failed.suffix == suffix else form_class(suffix=suffix)

    return {"alarm": alarm_box(alarm), "hand_over": of(HandingOverAlarm), "no_danger": of(NoDanger)}


def _without_place(request: HttpRequest, failed: DeskForm) -> None:
    """The alarm was answered meanwhile and is no longer on the page: the sentence alone is shown."""
    for sentence, _field in failed.summary:
        messages.error(request, sentence)
