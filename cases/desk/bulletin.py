"""The bulletin of a day: as the counts stand, as it was drafted, approved and published, and as a paper."""

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.desk.consultation import View, acting, reading
from cases.desk.methods import only
from cases.desk.opening import account_of
from cases.domain import bulletins
from cases.domain.refusals import Refused
from cases.models import Bulletin
from cases.papers import bulletin as paper
from cases.permissions import may_approve_bulletins
from cases.queries.bulletin import bulletin_of


@reading("bulletin.latest")
@only("GET")
def latest(request: HttpRequest) -> HttpResponse:
    """To the newest day that is over."""
    return redirect("desk:bulletin", (timezone.localdate() - timedelta(days=1)).isoformat())


@reading("bulletin.open")
@only("GET")
def bulletin(request: HttpRequest, day: str) -> HttpResponse:
    """The newest edition; without one, what a draft would say now."""
    return _page(request, _day(day))


@reading("bulletin.download")
@only("GET")
def download(request: HttpRequest, day: str, form: str) -> HttpResponse:
    """The newest edition as a file; only what is published leaves without the word draft in its name."""
    edition = _newest(_day(day))
    if edition is None or form not in ("pdf", "json"):
        raise Http404
    state = "" if edition.published_at else "-draft"
    name = f"bulletin-{edition.day}{state}.{form}"
    if form == "pdf":
        response = HttpResponse(paper.as_pdf(edition.content, _standing(edition)), content_type="application/pdf")
    else:
        response = HttpResponse(paper.as_json(edition.content, _standing(edition)), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@acting("bulletin.draft")
@only("POST")
def draft(request: HttpRequest, day: str) -> HttpResponse:
    """Keep it as a draft."""
    on = _day(day)
    found = bulletin_of(on)
    content = found.as_dict() if found else None
    try:
        bulletins.draft_bulletin(on, content=content, by=account_of(request), now=timezone.localtime())
    except Refused as refused:
        return _page(request, on, refused=refused)
    messages.success(request, _("The bulletin is drafted. A supervisor other than you can approve it now."))
    return redirect("desk:bulletin", day)


def _step(action: str, do: Any, done: Any) -> View:
    @acting(action)
    @only("POST")
    def view(request: HttpRequest, day: str, edition: int) -> HttpResponse:
        on = _day(day)
        chosen = Bulletin.objects.filter(day=on, edition=edition).first()
        if chosen is None or not may_approve_bulletins(account_of(request)):
            raise Http404
        try:
            do(chosen.pk, by=account_of(request), now=timezone.now())
        except Refused as refused:
            return _page(request, on, refused=refused)
        messages.success(request, done())
        return redirect("desk:bulletin", day)

    return view


approve = _step("bulletin.approve", bulletins.approve_bulletin, lambda: _("The bulletin is approved."))
publish = _step("bulletin.publish", bulletins.publish_bulletin, lambda: _("The bulletin is published."))


def _day(said: str) -> date:
    try:
        on = date.fromisoformat(said)
    except ValueError:
        raise Http404 from None
    if on.isoformat() != said:
        raise Http404
    return on


def _newest(on: date) -> Bulletin | None:
    people = ("drafted_by", "approved_by", "published_by")
    return Bulletin.objects.filter(day=on).select_related(*people).order_by("-edition").first()


def _standing(edition: Bulletin) -> paper.Standing:
    if edition.published_at:
        return paper.Standing("published", edition.edition, timezone.localdate(edition.published_at))
    return paper.Standing("approved" if edition.approved_at else "draft", edition.edition)


def _page(request: HttpRequest, on: date, *, refused: Refused | None = None) -> HttpResponse:
    edition, found, today = _newest(on), bulletin_of(on), timezone.localdate()
    now = found.as_dict() if found else None
    content = edition.content if edition else now
    may_approve = may_approve_bulletins(account_of(request))
    context = {
        "nav": "trends", "on": on, "edition": edition, "content": content,
        "refused": _(refused.sentence) if refused else "",
        "title": paper.title_of(content) if content else "", "columns": paper.COLUMNS,
        "rows": paper.rows_of(content) if content else [],
        "has_changed": edition is not None and now is not None and now != edition.content,
        "may_draft": content is not None and on < today,
        "is_mine": edition is not None and edition.drafted_by_id == account_of(request).pk,
        "may_approve": may_approve and edition is not None and not edition.approved_at,
        "may_publish": may_approve and edition is not None and bool(edition.approved_at) and not edition.published_at,
        "is_to_come": on > today, "is_today": on == today,
        "before": on - timedelta(days=1), "after": on + timedelta(days=1) if on < today else None,
    }  # fmt: skip
    consultation = request.consultation  # type: ignore[attr-defined]
    consultation.details["day"] = on.isoformat()
    return render(request, "desk/bulletin.html", context, status=409 if refused else 200)
