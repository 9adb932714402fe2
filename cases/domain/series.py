"""Series: cases of one pattern linked, taken out, split and joined again, with an owner and with what is owed to them."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db import transaction

from cases.domain.audit import record_event
from cases.domain.refusals import NotThere, Refused
from cases.domain.timeline import INDEX_CASE, write_entry
from cases.enums import SeriesWork
from cases.models import Account, Case, Series, SeriesCommitment, SeriesEntry, SeriesLink
from cases.permissions import may_use_desk
from reporting.domain import outbox


def put_together(case: Case, other: Case, *, reason: str, by: Account, now: datetime) -> Series:
    """Have both cases in one series: that of the one, that of the other, or a new one. Part of the caller's transaction.

    When both are in series of their own the other case joins this one's as well: series are not merged by this. A new
    one is named after the day: a reference would tell of a case to people who may not know it.
    """
    series = _series_of(case, by) or _series_of(other, by)
    if series is None:
        series = Series.objects.create(
            unit_id=case.unit_id,
            title=f"Pattern noted on {now.day} {now:%B %Y}",
            owner=by,
            opened_at=now,
            opened_by=by.username,
        )
        _note(series, "opened", by=by, now=now)
    _add(series, [case, other], reason=reason, by=by, now=now)
    return series


def open_series(case_id: int, *, title: str, reason: str, by: Account, now: datetime) -> Series:
    """Open a series that this case is the first of. Raises `Refused` without title or reason."""
    if not title.strip():
        raise Refused("Give the series a title.", about="title")
    _ask_reason(reason)
    with transaction.atomic():
        case = _case(case_id, by)
        series = Series.objects.create(
            unit_id=case.unit_id, title=title.strip()[:120], owner=by, opened_at=now, opened_by=by.username
        )
        _note(series, "opened", by=by, now=now)
        _add(series, [case], reason=reason, by=by, now=now)
    return series


def add_to_series(series_id: int, reference: str, *, reason: str, by: Account, now: datetime) -> Series:
    """Link one more case, also of another unit: the series is then shared with it. A second call changes nothing.

    Raises `Refused` for a case that the account may not know, and for another unit's in a series of a sealed unit: its
    officers would learn of it.
    """
    _ask_reason(reason)
    with transaction.atomic():
        series = _locked(series_id, by)
        cases = Case.objects.filter(reference=reference)
        case = cases.visible_to(by).filter(unit=by.unit_id).first() or cases.known_elsewhere(by).first()
        if case is None:
            raise Refused("There is no case with this reference that you may add.", about="reference")
        if case.unit_id != by.unit_id and series.unit.is_sealed:
            raise Refused("A series of your unit holds cases of your unit only.", about="reference")
        _add(series, [case], reason=reason, by=by, now=now)
    return series


def take_out(series_id: int, case_id: int, *, reason: str, by: Account, now: datetime) -> Series:
    """End a case's place in the series; it can be added again. A second call changes nothing. Raises `Refused`."""
    _ask_reason(reason)
    with transaction.atomic():
        series = _locked(series_id, by)
        _end(series, [_case(case_id, by)], reason=reason, by=by, now=now)
    return series


def split_series(
    series_id: int, case_ids: Collection[int], *, title: str, reason: str, by: Account, now: datetime
) -> Series:
    """Move cases into a series of their own, which remembers where it came from; return it. `rejoin_series` undoes it.

    Raises `Refused` when none or all of the cases are chosen, and without title or reason.
    """
    if not title.strip():
        raise Refused("Give the new series a title.", about="title")
    _ask_reason(reason)
    with transaction.atomic():
        series = _locked(series_id, by)
        held = list(Case.objects.visible_to(by).filter(series_links__series=series, series_links__removed_at=None))
        chosen = [case for case in held if case.pk in set(case_ids)]
        if not chosen or len(chosen) == series.links.filter(removed_at=None).count():
            raise Refused("Choose some of the cases, and not all of them.", about="cases")
        owner = series.owner if series.unit_id == by.unit_id else by
        part = Series.objects.create(
            unit_id=chosen[0].unit_id, title=title.strip()[:120], owner=owner, opened_at=now, opened_by=by.username,
            split_from=series,
        )  # fmt: skip
        _end(series, chosen, reason=reason, by=by, now=now)
        _add(part, chosen, reason=reason, by=by, now=now)
        _note(series, "split", by=by, now=now, note=reason, other=part.pk)
        _note(part, "split_off", by=by, now=now, note=reason, other=series.pk)
    return part


def rejoin_series(series_id: int, *, reason: str, by: Account, now: datetime) -> Series:
    """Put the cases of a part back into the series that it was split from; return that one. Raises `Refused`."""
    _ask_reason(reason)
    with transaction.atomic():
        part = _locked(series_id, by)
        if part.split_from_id is None:
            raise Refused("This series was not split from another one.")
        whole = _locked(part.split_from_id, by, may_be_empty=True)
        cases = list(Case.objects.visible_to(by).filter(series_links__series=part, series_links__removed_at=None))
        _end(part, cases, reason=reason, by=by, now=now)
        _add(whole, cases, reason=reason, by=by, now=now)
        _note(part, "rejoined", by=by, now=now, note=reason, other=whole.pk)
        _note(whole, "joined_again", by=by, now=now, note=reason, other=part.pk)
    return whole


