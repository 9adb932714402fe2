"""All cases at a glance: filters, search by reference, the timeline, and acts that go through the domain."""

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cases.admin.case_filters import LaneFilter, PriorityFilter, StateFilter, StrandFilter
from cases.admin.case_forms import AssignForm, CloseForm, HandBackForm, MoveForm
from cases.admin.page import Page
from cases.desk.presenters import labels, times
from cases.domain import claiming, closing, moving
from cases.domain.refusals import NotThere, Refused
from cases.models import Case
from cases.queries.blind import is_blind
from reporting.taxonomy import STRANDS

HIDDEN = _("hidden until an officer has recorded a decision")


def _ticked(case: Case) -> list[str]:
    """What those who reported ticked: all that is shown of a case whose suggestion is hidden."""
    reports = case.links.filter(detached_at=None).values_list("report__perceived_strands", flat=True)
    ticked = {key for keys in reports for key in keys}
    return [key for key in STRANDS if key in ticked]


@admin.register(Case)
class Cases(Page):
    """The case-management view. The words of reports are read on the desk, not here."""

    list_display = (
        "reference",
        "state_name",
        "unit",
        "officer",
        "priority_name",
        "due",
        "lane_name",
        "strand_names",
        "is_labelled",
        "received_at",
    )
    list_filter = (StateFilter, "unit", PriorityFilter, LaneFilter, StrandFilter)
    list_select_related = ("unit", "officer")
    search_fields = ("^reference",)
    search_help_text = _("A reference, or its beginning.")
    ordering = ("next_due_at", "id")
    show_full_result_count = False
    actions = ("assign", "hand_back", "move_to_unit", "close")
    fields = (
        "reference", "state_name", "unit", "officer", "priority_name", "why", "lane_name", "is_restricted",
        "needs_person", "due", "strand_names", "kind_names", "is_labelled", "language", "received_at", "opened_at", "waiting_until",
        "waiting_for", "closed_at", "closed_by", "closing_reason", "closing_note", "attached", "timeline",
    )  # fmt: skip
    readonly_fields = (
        "state_name", "priority_name", "why", "lane_name", "due", "strand_names", "kind_names", "attached", "timeline",
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[Case]:
        """The one rights predicate. What the machine suggests stays hidden here too where people are to choose first."""
        return Case.objects.visible_to(request.user).annotate(is_blind=is_blind())

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Case | None:
        """The page of a case names its reports too."""
        case: Case | None = super().get_object(request, object_id, from_field)
        if case is not None:
            reports = case.links.filter(detached_at=None).values_list("report__reference", flat=True)
            request.consultation.shows(case.reference, *reports)  # type: ignore[attr-defined]
        return case

    def references_of(self, row: Case) -> Iterable[str]:
        return (row.reference,)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Without Django's button "Close", which means the page and would be taken for the case."""
        return super().render_change_form(request, {**context, "show_close": False}, *args, **kwargs)

    @admin.display(description=_("state"), ordering="state")
    def state_name(self, case: Case) -> str:
        return labels.state(case.state)

    @admin.display(description=_("priority"), ordering="priority")
    def priority_name(self, case: Case) -> str:
        return labels.priority(case.priority)

    @admin.display(description=_("lane"), ordering="lane")
    def lane_name(self, case: Case) -> str:
        return labels.lane(case.lane)

    @admin.display(description=_("due"), ordering="next_due_at")
    def due(self, case: Case) -> Any:
        due_at, now = case.next_due_at, timezone.now()
        due = times.due_words(due_at, now) if due_at else ""
        return render_to_string(
            "admin/cases/case/_due.html", {"due": due, "is_late": due_at is not None and due_at < now}
        )

    @admin.display(description=_("strands"))
    def strand_names(self, case: Case) -> str:
        return ", ".join(labels.strands(_ticked(case) if case.is_blind else case.strands))

    @admin.display(description=_("kinds"))
    def kind_names(self, case: Case) -> str:
        return str(HIDDEN) if case.is_blind else ", ".join(labels.kinds(case.kinds))

    @admin.display(description=_("reason for the priority"))
    def why(self, case: Case) -> str:
        return str(HIDDEN) if case.is_blind and case.priority_reason else case.priority_reason

    @admin.display(description=_("reports"))
    def attached(self, case: Case) -> str:
        return ", ".join(case.links.filter(detached_at=None).values_list("report__reference", flat=True))

    @admin.display(description=_("timeline"))
    def timeline(self, case: Case) -> SafeString:
        entries = case.timeline.order_by("at", "pk")
        shown = entries.exclude(what="routing_suggested") if case.is_blind else entries
        return render_to_string("admin/cases/case/_timeline.html", {"entries": shown})

    @admin.action(description=_("Assign the selected cases to an officer"))
    def assign(self, request: HttpRequest, cases: QuerySet[Case]) -> HttpResponse | None:
        def act(case: Case, given: dict[str, Any]) -> str:
            claiming.assign_case(case.pk, to=given["officer"], by=request.user, now=timezone.now())
            return ""

        return self._ask_then_act(request, cases, "assign", AssignForm, act, _("Assign cases"))

    @admin.action(description=_("Hand the selected cases back to the queue"))
    def hand_back(self, request: HttpRequest, cases: QuerySet[Case]) -> HttpResponse | None:
        def act(case: Case, given: dict[str, Any]) -> str:
            claiming.hand_back(case.pk, note=given["note"], by=request.user, now=timezone.now())
            return ""

        return self._ask_then_act(request, cases, "hand_back", HandBackForm, act, _("Hand cases back to the queue"))

    @admin.action(description=_("Move the selected cases to another unit"))
    def move_to_unit(self, request: HttpRequest, cases: QuerySet[Case]) -> HttpResponse | None:
        def act(case: Case, given: dict[str, Any]) -> str:
            moving.move_to_unit(case.pk, **given, by=request.user, now=timezone.now())
            return ""

        return self._ask_then_act(request, cases, "move_to_unit", MoveForm, act, _("Move cases to another unit"))

    @admin.action(description=_("Close the selected cases"))
    def close(self, request: HttpRequest, cases: QuerySet[Case]) -> HttpResponse | None:
        def act(case: Case, given: dict[str, Any]) -> str:
            details = {key: given[key] for key in ("passed_to", "force", "number") if given[key]}
            outcome = closing.close_case(
                case.pk, closing_reason=given["closing_reason"], reason=given["reason"], details=details,
                by=request.user, now=timezone.now(),
            )  # fmt: skip
            return (
                str(_("proposed for closing; a second person must close it"))
                if outcome == closing.Outcome.PROPOSED
                else ""
            )

        return self._ask_then_act(request, cases, "close", CloseForm, act, _("Close cases"))

    def _ask_then_act(
        self,
        request: HttpRequest,
        cases: QuerySet[Case],
        action: str,
        form_class: type[forms.Form],
        act: Callable[[Case, dict[str, Any]], str],
        title: Any,
    ) -> HttpResponse | None:
        """A page that names the cases and asks what the act needs; then one domain call for each case."""
        chosen = list(cases.order_by("pk"))
        form = form_class(request.POST if "sure" in request.POST else None)
        if not form.is_valid():
            context = {
                **self.admin_site.each_context(request),
                "opts": self.opts,
                "title": title,
                "form": form,
                "shown": chosen,
                "action": action,
                "checkbox": ACTION_CHECKBOX_NAME,
            }
            return TemplateResponse(request, "admin/cases/case/act.html", context)
        done, skipped = 0, []
        for case in chosen:
            try:
                said = act(case, form.cleaned_data)
            except Refused as refused:
                skipped.append(f"{case.reference}: {_(refused.sentence)}")
            except NotThere:
                skipped.append(f"{case.reference}: {_('You may not do this with it.')}")
            else:
                done += 1
                if said:
                    skipped.append(f"{case.reference}: {said}")
        if done:
            self.message_user(
                request, ngettext("Done for %d case.", "Done for %d cases.", done) % done, messages.SUCCESS
            )
        for sentence in skipped:
            self.message_user(request, sentence, messages.WARNING)
        return None
