"""Accounts and units. Rights follow from role and unit alone; password hashes are never shown."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import BaseUserCreationForm
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_otp.plugins.otp_totp.models import TOTPDevice

from cases.admin.page import Page
from cases.domain import accounts, units
from cases.domain.refusals import Refused
from cases.models import Account, Unit

_FIELDS = (
    "first_name",
    "last_name",
    "email",
    "role",
    "unit",
    "languages",
    "reads_restricted",
    "records_names",
    "absent_until",
)


class _Fit:
    """The domain's own rules, said beside the form."""

    by: Account

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}  # type: ignore[misc]
        draft = Account(pk=self.instance.pk, **{key: cleaned.get(key) for key in ("role", "unit") if key in cleaned})  # type: ignore[attr-defined]
        draft.is_active = cleaned.get("is_active", True)
        try:
            accounts.refuse_unfit(draft, by=self.by)
        except Refused as refused:
            raise forms.ValidationError(refused.sentence) from refused
        return cleaned


class NewAccountForm(_Fit, BaseUserCreationForm):
    """A name and a first password, which the administrator hands over in person."""

    class Meta:
        model = Account
        fields = ("username", *_FIELDS)


class AccountForm(_Fit, forms.ModelForm):
    """What may change of an account."""

    class Meta:
        model = Account
        fields = (*_FIELDS, "is_active")
        help_texts = {
            "is_active": _("Take the tick away to disable the account: it is logged out everywhere at once."),
            "role": _("Another role logs the account out everywhere at once."),
        }


@admin.register(Account)
class Accounts(Page, UserAdmin):
    """Who logs in. Nothing is deleted: an account is disabled, and what it did stays under its name."""

    adds = changes = True
    form, add_form = AccountForm, NewAccountForm
    list_display = ("username", "full_name", "role", "unit", "is_active", "has_second_factor", "last_login")
    list_filter = ("role", "unit", "is_active")
    list_select_related = ("unit",)
    search_fields = ("username", "first_name", "last_name", "email")
    ordering = ("username",)
    filter_horizontal = ()
    fixed = ("username",)
    readonly_fields = ("has_second_factor", "last_login", "date_joined")
    fieldsets = (
        (None, {"fields": ("username", "first_name", "last_name", "email")}),
        (_("Rights"), {"fields": ("role", "unit", "reads_restricted", "records_names", "is_active")}),
        (_("Work"), {"fields": ("languages", "absent_until")}),
        (_("Log-in"), {"fields": ("has_second_factor", "last_login", "date_joined")}),
    )
    add_fieldsets = ((None, {"fields": ("username", "password1", "password2", *_FIELDS)}),)
    actions = ("reset_second_factor", "disable")
    change_form_template = "admin/cases/account/change_form.html"

    @admin.display(description=_("name"), ordering="last_name")
    def full_name(self, account: Account) -> str:
        return account.get_full_name()

    @admin.display(description=_("second factor"), boolean=True)
    def has_second_factor(self, account: Account) -> bool:
        return bool(account.with_app)  # type: ignore[attr-defined]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Account]:
        apps = TOTPDevice.objects.filter(user=OuterRef("pk"), confirmed=True)
        return super().get_queryset(request).annotate(with_app=Exists(apps))

    def get_form(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, **kwargs)
        form.by = request.user
        return form

    def save_model(self, request: HttpRequest, obj: Account, form: Any, change: bool) -> None:
        accounts.save_account(obj, by=request.user, now=timezone.now())

    @admin.action(description=_("Reset the second factor of the selected accounts"))
    def reset_second_factor(self, request: HttpRequest, chosen: QuerySet[Account]) -> None:
        for account in chosen:
            accounts.reset_second_factor(account, by=request.user, now=timezone.now())
            self.message_user(
                request, _("%s sets up a new second factor at the next log-in.") % account, messages.SUCCESS
            )

    @admin.action(description=_("Disable the selected accounts"))
    def disable(self, request: HttpRequest, chosen: QuerySet[Account]) -> None:
        for account in chosen:
            try:
                accounts.disable_account(account, by=request.user, now=timezone.now())
            except Refused as refused:
                self.message_user(request, f"{account}: {_(refused.sentence)}", messages.ERROR)
            else:
                self.message_user(request, _("%s is disabled and logged out everywhere.") % account, messages.SUCCESS)


@admin.register(Unit)
class Units(Page):
    """Teams that own cases."""

    adds = changes = True
    fixed = ("key",)
    readonly_fields = ("is_default",)
    fields = ("key", "name", "is_sealed", "is_active", "is_default")
    list_display = ("name", "key", "is_default", "is_sealed", "is_active")
    ordering = ("name",)
    actions = ("make_default",)

    @admin.action(description=_("Let new cases come to the selected unit"))
    def make_default(self, request: HttpRequest, chosen: QuerySet[Unit]) -> None:
        if len(chosen) != 1:
            self.message_user(request, _("Choose one unit."), messages.ERROR)
            return
        try:
            unit = units.make_default(chosen[0], by=request.user, now=timezone.now())
        except Refused as refused:
            self.message_user(request, _(refused.sentence), messages.ERROR)
        else:
            self.message_user(request, _("New cases come to %s from now on.") % unit, messages.SUCCESS)
