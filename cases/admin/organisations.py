"""Whom cases are passed on to, and the bank holidays by which working days are counted."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cases.admin.page import Page
from cases.enums import OrganisationKind
from cases.models import BankHoliday, Organisation


@admin.register(Organisation)
class Organisations(Page):
    """Partners that take referrals, and forces that take over cases. Whom we no longer ask is switched off."""

    title = _("Partners and forces")
    adds = changes = True
    fixed = ("kind",)
    list_display = ("name", "what", "helps_with", "contact", "is_active", "is_demonstration")
    list_filter = ("kind", "is_active", "is_demonstration")
    search_fields = ("name", "helps_with")
    ordering = ("kind", "name")

    @admin.display(description=_("what it is"), ordering="kind")
    def what(self, organisation: Organisation) -> str:
        return str(_("force") if organisation.kind == OrganisationKind.FORCE else _("partner"))


@admin.register(BankHoliday)
class BankHolidays(Page):
    """Bank holidays in England and Wales: a referral comes back as a task after two working days."""

    adds = changes = deletes = True
    list_display = ("on", "name")
    ordering = ("on",)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """One at a time, each with its own question."""
        actions: dict[str, Any] = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions
