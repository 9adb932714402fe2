"""Filters over fixed keys, so that rows and filters call a value by the same name."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest


class ByLabel(admin.SimpleListFilter):
    """`lookups` gives keys with their labels: asking the table which there are would read all of it."""

    lookup = ""

    def queryset(self, request: HttpRequest, rows: QuerySet[Any]) -> QuerySet[Any]:
        return rows.filter(**{self.lookup: self.wanted()}) if self.value() else rows

    def wanted(self) -> Any:
        """What the column must hold."""
        return self.value()
