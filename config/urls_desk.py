"""Addresses of the officers' surface: the desk and the administration."""

from django.urls import include, path
from django.views.generic import RedirectView

from cases.admin.site import site
from reporting.views import failures

urlpatterns = [
    path("", RedirectView.as_view(url="/desk/")),
    path("desk/", include("cases.urls")),
    path("admin/", site.urls),
    path("", include("config.urls_health")),
]
handler400 = failures.bad_request
handler403 = failures.not_allowed
handler404 = failures.not_found
handler500 = failures.server_error
