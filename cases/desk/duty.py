"""The duty desk: what rings, who is there, and how an alarm is answered."""

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.desk.case_page import show
from cases.desk.consultation import View, acting, reading
from cases.desk.drafted import DUTY, PAGES, keep_refused, send_once
from cases.desk.duty_forms import (
    ON_THE_CASE,
    Acknowledging,
    AnsweringAlarm,
    EndingAlarm,
    HandingOverAlarm,
    LookingOn,
    NoDanger,
)  # fmt: skip
from cases.desk.fields import number_in
from cases.desk.forms import DeskForm
from cases.desk.methods import only
from cases.desk.opening import Opened, account_of
from cases.desk.presenters import labels, rota, times
from cases.desk.presenters.alarm import AlarmBox, alarm_box, ended_alarm
from cases.desk.presenters.cards import card
from cases.desk.presenters.case_page import Forms
from cases.desk.presenters.drafts import Drafts
from cases.desk.presenters.hidden import veil_for
from cases.desk.presenters.queue_row import language_for
from cases.desk.presenters.reach import safe_way
from cases.desk.rota_forms import AddingShift
from cases.domain import duty as domain
from cases.domain.drafts import On
from cases.domain.refusals import Refused
from cases.models import Account, Case
from cases.permissions import Access, how_to_open, may_keep_rota, may_work
from cases.queries.absence import left_behind
from cases.queries.alarm_rules import act_within
from cases.queries.alarms import (
    OPENING,
    PAGE,
    RingingAlarms,
    Told,
    acknowledged_for,
    answered_for,
    last_ends,
    over_since,
    persons_told_of,
    ringing_for,
    shifts_on_duty,
    told_last,
)
from cases.queries.case_file import case_for_desk
from cases.queries.drafts import drafts_of_the_desk
from cases.queries.duty_gaps import Span, shifts_within
from cases.queries.offers import hard_and_soon_due
from cases.queries.queue import officers_of
from cases.queries.series import owed_to
from cases.queries.staffing import reaches_control_room, troubles

ENDED_WITHIN = timedelta(hours=24)


@reading("duty.open")
@only("GET")
def duty(request: HttpRequest) -> HttpResponse:
    """Alarms that ring, those that somebody looks after, those that ended in a day's time, and who is on duty now."""
    return page(request)


@reading("alarm.poll", repeats=True)
@only("GET")
def alarm(request: HttpRequest) -> HttpResponse:
    """The banner alone, for pages that are open.

    A page asks every five seconds. So that the log stays readable, a row is written only when the banner names a
    reference that it has not yet named to this session.
    """
    return render(request, "desk/_alarm.html")


def _answering(action: str, form_class: type[AnsweringAlarm], do: Callable[..., Any], done: Any) -> View:
    @acting(action)
    @only("POST")
    def view(request: HttpRequest, alarm_id: int) -> HttpResponse:
        account, now = account_of(request), timezone.now()
        form = form_class(request.POST, suffix=f"-{alarm_id}")
        if not form.is_valid():
            return _refused(request, form, alarm_id)
        try:
            send_once(request, On(), form, action, lambda: do(alarm_id, **form.given, by=account, now=now))
        except Refused as refused:
            form.take_refusal(refused)
            return _refused(request, form, alarm_id)
        held = next((one.reference for one in answered_for(account, alarm_id) if one.has_case), None)
        messages.success(request, done(held, account) if callable(done) else done)
        return redirect("desk:case", held) if held else redirect("desk:duty")

    return view


def _refused(request: HttpRequest, form: AnsweringAlarm, alarm_id: int) -> HttpResponse:
    """The page on which it was typed, as it is now; where the alarm is no longer on it, what was typed stands apart."""
    account = account_of(request)
    found = next(iter(answered_for(account, alarm_id)), None)
    case = case_for_desk(found.reference) if found and found.has_case and form.data.get("on") == ON_THE_CASE else None
    failed: DeskForm | None = form
    keep_refused(request, On(), form)
    if found is None or found.outcome not in ("", "acknowledged"):
        for sentence, _place in form.summary:  # it has ended meanwhile
            messages.error(request, sentence)
        request.unsaved = form.typed if case else []  # type: ignore[attr-defined]  # the duty desk shows what is kept
        failed = None
    if case is not None and how_to_open(account, case, case.unit) == Access.YES:
        return show(request, Opened(case), failed=failed, status=422)
    return page(request, failed=failed, status=422)


def _acknowledged(reference: str | None, account: Account) -> str:
    """Whoever looks after an alarm should know at once who has its case."""
    case = case_for_desk(reference) if reference else None
    if case is None:
        return _("You look after this alarm. Its case is being opened: take it as soon as it is there.")
    if case.officer_id == account.pk:
        return _("You look after this alarm, and have its case.")
    if case.officer is not None:
        who = case.officer.known_as
        return _("You look after this alarm. %s has its case.") % who
    return _("You look after this alarm. Nobody has its case.")


