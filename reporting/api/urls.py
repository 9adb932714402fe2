"""Addresses of the partner API, in English whatever the language of the pages."""

from django.urls import path

from reporting.api import description, evidence, reports, tension

app_name = "partner_api"
urlpatterns = [
    path("v1/reports", reports.reports, name="reports"),
    path("v1/reports/bulk", reports.bulk, name="bulk"),
    path("v1/reports/<str:reference>", reports.report, name="report"),
    path("v1/reports/<str:reference>/evidence", evidence.evidence, name="evidence"),
    path("v1/tension", tension.tension, name="tension"),
    path("v1/openapi.json", description.openapi, name="openapi"),
    path("v1/docs", description.docs, name="docs"),
    path("v1/docs/", description.home),
    path("v1/", description.home, name="home"),
    path("<path:rest>", reports.missing, name="missing"),
]
