"""The case page: reading a case, and showing it again when an act was refused."""

import secrets
from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from cases.desk.carried import carried_by
from cases.desk.consultation import reading
from cases.desk.drafted import DUTY, PAGES
from cases.desk.forms import DeskForm
from cases.desk.methods import only
from cases.desk.opening import Opened, account_of, open_by_reference
from cases.desk.presenters import left_over, passing_on, recusal, story
from cases.desk.presenters.alike import alike_section
from cases.desk.presenters.case_page import Forms, ReportPart, case_page
from cases.desk.presenters.drafts import as_typed
from cases.desk.presenters.presence import also_here
from cases.desk.presenters.side_by_side import SECTIONS, side_by_side
from cases.desk.presenters.taken import why_taken
from cases.desk.presenters.writing import ENGLISH, on_offer
from cases.desk.revealing import has_asked
from cases.domain.deciding import allowed_recordings
from cases.domain.languages import is_same
from cases.domain.message_templates import asks_for_more
from cases.domain.presence import be_here
from cases.enums import State
from cases.models import Case, TimelineEntry
from cases.permissions import Access, how_to_open, may_work
from cases.queries.case_file import case_file, colleagues, holder_of
from cases.queries.drafts import drafts_of
from cases.queries.likeness import cases_beside
from cases.queries.passing_on import asked_of
from cases.queries.readers import may_be_sent_to
from cases.queries.writing import all_templates, templates_in


@reading("case.open")
@only("GET")
def case(request: HttpRequest, reference: str) -> HttpResponse:
    """A case of one's unit, another unit's with a reason, or the page that asks for one."""
    opened = open_by_reference(request, reference)
    if opened.needs_reason:
        return reason_page(request, opened.case)
    if opened.case.state == State.EMPTIED:
        holder = holder_of(opened.case)
        if holder and how_to_open(account_of(request), holder, holder.unit) != Access.NO:
            request.consultation.shows(opened.case.reference, holder.reference)  # type: ignore[attr-defined]
            return redirect("desk:case", holder.reference)
    return show(request, opened)


def show(
    request: HttpRequest,
    opened: Opened,
    *,
    failed: DeskForm | None = None,
    changes: Sequence[TimelineEntry] = (),
    status: int = 200,
) -> HttpResponse:
    """The page itself, every reference on it named. `changes` are what was done meanwhile, by others or in another tab.

    `?beside=` names the section of a draft that is to stand beside what is in force: how the page that said that others
    were first is read again, once its hidden words were asked for.
    """
    account, now = account_of(request), timezone.now()
    file, page_key = case_file(opened.case, account), secrets.token_urlsafe(12)
    may_act = may_work(account, opened.case)
    alarms = [f"-{one.id}" for one in file.alarms if one.goes_on]
    drafts = drafts_of(opened.case, account, forms=[*PAGES[DUTY]], about=alarms) if may_act else []
    context = case_page(
        file,
        account,
        may_act=may_act,
        allowed=allowed_recordings(timezone.localdate(now)) if may_act and file.is_worked_on else [],
        colleagues=colleagues(opened.case, account, now) if may_act and file.is_worked_on else [],
        units=list(may_be_sent_to(opened.case)) if may_act and file.is_open else [],
        failed=failed,
        drafts=drafts,
        has_asked=has_asked(request, opened.case),
        timeline=request.GET.get("timeline", ""),
        carried=carried_by(request, version=opened.case.version, entry=file.last_entry, page=page_key),
        now=now,
    )
    context["why_taken"] = why_taken(file, account)
    context["recusal"] = recusal.part(opened.case, account, Forms(failed, context["drafts"])) if may_act else None
    looks_again = any(row.review and row.review.form for one in context["asked"] for row in one.rows)
    if may_act and (file.is_worked_on or looks_again):
        offered = templates_in({ENGLISH, *(part.language for part in context["reports"])})
        for part in context["reports"]:
            part.templates = on_offer(offered, account, part.language)
            part.has_agreed = any(is_same(one.language, part.language) and one.is_reviewed for one in offered)
        _mark_asking(context["reports"])
    consultation = request.consultation  # type: ignore[attr-defined]
    beside = cases_beside(opened.case, account)
    context["alike"] = alike_section(beside, may_act=may_act and file.is_open, failed=failed, drafts=context["drafts"])
    consultation.shows(*file.references, *beside.references)
    consultation.reason = opened.reason
    if status != 200:
        consultation.details["status"] = status
    asked = asked_of(opened.case)
    context["passing_on"] = passing_on.card(file, asked, now)
    if "close" in context["forms"]:
        context["left_over"] = left_over.of_file(file, asked, context["risk"], context["veil"].over)
    context["changes"] = [story.what_changed(entry, account.username) for entry in changes]
    overtaken = failed if changes else None
    if request.GET.get("beside") in SECTIONS:
        overtaken = as_typed(drafts, request.GET["beside"])
    if overtaken is not None:
        is_on_page = overtaken.key.replace("-", "_") in context["forms"]
        context["side_by_side"] = side_by_side(file, overtaken, is_on_page=is_on_page, over=context["veil"].over)
        context["page_url"] = reverse("desk:case", args=[opened.case.reference]) + f"?beside={overtaken.section}"
    if context["veil"].is_lifted and context["veil"].count:
        consultation.details["hard_words"] = context["veil"].count
    context["also_here"] = also_here(be_here(opened.case, by=account, now=now), account)
    context |= {"page_key": page_key, "last_entry": file.last_entry}
    context["reason_given"] = opened.reason
    return render(request, "desk/case.html", context, status=status)


def _mark_asking(parts: Sequence[ReportPart]) -> None:
    """Where a box holds a text that asks for more, which its button would send as the answer that is owed."""
    boxes = [
        (part, words)
        for part in parts
        if part.is_answer_owed and not part.needs_translation and "reply" in part.forms
        if (words := str(part.forms["reply"]["message"].value() or ""))
    ]
    known = all_templates() if boxes else []
    for part, words in boxes:
        part.asks_for_more = asks_for_more(words, part.file.report, known)


def reason_page(
    request: HttpRequest, case: Case, *, error: str = "", written: str = "", status: int = 200
) -> HttpResponse:
    """Nothing of the case but its reference, which was typed."""
    consultation = request.consultation  # type: ignore[attr-defined]
    consultation.shows(case.reference)
    consultation.details["asked_for_reason"] = True
    context = {"reference": case.reference, "error": error, "written": written}
    return render(request, "desk/reason.html", context, status=status)
