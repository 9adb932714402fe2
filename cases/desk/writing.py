"""Writing an answer: starting from a template, and seeing it as the person will. Nothing typed is lost on the way."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.desk.case_page import show
from cases.desk.consultation import reading
from cases.desk.fields import number_in
from cases.desk.forms import DeskForm, Replying
from cases.desk.methods import only
from cases.desk.opening import Opened, account_of, case_to_work_on
from cases.desk.presenters.cards import PersonCard, card
from cases.desk.presenters.writing import ENGLISH, on_offer
from cases.desk.wish_forms import AnsweringReview
from cases.domain import message_templates, notices
from cases.domain.persons import identity
from cases.domain.reviews import may_answer
from cases.enums import PersonRole, State
from cases.models import Case, MessageTemplate, Review
from cases.queries.reviews import review_in
from cases.queries.writing import all_templates, is_answer_owed, report_written_to, templates_in
from reporting.domain.follow_up import ThreadMessage
from reporting.domain.own_code import without_code
from reporting.domain.words import canonical
from reporting.enums import Sender
from reporting.models import Report

_SAID_HERE = ("message", "days_differ")  # by boxes of the preview's own
ASKED_FOR = timedelta(days=14)  # how long a case waits for an answer unless the officer says otherwise


@dataclass(frozen=True)
class Letter:
    """What is being written to whoever sent a report: an answer, or the answer to a review that they asked for."""

    case: Case
    report: Report
    review: Review | None = None

    def form(self, given: Any) -> DeskForm:
        """Its form on the case page, as it was sent."""
        if self.review is not None:
            return AnsweringReview(given, suffix=f"-{self.review.pk}")
        return Replying(given, suffix=f"-{self.report.pk}")

    @property
    def has_box(self) -> bool:
        """The case page has a box for it: an answer while somebody works on the case, one to a review while it is owed."""
        if self.review is not None:
            return self.review.answered_at is None
        return self.case.state in (State.IN_PROGRESS, State.WAITING)


@reading("case.template")
@only("POST")
def template(request: HttpRequest, reference: str) -> HttpResponse:
    """The case page with the chosen template in the message box: in place of another that nobody has edited, and under
    what was typed or changed."""
    letter = _letter(request, reference)
    given = request.POST.copy()
    if "back" in given:
        given.pop("days_differ", None)
        return _case_with(request, letter, given)
    chosen = _chosen(request, letter.report)
    _offer_day(given, chosen)
    form = letter.form(given)
    if chosen is None:
        form.refuse(_("Choose what to start from."))
        return show(request, Opened(letter.case), failed=form, status=422)
    form.is_valid()
    until = form.cleaned_data.get("wait_until")
    filled = message_templates.fill(chosen, letter.report, answer_by=until)
    typed = canonical(given.get("message", "")).rstrip()
    said = ""
    if filled in typed:
        said = _("This text stands in the box already.")
    elif not typed.strip():
        given["message"] = filled
    elif message_templates.is_unedited(typed, letter.report):
        given["message"] = filled
        said = _("It took the place of the text that stood there unchanged.")
    else:
        given["message"] = f"{typed}\n\n{filled}"
        said = _("What you wrote or changed stays, and the text stands under it. Take out what you do not need.")
    return _case_with(request, letter, given, said)


@reading("case.preview")
@only("POST")
def preview(request: HttpRequest, reference: str) -> HttpResponse:
    """The answer exactly as the person will see it; from here it is sent or changed. Where its words name another day than
    that of the case, it asks whether both are meant, as the case page does (`message_templates.check_day`)."""
    return _preview(request, _letter(request, reference), request.POST)


def _preview(request: HttpRequest, letter: Letter, given: Any) -> HttpResponse:
    case, report, form = letter.case, letter.report, letter.form(given)
    form.is_valid()
    words, until = canonical(given.get("message", "")), form.cleaned_data.get("wait_until")
    other_day = message_templates.other_day_named(words, report, until) if until else ""
    consultation = request.consultation  # type: ignore[attr-defined]
    consultation.shows(case.reference, report.reference)
    cards = [card(person) for person in case.persons.filter(report=report).order_by("pk")]
    context = {
        "case": case,
        "form": form,
        "is_review": letter.review is not None,
        "carried": [
            (name, given[name]) for name in ("page", "took", *form.fields) if name in given and name not in _SAID_HERE
        ],
        "message": ThreadMessage(0, Sender.OFFICER, without_code(words, report), timezone.now()),
        "only_acknowledges": letter.review is None and message_templates.only_acknowledges(words, report),
        "asks_for_more": letter.review is None
        and is_answer_owed(case, report)
        and message_templates.asks_for_more(words, report, all_templates()),
        "gap": message_templates.first_gap(words),
        "cards": cards,
        "no_notice": [_(one) for one in map(_why_no_notice, cards) if one],
        "wait_until": until,
        "other_day": other_day,
    }
    return render(request, "desk/preview.html", context)


def _offer_day(given: QueryDict, chosen: MessageTemplate | None) -> None:
    """The day until which the case waits follows the template, unless the officer chose one: a template that asks for
    nothing takes the day of an earlier one away."""
    if given.get("wait_until", "").strip() not in ("", given.get("day_offered", "")):
        return
    is_asking = chosen is not None and chosen.asks
    given["wait_until"] = given["day_offered"] = f"{timezone.localdate() + ASKED_FOR:%d/%m/%Y}" if is_asking else ""


def _why_no_notice(shown: PersonCard) -> str:
    if shown.person.role != PersonRole.REPORTER or shown.cannot_open:
        return ""
    return notices.why_no_notice(shown.person, shown.rules, identity(shown.person))


def _case_with(request: HttpRequest, letter: Letter, given: Any, said: str = "") -> HttpResponse:
    """Where the case page has no box for them, the words stay on a page of their own. `said`: what became of them."""
    if not letter.has_box:
        return _preview(request, letter, given)
    form = letter.form(given)
    form.said_of_box = said
    return show(request, Opened(letter.case), failed=form)


def _chosen(request: HttpRequest, report: Report) -> MessageTemplate | None:
    """The template of the list, where this officer may start from it."""
    wanted = request.POST.get("template", "")
    languages = {ENGLISH, report.language, request.POST.get("language", "")}
    offered = templates_in(languages)
    allowed = {str(pk) for language in languages for pk, label in on_offer(offered, account_of(request), language)}
    return next((one for one in offered if str(one.pk) == wanted and wanted in allowed), None)


def _letter(request: HttpRequest, reference: str) -> Letter:
    case = case_to_work_on(request, reference)
    reviewed = number_in(request.POST.get("review_id", ""))
    review = review_in(case, reviewed) if reviewed is not None else None
    if review is not None and may_answer(account_of(request), review):
        return Letter(case, review.report, review)
    asked = number_in(request.POST.get("report_id", ""))
    report = report_written_to(case, asked) if asked is not None else None
    if report is None:
        raise Http404
    return Letter(case, report)
