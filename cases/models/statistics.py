"""Counts: those that others gave us, those of our own cases, and the days that people compare with."""

import pgtrigger
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Q

from cases.enums import Counted, DatedBy
from reporting.enums import Channel
from reporting.models.guards import append_only


class CountImport(models.Model):
    """One file of counts that was taken in: what it brought, and what it put in another's place."""

    source = models.CharField(max_length=40)
    is_monthly = models.BooleanField(default=False)
    digest = models.CharField(max_length=64, help_text="SHA-256 (hex) of the file")
    at = models.DateTimeField()
    by = models.CharField(max_length=150)
    added = models.PositiveIntegerField()
    changed = models.PositiveIntegerField()
    removed = models.PositiveIntegerField()
    note = models.TextField(blank=True, help_text="which counts were corrected, from what to what")

    class Meta:
        indexes = [models.Index("source", "is_monthly", "at", name="imports_of_a_source")]
        triggers = append_only("count import")

    def __str__(self) -> str:
        return f"{self.source} {self.at:%Y-%m-%d}"


class DailyCount(models.Model):
    """What a source says of one day. A day without data has no row."""

    source = models.CharField(max_length=40)
    series = models.CharField(max_length=60, help_text="as the source calls it")
    day = models.DateField()
    count = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint("source", "series", "day", name="one_count_a_day")]
        indexes = [models.Index("day", name="counts_by_day")]

    def __str__(self) -> str:
        return f"{self.series} {self.day} {self.count}"


class MonthlyCount(models.Model):
    """What a source says of one month and borough."""

    source = models.CharField(max_length=40)
    month = models.DateField(help_text="its first day")
    borough = models.CharField(max_length=80)
    label = models.CharField(max_length=80, help_text="as the source calls it")
    strand = models.CharField(max_length=40, blank=True, help_text="the key of ours that it stands for, if any")
    count = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint("source", "month", "borough", "label", name="one_count_a_month"),
            models.CheckConstraint(name="a_month_is_its_first_day", condition=Q(month__day=1)),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.borough} {self.month:%Y-%m} {self.count}"


class TriggerEvent(models.Model):
    """An attack, verdict or match that people remember, with which later days are compared."""

    on = models.DateField()
    name = models.CharField(max_length=120, help_text="as a sentence goes on: the attacks in Paris")
    told = models.CharField(max_length=300, blank=True, help_text="what happened, for whoever does not remember")
    added_by = models.CharField(max_length=150, editable=False)
    added_at = models.DateTimeField(editable=False)

    class Meta:
        constraints = [models.UniqueConstraint("on", "name", name="one_event_a_day_and_name")]

    def __str__(self) -> str:
        return f"{self.on} {self.name}"


# What `CountOfDayQuerySet.of` counts, summed over boroughs, channels and units. Rows are met in one order, so that two
# transactions wait for each other and never across.
_SUMMED = """
    INSERT INTO cases_citycount AS city (counted, dated_by, strand, day, count)
    SELECT counted, dated_by, strand, day, sum(change) FROM ({changes}) changed
    WHERE kind = '' AND (dated_by = 'happened' OR channel <> 'import')
    GROUP BY counted, dated_by, strand, day HAVING sum(change) <> 0 ORDER BY counted, dated_by, strand, day
    ON CONFLICT (counted, dated_by, strand, day) DO UPDATE SET count = city.count + EXCLUDED.count;
    RETURN NULL;
"""
_MORE = "SELECT *, count AS change FROM new_rows"
_LESS = "SELECT *, -count AS change FROM old_rows"


def _summed(verb: str, changes: str, operation: pgtrigger.Operation, **rows: str) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name=f"summed_when_{verb}", level=pgtrigger.Statement, when=pgtrigger.After, operation=operation,
        referencing=pgtrigger.Referencing(**rows),  # type: ignore[no-untyped-call]
        func=_SUMMED.format(changes=changes),
    )  # fmt: skip


