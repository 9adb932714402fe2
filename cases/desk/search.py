"""Search: everything this account may see, by words and by what is known of a case."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from cases.desk.consultation import acting, reading
from cases.desk.methods import only
from cases.desk.opening import account_of
from cases.desk.presenters.search_hit import FIELD_HELP, search_hit
from cases.engine.asked import LONGEST, Search, Unclear, read_search
from cases.engine.entities import extract
from cases.queries.search import SearchPage, search_page
from reporting.domain.crockford import read_reference
from reporting.domain.words import canonical


@reading("search.list")
@only("GET")
def search(request: HttpRequest) -> HttpResponse:
    """The box, and what was found. One row of the log a page, with the words that were looked for."""
    if "q" not in request.GET:
        return _page(request, "")
    typed = canonical(request.GET["q"])
    details = request.consultation.details  # type: ignore[attr-defined]
    details["search"] = typed[:LONGEST]
    try:
        asked = read_search(typed)
        page, is_near = _look(request, asked)
    except Unclear as unclear:
        details["status"] = 422
        return _page(request, typed, error=_said(unclear))
    details.update(found=page.total, near=is_near)
    request.consultation.shows(*page.references)  # type: ignore[attr-defined]
    return _page(request, typed, **_found(request, typed, asked, page, is_near))


@acting("search.for")
@only("POST")
def search_for(request: HttpRequest) -> HttpResponse:
    """Go to what is found for the words in the box; a search that says nothing is given back with what is wrong.

    The form is posted because an address has no room for whatever somebody may paste.
    """
    typed = canonical(request.POST.get("q", ""))
    try:
        read_search(typed)
    except Unclear as unclear:
        return _page(request, typed, error=_said(unclear))
    return redirect(f"{reverse('desk:search')}?{urlencode({'q': typed.strip()})}")


def _look(request: HttpRequest, asked: Search) -> tuple[SearchPage, bool]:
    """Look for the words as they are; where nobody wrote them so, for spellings like them."""
    account, near = account_of(request), request.GET.get("near") == "1"
    page = search_page(account, asked, near=near, cursor=request.GET.get("after", ""))
    if page.total or near or not asked.loose:
        return page, near
    return search_page(account, asked, near=True), True


def _found(request: HttpRequest, typed: str, asked: Search, page: SearchPage, is_near: bool) -> dict[str, Any]:
    same = {"q": typed, "near": "1"} if is_near else {"q": typed}
    reference = read_reference(typed)
    return {
        "page": page,
        "hits": [search_hit(hit) for hit in page.hits],
        "is_near": is_near,
        "is_instead": is_near and request.GET.get("near") != "1",
        "near_query": urlencode({"q": typed, "near": "1"}) if asked.loose else "",
        "exact_query": urlencode({"q": typed}),
        "first_query": urlencode(same) if request.GET.get("after") else "",
        "next_query": urlencode({**same, "after": page.next_cursor}) if page.next_cursor else "",
        # said of every possible reference alike, so that it gives nothing away
        "reference": reference if reference not in page.references else "",
        "has_identifier": bool(extract(typed)[1]),
    }


def _page(request: HttpRequest, typed: str, *, error: str = "", **found: Any) -> HttpResponse:
    context = {"nav": "search", "typed": typed, "error": error, "field_help": FIELD_HELP, **found}
    return render(request, "desk/search.html", context, status=422 if error else 200)


def _said(unclear: Unclear) -> str:
    return _(unclear.sentence) % unclear.values if unclear.values else _(unclear.sentence)
