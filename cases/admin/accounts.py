"""Accounts and units. Rights follow from role and unit alone; password hashes are never shown."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import BaseUserCreationForm
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django_otp.plugins.otp_totp.models import TOTPDevice

from cases.admin.page import Page
from cases.domain import accounts, units
from cases.domain.refusals import Refused
from cases.models import Account, Unit
from cases.queries.readers import people_of_units

_FIELDS = (
    "first_name",
    "last_name",
    "email",
    "role",
    "unit",
    "languages",
    "reads_restricted",
    "records_names",
    "takes_originals",
    "finds_sealed",
    "keeps_sites",
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
        (
            _("Rights"),
            {
                "fields": (
                    "role",
                    "unit",
                    "reads_restricted",
                    "records_names",
                    "takes_originals",
                    "finds_sealed",
                    "keeps_sites",
                    "is_active",
                )
            },
        ),
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


class BoroughForm(forms.Form):
    """Boroughs that have no unit yet; none is chosen beforehand."""

    boroughs = forms.MultipleChoiceField(
        label=_("Boroughs"),
        widget=forms.CheckboxSelectMultiple(attrs={"class": "heard-many"}),
        error_messages={"required": _("Choose at least one borough.")},
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        there = set(Unit.objects.exclude(borough="").values_list("borough", flat=True))
        self.fields["boroughs"].choices = [  # type: ignore[attr-defined]
            (one.key, one.name) for one in units.boroughs().values() if one.key not in there
        ]


@admin.register(Unit)
class Units(Page):
    """Teams that own cases."""

    adds = changes = True
    fixed = ("key",)
    readonly_fields = ("is_default", "takes_police_reports", "borough_name")
    fields = (
        "key", "name", "is_sealed", "is_active", "opens_sealed_exhibits", "is_default", "takes_police_reports",
        "borough_name",
    )  # fmt: skip
    list_display = ("name", "key", "is_default", "takes_police_reports", "is_sealed", "people", "named", "is_active")
    ordering = ("name",)
    actions = ("make_default", "make_police_unit")
    change_list_template = "admin/cases/unit/change_list.html"

    @admin.display(description=_("people"))
    def people(self, unit: Unit) -> int:
        return unit.count_of_people  # type: ignore[attr-defined, no-any-return]

    @admin.display(description=_("read restricted cases"))
    def named(self, unit: Unit) -> int:
        return unit.count_of_readers  # type: ignore[attr-defined, no-any-return]

    @admin.display(description=_("borough"))
    def borough_name(self, unit: Unit) -> str:
        return units.boroughs()[unit.borough].name if unit.borough in units.boroughs() else unit.borough

    def get_queryset(self, request: HttpRequest) -> QuerySet[Unit]:
        works = Q(accounts__in=people_of_units())
        return (
            super()
            .get_queryset(request)
            .annotate(
                count_of_people=Count("accounts", filter=works),
                count_of_readers=Count("accounts", filter=works & Q(accounts__reads_restricted=True)),
            )
        )

    def get_urls(self) -> list[Any]:
        """And the page that adds units of boroughs."""
        view = self.admin_site.admin_view(self.add_boroughs)
        return [path("boroughs/", view, name="cases_unit_boroughs"), *super().get_urls()]

    def add_boroughs(self, request: HttpRequest) -> HttpResponse:
        """One unit for each chosen borough, with its routing rule, switched off."""
        if not self.has_add_permission(request):
            raise Http404
        form = BoroughForm(request.POST if request.method == "POST" else None)
        if form.is_valid():
            added = units.add_borough_units(form.cleaned_data["boroughs"], by=request.user, now=timezone.now())
            said = ngettext("%d unit is added.", "%d units are added.", len(added)) % len(added)
            self.message_user(request, said, messages.SUCCESS)
            return redirect("admin:cases_unit_changelist")
        context = {
            **self.admin_site.each_context(request), "opts": self.opts, "form": form,
            "title": _("Add units of boroughs"),
        }  # fmt: skip
        return TemplateResponse(request, "admin/cases/unit/boroughs.html", context)

    @admin.action(description=_("Let reports about the police come to the selected unit"))
    def make_police_unit(self, request: HttpRequest, chosen: QuerySet[Unit]) -> None:
        if len(chosen) != 1:
            self.message_user(request, _("Choose one unit."), messages.ERROR)
            return
        try:
            unit = units.make_police_unit(chosen[0], by=request.user, now=timezone.now())
        except Refused as refused:
            self.message_user(request, _(refused.sentence), messages.ERROR)
        else:
            said = _("Reports about the police come to %s from now on.") % unit
            self.message_user(request, said, messages.SUCCESS)

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
