"""Addresses of the public surface."""

from django.urls import include, path

from reporting.views import failures

urlpatterns = [
    path("", include("reporting.urls")),
    path("", include("config.urls_health")),
]
handler400 = failures.bad_request
handler403 = failures.not_allowed
handler404 = failures.not_found
handler500 = failures.server_error
