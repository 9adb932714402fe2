"""Search: everything this account may see, by words and by what is known of a case."""

import base64
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from cases.desk.consultation import acting, reading
from cases.desk.methods import only
from cases.desk.opening import account_of
from cases.desk.presenters.hidden import Veils, veil_for
from cases.desk.presenters.search_hit import FIELD_HELP, search_hit
from cases.desk.revealing import asked_for
from cases.domain.contact_search import blinded, digests
from cases.engine.asked import LONGEST, Search, Unclear, read_search
from cases.engine.contacts import without_contacts
from cases.engine.entities import extract
from cases.permissions import may_find_sealed
from cases.queries.search import SearchPage, search_page
from reporting.domain.crockford import read_reference, references_like
from reporting.domain.sealing import CannotOpen, seal, unseal
from reporting.domain.words import canonical

_SEALED = "s"


@reading("search.list")
@only("GET")
def search(request: HttpRequest) -> HttpResponse:
    """The box, and what was found. One row of the log a page, with the words that were looked for.

    No address or number stands in an address of a page, nor in the log: there it is a keyed digest.
    """
    if "q" not in request.GET and _SEALED not in request.GET:
        return _page(request, "")
    typed = _typed(request)
    details = request.consultation.details  # type: ignore[attr-defined]
    details["search"] = without_contacts(typed)[:LONGEST]
    if _SEALED not in request.GET and without_contacts(typed) != typed:
        return redirect(_address(request, typed))
    try:
        asked = blinded(read_search(typed), by=account_of(request))
        page, is_near = _look(request, asked)
    except Unclear as unclear:
        details["status"] = 422
        return _page(request, typed, error=_said(unclear))
    details.update(found=page.total, near=is_near)
    if asked.contacts:
        details["contact"] = digests(asked)
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
        blinded(read_search(typed), by=account_of(request))
    except Unclear as unclear:
        return _page(request, typed, error=_said(unclear))
    return redirect(_address(request, typed.strip()))


def _typed(request: HttpRequest) -> str:
    """What was typed; raises Http404 where it was sealed for another account, or long ago under a key that is gone."""
    if _SEALED not in request.GET:
        return canonical(request.GET["q"])
    try:
        sealed = base64.urlsafe_b64decode(request.GET[_SEALED].encode())
        return str(unseal(sealed, table="search", row=str(account_of(request).pk), field="typed"))
    except (CannotOpen, ValueError):
        raise Http404 from None


def _asked(request: HttpRequest, typed: str) -> dict[str, str]:
    """The search as an address writes it: sealed where it holds somebody's address or number."""
    if without_contacts(typed) == typed:
        return {"q": typed}
    sealed = seal(typed, table="search", row=str(account_of(request).pk), field="typed")
    return {_SEALED: base64.urlsafe_b64encode(sealed).decode()}


def _address(request: HttpRequest, typed: str) -> str:
    return f"{reverse('desk:search')}?{urlencode(_asked(request, typed))}"


def _look(request: HttpRequest, asked: Search) -> tuple[SearchPage, bool]:
    """Look for the words as they are; where nobody wrote them so, for spellings like them."""
    account, near = account_of(request), request.GET.get("near") == "1"
    exact = {term.text: [one] for group in asked.groups for term in group if (one := read_reference(term.text))}
    slips = {term.text: references_like(term.text) for term in asked.loose}  # none for what is one already
    either = {**slips, **exact}
    page = search_page(
        account, asked, near=near, references=either if near else exact, cursor=request.GET.get("after", "")
    )
    if page.total or near or not asked.loose:
        return page, near
    return search_page(account, asked, near=True, references=either), True


def _found(request: HttpRequest, typed: str, asked: Search, page: SearchPage, is_near: bool) -> dict[str, Any]:
    exact = _asked(request, typed)
    same = {**exact, "near": "1"} if is_near else exact
    account = account_of(request)
    veils, alike = Veils(account, asked_for(request)), veil_for(account, has_asked=False)
    hits = [search_hit(hit, veils.of(hit.case.reference)) for hit in page.hits]
    if veils.shown:
        request.consultation.details["hard_words"] = veils.shown  # type: ignore[attr-defined]
    reference = read_reference(typed)
    return {
        "page": page,
        "hits": hits,
        "veils": veils,
        "alike": [alike.over(word) for word in page.alike],
        "is_near": is_near,
        "is_instead": is_near and request.GET.get("near") != "1",
        "near_query": urlencode({**exact, "near": "1"}) if asked.loose else "",
        "exact_query": urlencode(exact),
        "first_query": urlencode(same) if request.GET.get("after") else "",
        "next_query": urlencode({**same, "after": page.next_cursor}) if page.next_cursor else "",
        # said of every possible reference alike, so that it gives nothing away
        "reference": reference if reference not in page.references else "",
        "by_contact": bool(asked.contacts),
        "has_identifier": not asked.contacts and bool(extract(typed)[1]),
    }


def _page(request: HttpRequest, typed: str, *, error: str = "", **found: Any) -> HttpResponse:
    context = {
        "nav": "search", "typed": typed, "error": error, "field_help": FIELD_HELP,
        "may_find_sealed": may_find_sealed(account_of(request)), **found,
    }  # fmt: skip
    return render(request, "desk/search.html", context, status=422 if error else 200)


def _said(unclear: Unclear) -> str:
    return _(unclear.sentence) % unclear.values if unclear.values else _(unclear.sentence)
