"""Filters of the list of all cases."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cases.admin.by_label import ByLabel
from cases.desk.presenters import labels
from cases.enums import Lane, State
from cases.models import CaseReport
from reporting.taxonomy import PRIORITIES, STRANDS


class StateFilter(ByLabel):
    title, parameter_name, lookup = _("state"), "state", "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(state.value, labels.state(state)) for state in State]


class PriorityFilter(ByLabel):
    title, parameter_name, lookup = _("priority"), "priority", "priority"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(key, labels.priority(key)) for key in PRIORITIES]


class LaneFilter(ByLabel):
    title, parameter_name, lookup = _("lane"), "lane", "lane"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(lane.value, labels.lane(lane)) for lane in Lane]


class StrandFilter(ByLabel):
    title, parameter_name, lookup = _("strand"), "strand", "strands__contains"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return list(zip(STRANDS, labels.strands(STRANDS), strict=True))

    def wanted(self) -> Any:
        return [self.value()]

    def queryset(self, request: HttpRequest, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Where the suggestion is still hidden only what was ticked counts: a filter would tell it too."""
        if not self.value():
            return rows
        links = CaseReport.objects.filter(case=OuterRef("pk"), detached_at=None)
        ticked = Exists(links.filter(report__perceived_strands__contains=self.wanted()))
        return super().queryset(request, rows).filter(Q(is_blind=False) | ticked)
