"""Addresses of the public surface."""

from django.urls import include, path

from reporting.views import failures, health

urlpatterns = [
    path("", include("reporting.urls")),
    path("health/", health.ready),
    path("health/live", health.live),
    path("health/ready", health.ready, name="ready"),
]
handler400 = failures.bad_request
handler403 = failures.not_allowed
handler404 = failures.not_found
handler500 = failures.server_error
