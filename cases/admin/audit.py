"""The log of who looked at what, for reading only."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cases.admin.page import Page
from cases.enums import Role
from cases.models import Account, AuditEvent, Case, Unit
from cases.permissions import may_administer, may_audit


class _Action(admin.SimpleListFilter):
    """What was done, by the first word of the action."""

    title = _("part")
    parameter_name = "part"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("case", _("cases")), ("queue", _("queue")), ("alarm", _("alarms")), ("admin", _("administration")),
                ("account", _("accounts")), ("log-in", _("log-in"))]  # fmt: skip

    def queryset(self, request: HttpRequest, events: QuerySet[AuditEvent]) -> QuerySet[AuditEvent]:
        return events.filter(action__startswith=self.value()) if self.value() else events


class _Role(admin.SimpleListFilter):
    """Fixed keys: asking the log which there are would read all of it."""

    title, parameter_name = _("role"), "role"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(role.value, role.value) for role in Role]

    def queryset(self, request: HttpRequest, events: QuerySet[AuditEvent]) -> QuerySet[AuditEvent]:
        return events.filter(role=self.value()) if self.value() else events


class _UnitOfWho(_Role):
    """Likewise for units."""

    title, parameter_name = _("unit"), "unit"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(Unit.objects.order_by("name").values_list("key", "name"))

    def queryset(self, request: HttpRequest, events: QuerySet[AuditEvent]) -> QuerySet[AuditEvent]:
        return events.filter(unit=self.value()) if self.value() else events


@admin.register(AuditEvent)
class AuditEvents(Page):
    """Auditors see every row; administrators those that name no case which they may not know of."""

    title = _("Who looked at what")
    list_display = ("at", "username", "role", "unit_name", "action", "address", "named", "reason")
    list_filter = (_Action, _Role, _UnitOfWho, "at")
    list_display_links = ("at",)
    search_fields = ("username", "action")
    search_help_text = _("A user name, an action or the whole reference of a case or report.")
    ordering = ("-at", "-id")
    show_full_result_count = False
    fields = ("at", "username", "role", "unit", "action", "address", "references", "reason", "details", "sequence")

    @staticmethod
    def is_for(account: Account) -> bool:
        return may_audit(account) or may_administer(account)

    def references_of(self, row: AuditEvent) -> Iterable[str]:
        """The log names references; a row that shows the log shows these."""
        return row.references

    @admin.display(description=_("unit"), ordering="unit")
    def unit_name(self, event: AuditEvent) -> str:
        """By the name of the filter; a unit that is gone keeps its key."""
        return str(getattr(event, "name_of_unit", None) or event.unit)

    @admin.display(description=_("cases and reports named"))
    def named(self, event: AuditEvent) -> str:
        shown = ", ".join(event.references[:3])
        more = len(event.references) - 3
        return f"{shown} + {more}" if more > 0 else shown

    def get_queryset(self, request: HttpRequest) -> QuerySet[AuditEvent]:
        names = Unit.objects.filter(key=OuterRef("unit")).values("name")
        events = super().get_queryset(request).annotate(name_of_unit=Subquery(names))
        account = request.user
        if may_audit(account):
            return events
        hidden = Case.objects.exclude(pk__in=Case.objects.visible_to(account).values("pk"))
        of_sealed_units = Unit.objects.filter(is_sealed=True).values("key")
        return events.exclude(references__overlap=ArraySubquery(hidden.values("reference"))).exclude(
            unit__in=of_sealed_units
        )

    def get_search_results(self, request: HttpRequest, events: Any, term: str) -> tuple[Any, bool]:
        found, duplicates = super().get_search_results(request, events, term)
        reference = term.strip().upper()
        if reference:
            found = found | events.filter(references__contains=[reference])
        return found, duplicates