look_on = _answering("alarm.look_on", LookingOn, domain.look_on, gettext_lazy("You look after this alarm further."))
end = _answering("alarm.end", EndingAlarm, domain.end_alarm, gettext_lazy("The alarm has ended."))
acknowledge = _answering("alarm.acknowledge", Acknowledging, domain.acknowledge, _acknowledged)
hand_over = _answering(
    "alarm.hand_over", HandingOverAlarm, domain.hand_over_alarm, gettext_lazy("The alarm is handed over.")
)
no_danger = _answering("alarm.no_danger", NoDanger, domain.no_danger, gettext_lazy("The alarm is answered: no danger."))


def page(
    request: HttpRequest,
    *,
    failed: DeskForm | None = None,
    leaves_gap: tuple[int, list[Span]] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The duty desk; a refused form stands on it with what was typed. `leaves_gap`: a shift that is not yet taken off."""
    account, now = account_of(request), timezone.now()
    ringing, looked_after, beginning = ringing_for(account), acknowledged_for(account), _beginning_for(account)
    typed = Drafts(drafts_of_the_desk(account, *PAGES[DUTY]), page=DUTY)
    kept = Forms(failed, typed)
    number = number_in(request.GET.get("ended", "")) or 1
    ended, all_ended = over_since(account, now - ENDED_WITHIN, min(number, 10_000))
    consultation = request.consultation  # type: ignore[attr-defined]
    consultation.shows(*ringing.references, *looked_after.references, *ended.references)
    context = {
        "nav": "duty",
        "form": failed,
        "ringing": _boxes(account, ringing, kept, beginning, now),
        "looked_after": _boxes(account, looked_after, kept, beginning, now),
        "drafts": typed,
        "may_act": True,
        "page_key": secrets.token_urlsafe(12),
        "ended": [ended_alarm(one, reason=beginning(one.reason)) for one in ended],
        "ended_number": all_ended,
        "ended_later": number - 1,
        "ended_earlier": number + 1 if number * PAGE < all_ended else 0,
        "act_within": times.span_words(act_within(now)),
        "shifts": [
            {"who": shift.account, "kind": labels.shift(shift.kind), "until": times.moment(shift.ends_at)}
            for shift in shifts_on_duty(now).select_related("account")
        ],
        "series_owed": [(one, times.due_words(one.due_at, now), one.due_at < now) for one in owed_to(account, now)],
        "troubles": [rota.trouble(found) for found in troubles(now)],
        "reaches_control_room": reaches_control_room(),
        "leaves_gap": (leaves_gap[0], rota.spans(leaves_gap[1])) if leaves_gap else None,
        "rotas": rota.rotas(shifts_within(now, now + rota.AHEAD), account, now),
        **(_of_supervisors(request, account, failed, now) if may_keep_rota(account) else {}),
    }
    return render(request, "desk/duty.html", context, status=status)


def _boxes(
    account: Account, alarms: RingingAlarms, kept: Forms, beginning: Callable[[str], str], now: datetime
) -> list[AlarmBox]:
    """Each with the first words of what was told, in which language, how those can be reached whose case the account works
    on, and how it ended when it rang before."""
    told, ends, persons = told_last(alarms), last_ends(alarms), persons_told_of(alarms)
    boxes = []
    for one in alarms:
        opening, language = told.get(one.id, Told())
        boxes.append(
            alarm_box(
                one,
                kept,
                opening=beginning(opening),
                language=language_for(language, account),
                reach=[
                    (labels.person(person.role), safe_way(card(person), now))
                    for person in persons.get(one.id, [])
                    if may_work(account, person.case)
                ],
                ended=ends.get(one.id),
            )
        )
    return boxes


def _beginning_for(account: Account) -> Callable[[str], str]:
    """The first of some words, as this account reads them: those that hurt are hidden, also one that the end would cut in two."""
    veil = veil_for(account, has_asked=False)

    def beginning(words: str) -> str:
        shown, rest = veil.cut_up([words[:OPENING], words[OPENING:]])
        return f"{shown} …" if rest else shown

    return beginning


def _of_supervisors(request: HttpRequest, account: Account, failed: DeskForm | None, now: datetime) -> dict[str, Any]:
    """The form for shifts, cases of people who are away and had begun, and hard ones that are soon due."""
    cases, number = left_behind(account, now)
    soon_due = hard_and_soon_due(account, now)
    request.consultation.shows(*(case.reference for case in (*cases, *soon_due)))  # type: ignore[attr-defined]
    people = officers_of(account)
    return {
        "adding": failed if isinstance(failed, AddingShift) else AddingShift(people=people),
        "soon_due": [(case, _due(case, now)) for case in soon_due],
        "left_behind": [(case, _due(case, now)) for case in cases],
        "left_behind_number": number,
    }


def _due(case: Case, now: datetime) -> str:
    return times.due_words(case.next_due_at, now) if case.next_due_at else ""
