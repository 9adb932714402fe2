"""Short pages of information. They store nothing and say nothing that is not so."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from reporting.queries.emergency import emergency_lines
from reporting.views.page import View, page


def information(template: str) -> View:
    """A view that shows one page of text."""

    @page("GET")
    def show(request: HttpRequest) -> HttpResponse:
        return render(request, f"reporting/pages/{template}.html", {"lines": emergency_lines()})

    return show


easy_read = information("easy_read")
privacy = information("privacy")
accessibility = information("accessibility")
cookies = information("cookies")
contact = information("contact")
