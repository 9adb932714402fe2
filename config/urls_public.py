"""Addresses of the public surface."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from reporting.views import failures

urlpatterns = [
    *i18n_patterns(path("", include("reporting.urls")), prefix_default_language=False),
    path("api/", include("reporting.api.urls")),
    path("", include("config.urls_health")),
]
handler400 = failures.bad_request
handler403 = failures.not_allowed
handler404 = failures.not_found
handler500 = failures.server_error
