"""Partners that report over the API: the agreement with each, and its keys, shown once."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from cases.admin.page import Page
from reporting.domain import outward, partners, webhooks
from reporting.enums import KeyScope
from reporting.models import Partner

_SCOPES = {KeyScope.REPORT: _("Pass reports on"), KeyScope.STATUS: _("Ask how their reports stand")}


class PartnerForm(forms.ModelForm):
    """A webhook that leads nowhere inside."""

    webhook_url = forms.URLField(
        label=_("Webhook"), required=False, assume_scheme="https", max_length=300,
        help_text=_("Where it is told that the status of one of its reports has changed; empty for nowhere."),
    )  # fmt: skip

    class Meta:
        model = Partner
        fields = ("name", "agreed_on", "agreed_until", "is_active", "webhook_url")

    def clean_webhook_url(self) -> str:
        """Refused here with a sentence, and once more when something is sent."""
        url = str(self.cleaned_data["webhook_url"])
        if url:
            try:
                outward.check_address(url)
            except outward.Forbidden as forbidden:
                raise forms.ValidationError(_t(str(forbidden))) from None
        return url


class KeyForm(forms.Form):
    """What a key is for, and how much of it."""

    label = forms.CharField(label=_("System"), max_length=100, help_text=_("Which system of theirs will use it."))
    scopes = forms.MultipleChoiceField(
        label=_("For what"), choices=list(_SCOPES.items()), widget=forms.CheckboxSelectMultiple()
    )
    per_minute = forms.IntegerField(
        label=_("Requests a minute"), min_value=1, max_value=partners.MOST_A_MINUTE, initial=600
    )
    per_day = forms.IntegerField(label=_("Reports a day"), min_value=1, max_value=partners.MOST_A_DAY, initial=10_000)


@admin.register(Partner)
class Partners(Page):
    """Whoever passes reports on has an agreement with a date, and keys that can be revoked."""

    adds = changes = True
    form = PartnerForm
    list_display = ("name", "keys_of_it", "agreed_on", "agreed_until", "is_active")
    list_filter = ("is_active",)
    ordering = ("name",)
    readonly_fields = ("keys_of_it",)
    fields = ("name", "agreed_on", "agreed_until", "is_active", "webhook_url", "keys_of_it")

    @admin.display(description=_("keys"))
    def keys_of_it(self, partner: Partner) -> SafeString | str:
        if not partner.pk:
            return _t("Save the partner first.")
        return format_html(
            '<a href="{}">{}</a>', reverse("admin:reporting_partner_keys", args=[partner.pk]), _t("Keys")
        )

    def get_urls(self) -> list[Any]:
        """One more page a partner."""
        view = self.admin_site.admin_view(self.keys_page)
        view.model_admin = self
        return [path("<path:object_id>/keys/", view, name="reporting_partner_keys"), *super().get_urls()]

    def keys_page(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Its keys: issue one, shown once; revoke one; show what its webhook is signed with."""
        known = Partner.objects.filter(pk=object_id) if object_id.isdigit() and len(object_id) < 19 else None
        partner = known.first() if known is not None and self.has_view_permission(request) else None
        if partner is None:
            raise Http404
        shown: dict[str, Any] = {"new_key": "", "signing_key": ""}
        act = request.POST.get("action", "")
        form = KeyForm(request.POST if act == "issue" else None)
        by, now = request.user.get_username(), timezone.now()
        if act == "issue" and form.is_valid():
            try:
                shown["new_key"] = partners.issue_key(partner.pk, **form.cleaned_data, by=by, now=now)
                form = KeyForm()
            except partners.KeyRefused as refused:
                form.add_error(None, _t(refused.sentence))
        elif act.startswith("revoke-") and act[7:].isdigit() and len(act) < 26:
            partners.revoke_key(int(act[7:]), partner_id=partner.pk, by=by, now=now)
        elif act == "signing-key" and partner.webhook_url:
            shown["signing_key"] = webhooks.signing_key(partner)
        keys = [
            (key, ", ".join(str(_SCOPES[KeyScope(scope)]) for scope in key.scopes))
            for key in partner.keys.order_by("-made_at", "-pk")
        ]
        context = {
            **self.admin_site.each_context(request), "opts": self.opts, "title": _t("Keys"), "partner": partner,
            "keys": keys, "form": form, **shown,
        }  # fmt: skip
        return TemplateResponse(request, "admin/reporting/partner/keys.html", context)
