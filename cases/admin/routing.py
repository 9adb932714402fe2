"""Routing rules: written, tried on last week's cases, and only then switched on."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from cases.admin.page import Page
from cases.desk.presenters import labels, routing
from cases.domain import routing_rules
from cases.domain.refusals import Refused
from cases.engine.routing import CUES
from cases.models import RoutingRule, Unit
from cases.models.routing import WANTS
from cases.queries.dry_run import dry_run
from cases.queries.readers import working_units
from reporting.places import FORCES
from reporting.questions import QUESTIONS
from reporting.taxonomy import KINDS, PRIORITIES, STRANDS

_WITHIN = timedelta(days=7)
_SHOWN = 200
_LONGEST = 60


def _any_of(label: Any, choices: Any, help_text: Any = "") -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        choices=choices,
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "heard-many"}),
        help_text=help_text,
    )


class _Lines(forms.CharField):
    """A list of short texts, one a line."""

    def clean(self, value: Any) -> list[str]:  # type: ignore[override]
        lines = [line.strip() for line in super().clean(value).splitlines() if line.strip()]
        if any(len(line) > _LONGEST for line in lines):
            raise forms.ValidationError(_("A line here has at most %d characters.") % _LONGEST)
        return lines

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value


def _one_a_line(label: Any, help_text: Any) -> forms.CharField:
    return _Lines(label=label, required=False, widget=forms.Textarea(attrs={"rows": 3}), help_text=help_text)


class RuleForm(forms.ModelForm):
    """What a rule asks about, in words."""

    strands = _any_of(_("Strand"), [(key, one.label) for key, one in STRANDS.items()])
    kinds = _any_of(_("What was done"), [(key, one.label) for key, one in KINDS.items()], _("The machine’s word."))
    places = _any_of(_("Kind of place"), [(one.key, one.label) for one in QUESTIONS["place_kind"].choices])
    transports = _any_of(_("Kind of transport"), [(one.key, one.label) for one in QUESTIONS["transport_kind"].choices])
    lines = _one_a_line(_("Line or route"), _("One a line, as people write it: “Victoria line”, “36”."))
    forces = _any_of(
        _("Police force for that place"),
        list(FORCES.items()),
        _("It follows from the borough or postcode, the kind of transport, and the line."),
    )
    areas = _one_a_line(
        _("Places"),
        _(
            "One a line: a town, a borough of London (postcode districts whose middle lies in it count too), or the first "
            "half of a postcode, such as SE15."
        ),
    )
    languages = _any_of(_("Language"), lambda: labels.languages()[:-1])  # the last is the unknown one
    priorities = _any_of(_("Priority"), [(key, one.label) for key, one in PRIORITIES.items()])
    platforms = _any_of(
        _("Platform named in the words"), list(routing.PLATFORM_NAMES.items()), _("The machine’s word.")
    )
    cues = _any_of(
        _("Found in the words"),
        list(CUES.items()),
        _("The machine’s word. To a sealed unit the machine only suggests: a person sends the case there."),
    )

    class Meta:
        model = RoutingRule
        fields = (
            "name", "unit", "place", "strands", "kinds", "places", "transports", "lines", "forces", "areas", "languages",
            "priorities", "platforms", "cues", "in_force_from", "in_force_until",
        )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "unit" in self.fields:
            self.fields["unit"].queryset = Unit.objects.filter(is_active=True).order_by("name")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        names = [name for name in self.Meta.fields if name not in ("unit", "name")]
        draft = RoutingRule(**{name: cleaned[name] for name in names if name in cleaned})
        try:
            routing_rules.refuse_unfit(draft)
        except Refused as refused:
            self.add_error(refused.about or None, _t(refused.sentence))
        return cleaned


@admin.register(RoutingRule)
class RoutingRules(Page):
    """Which unit a new case goes to. Everything that a rule asks about must hold; any one value of it is enough."""

    adds = changes = True
    form = RuleForm
    list_display = ("name", "try_it", "place", "unit", "asks_about", "is_active", "has_somebody")
    list_select_related = ("unit",)
    ordering = ("place", "pk")
    readonly_fields = ("asks_about", "is_active", "switched_by", "switched_at", "try_it")
    fieldsets = (
        (None, {"fields": ("name", "unit", "place", "in_force_from", "in_force_until")}),
        (
            _("Asks about"),
            {
                "fields": tuple(WANTS.values()),
                "description": _("All that is ticked somewhere must hold; of each line any one is enough."),
            },
        ),
        (_("Switched on"), {"fields": ("asks_about", "is_active", "switched_by", "switched_at", "try_it")}),
    )
    actions = ("switch_on", "switch_off")

    @admin.display(description=_("asks about"))
    def asks_about(self, rule: RoutingRule) -> str:
        return "; ".join(
            routing.because({"about": key, "value": one}) for key, ones in rule.wants.items() for one in ones
        )

    @admin.display(description=_("somebody works there"), boolean=True)
    def has_somebody(self, rule: RoutingRule) -> bool:
        return bool(rule.has_people)  # type: ignore[attr-defined]

    @admin.display(description=_("try it"))
    def try_it(self, rule: RoutingRule) -> SafeString | str:
        if not rule.pk:
            return _t("Save the rule first.")
        return format_html(
            '<a href="{}">{}</a>', reverse("admin:cases_routingrule_dry_run", args=[rule.pk]), _t("Try it")
        )

    def get_queryset(self, request: HttpRequest) -> QuerySet[RoutingRule]:
        return super().get_queryset(request).annotate(has_people=Exists(working_units().filter(pk=OuterRef("unit"))))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A rule that is on is looked at; it is changed while it is off."""
        return super().has_change_permission(request, obj) and not (obj is not None and obj.is_active)

    def save_model(self, request: HttpRequest, obj: RoutingRule, form: Any, change: bool) -> None:
        routing_rules.save_rule(obj, by=request.user, now=timezone.now())

    def get_urls(self) -> list[Any]:
        """One more page a rule."""
        view = self.admin_site.admin_view(self.dry_run)
        view.model_admin = self
        return [path("<path:object_id>/dry-run/", view, name="cases_routingrule_dry_run"), *super().get_urls()]

    def dry_run(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """What the rule would have done with last week's cases. Writes nothing but the row of the log."""
        if not self.has_view_permission(request):
            raise Http404
        rules = self.get_queryset(request).select_related("unit")
        is_number = object_id.isascii() and object_id.isdigit() and len(object_id) < 19
        rule = rules.filter(pk=object_id).first() if is_number else None
        if rule is None:
            raise Http404
        found = dry_run(rule, request.user, now=timezone.now(), within=_WITHIN)
        shown, elsewhere = found.routed[:_SHOWN], found.elsewhere[:_SHOWN]
        request.consultation.shows(*shown, *elsewhere)  # type: ignore[attr-defined]
        context = {
            **self.admin_site.each_context(request), "opts": self.opts, "title": _t("Try the rule"), "rule": rule,
            "found": found, "references": shown, "elsewhere": elsewhere,
            "asks_about": self.asks_about(rule), "leads_to_nobody": not self.has_somebody(rule),
        }  # fmt: skip
        return TemplateResponse(request, "admin/cases/routingrule/dry_run.html", context)

    @admin.action(description=_("Switch the selected rules on"))
    def switch_on(self, request: HttpRequest, rules: QuerySet[RoutingRule]) -> None:
        self._switch(request, rules, is_on=True)

    @admin.action(description=_("Switch the selected rules off"))
    def switch_off(self, request: HttpRequest, rules: QuerySet[RoutingRule]) -> None:
        self._switch(request, rules, is_on=False)

    def _switch(self, request: HttpRequest, rules: QuerySet[RoutingRule], *, is_on: bool) -> None:
        said = _("%s is switched on: cases that come in are asked from now on.") if is_on else _("%s is switched off.")
        for rule in rules:
            try:
                routing_rules.switch_rule(rule.pk, is_on=is_on, by=request.user, now=timezone.now())
            except Refused as refused:
                self.message_user(request, f"{rule}: {_t(refused.sentence)}", messages.ERROR)
            else:
                self.message_user(request, said % rule, messages.SUCCESS)
