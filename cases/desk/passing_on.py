"""Passing a case on: what people agreed to share, referrals to partners, transfer to another force."""

import secrets
from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.desk import passing_forms as forms
from cases.desk.consultation import View, acting, reading
from cases.desk.drafted import PASSING, keep_refused, send_once
from cases.desk.forms import DeskForm
from cases.desk.methods import only
from cases.desk.opening import account_of, case_to_work_on
from cases.desk.presenters import sheet, story
from cases.desk.presenters.drafts import Drafts
from cases.desk.presenters.passing_page import passing_page
from cases.domain import referrals, transfers
from cases.domain.drafts import On
from cases.domain.refusals import Refused
from cases.domain.sending import Overtaken
from cases.enums import PassingOn, Shareable, State
from cases.models import Account, Case, Referral, TimelineEntry
from cases.queries.case_file import last_entry_of
from cases.queries.drafts import drafts_of
from cases.queries.passing_on import passing_of, referral_of, was_referred

UNPROCESSABLE, CONFLICT = 422, 409
Do = Callable[[Case, int, dict[str, Any], Account, datetime], Any]
_CHANGES_CONSENT = ("consent", "consent_taken_back")
_ALL = [field.value for field in Shareable]


@reading("case.passing_on")
@only("GET")
def passing_on(request: HttpRequest, reference: str) -> HttpResponse:
    """Everybody who may be asked, and everybody who was."""
    return _page(request, case_to_work_on(request, reference))


@reading("referral.sheet")
@only("GET")
def referral(request: HttpRequest, reference: str, referral_id: int) -> HttpResponse:
    """What a partner is given: what the person agreed to, and still agrees to, and nothing else."""
    case = case_to_work_on(request, reference)
    found = referral_of(case, referral_id)
    if found is None:
        raise Http404
    return _sheet(request, case, found)


@acting("referral.code")
@only("POST")
def answer_code(request: HttpRequest, reference: str, referral_id: int) -> HttpResponse:
    """A code with which the partner answers by itself, on the sheet that goes to them: shown this once."""
    case = case_to_work_on(request, reference)
    try:
        made, code = referrals.make_answer_code(case.pk, referral_id, by=account_of(request), now=timezone.now())
    except Refused as refused:
        messages.error(request, _(refused.sentence))
        return redirect("desk:passing_on", case.reference)
    return _sheet(request, case, referral_of(case, made.pk) or made, code)


def _sheet(request: HttpRequest, case: Case, found: Referral, code: str = "") -> HttpResponse:
    shown = sheet.sheet(found)
    consultation = request.consultation  # type: ignore[attr-defined]
    consultation.shows(case.reference, found.person.report.reference)
    consultation.details.update(referral=found.pk, fields=shown.given)
    may_make = not found.outcome and case.state in (State.IN_PROGRESS, State.WAITING)
    context = {"case": case, "referral": found, "sheet": shown, "code": code, "may_make_code": may_make}
    return render(request, "desk/referral.html", context)


def _act(
    action: str,
    form_class: type[DeskForm],
    do: Do,
    done: Any,
    *,
    to_sheet: bool = False,
    minds: Collection[str] = (),
) -> View:
    """One form, one call of the domain, back to the page. What is refused comes back with what was typed.

    `minds`: not on a page that others have overtaken, nor on one since which anybody has done one of these things, the
    same officer in another tab included.
    """

    @acting(action)
    @only("POST")
    def view(request: HttpRequest, reference: str, **about: int) -> HttpResponse:
        case = case_to_work_on(request, reference)
        number = next(iter(about.values()), 0)
        form, on = _form(request, form_class, number), On(case.pk)
        if not form.is_valid():
            keep_refused(request, on, form)
            return _page(request, case, failed=form, status=UNPROCESSABLE)
        try:
            by, now = account_of(request), timezone.now()
            done_now = send_once(
                request, on, form, action, lambda: do(case, number, _given(form), by, now), minds=minds
            )
        except Overtaken as overtaken:
            keep_refused(request, on, form)
            return _page(request, case, failed=form, changes=overtaken.changes, status=CONFLICT)
        except Refused as refused:
            form.take_refusal(refused)
            keep_refused(request, on, form)
            return _page(request, case, failed=form, status=UNPROCESSABLE)
        except IntegrityError:  # somebody else's write, between the check and ours
            form.refuse(_("The case has changed meanwhile. Look at it again."))
            return _page(request, case, failed=form, status=CONFLICT)
        if done_now.is_again:
            messages.success(request, _("This was saved already. It was not saved a second time."))
            return redirect(reverse("desk:passing_on", args=[case.reference]))
        outcome = done_now.outcome
        messages.success(request, done(outcome) if callable(done) else done)
        if to_sheet:
            return redirect("desk:referral", case.reference, outcome.pk)
        if isinstance(outcome, Case) and outcome.state == State.CLOSED:
            return redirect("desk:case", case.reference)
        return redirect(reverse("desk:passing_on", args=[case.reference]))

    return view