def set_owner(series_id: int, *, owner: Account, by: Account, now: datetime) -> Series:
    """Say who looks after the series: somebody of its unit, said there. A second call changes nothing. Raises `Refused`."""
    with transaction.atomic():
        series = _locked(series_id, by)
        if series.unit_id != by.unit_id:
            raise Refused("This series is of another unit, which says who looks after it.")
        if owner.unit_id != series.unit_id or not may_use_desk(owner):
            raise Refused("Choose somebody of the unit.", about="owner")
        if series.owner_id != owner.pk:
            series.owner = owner
            series.save(update_fields=["owner"])
            _note(series, "owner", by=by, now=now, to=owner.username)
            _log("series.owner", series, [], by=by, now=now)
    return series


def rename_series(series_id: int, *, title: str, by: Account, now: datetime) -> Series:
    """Give the series another title. Raises `Refused` for an empty one."""
    if not title.strip():
        raise Refused("Give the series a title.", about="title")
    with transaction.atomic():
        series = _locked(series_id, by)
        before, series.title = series.title, title.strip()[:120]
        series.save(update_fields=["title"])
        _note(series, "renamed", by=by, now=now, before=before)
        for case_id in series.links.filter(removed_at=None).values_list("case", flat=True):
            outbox.owe(INDEX_CASE, case_id, now=now)  # search knows its cases by the title
        _log("series.renamed", series, [], by=by, now=now)
    return series


def set_work(
    series_id: int, *, kind: SeriesWork, what: str, due_at: datetime, by: Account, now: datetime
) -> SeriesCommitment:
    """Owe the series its next action or review by a time to come; the one before it is met. Raises `Refused`."""
    if not what.strip():
        raise Refused("Write what is to be done.", about="what")
    if due_at <= now:
        raise Refused("Choose a time that is still to come.", about="due_at")
    with transaction.atomic():
        series = _locked(series_id, by)
        series.commitments.filter(kind=kind, met_at=None).update(met_at=now, met_by=by.username)
        owed = SeriesCommitment.objects.create(
            series=series, kind=kind, what=what.strip()[:300], opened_at=now, due_at=due_at
        )
        _note(series, kind, by=by, now=now, note=what.strip(), due_at=due_at.isoformat())
        _log(f"series.{kind}", series, [], by=by, now=now)
    return owed


def note_on_series(series_id: int, *, note: str, by: Account, now: datetime) -> Series:
    """Add a note to the series' timeline. Raises `Refused` when there are no words."""
    if not note.strip():
        raise Refused("Write the note.", about="note")
    with transaction.atomic():
        series = _locked(series_id, by)
        _note(series, "note", by=by, now=now, note=note)
        _log("series.note", series, [], by=by, now=now)
    return series


def _locked(series_id: int, by: Account, *, may_be_empty: bool = False) -> Series:
    series = Series.objects.select_for_update(of=("self",)).filter(pk=series_id).first()
    if series is None or not may_use_desk(by):
        raise NotThere
    is_own_and_may_be_empty = may_be_empty and series.unit_id == by.unit_id
    if not is_own_and_may_be_empty and not Series.objects.visible_to(by).filter(pk=series_id).exists():
        raise NotThere
    return series


def _case(case_id: int, by: Account) -> Case:
    case = Case.objects.visible_to(by).filter(pk=case_id, unit=by.unit_id).first()
    if case is None or not may_use_desk(by):
        raise NotThere
    return case


def _series_of(case: Case, by: Account) -> Series | None:
    series = Series.objects.visible_to(by).filter(links__case=case, links__removed_at=None)
    return series.order_by("pk").first()


def _add(series: Series, cases: Iterable[Case], *, reason: str, by: Account, now: datetime) -> None:
    for case in cases:
        if series.links.filter(case=case, removed_at=None).exists():
            continue
        SeriesLink.objects.create(
            series=series, case=case, added_at=now, added_by=by.username, reason=reason.strip()[:300]
        )
        write_entry(case, "in_series", by=by, now=now, note=reason.strip(), series=series.pk)
        _note(series, "added", by=by, now=now, note=reason.strip(), case=case.pk)
        _log("series.add", series, [case.reference], by=by, now=now)


def _end(series: Series, cases: Iterable[Case], *, reason: str, by: Account, now: datetime) -> None:
    for case in cases:
        link = series.links.select_for_update().filter(case=case, removed_at=None).first()
        if link is None:
            continue
        link.removed_at, link.removed_by, link.removed_because = now, by.username, reason.strip()[:300]
        link.save(update_fields=["removed_at", "removed_by", "removed_because"])
        write_entry(case, "out_of_series", by=by, now=now, note=reason.strip(), series=series.pk)
        _note(series, "taken_out", by=by, now=now, note=reason.strip(), case=case.pk)
        _log("series.take_out", series, [case.reference], by=by, now=now)


def _note(series: Series, what: str, *, by: Account, now: datetime, note: str = "", **details: object) -> None:
    SeriesEntry.objects.create(series=series, at=now, by=by.username, what=what, note=note, details=details)


def _log(action: str, series: Series, references: list[str], *, by: Account, now: datetime) -> None:
    record_event(account=by, action=action, address="", references=references, details={"series": series.pk}, now=now)


def _ask_reason(reason: str) -> None:
    if not reason.strip():
        raise Refused("Write the reason.", about="reason")
