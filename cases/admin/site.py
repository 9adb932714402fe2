"""The administration's site: Django's own, behind the desk's log-in, with every page logged."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin, auth
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver
from django.utils.translation import gettext_lazy as _

from cases.admin.consultation import logged, shows_nothing
from cases.models import Account
from cases.permissions import may_administer, may_audit

# What stands together on the first page, by model.
GROUPS = (
    (_("Work"), ("Case", "Alarm", "ComplaintWork", "Outbox")),
    (_("People"), ("Account", "Unit", "DutyShift", "AlarmContact")),
    (
        _("Rules and dates"),
        (
            "RoutingRule",
            "OfferRule",
            "AlarmRule",
            "PromiseRule",
            "ReviewRule",
            "DecisionRule",
            "EmergencyLine",
            "SignedTranslation",
            "OperatorStatement",
            "EqualityQuestion",
            "EqualityCount",
            "Organisation",
            "Partner",
            "BankHoliday",
            "ProtectedSite",
            "BoroughPopulation",
        ),
    ),
    (_("Public pages"), ("SupportOrganisation", "StepTotal")),
    (_("What the machine suggests"), ("ModelVersion", "CorrectionsExport")),
    (_("Who looked at what"), ("AuditEvent",)),
)


class HeardSite(admin.AdminSite):
    """For administrators; auditors find the log of looking and nothing else."""

    site_header = site_title = _("Heard administration")
    index_title = _("Administration")
    site_url = "/desk/"
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        """Both factors, and a role that has something to do here."""
        account = request.user
        if not isinstance(account, Account) or not account.is_verified():  # type: ignore[attr-defined]
            return False
        return may_administer(account) or may_audit(account)

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Django's, but for others these pages do not exist."""
        inner = super().admin_view(view, cacheable)

        def known(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not self.has_permission(request):
                raise Http404
            try:
                return inner(request, *args, **kwargs)  # type: ignore[no-any-return]
            except PermissionDenied:
                if may_administer(request.user):
                    raise
                raise Http404 from None  # an auditor's administration has no such page

        return known

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """The desk has the only log-in."""
        return redirect("desk:log_in")

    def logout(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """By POST only."""
        if request.method != "POST":
            raise Http404
        auth.logout(request)
        return redirect("desk:log_in")

    def get_urls(self) -> list[Any]:
        """Every address with the mark that the desk's middleware asks for."""
        patterns = super().get_urls()
        for pattern in _all(patterns):
            mark = shows_nothing if pattern.name in ("jsi18n", "login", "logout") else logged
            pattern.callback = mark(pattern.callback, pattern.name or "")
        return patterns

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """Models in the groups of `GROUPS`."""
        apps = super().get_app_list(request, app_label)
        if app_label:
            return apps
        models = {model["object_name"]: model for app in apps for model in app["models"]}
        return [
            {"name": name, "app_label": f"group-{number}", "app_url": "", "has_module_perms": True,
             "models": [models[key] for key in keys if key in models]}
            for number, (name, keys) in enumerate(GROUPS)
            if any(key in models for key in keys)
        ]  # fmt: skip


def _all(patterns: Iterable[Any]) -> Iterable[URLPattern]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _all(pattern.url_patterns)
        else:
            yield pattern


site = admin.site
