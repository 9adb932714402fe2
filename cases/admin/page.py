"""What the pages of the administration share: rights follow from the role, deleting is the exception."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils.text import capfirst

from cases.models import Account
from cases.permissions import may_administer


class Page(admin.ModelAdmin):
    """For administrators, read-only unless `adds`, `changes` or `deletes` says otherwise.

    Rows without rules beyond their own constraints are saved by Django's forms; all else goes through the domain.
    """

    adds = changes = deletes = False
    view_on_site = False
    list_per_page = 50
    title: Any = ""  # of the list
    fixed: tuple[str, ...] = ()  # fields that cannot be changed once the row is there
    is_for = staticmethod(may_administer)

    def references_of(self, row: Any) -> Iterable[str]:
        """References of cases and reports that a row shows, for the log of looking."""
        return ()

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        title = {"title": self.title or capfirst(self.opts.verbose_name_plural)}
        return super().changelist_view(request, {**title, **(extra_context or {})})

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Without the small buttons that open another form in a window."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        for button in ("can_add_related", "can_change_related", "can_delete_related", "can_view_related"):
            if field is not None and hasattr(field.widget, button):
                setattr(field.widget, button, False)
        return field

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return (*super().get_readonly_fields(request, obj), *(self.fixed if obj else ()))

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self._is_theirs(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._is_theirs(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.adds and self._is_theirs(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.changes and self._is_theirs(request.user)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.deletes and self._is_theirs(request.user)

    def _is_theirs(self, account: Account | AnonymousUser) -> bool:
        return isinstance(account, Account) and self.is_for(account)
