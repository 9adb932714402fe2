"""Alarms as they were answered, and background work that needs a person."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin, messages
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cases.admin.by_label import ByLabel
from cases.admin.page import Page
from cases.desk.presenters import labels
from cases.models import Case, CaseReport
from reporting.domain import outbox
from reporting.enums import AlarmCause, AlarmOutcome
from reporting.models import Alarm, Outbox

_RINGING = "ringing"


class OutcomeFilter(ByLabel):
    title, parameter_name, lookup = _("outcome"), "outcome", "outcome"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(_RINGING, labels.outcome("")), *((one.value, labels.outcome(one)) for one in AlarmOutcome)]

    def wanted(self) -> Any:
        return "" if self.value() == _RINGING else self.value()


class CauseFilter(ByLabel):
    title, parameter_name, lookup = _("cause"), "cause", "cause"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(cause.value, labels.cause(cause)) for cause in AlarmCause]


@admin.register(Alarm)
class Alarms(Page):
    """What rang, why, and who answered. Answering is done on the desk."""

    list_display = ("report", "cause_name", "raised_at", "outcome_name", "answered_by", "answered_at", "log_number")
    list_filter = (OutcomeFilter, CauseFilter, "raised_at")
    list_select_related = ("report",)
    ordering = ("-raised_at",)
    fields = ("report", "cause_name", "raised_at", "outcome_name", "answered_by", "answered_at", "log_number", "reason")
    readonly_fields = ("cause_name", "outcome_name")

    def references_of(self, row: Alarm) -> Iterable[str]:
        return (row.report.reference,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Alarm]:
        """Alarms of cases that the account may know of, and of reports that have no case yet save those about police."""
        links = CaseReport.objects.filter(report=OuterRef("report"))
        visible = links.filter(detached_at=None, case__in=Case.objects.visible_to(request.user))
        nobodys = ~Q(Exists(links)) & ~Q(report__answers__contains={"about_police": "yes"})
        return super().get_queryset(request).filter(Q(Exists(visible)) | nobodys)

    @admin.display(description=_("outcome"), ordering="outcome")
    def outcome_name(self, alarm: Alarm) -> str:
        return labels.outcome(alarm.outcome)

    @admin.display(description=_("cause"), ordering="cause")
    def cause_name(self, alarm: Alarm) -> str:
        return labels.cause(alarm.cause)


@admin.register(Outbox)
class Outboxes(Page):
    """Only numbers and names of tasks: no words stand here."""

    list_display = (
        "id",
        "task",
        "subject",
        "created_at",
        "attempts",
        "failures",
        "failure",
        "needs_person",
        "finished_at",
    )
    list_filter = ("needs_person", ("finished_at", admin.EmptyFieldListFilter), "task")
    ordering = ("-needs_person", "-id")
    show_full_result_count = False
    actions = ("try_again",)

    @admin.action(description=_("Try the selected work again"))
    def try_again(self, request: HttpRequest, rows: QuerySet[Outbox]) -> None:
        count = outbox.retry(list(rows.values_list("pk", flat=True)), now=timezone.now())
        said = ngettext("%d piece of work is tried again.", "%d pieces of work are tried again.", count) % count
        self.message_user(request, said, messages.SUCCESS if count else messages.WARNING)
