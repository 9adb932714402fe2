"""Versions of the categoriser's model, which of them suggests, and corrections taken out to learn from."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from cases.admin.page import Page
from cases.desk.presenters import labels
from cases.domain import corrections
from cases.domain.model_in_force import model_in_force
from cases.domain.models_in_service import reports_not_seen_by, switch_on
from cases.domain.refusals import Refused
from cases.engine.model import DamagedModelError
from cases.enums import Speaker
from cases.models import Case, CaseReport, CorrectionsExport, ModelVersion, Voice
from cases.queries.agreement_figures import agreement_figures
from reporting.taxonomy import KINDS, STRANDS


@admin.register(ModelVersion)
class ModelVersions(Page):
    """A version is offered by `manage.py offer_model`; here it is looked at and switched on."""

    title = _("Model versions")
    list_display = ("version", "is_in_force", "offered_at", "compared_with", "over_strands", "over_kinds", "held_back")
    ordering = ("-offered_at", "-id")
    fields = ("version", "is_in_force", "offered_at", "learnt_from", "comparison", "agreement", "progress")
    readonly_fields = ("is_in_force", "learnt_from", "comparison", "agreement", "progress")
    actions = ("switch_on",)

    @admin.display(description=_("in force"), boolean=True)
    def is_in_force(self, version: ModelVersion) -> bool:
        try:
            return model_in_force().version == version.version
        except DamagedModelError:
            return False

    @admin.display(description=_("F1 over strands: in force, this"))
    def over_strands(self, version: ModelVersion) -> str:
        return _pair(version, "strands")

    @admin.display(description=_("F1 over kinds: in force, this"))
    def over_kinds(self, version: ModelVersion) -> str:
        return _pair(version, "kinds")

    @admin.display(description=_("held-back cases"))
    def held_back(self, version: ModelVersion) -> str:
        return str(version.figures.get("cases", "–"))

    @admin.display(description=_("trained with (texts kept for measuring included)"))
    def learnt_from(self, version: ModelVersion) -> str:
        return "; ".join(
            f"{name}: {one.get('texts')} texts, SHA-256 {str(one.get('sha256'))[:12]}…"
            for name, one in version.inputs.items()
        )

    @admin.display(description=_("against the version in force"))
    def comparison(self, version: ModelVersion) -> SafeString:
        figures = version.figures
        rows = []
        for key in (*STRANDS, *KINDS):
            old, new = (figures.get(side, {}).get("keys", {}).get(key) for side in ("old", "new"))
            if old or new:
                name = (labels.strands if key in STRANDS else labels.kinds)([key])[0]
                rows.append((name, *(old or (0, 0, 0)), *(new or (0, 0, 0))))
        context = {"version": version, "rows": rows, "is_in_force": self.is_in_force(version)}
        return render_to_string("admin/cases/modelversion/_comparison.html", context)

    @admin.display(description=_("agreement with officers"))
    def agreement(self, version: ModelVersion) -> SafeString:
        now = timezone.now()
        figures = agreement_figures(since=now - timedelta(days=365), now=now)
        return render_to_string("admin/cases/modelversion/_agreement.html", {"figures": figures})

    @admin.display(description=_("open cases"))
    def progress(self, version: ModelVersion) -> str:
        links = CaseReport.objects.filter(detached_at=None, case__in=Case.objects.open(), report__erased_at=None)
        total = links.values("report").distinct().count()
        if self.is_in_force(version):
            left = reports_not_seen_by(version.version).order_by().values("report").distinct().count()
            return _t("%(done)d of %(total)d reports of open cases were seen by this version since it is in force.") % {
                "done": total - left, "total": total,
            }  # fmt: skip
        said = Voice.objects.filter(report=OuterRef("report"), speaker=Speaker.MACHINE, by=version.version)
        seen = links.filter(Exists(said)).values("report").distinct().count()
        return _t("%(done)d of %(total)d reports of open cases were once seen by this version, which is not in force.") % {
            "done": seen, "total": total,
        }  # fmt: skip

    @admin.action(description=_("Switch the selected version on"))
    def switch_on(self, request: HttpRequest, versions: QuerySet[ModelVersion]) -> HttpResponse | None:
        chosen = list(versions[:2])
        if len(chosen) != 1:
            self.message_user(request, _t("Choose one version."), messages.WARNING)
            return None
        if "sure" not in request.POST:
            context = {
                **self.admin_site.each_context(request), "opts": self.opts, "title": _t("Switch a version on"),
                "version": chosen[0], "comparison": self.comparison(chosen[0]), "checkbox": ACTION_CHECKBOX_NAME,
            }  # fmt: skip
            return TemplateResponse(request, "admin/cases/modelversion/switch_on.html", context)
        try:
            switch = switch_on(chosen[0].pk, by=request.user, now=timezone.now())
        except Refused as refused:
            self.message_user(request, _t(refused.sentence), messages.WARNING)
        except DamagedModelError as error:
            self.message_user(request, str(error), messages.ERROR)
        else:
            if switch is None:
                said, level = _t("Version %s is in force already: nothing has changed."), messages.INFO
            else:
                said = _t("Version %s suggests from now on. Open cases are categorised anew in the background.")
                level = messages.SUCCESS
            self.message_user(request, said % chosen[0].version, level)
        return None


class AskForm(forms.ModelForm):
    """Why corrections are to be taken out."""

    class Meta:
        model = CorrectionsExport
        fields = ("reason",)


@admin.register(CorrectionsExport)
class CorrectionsExports(Page):
    """Asked for by one administrator, approved by another, carried out by `manage.py export_corrections`."""

    title = _("Corrections taken out to learn from")
    adds = True
    form = AskForm
    list_display = ("id", "reason", "asked_by", "asked_at", "approved_by", "approved_at", "made_at", "rows")
    ordering = ("-id",)
    actions = ("approve",)

    def save_model(self, request: HttpRequest, obj: CorrectionsExport, form: Any, change: bool) -> None:
        """Through the domain, which logs it."""
        asked = corrections.ask_for_corrections(reason=obj.reason, by=request.user, now=timezone.now())
        obj.pk, obj.asked_by, obj.asked_at = asked.pk, asked.asked_by, asked.asked_at

    @admin.action(description=_("Approve the selected requests"))
    def approve(self, request: HttpRequest, asked: QuerySet[CorrectionsExport]) -> None:
        for one in asked:
            try:
                corrections.approve_corrections(one.pk, by=request.user, now=timezone.now())
            except Refused as refused:
                self.message_user(request, f"{one.pk}: {_t(refused.sentence)}", messages.WARNING)
            else:
                said = _t("Request %(number)d is approved: run manage.py export_corrections %(number)d FILE.")
                self.message_user(request, said % {"number": one.pk}, messages.SUCCESS)


def _pair(version: ModelVersion, name: str) -> str:
    figures = version.figures
    if not figures:
        return "–"
    if not figures["is_enough"]:
        return _t("too few cases")
    return f"{figures['old'][name]:.2f}, {figures['new'][name]:.2f}"
