"""The duty desk: what rings, who is there, and how an alarm is answered."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
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
from cases.enums import State
from cases.queries.alarms import acknowledged_for, answered_for, on_duty, ringing_for
from cases.queries.case_file import case_for_desk


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
            form.refuse(_(refused.sentence), about=refused.about)
            return _page(request, failed=form, alarm_id=alarm_id, status=422)
        held = next((one.reference for one in answered_for(account, alarm_id) if one.has_case), None)
        messages.success(request, done(held) if callable(done) else done)
        return redirect("desk:case", held) if held else redirect("desk:duty")

    return view


def _acknowledged(reference: str | None) -> str:
    """To look after the alarm is not to have the case: where nobody has it, that is the next thing to do."""
    case = case_for_desk(reference) if reference else None
    if case is None or case.state != State.NEW:
        return _("You look after this alarm.")
    link = format_html(
        '<a class="govuk-notification-banner__link" href="{}">{}</a>',
        reverse("desk:case", args=[case.reference]),
        _("Take the case to work on it."),
    )
    return format_html("{} {}", _("You look after this alarm."), link)


acknowledge = _answering("alarm.acknowledge", Acknowledging, domain.acknowledge, _acknowledged)
hand_over = _answering(
    "alarm.hand_over", HandingOverAlarm, domain.hand_over_alarm, gettext_lazy("The alarm is handed over.")
)
no_danger = _answering("alarm.no_danger", NoDanger, domain.no_danger, gettext_lazy("The alarm is answered: no danger."))


def _page(
    request: HttpRequest, *, failed: DeskForm | None = None, alarm_id: int | None = None, status: int = 200
) -> HttpResponse:
    account, now = account_of(request), timezone.now()
    ringing, looked_after = ringing_for(account), acknowledged_for(account)
    if failed is not None and alarm_id not in [one.id for one in (*ringing, *looked_after)]:
        for sentence, _place in failed.summary:  # answered by somebody else meanwhile, and no longer on the page
            messages.error(request, sentence)
        failed = None
    request.consultation.shows(*ringing.references, *looked_after.references)  # type: ignore[attr-defined]
    context = {
        "nav": "duty",
        "form": failed,
        "ringing": [alarm_box(one, failed) for one in ringing],
        "looked_after": [alarm_box(one, failed) for one in looked_after],
        "shifts": [
            {"who": shift.account, "kind": labels.shift(shift.kind), "until": times.moment(shift.ends_at)}
            for shift in on_duty(now)
        ],
    }
    return render(request, "desk/duty.html", context, status=status)
