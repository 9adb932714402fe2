"""Enhanced service for a person of a case: given on a ground and for a reason, or ended."""

import secrets
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.desk.consultation import acting, reading
from cases.desk.drafted import ENHANCED, keep_refused, send_once
from cases.desk.forms import DeskForm
from cases.desk.methods import only
from cases.desk.opening import account_of, case_to_work_on
from cases.desk.presenters import labels, story, times
from cases.desk.presenters.drafts import Drafts
from cases.desk.promise_forms import EndingEnhanced, GivingEnhanced
from cases.domain.drafts import On
from cases.domain.enhanced import end_enhanced_service, give_enhanced_service, grounds_in_force
from cases.domain.refusals import Refused
from cases.domain.sending import Overtaken
from cases.models import Case, EnhancedGround, Person, TimelineEntry
from cases.queries.case_file import last_entry_of
from cases.queries.drafts import drafts_of

_CHANGES = ("enhanced", "enhanced_ended")  # whoever did it, the same officer in another tab included


@reading("person.enhanced")
@only("GET")
def enhanced(request: HttpRequest, reference: str, person_id: int) -> HttpResponse:
    """Whether it is owed, on which grounds it can be, and what follows from it."""
    case = case_to_work_on(request, reference)
    return _page(request, case, _person(case, person_id))


@acting("case.enhanced")
@only("POST")
def give(request: HttpRequest, reference: str, person_id: int) -> HttpResponse:
    """From now on it is owed."""
    case = case_to_work_on(request, reference)
    person = _person(case, person_id)
    form = GivingEnhanced(request.POST, grounds=_choices(_grounds()))
    return _done(
        request, case, person, form, "case.enhanced", give_enhanced_service, _("Enhanced service is owed from now on.")
    )


@acting("case.enhanced_ended")
@only("POST")
def end(request: HttpRequest, reference: str, person_id: int) -> HttpResponse:
    """It is not owed after all."""
    case = case_to_work_on(request, reference)
    person = _person(case, person_id)
    form = EndingEnhanced(request.POST)
    return _done(
        request,
        case,
        person,
        form,
        "case.enhanced_ended",
        end_enhanced_service,
        _("Enhanced service is not owed any more."),
    )


def _done(
    request: HttpRequest, case: Case, person: Person, form: DeskForm, action: str, do: Any, said: str
) -> HttpResponse:
    on, form.about = On(case.pk), f"-{person.pk}"
    if not form.is_valid():
        keep_refused(request, on, form)
        return _page(request, case, person, failed=form, status=422)
    try:
        given, by, now = form.cleaned_data, account_of(request), timezone.now()
        send_once(request, on, form, action, lambda: do(case.pk, person.pk, **given, by=by, now=now), minds=_CHANGES)
    except Overtaken as overtaken:
        keep_refused(request, on, form)
        return _page(request, case, _person(case, person.pk), failed=form, changes=overtaken.changes, status=409)
    except Refused as refused:
        form.take_refusal(refused)
        keep_refused(request, on, form)
        return _page(request, case, person, failed=form, status=422)
    messages.success(request, said)
    return redirect("desk:case", case.reference)


def _person(case: Case, person_id: int) -> Person:
    known = Person.objects.select_related("enhanced_ground", "enhanced_by")
    person = known.filter(pk=person_id, case=case).first()
    if person is None:
        raise Http404
    return person


def _grounds() -> list[EnhancedGround]:
    return list(grounds_in_force(timezone.localdate()))


def _choices(grounds: list[EnhancedGround]) -> list[tuple[str, str, str]]:
    return [(one.key, _(one.label), _(one.hint) if one.hint else "") for one in grounds]


def _page(
    request: HttpRequest,
    case: Case,
    person: Person,
    *,
    failed: DeskForm | None = None,
    changes: Sequence[TimelineEntry] = (),
    status: int = 200,
) -> HttpResponse:
    case.refresh_from_db(fields=["state", "version", "officer"])
    consultation = request.consultation  # type: ignore[attr-defined]
    consultation.shows(case.reference)
    if status != 200:
        consultation.details["status"] = status
    grounds = _grounds()
    giving = failed if isinstance(failed, GivingEnhanced) else GivingEnhanced(grounds=_choices(grounds))
    ending = (failed if isinstance(failed, EndingEnhanced) else EndingEnhanced()) if person.enhanced_at else None
    typed = Drafts(drafts_of(case, account_of(request)), page=ENHANCED, about=f"-{person.pk}")
    for form in filter(None, (giving, ending)):
        form.about = f"-{person.pk}"
        typed.give(form)
    context = {
        "case": case,
        "person": person,
        "role": labels.person(person.role),
        "since": times.moment(person.enhanced_at),
        "grounds": grounds,
        "form": failed,
        "giving": giving,
        "ending": ending,
        "drafts": typed,
        "last_entry": last_entry_of(case),
        "changes": [story.what_changed(entry, account_of(request).username) for entry in changes],
        "may_act": True,
        "page_key": secrets.token_urlsafe(12),
    }
    return render(request, "desk/enhanced.html", context, status=status)