def _form(request: HttpRequest, form_class: type[DeskForm], number: int) -> DeskForm:
    suffix = f"-{number}" if number else ""
    if form_class is forms.Referring:
        return forms.Referring(request.POST, suffix=f"{suffix}-{request.POST.get('organisation', '')}", offered=_ALL)
    if form_class is forms.TakingBack:
        return forms.TakingBack(request.POST, suffix=f"{suffix}-{request.POST.get('organisation', '')}")
    if form_class is forms.Consenting:
        return forms.Consenting(request.POST, suffix=suffix, offered=_ALL)
    return form_class(request.POST, suffix=suffix)


def _given(form: DeskForm) -> dict[str, Any]:
    return {"fields" if name == "shared" else name: value for name, value in form.cleaned_data.items()}


def _page(
    request: HttpRequest,
    case: Case,
    *,
    failed: DeskForm | None = None,
    changes: Sequence[TimelineEntry] = (),
    status: int = 200,
) -> HttpResponse:
    case.refresh_from_db(fields=["state", "version", "officer"])
    passing = passing_of(case)
    consultation = request.consultation  # type: ignore[attr-defined]
    consultation.shows(case.reference, *(person.report.reference for person in passing.persons))
    if status != 200:
        consultation.details["status"] = status
    typed = Drafts(drafts_of(case, account_of(request)), page=PASSING)
    context = passing_page(case, passing, failed=failed, drafts=typed, now=timezone.now())
    context["page_key"], context["last_entry"] = secrets.token_urlsafe(12), last_entry_of(case)
    context["changes"] = [story.what_changed(entry, account_of(request).username) for entry in changes]
    return render(request, "desk/passing_on.html", context, status=status)


def _take_back(case: Case, person: int, given: dict[str, Any], by: Account, now: datetime) -> bool:
    """Whether they were given something before."""
    referrals.take_back_consent(case.pk, person, **given, by=by, now=now)
    return was_referred(person, given["organisation"])


def _taken_back(was_given: Any) -> str:
    if was_given:
        return str(_("From now on nothing is shared with them. What was sent before you must ask them to delete."))
    return str(_("From now on nothing is shared with them."))


def _transferred(outcome: Any) -> str:
    answer = outcome.transfers.exclude(outcome="").order_by("-answered_at").first()
    if answer is None or answer.outcome != PassingOn.ACCEPTED:
        return str(_("Their answer is kept. The case stays ours."))
    if outcome.state == State.CLOSED:
        return str(_("They have taken the case. It is closed here, with their name and number."))
    return str(_("They have taken the case. Something is still missing before it can close here: see below."))


consent = _act(
    "referral.consent", forms.Consenting,
    lambda case, person, given, by, now: referrals.record_consent(case.pk, person, **given, by=by, now=now),
    gettext_lazy("What they agreed to is kept."), minds=_CHANGES_CONSENT,
)  # fmt: skip
take_back_consent = _act(
    "referral.take_back_consent", forms.TakingBack, _take_back, _taken_back, minds=_CHANGES_CONSENT,
)  # fmt: skip
refer = _act(
    "referral.send", forms.Referring,
    lambda case, person, given, by, now: referrals.refer_person(case.pk, person, **given, by=by, now=now),
    gettext_lazy("The referral is made. Send them what stands here, in the agreed way."), to_sheet=True,
)  # fmt: skip
answer_referral = _act(
    "referral.answer", forms.AnsweringReferral,
    lambda case, one, given, by, now: referrals.answer_referral(case.pk, one, **given, by=by, now=now),
    gettext_lazy("Their answer is kept."),
)  # fmt: skip
remind_partner = _act(
    "referral.remind", forms.Reminding,
    lambda case, one, given, by, now: referrals.remind_partner(case.pk, one, by=by, now=now),
    gettext_lazy("It comes back to you in two working days."),
)  # fmt: skip
ask_force = _act(
    "transfer.ask", forms.AskingForce,
    lambda case, _none, given, by, now: transfers.ask_force(case.pk, **given, by=by, now=now),
    gettext_lazy("They are asked. The case stays ours until they give a name and a number."),
)  # fmt: skip
answer_transfer = _act(
    "transfer.answer", forms.AnsweringTransfer,
    lambda case, one, given, by, now: transfers.answer_transfer(case.pk, one, **given, by=by, now=now),
    _transferred,
)  # fmt: skip
remind_force = _act(
    "transfer.remind", forms.Reminding,
    lambda case, one, given, by, now: transfers.remind_force(case.pk, one, by=by, now=now),
    gettext_lazy("It comes back to you in two working days."),
)  # fmt: skip
close_transferred = _act(
    "transfer.close", forms.Reminding,
    lambda case, one, given, by, now: transfers.close_transferred(case.pk, one, by=by, now=now),
    gettext_lazy("The case is closed: it is with the other force."),
)  # fmt: skip
