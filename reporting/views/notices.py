"""No more e-mails and texts: the page behind the link that stands in them. It says nothing of what they were about."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from reporting.domain import wishes
from reporting.domain.notice_link import report_of_link
from reporting.views.page import page


@page("GET", "POST")
def no_more(request: HttpRequest) -> HttpResponse:
    """Ask once, because programmes open links too; then nothing more is sent, from that moment."""
    link = (request.POST if request.method == "POST" else request.GET).get("n", "")
    report_id = report_of_link(link)
    if report_id is None:
        return render(request, "reporting/no_more.html", {}, status=404)
    if request.method == "POST":
        wishes.stop_notices(report_id, now=timezone.now())
        return render(request, "reporting/no_more.html", {"is_done": True})
    return render(request, "reporting/no_more.html", {"link": link})
