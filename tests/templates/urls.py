"""Addresses by the names that the base templates look for; the pages themselves belong to other tests."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def nothing(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


PUBLIC = (
    "start",
    "exit",
    "privacy",
    "accessibility",
    "cookies",
    "contact",
    "support",
    "follow_up",
    "resume",
    "tracks",
    "complain",
)
DESK = ("queue", "mine", "duty", "alarm", "log_out")

urlpatterns = [
    path("", include(([path(f"{name}/", nothing, name=name) for name in PUBLIC], "reporting"))),
    path("desk/", include(([path(f"{name}/", nothing, name=name) for name in DESK], "desk"))),
]
