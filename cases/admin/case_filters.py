"""Filters of the list of all cases."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cases.enums import Lane, State
from cases.models import Case
from reporting.taxonomy import PRIORITIES, STRANDS


class _Choice(admin.SimpleListFilter):
    """A filter over fixed keys with their labels."""

    keys: Iterable[tuple[str, str]] = ()
    lookup = ""

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return list(self.keys)

    def queryset(self, request: HttpRequest, cases: QuerySet[Case]) -> QuerySet[Case]:
        return cases.filter(**{self.lookup: self.wanted()}) if self.value() else cases

    def wanted(self) -> Any:
        return self.value()


class StateFilter(_Choice):
    title, parameter_name, lookup = _("state"), "state", "state"
    keys = [(state.value, state.replace("_", " ")) for state in State]


class PriorityFilter(_Choice):
    title, parameter_name, lookup = _("priority"), "priority", "priority"
    keys = [(key, level.label) for key, level in PRIORITIES.items()]


class LaneFilter(_Choice):
    title, parameter_name, lookup = _("lane"), "lane", "lane"
    keys = [(lane.value, lane.value) for lane in Lane]


class StrandFilter(_Choice):
    title, parameter_name, lookup = _("strand"), "strand", "strands__contains"
    keys = [(key, strand.label) for key, strand in STRANDS.items()]

    def wanted(self) -> Any:
        return [self.value()]
