"""Words and dates that change without code: promises, rules, emergency lines, duty, where alarms go."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet, URLField
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.admin.page import Page
from cases.enums import Role
from cases.models import (
    Account,
    AlarmContact,
    AlarmRule,
    DecisionRule,
    DutyShift,
    EnhancedGround,
    NamedRecordRule,
    OfferRule,
    PromiseRule,
)  # fmt: skip
from reporting.models import EmergencyLine, ReviewRule
from reporting.taxonomy import KINDS, PRIORITIES, RECORDING


class PromiseForm(forms.ModelForm):
    """Priorities by name."""

    priority = forms.ChoiceField(
        required=False,
        choices=[
            ("", _("all that have no rule of their own")),
            *((key, level.label) for key, level in PRIORITIES.items() if level.read_within),
        ],
    )

    class Meta:
        model = PromiseRule
        fields = ("kind", "priority", "is_enhanced", "within", "in_force_from", "in_force_until", "source")
        help_texts = {"within": _("hours:minutes:seconds, or days and then these: 14 00:00:00")}


class DecisionForm(forms.ModelForm):
    """Recording decisions by name."""

    recording = forms.ChoiceField(choices=[(key, choice.label) for key, choice in RECORDING.items()])

    class Meta:
        model = DecisionRule
        fields = ("recording", "is_allowed", "in_force_from", "source")


@admin.register(PromiseRule)
class PromiseRules(Page):
    """A promise is changed by a new row with the day from which it counts; what was owed under the old one stays."""

    adds = changes = True
    form = PromiseForm
    fixed = ("kind", "priority", "is_enhanced", "within", "in_force_from")
    list_display = ("kind", "priority_name", "is_enhanced", "within", "in_force_from", "in_force_until", "source")
    list_filter = ("kind", "is_enhanced")
    ordering = ("kind", "priority", "is_enhanced", "in_force_from")

    @admin.display(description=_("priority"), ordering="priority")
    def priority_name(self, rule: PromiseRule) -> str:
        return PRIORITIES[rule.priority].label if rule.priority else str(_("all others"))


@admin.register(ReviewRule)
class ReviewRules(Page):
    """How long a second look may take, from a day on; what was promised before stays. The public pages say it too."""

    adds = changes = True
    fixed = ("within", "in_force_from")
    list_display = ("within", "in_force_from", "source")
    ordering = ("in_force_from",)


@admin.register(EnhancedGround)
class EnhancedGrounds(Page):
    """On which grounds enhanced service is owed: a new row from a day on; who has it on an old one keeps it."""

    adds = changes = True
    fixed = ("key", "label", "in_force_from")
    list_display = ("label", "in_force_from", "in_force_until", "source")
    ordering = ("key", "in_force_from")


@admin.register(DecisionRule)
class DecisionRules(Page):
    """Whether a decision is on offer, from a day on."""

    adds = changes = True
    form = DecisionForm
    fixed = ("recording", "is_allowed", "in_force_from")
    list_display = ("recording_name", "is_allowed", "in_force_from", "source")
    list_filter = ("is_allowed",)
    ordering = ("recording", "in_force_from")

    @admin.display(description=_("recording decision"), ordering="recording")
    def recording_name(self, rule: DecisionRule) -> str:
        return RECORDING[rule.recording].label if rule.recording in RECORDING else rule.recording


@admin.register(NamedRecordRule)
class NamedRecordRules(Page):
    """From what threshold somebody may be recorded by name, from a day on. What was recorded keeps its rule."""

    adds = changes = True
    fixed = ("threshold", "is_allowed", "in_force_from")
    list_display = ("in_force_from", "is_allowed", "threshold", "source")
    ordering = ("in_force_from",)


class OfferForm(forms.ModelForm):
    """Kinds by name; lengths of time as people say them."""

    hard_kinds = forms.MultipleChoiceField(
        required=False,
        choices=[(key, kind.label) for key, kind in KINDS.items()],
        widget=forms.CheckboxSelectMultiple(),
        help_text=_("besides what is immediate or high"),
    )

    class Meta:
        model = OfferRule
        fields = (
            "hard_cases_a_day", "hard_kinds", "supervisor_before", "anyone_before", "language_before",
            "in_force_from", "source",
        )  # fmt: skip


@admin.register(OfferRule)
class OfferRules(Page):
    """How much hard reading a day one person is offered, and until when a case is kept for others; from a day on."""

    adds = changes = True
    form = OfferForm
    fixed = ("hard_cases_a_day", "hard_kinds", "supervisor_before", "anyone_before", "language_before", "in_force_from")
    list_display = (
        "in_force_from", "hard_cases_a_day", "supervisor_before", "anyone_before", "language_before", "source",
    )  # fmt: skip
    ordering = ("-in_force_from",)


class AlarmRuleForm(forms.ModelForm):
    """A length of time with its units, and one sentence where it is none."""

    class Meta:
        help_texts = {
            "act_within": _(
                "hours:minutes:seconds, for example 0:30:00; after that it rings again, and the supervisor is told"
            )
        }

    def clean_act_within(self) -> timedelta:
        within: timedelta = self.cleaned_data["act_within"]
        if not timedelta(minutes=1) <= within <= timedelta(days=1):
            raise forms.ValidationError(
                _(
                    "Give a time from one minute to a day, as hours:minutes:seconds, for example 0:30:00 for half an hour."
                )
            )
        return within


@admin.register(AlarmRule)
class AlarmRules(Page):
    """How long an alarm that somebody looks after stays silent without a further word; from a day on."""

    form = AlarmRuleForm
    adds = changes = True
    fixed = ("act_within", "in_force_from")
    fields = ("act_within", "in_force_from", "source")
    list_display = ("in_force_from", "act_within", "source")
    ordering = ("-in_force_from",)


@admin.register(EmergencyLine)
class EmergencyLines(Page):
    """What the public pages say about emergencies, with the day on which somebody last tried it."""

    adds = changes = deletes = True
    fixed = ("key",)
    list_display = ("label", "contact", "place", "checked")
    ordering = ("place", "pk")
    actions = ("checked_today",)

    @admin.display(
        description=_("last checked"), ordering="checked_on", empty_value=_("not yet checked by the operator")
    )
    def checked(self, line: EmergencyLine) -> Any:
        return line.checked_on

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """One at a time, each with its own question: with two clicks no page would say whom to call."""
        actions: dict[str, Any] = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    @admin.action(description=_("Note that the selected lines were checked today"))
    def checked_today(self, request: HttpRequest, lines: QuerySet[EmergencyLine]) -> None:
        count = lines.update(checked_on=timezone.localdate())
        self.message_user(request, _("%(count)d noted as checked today.") % {"count": count})


@admin.register(DutyShift)
class DutyShifts(Page):
    """Who is rung, and when."""

    adds = changes = deletes = True
    list_display = ("account", "kind", "starts_at", "ends_at", "is_now")
    list_filter = ("kind",)
    list_select_related = ("account",)
    ordering = ("-starts_at",)

    @admin.display(description=_("now"), boolean=True)
    def is_now(self, shift: DutyShift) -> bool:
        return shift.starts_at <= timezone.now() < shift.ends_at

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        kwargs["queryset"] = Account.objects.filter(is_active=True, role__in=[Role.OFFICER, Role.SUPERVISOR]).order_by(
            "username"
        )
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(AlarmContact)
class AlarmContacts(Page):
    """Where alarms go besides the desk, without content."""

    adds = changes = deletes = True
    list_display = ("name", "step", "email", "webhook", "is_active")
    list_filter = ("step", "is_active")
    ordering = ("step", "name")
    formfield_overrides = {URLField: {"assume_scheme": "https"}}
