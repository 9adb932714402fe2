"""Acting on a case: each view is one form, one call of the domain, and back to the case page."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.desk import forms
from cases.desk.case_page import show
from cases.desk.consultation import View, acting
from cases.desk.drafted import keep_sent, named, sent_as
from cases.desk.methods import only
from cases.desk.opening import Opened, account_of, case_to_work_on
from cases.desk.recusing_forms import Lifting
from cases.desk.series_forms import AnsweringAlike, OpeningSeries
from cases.desk.task_forms import AddingTask
from cases.domain import (
    claiming,
    closing,
    commitments,
    correspondence,
    deciding,
    linking,
    reading,
    sending,
    series,
    suggestions,
    tagging,
)  # fmt: skip
from cases.domain.drafts import On
from cases.domain.refusals import NotThere, Refused
from cases.domain.sending import Done, Overtaken, Sent
from cases.models import Account, Case, TimelineEntry
from cases.queries.answers import answers
from cases.queries.case_file import case_for_desk, colleagues, recused_people
from cases.queries.days import end_of_work
from reporting.domain.follow_up_code import token_hash
from reporting.views.failures import give_back

UNPROCESSABLE, CONFLICT = 422, 409
_TYPED = ("message", "note", "reason", "what", "plan", "outcome")
Do = Callable[[Case, dict[str, Any], Account, datetime], Any]


@dataclass(frozen=True)
class Act:
    """`do` makes the one call of the domain. `minds`: not on a page that others have overtaken, nor on one since which
    anybody has done one of these things, the same officer in another tab included (kept forms only)."""

    form: type[forms.DeskForm]
    do: Do
    done: Any
    anchor: str = ""
    minds: Collection[str] = ()
    leaves: bool = False


def view_of(action: str, act: Act) -> View:
    """The view of one act. Refused, mistaken and overtaken forms come back with what was typed."""

    @acting(action)
    @only("POST")
    def view(request: HttpRequest, reference: str) -> HttpResponse:
        try:
            return _perform(request, case_to_work_on(request, reference), action, act)
        except (Http404, NotThere):
            return _gone(request)

    return view


def _perform(request: HttpRequest, case: Case, action: str, act: Act) -> HttpResponse:
    account, now = account_of(request), timezone.now()
    form = _form(request, case, act, account)
    kept = named(form.key)  # a suffix that is no number names no form
    sent = sent_as(request, action, *kept) if kept else None
    newer = sending.overtaken(case, sent, by=account) if sent and act.minds else []
    if newer:  # said before anything else; `send` looks again, with the case locked
        return _refused(request, case, form, sent, CONFLICT, changes=newer)
    if not form.is_valid():
        return _refused(request, case, form, sent, UNPROCESSABLE)
    try:
        done = _do(case, form, act, sent, account, now)
    except Overtaken as overtaken:
        return _refused(request, case, form, sent, CONFLICT, changes=overtaken.changes)
    except Refused as refused:
        form.take_refusal(refused)
        return _refused(request, case, form, sent, UNPROCESSABLE)
    except IntegrityError:  # somebody else's write, between the check and ours
        form.refuse(_("The case has changed meanwhile. Look at it again."))
        return _refused(request, case, form, sent, CONFLICT)
    if done.is_again:
        messages.success(request, _("This was saved already. It was not saved a second time."))
    else:
        messages.success(request, act.done(done.outcome) if callable(act.done) else act.done)
    if act.leaves:
        return redirect("desk:queue")
    return redirect(reverse("desk:case", args=[case.reference]) + (f"#{act.anchor}" if act.anchor else ""))


def _do(case: Case, form: forms.DeskForm, act: Act, sent: Sent | None, account: Account, now: datetime) -> Done:
    if sent is None:
        return Done(act.do(case, form.given, account, now))
    return sending.send(
        On(case.pk), lambda: act.do(case, form.given, account, now),
        sent=sent, minds=act.minds, by=account, now=now,
    )  # fmt: skip


def _gone(request: HttpRequest) -> HttpResponse:
    """The same for a case that there is not and one that may not be known; what was typed is not thrown away."""
    if not any(len(value.strip()) > 1 for name, value in request.POST.items() if name in _TYPED):
        raise Http404
    return give_back(
        request,
        status=404,
        heading=_("You cannot work on a case with this reference"),
        reason=_("This was not saved: there is no such case for your account, or no longer."),
    )


def _form(request: HttpRequest, case: Case, act: Act, account: Account) -> forms.DeskForm:
    if act.form is forms.HandingOver:
        return forms.HandingOver(request.POST, colleagues=colleagues(case, account, timezone.now()))
    if act.form is AddingTask:
        return AddingTask(request.POST, colleagues=[account, *colleagues(case, account, timezone.now())])
    if act.form is Lifting:
        return Lifting(request.POST, people=recused_people(case))
    of = next(
        (name for name in ("report_id", "task_id", "suggestion_id", "review_id") if name in act.form.base_fields), ""
    )
    suffix = f"-{request.POST.get(of, '')}" if of else ""
    return act.form(request.POST, suffix=suffix)


def _refused(
    request: HttpRequest,
    case: Case,
    form: forms.DeskForm,
    sent: Sent | None,
    status: int,
    changes: Sequence[TimelineEntry] = (),
) -> HttpResponse:
    """The page as it is now, with what was typed; that is kept as a draft too, in case this page is lost."""
    fresh = case_for_desk(case.reference) or case
    if sent is not None:
        keep_sent(request, On(fresh.pk), sent)
    return show(request, Opened(fresh), failed=form, changes=changes, status=status)


def _decide(case: Case, given: dict[str, Any], by: Account, now: datetime) -> Any:
    return deciding.record_decision(case.pk, **given, by=by, now=now)


def _close(case: Case, given: dict[str, Any], by: Account, now: datetime) -> Any:
    details = {key: given[key] for key in ("passed_to", "force", "number") if given[key]}
    return closing.close_case(
        case.pk, closing_reason=given["closing_reason"], reason=given["reason"], details=details, by=by, now=now
    )


def _closed(outcome: Any) -> str:
    if outcome == closing.Outcome.PROPOSED:
        return str(_("You propose to close the case as abuse of the form. A second officer must agree."))
    return str(_("The case is closed."))


def _next_action(case: Case, given: dict[str, Any], by: Account, now: datetime) -> Any:
    return commitments.set_next_action(case.pk, what=given["what"], due_at=end_of_work(given["due_on"]), by=by, now=now)


def _mark_read(case: Case, given: dict[str, Any], by: Account, now: datetime) -> Any:
    given["understood"] = given["understood"] or "language_held"
    return reading.mark_read(case.pk, **given, by=by, now=now)


def _reply(case: Case, given: dict[str, Any], by: Account, now: datetime) -> bool:
    """Whether what was sent is an answer."""
    correspondence.reply(case.pk, **given, by=by, now=now)
    return answers().filter(token_hash=token_hash(given["token"])).exists()


def _answer_alike(case: Case, given: dict[str, Any], by: Account, now: datetime) -> Any:
    say = suggestions.accept_suggestion if given["answer"] == "yes" else suggestions.reject_suggestion
    return say(given["suggestion_id"], case.pk, reason=given["reason"], by=by, now=now)


take = view_of("case.take", Act(
    forms.Taking, lambda case, given, by, now: claiming.take_case(case.pk, by=by, now=now),
    gettext_lazy("You have taken this case."),
))  # fmt: skip
hand_back = view_of("case.hand_back", Act(
    forms.HandingBack, lambda case, given, by, now: claiming.hand_back(case.pk, **given, by=by, now=now),
    gettext_lazy("The case is back in the queue."), leaves=True,
))  # fmt: skip
hand_over = view_of("case.hand_over", Act(
    forms.HandingOver, lambda case, given, by, now: claiming.hand_over(case.pk, **given, by=by, now=now),
    gettext_lazy("The case is handed over."), minds=["handed_over"],
))  # fmt: skip
wait = view_of("case.wait", Act(
    forms.Waiting, lambda case, given, by, now: claiming.wait(case.pk, **given, by=by, now=now),
    gettext_lazy("The case waits. What is owed keeps its time."),
))  # fmt: skip
resume = view_of("case.resume", Act(
    forms.Resuming, lambda case, given, by, now: claiming.resume(case.pk, by=by, now=now),
    gettext_lazy("You can go on with the case."),
))  # fmt: skip
mark_read = view_of("case.read", Act(
    forms.MarkingRead, _mark_read, gettext_lazy("Marked as read."), anchor="reports",
))  # fmt: skip
decide = view_of("case.decide", Act(
    forms.Deciding, _decide, gettext_lazy("The decision is recorded."), anchor="decide", minds=["decided"],
))  # fmt: skip
set_priority = view_of("case.priority", Act(
    forms.SettingPriority, lambda case, given, by, now: deciding.set_priority(case.pk, **given, by=by, now=now),
    gettext_lazy("The priority is set."), minds=["priority"],
))  # fmt: skip
set_next_action = view_of("case.next_action", Act(
    forms.NextAction, _next_action, gettext_lazy("The next action is set."), minds=["next_action"],
))  # fmt: skip
reply = view_of("case.reply", Act(
    forms.Replying, _reply, lambda is_answer: _("Your answer is sent.") if is_answer else _(
        "Sent. It says no more than that we have their report, so an answer is still owed."
    ), anchor="messages",
))  # fmt: skip
attach = view_of("case.attach", Act(
    forms.Attaching,
    lambda case, given, by, now: linking.attach_report(
        case.pk, given["reference"], reason=given["reason"], by=by, now=now
    ),
    gettext_lazy("The report is attached."), anchor="reports",
))  # fmt: skip
detach = view_of("case.detach", Act(
    forms.Detaching, lambda case, given, by, now: linking.detach_report(case.pk, **given, by=by, now=now),
    gettext_lazy("The report is detached. It is in its own case again."),
))  # fmt: skip
answer_alike = view_of("case.answer_alike", Act(
    AnsweringAlike, _answer_alike, gettext_lazy("Your answer is saved."), anchor="alike",
))  # fmt: skip
open_series = view_of("case.open_series", Act(
    OpeningSeries, lambda case, given, by, now: series.open_series(case.pk, **given, by=by, now=now),
    gettext_lazy("The series is open."), anchor="alike",
))  # fmt: skip
tag = view_of("case.tag", Act(
    forms.Tagging, lambda case, given, by, now: tagging.tag_case(case.pk, **given, by=by, now=now),
    gettext_lazy("The tag is on the case."), anchor="tags",
))  # fmt: skip
untag = view_of("case.untag", Act(
    forms.Untagging, lambda case, given, by, now: tagging.untag_case(case.pk, **given, by=by, now=now),
    gettext_lazy("The tag is taken off."), anchor="tags",
))  # fmt: skip
note = view_of("case.note", Act(
    forms.Noting, lambda case, given, by, now: deciding.add_note(case.pk, **given, by=by, now=now),
    gettext_lazy("The note is on the timeline."), anchor="timeline",
))  # fmt: skip
close = view_of("case.close", Act(forms.Closing, _close, _closed, minds=["closed", "closing_proposed"]))
reopen = view_of("case.reopen", Act(
    forms.Reopening, lambda case, given, by, now: closing.reopen_case(case.pk, **given, by=by, now=now),
    gettext_lazy("The case is open again and back in the queue."),
))  # fmt: skip
