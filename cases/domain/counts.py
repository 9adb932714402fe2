"""Counts of others: taken in whole, once, and corrected with a note."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from cases.domain.turns import wait_turn
from cases.engine.counts_file import CountsFile
from cases.engine.monthly_file import Month
from cases.models import CountImport, DailyCount, MonthlyCount

_NAMED = 50  # corrections; the number of the others is said


@dataclass(frozen=True)
class Taken:
    """What an import did. `stays`: counts of this source that the file does not span. `is_known`: the newest import of
    this source was the same file, so nothing was done."""

    added: int = 0
    changed: int = 0
    removed: int = 0
    stays: int = 0
    is_known: bool = False


def import_daily(counts: CountsFile, *, source: str, digest: str, by: str, now: datetime) -> Taken:
    """Make the daily counts of a source equal to a file, within the days that the file spans.

    The same file again does nothing. A corrected file replaces what it says otherwise, takes out days that it no longer
    has, and leaves a note of each change. A series that it does not name stays, and so do days before its first and after
    its last: `stays` counts them. All or nothing; two at a time wait for each other.
    """
    new = {
        (series, day): count
        for day, row in counts.days.items()
        for series, count in zip(counts.series, row, strict=True)
        if count is not None
    }
    days = list(counts.days)
    with transaction.atomic():
        if _is_newest(source, digest, is_monthly=False):
            return Taken(is_known=True)
        said = DailyCount.objects.filter(source=source)
        rows = said.filter(series__in=counts.series, day__range=(days[0], days[-1]))
        old = {(row.series, row.day): row for row in rows}
        stays = said.count() - len(old)
        have = {key: row.count for key, row in old.items()}
        DailyCount.objects.bulk_create(
            [DailyCount(source=source, series=series, day=day, count=count)
             for (series, day), count in new.items() if (series, day) not in old],
            batch_size=5_000,
        )  # fmt: skip
        changed = [row for key, row in old.items() if key in new and row.count != new[key]]
        for row in changed:
            row.count = new[row.series, row.day]
        DailyCount.objects.bulk_update(changed, ["count"], batch_size=1_000)
        DailyCount.objects.filter(pk__in=[row.pk for key, row in old.items() if key not in new]).delete()
        return _note(have, new, stays, source=source, digest=digest, is_monthly=False, by=by, now=now)


def import_monthly(
    months: Mapping[tuple[str, date, str], Month], *, source: str, digest: str, by: str, now: datetime
) -> Taken:
    """The same for counts by month, where each label and borough together is a series."""
    series = {(label, borough) for label, _, borough in months}
    first, last = min(month for _, month, _ in months), max(month for _, month, _ in months)
    with transaction.atomic():
        if _is_newest(source, digest, is_monthly=True):
            return Taken(is_known=True)
        said = MonthlyCount.objects.filter(source=source)
        rows = said.filter(month__range=(first, last))
        old = {(row.label, row.month, row.borough): row for row in rows if (row.label, row.borough) in series}
        stays = said.count() - len(old)
        have = {key: row.count for key, row in old.items()}
        MonthlyCount.objects.bulk_create(
            [MonthlyCount(source=source, label=label, month=month, borough=borough, strand=one.strand, count=one.had)
             for (label, month, borough), one in months.items() if (label, month, borough) not in old],
            batch_size=5_000,
        )  # fmt: skip
        changed = [
            row for key, row in old.items()
            if key in months and (row.count, row.strand) != months[key]
        ]  # fmt: skip
        for row in changed:
            row.count, row.strand = months[row.label, row.month, row.borough]
        MonthlyCount.objects.bulk_update(changed, ["count", "strand"], batch_size=1_000)
        MonthlyCount.objects.filter(pk__in=[row.pk for key, row in old.items() if key not in months]).delete()
        new = {key: one.had for key, one in months.items()}
        return _note(have, new, stays, source=source, digest=digest, is_monthly=True, by=by, now=now)


def _is_newest(source: str, digest: str, *, is_monthly: bool) -> bool:
    wait_turn("imported counts")
    imports = CountImport.objects.filter(source=source, is_monthly=is_monthly)
    newest = imports.order_by("-at", "-pk").values_list("digest", flat=True).first()
    return newest == digest


def _note(
    have: Mapping[Any, int],
    new: Mapping[Any, int],
    stays: int,
    *,
    source: str,
    digest: str,
    is_monthly: bool,
    by: str,
    now: datetime,
) -> Taken:
    corrected = [
        f"{' '.join(map(str, key))}: {count} → {new.get(key, 'no data')}"
        for key, count in have.items()
        if new.get(key) != count
    ]
    removed = sum(key not in new for key in have)
    taken = Taken(sum(key not in have for key in new), len(corrected) - removed, removed, stays)
    more = f"\nand {len(corrected) - _NAMED} more" if len(corrected) > _NAMED else ""
    CountImport.objects.create(
        source=source, is_monthly=is_monthly, digest=digest, at=now, by=by, added=taken.added, changed=taken.changed,
        removed=taken.removed, note="\n".join(corrected[:_NAMED]) + more,
    )  # fmt: skip
    return taken
