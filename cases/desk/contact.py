"""Reaching somebody through their contact card: ask, see the number, write what came of it; the card; the reviews."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.desk.acts import CONFLICT
from cases.desk.case_page import show
from cases.desk.consultation import acting, reading
from cases.desk.contact_forms import KeepingCard, Outcome, ReachingOut, Reviewing
from cases.desk.drafted import ATTEMPT, CARD, keep_refused, send_once
from cases.desk.forms import DeskForm
from cases.desk.methods import only
from cases.desk.opening import Opened, account_of, case_to_work_on
from cases.desk.presenters import contact as said
from cases.desk.presenters import story
from cases.desk.presenters.cards import card
from cases.desk.presenters.drafts import Drafts
from cases.domain import attempts, contact_card, persons
from cases.domain.contact import Danger, instructions
from cases.domain.drafts import On
from cases.domain.refusals import Refused
from cases.domain.sending import Overtaken
from cases.enums import Means, Role
from cases.models import Case, ContactAttempt, Person, TimelineEntry
from cases.permissions import may_use_desk
from cases.queries.case_file import case_for_desk, last_entry_of
from cases.queries.drafts import drafts_of
from cases.queries.writing import attempt_of, contacts_to_review
from reporting.domain.sealing import CannotOpen

# Whoever did it: a card that the person fills in anew, or the same officer in another tab, is no less newer than the page.
_CHANGES_CARDS = ("contact_card", "wish")
_WITH_CARD_SHUT = "The contact card cannot be opened, so nobody may be reached by it. Tell the administrator."


@acting("person.contact_begun")
@only("POST")
def begin(request: HttpRequest, reference: str, person_id: int) -> HttpResponse:
    """Say by which means and why; where the card allows it, the next page shows the number."""
    case = case_to_work_on(request, reference)
    person = _person(case, person_id)
    shown = card(person)
    form = ReachingOut(request.POST, suffix=f"-{person.pk}", means=shown.means, card=shown.rules)
    on = On(case.pk)
    if not form.is_valid():
        keep_refused(request, on, form)
        return show(request, Opened(case), failed=form, status=422)
    given, by, now = form.cleaned_data, account_of(request), timezone.now()
    danger = Danger(given["danger_to"], given["danger_reason"], given["safest_means"])
    try:
        done = send_once(request, on, form, "person.contact_begun", lambda: attempts.begin_attempt(
            case.pk, person.pk, means=given["means"], reason=given["reason"], planned_for=given["at"],
            time_is_safe=given.get("time_is_safe", False), number_is_withheld=given.get("number_is_withheld", False),
            danger=danger, by=by, now=now,
        ))  # fmt: skip
    except (Refused, CannotOpen) as no:
        form.offers_danger = isinstance(no, Refused)
        if isinstance(no, Refused):
            form.take_refusal(no)
        else:
            form.refuse(_(_WITH_CARD_SHUT))
        keep_refused(request, on, form)
        return show(request, Opened(case), failed=form, status=422)
    newest = done.outcome or ContactAttempt.objects.filter(case=case, person=person, by=by).order_by("-pk").first()
    if newest is None:
        return redirect(reverse("desk:case", args=[case.reference]) + "#people")
    return redirect("desk:attempt", case.reference, newest.pk)


@reading("person.contact")
@only("GET")
def attempt(request: HttpRequest, reference: str, attempt_id: int) -> HttpResponse:
    """The number or address, for half an hour, for who asked for it; each look is a row of the log."""
    case = case_to_work_on(request, reference)
    found = _attempt(case, attempt_id)
    return _attempt_page(request, case, found, _outcome(found))


@acting("case.contact_outcome")
@only("POST")
def outcome(request: HttpRequest, reference: str, attempt_id: int) -> HttpResponse:
    """Write down what came of it."""
    case = case_to_work_on(request, reference)
    found = _attempt(case, attempt_id)
    form, on = _outcome(found, request.POST), On(case.pk)
    if not form.is_valid():
        keep_refused(request, on, form)
        return _attempt_page(request, case, found, form, status=422)
    try:
        given, by, now = form.cleaned_data, account_of(request), timezone.now()
        send_once(
            request, on, form, "case.contact_outcome",
            lambda: attempts.record_outcome(attempt_id, case.pk, **given, by=by, now=now),
        )  # fmt: skip
    except Refused as refused:
        form.take_refusal(refused)
        keep_refused(request, on, form)
        return _attempt_page(request, case, _attempt(case, attempt_id), form, status=422)
    messages.success(request, _("It is written down what came of it."))
    return redirect(reverse("desk:case", args=[case.reference]) + "#people")


@reading("person.card")
@only("GET")
def contact_card_page(request: HttpRequest, reference: str, person_id: int) -> HttpResponse:
    """The card as a form, as it stands."""
    case = case_to_work_on(request, reference)
    person = _person(case, person_id)
    return _card_page(request, case, person, _keeping(person, initial=_as_it_stands(person)))


@acting("person.card_kept")
@only("POST")
def keep_card(request: HttpRequest, reference: str, person_id: int) -> HttpResponse:
    """Keep what was agreed as a new version."""
    case = case_to_work_on(request, reference)
    person, on = _person(case, person_id), On(case.pk)
    form = _keeping(person, request.POST)
    if not form.is_valid():
        keep_refused(request, on, form)
        return _card_page(request, case, person, form, status=422)
    try:
        given, by, now = form.cleaned_data, account_of(request), timezone.now()
        send_once(
            request, on, form, "person.card_kept",
            lambda: contact_card.keep_card(case.pk, person.pk, **given, by=by, now=now), minds=_CHANGES_CARDS,
        )  # fmt: skip
    except Overtaken as overtaken:
        keep_refused(request, on, form)
        return _card_page(request, _fresh(case), _person(case, person_id), form, overtaken.changes, status=CONFLICT)
    except Refused as refused:
        form.take_refusal(refused)
        keep_refused(request, on, form)
        return _card_page(request, case, person, form, status=422)
    messages.success(request, _("The contact card is kept. Earlier versions stay."))
    return redirect(reverse("desk:case", args=[case.reference]) + "#people")


@reading("contact.reviews")
@only("GET")
def reviews(request: HttpRequest) -> HttpResponse:
    """For supervisors: what went against a contact card and was not looked at yet."""
    return _reviews(request)


@acting("case.contact_reviewed")
@only("POST")
def review(request: HttpRequest, attempt_id: int) -> HttpResponse:
    """Write what one thinks of it."""
    form = Reviewing(request.POST, suffix=f"-{attempt_id}")
    form.is_valid()
    try:
        attempts.review_attempt(
            attempt_id, note=form.cleaned_data.get("note", ""), by=account_of(request), now=timezone.now()
        )
    except Refused as refused:
        form.take_refusal(refused)
        return _reviews(request, form, status=422)
    messages.success(request, _("Your review is written down."))
    return redirect("desk:contact_reviews")


def _attempt_page(
    request: HttpRequest, case: Case, attempt: ContactAttempt, form: Outcome, *, status: int = 200
) -> HttpResponse:
    now, account, shown = timezone.now(), account_of(request), card(attempt.person)
    is_theirs = attempt.by_id == account.pk and now < attempt.at + attempts.SHOWN_FOR and not attempt.outcome
    consultation = request.consultation  # type: ignore[attr-defined]
    consultation.shows(case.reference)
    consultation.reason = attempt.reason
    consultation.details.update(
        person=attempt.person_id, means=attempt.means, at=attempt.planned_for, shown=is_theirs and not shown.cannot_open
    )
    address = ""
    if is_theirs and not shown.cannot_open:
        address = _address(attempt.person, attempt.means)
    context = {
        "case": case,
        "card": shown,
        "attempt": attempt,
        "means": said.means(attempt.means),
        "address": address,
        "is_sealed": not is_theirs,
        "instructions": instructions(shown.rules, Means(attempt.means)),
        "outcome": said.came_of_it(attempt.outcome),
        "form": form,
        **_kept(request, case, ATTEMPT, form),
    }
    return render(request, "desk/contact.html", context, status=status)


def _outcome(attempt: ContactAttempt, data: Any = None) -> Outcome:
    form = Outcome(data, means=attempt.means)
    form.about = f"-{attempt.pk}"
    return form


def _keeping(person: Person, data: Any = None, **kwargs: Any) -> KeepingCard:
    form = KeepingCard(data, **kwargs)
    form.about = f"-{person.pk}"
    return form


def _kept(request: HttpRequest, case: Case, page: str, form: DeskForm) -> dict[str, Any]:
    """What the page needs so that its form is kept as it is typed."""
    typed = Drafts(drafts_of(case, account_of(request)), page=page, about=form.about)
    typed.give(form)
    return {"drafts": typed, "may_act": True, "page_key": secrets.token_urlsafe(12)}


def _address(person: Person, means: str) -> str:
    if said.NEEDS[means] == "address":
        return contact_card.card_of(person).address
    return persons.identity(person).get(said.NEEDS[means], "")


def _fresh(case: Case) -> Case:
    return case_for_desk(case.reference) or case


def _card_page(
    request: HttpRequest,
    case: Case,
    person: Person,
    form: DeskForm,
    changes: Sequence[TimelineEntry] = (),
    *,
    status: int = 200,
) -> HttpResponse:
    request.consultation.shows(case.reference)  # type: ignore[attr-defined]
    request.consultation.details["person"] = person.pk  # type: ignore[attr-defined]
    shown = card(person)
    if shown.cannot_open:
        raise Http404
    versions = contact_card.versions_of(person)[::-1]
    context = {
        "case": case, "person": person, "card": shown, "form": form, **_kept(request, case, CARD, form),
        "last_entry": last_entry_of(case),
        "changes": [story.what_changed(entry, account_of(request).username) for entry in changes],
        "versions": [{
            **one,
            "channels": [said.means(key) for key in one["channels"]],
            "at": datetime.fromisoformat(one["at"]),
        } for one in versions],
    }  # fmt: skip
    return render(request, "desk/contact_card.html", context, status=status)


def _as_it_stands(person: Person) -> dict[str, Any]:
    try:
        rules = contact_card.card_of(person)
    except CannotOpen:
        return {}
    initial = {name: getattr(rules, name) for name in KeepingCard.base_fields if hasattr(rules, name)}
    for name in ("withhold_number", "no_visit"):
        initial[name] = ["yes"] if initial[name] else []
    for name in ("earliest", "latest"):
        initial[name] = f"{initial[name]:%H:%M}" if initial[name] else ""
    return initial


def _reviews(request: HttpRequest, failed: Reviewing | None = None, *, status: int = 200) -> HttpResponse:
    account = account_of(request)
    if not may_use_desk(account) or account.role != Role.SUPERVISOR:
        raise Http404
    listed = contacts_to_review(Case.objects.visible_to(account))
    request.consultation.shows(*(one.case.reference for one in listed))  # type: ignore[attr-defined]
    rows = []
    for one in listed:
        suffix = f"-{one.pk}"
        form = failed if failed and failed.suffix == suffix else Reviewing(suffix=suffix)
        rows.append((one, said.means(one.means), said.came_of_it(one.outcome), form))
    return render(request, "desk/contact_reviews.html", {"rows": rows, "form": failed}, status=status)


def _person(case: Case, person_id: int) -> Person:
    person = Person.objects.filter(pk=person_id, case=case).first()
    if person is None:
        raise Http404
    return person


def _attempt(case: Case, attempt_id: int) -> ContactAttempt:
    found = attempt_of(case, attempt_id)
    if found is None:
        raise Http404
    return found
