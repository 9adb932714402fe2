"""Whether the process answers, and whether the instance is whole: the same on both surfaces."""

from django.urls import path

from reporting.views import health

urlpatterns = [
    path("health/", health.ready),
    path("health/live", health.live),
    path("health/ready", health.ready, name="ready"),
]
