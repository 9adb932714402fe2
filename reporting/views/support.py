"""Whom people can talk to. What somebody chooses here travels in the form, so that no address tells of it."""

from typing import Any

from django.conf import settings
from django.conf.locale import LANG_INFO
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from reporting.models import SupportOrganisation
from reporting.queries.support import Wanted, chosen, grouped, organisations_that_help, places_to_choose
from reporting.questions import QUESTIONS, label_of
from reporting.taxonomy import STRANDS
from reporting.views.page import page


@page("GET", "POST")
def support(request: HttpRequest) -> HttpResponse:
    """All organisations in groups, or those that fit what was chosen."""
    every = organisations_that_help()
    wanted = Wanted(*(request.POST.get(name, "") for name in ("strand", "area", "language")))
    shown = chosen(every, wanted)
    context = {
        "groups": [(group, _why(group.strand), [_row(one) for one in group.organisations]) for group in grouped(shown)],
        "is_chosen": wanted != Wanted(),
        "wanted": wanted,
        "strands": [(choice.key, _(choice.label)) for choice in QUESTIONS["because"].choices if choice.key in STRANDS],
        "areas": places_to_choose(every),
        "languages": sorted({(code, language(code)) for one in every for code in one.languages}),
        "has_gaps": any(not (one.phone or one.other_ways) for one in shown),
    }
    return render(request, "reporting/pages/support.html", context)


def language(code: str) -> str:
    """What a language is called by those who speak it."""
    return str(dict(settings.LANGUAGES).get(code) or LANG_INFO.get(code, {}).get("name_local") or code)


def _why(strand: str) -> str:
    """As the question asks for it; a strand that it does not offer by its own name."""
    label = label_of(QUESTIONS["because"], strand)
    return _(STRANDS[strand].label if label == strand else label) if strand else ""


def _row(one: SupportOrganisation) -> dict[str, Any]:
    return {"it": one, "languages": ", ".join(language(code) for code in one.languages)}