class CountOfDayQuerySet(models.QuerySet["CountOfDay"]):
    """Reads in the words of whoever makes a figure."""

    def of(self, counted: str, dated_by: str, kind: str = "") -> "CountOfDayQuerySet":
        """Cells of every kind together, or of one.

        A backlog that was imported did not arrive on the day of the import: it is there by the day on which it happened
        alone.
        """
        cells = self.filter(counted=counted, dated_by=dated_by, kind=kind)
        return cells if dated_by == DatedBy.HAPPENED else cells.exclude(channel=Channel.IMPORT)


class CountOfDay(models.Model):
    """How many reports, or incidents, of one kind a day had: a roll-up of our own cases, rewritten by a job.

    An empty `strand` or `kind` counts every one once, whatever it has; `racist_all` as a strand counts each once that
    has `race` or any `religion`. A case with three strands has a row under each.
    """

    counted = models.CharField(max_length=9)
    dated_by = models.CharField(max_length=8)
    day = models.DateField()
    strand = models.CharField(max_length=40, blank=True)
    kind = models.CharField(max_length=40, blank=True)
    borough = models.CharField(max_length=40, blank=True, help_text="of the unit that has it; empty where it has none")
    channel = models.CharField(max_length=10)
    unit = models.ForeignKey("cases.Unit", models.PROTECT, related_name="+")
    count = models.PositiveIntegerField()

    objects = CountOfDayQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "counted", "dated_by", "day", "strand", "kind", "borough", "channel", "unit", name="one_roll_up_a_cell"
            ),
            models.CheckConstraint(name="known_counted", condition=Q(counted__in=list(Counted))),
            models.CheckConstraint(name="known_dated_by", condition=Q(dated_by__in=list(DatedBy))),
            models.CheckConstraint(name="a_cell_counts_something", condition=Q(count__gt=0)),
        ]
        indexes = [
            models.Index(
                fields=["counted", "dated_by", "strand", "day"],
                name="roll_ups_of_a_strand",
                condition=Q(kind=""),
                include=["borough", "count", "channel"],
            ),
            BrinIndex(fields=["day"], name="roll_ups_by_day"),
        ]
        triggers = [
            _summed("added", _MORE, pgtrigger.Insert, new="new_rows"),
            _summed("removed", _LESS, pgtrigger.Delete, old="old_rows"),
            _summed("changed", f"{_MORE} UNION ALL {_LESS}", pgtrigger.Update, new="new_rows", old="old_rows"),
        ]

    def __str__(self) -> str:
        return f"{self.counted} {self.day} {self.strand} {self.count}"


class CityCount(models.Model):
    """How many reports, or incidents, the whole city had on one day: the sum of its roll-ups, kept by their own statements.

    Charts over years read one row where there are a score of cells. An empty `strand` is all of them; backlogs that were
    imported are left out by the day received. A day may keep a row of none.
    """

    counted = models.CharField(max_length=9)
    dated_by = models.CharField(max_length=8)
    strand = models.CharField(max_length=40, blank=True)
    day = models.DateField()
    count = models.IntegerField(help_text="no check: what is taken away is offered as a row before it meets its sum")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["counted", "dated_by", "strand", "day"], name="one_sum_a_day", include=["count"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.counted} {self.day} {self.strand} {self.count}"


class CaseToCount(models.Model):
    """A case whose days the roll-ups must count anew: noted with every change that may move it to another cell.

    Only ever added to, so that no change waits for another; the job takes the rows away with the count that they ask for.
    """

    case_id = models.BigIntegerField(help_text="no foreign key: nothing is looked up when it is noted")

    def __str__(self) -> str:
        return f"case {self.case_id}"


class BoroughMonth(models.Model):
    """What of one month's counts by borough may leave the desk, as it was first said. It never changes."""

    month = models.DateField(help_text="its first day")
    dated_by = models.CharField(max_length=8)
    said_at = models.DateTimeField()
    cells = models.JSONField(help_text="by row (incidents:race) and borough; null for what is not shown")

    class Meta:
        constraints = [
            models.UniqueConstraint("month", "dated_by", name="a_month_of_boroughs_is_said_once"),
            models.CheckConstraint(name="a_month_of_boroughs_is_its_first_day", condition=Q(month__day=1)),
        ]
        triggers = append_only("month of boroughs")

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.dated_by}"
