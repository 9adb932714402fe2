"""What the public pages say of others, how far people come on them, and the clock of complaints."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import F, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.admin.page import Page
from cases.models import ComplaintWork
from reporting.models import StepTotal, SupportOrganisation
from reporting.taxonomy import STRANDS


class SupportForm(forms.ModelForm):
    """Strands by name."""

    strands = forms.MultipleChoiceField(
        required=False,
        choices=[(key, strand.label) for key, strand in STRANDS.items()],
        widget=forms.CheckboxSelectMultiple(),
        help_text=_("because of what it happened; none: for everybody"),
    )

    class Meta:
        model = SupportOrganisation
        fields = (
            "name", "helps_with", "strands", "for_young", "area", "languages", "phone", "other_ways", "checked_on",
            "place", "is_shown",
        )  # fmt: skip


@admin.register(SupportOrganisation)
class SupportOrganisations(Page):
    """Whom the public pages name. Ask an organisation before you fill in how it is reached, and note the day."""

    adds = changes = deletes = True
    form = SupportForm
    list_display = ("name", "for_what", "area", "reached", "checked", "is_shown", "place")
    list_filter = ("is_shown", "for_young", "area")
    search_fields = ("name",)
    ordering = ("place", "name")
    actions = ("checked_today",)

    @admin.display(description=_("for"))
    def for_what(self, one: SupportOrganisation) -> str:
        if one.for_young:
            return str(_("children and young people"))
        return ", ".join(STRANDS[key].label for key in one.strands if key in STRANDS) or str(_("everybody"))

    @admin.display(description=_("how it is reached"), empty_value=_("not filled in yet"))
    def reached(self, one: SupportOrganisation) -> str | None:
        return ", ".join(filter(None, (one.phone, one.other_ways))) or None

    @admin.display(
        description=_("last checked"), ordering="checked_on", empty_value=_("not yet checked by the operator")
    )
    def checked(self, one: SupportOrganisation) -> Any:
        return one.checked_on

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Deleted one at a time, each with its own question."""
        actions: dict[str, Any] = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    @admin.action(description=_("Note that the selected organisations were checked today"))
    def checked_today(self, request: HttpRequest, organisations: QuerySet[SupportOrganisation]) -> None:
        count = organisations.update(checked_on=timezone.localdate())
        self.message_user(request, _("%(count)d noted as checked today.") % {"count": count})


@admin.register(StepTotal)
class StepTotals(Page):
    """How far people come: each page's totals of a day. Nothing finer is known, and nothing about anybody."""

    title = _("How far people come, by day and page")
    list_display = ("day", "step", "shown", "answered", "answered_share")
    list_filter = ("step",)
    date_hierarchy = "day"
    ordering = ("-day", "-shown", "step")

    @admin.display(description=_("answered of shown"))
    def answered_share(self, total: StepTotal) -> str:
        return f"{100 * total.answered / total.shown:.0f} %" if total.shown else ""


@admin.register(ComplaintWork)
class Complaints(Page):
    """Which complaints wait, and for whom; their words are for the supervisors."""

    title = _("Complaints: whether each is taken and answered in time")
    list_display = ("reference", "received", "due_at", "taken_by", "answered_at", "closed_at")
    list_select_related = ("complaint", "taken_by")
    list_filter = (("closed_at", admin.EmptyFieldListFilter), ("taken_by", admin.EmptyFieldListFilter))
    ordering = (F("closed_at").asc(nulls_first=True), "due_at")
    fields = ("reference", "received", "due_at", "taken_by", "taken_at", "answered_at", "closed_at")

    def get_queryset(self, request: HttpRequest) -> QuerySet[ComplaintWork]:
        return super().get_queryset(request).defer("answer", "complaint__words", "complaint__sealed_contact")

    @admin.display(description=_("reference"))
    def reference(self, work: ComplaintWork) -> str:
        return work.complaint.reference

    @admin.display(description=_("received"), ordering="complaint__received_at")
    def received(self, work: ComplaintWork) -> Any:
        return work.complaint.received_at
