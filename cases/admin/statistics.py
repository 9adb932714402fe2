"""Days that people compare with, and what was imported."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone

from cases.admin.page import Page
from cases.models import CountImport, TriggerEvent


@admin.register(TriggerEvent)
class TriggerEvents(Page):
    """An attack, verdict or match, drawn on charts and compared with in bulletins; with who added it."""

    adds = changes = deletes = True
    list_display = ("on", "name", "told", "added_by", "added_at")
    readonly_fields = ("added_by", "added_at")
    ordering = ("-on", "name")

    def save_model(self, request: HttpRequest, obj: TriggerEvent, form: Any, change: bool) -> None:
        """Who added it stays; who changes it later stands in the log."""
        if not change:
            obj.added_by, obj.added_at = request.user.get_username(), timezone.now()
        super().save_model(request, obj, form, change)


@admin.register(CountImport)
class CountImports(Page):
    """Files of counts that were taken in, by the command `import_counts`, with what each corrected."""

    list_display = ("at", "source", "is_monthly", "added", "changed", "removed", "by")
    list_filter = ("source", "is_monthly")
    ordering = ("-at",)
