"""Many cases at once: chosen, looked at before, done one by one, and undone within a minute where that can be."""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, OperationalError, connection, transaction
from django.db.models import OuterRef, Subquery

from cases.domain.audit import record_event
from cases.domain.bulk_acts import ACTS, Doing
from cases.domain.refusals import NotThere, Refused
from cases.enums import BulkAct, BulkOutcome
from cases.models import Account, Bulk, BulkCase, Case
from cases.permissions import may_use_desk
from cases.queries.bulk import cases_of, known_of

MOST = 10_000  # cases of one selection
PIECE = 25  # done in one request
UNDO_WITHIN = timedelta(minutes=1)
_CHANGED = "Somebody has worked on it since you looked: look at it again."


@dataclass(frozen=True)
class Foreseen:
    """One chosen case, and why it would be skipped; empty where it would be done."""

    row: BulkCase
    why_not: str


def choose_cases(
    references: Iterable[str], *, instead_of: Iterable[str] = (), chosen_by: str = "", by: Account, now: datetime
) -> int:
    """Add cases of the own unit to what this account has chosen, and leave out those of `instead_of` that are not among
    them; return how many are chosen now.

    What may not be known is left out without a word. A second call changes nothing. Past `MOST` the rest is left out.
    """
    if not may_use_desk(by):
        raise NotThere
    wanted = list(dict.fromkeys(references))
    with transaction.atomic():
        bulk = _selection(by, now=now)
        dropped = set(instead_of) - set(wanted)
        bulk.cases.filter(case__reference__in=dropped).delete()
        room = max(0, MOST - bulk.cases.count())
        free = Case.objects.visible_to(by).filter(unit=by.unit_id, reference__in=wanted)
        found = dict(free.exclude(pk__in=bulk.cases.values("case")).values_list("reference", "pk"))
        ids = [found[reference] for reference in wanted if reference in found][:room]
        versions = dict(Case.objects.filter(pk__in=ids).values_list("pk", "version"))
        BulkCase.objects.bulk_create([BulkCase(bulk=bulk, case_id=pk, version=versions[pk]) for pk in ids])
        if chosen_by:
            bulk.chosen_by = chosen_by[:2000]
            bulk.save(update_fields=["chosen_by"])
        return bulk.cases.count()


def clear_choice(*, by: Account, now: datetime) -> None:
    """Nothing is chosen any more. A second call changes nothing."""
    with transaction.atomic():
        BulkCase.objects.filter(bulk__owner=by, bulk__confirmed_at=None).delete()
        Bulk.objects.filter(owner=by, confirmed_at=None).update(act="", given={}, chosen_by="")


def plan(act: str, given: Mapping[str, str], *, by: Account, now: datetime) -> Bulk:
    """Say what is to be done with all that is chosen; nothing is done yet. A second call replaces the first.

    The cases are looked at as they are now. Raises `Refused` where nothing is chosen, and for what the act demands.
    """
    if act not in ACTS:
        raise Refused("Choose what is to be done.")
    with transaction.atomic():
        bulk = _locked_selection(by)
        if bulk is None or not bulk.cases.exists():
            raise Refused("Choose cases first: tick them in the queue.")
        ACTS[BulkAct(act)](given, by=by, now=now)
        bulk.act, bulk.given = act, dict(given)
        bulk.save(update_fields=["act", "given"])
        current = Case.objects.filter(pk=OuterRef("case")).values("version")
        bulk.cases.update(version=Subquery(current))
    return bulk


def foresee(bulk: Bulk, *, by: Account, now: datetime) -> list[Foreseen]:
    """What would become of each case; the same number of queries for one and for a thousand. Raises `Refused`."""
    rows, doing = cases_of(bulk, by), _doing(bulk, by, now)
    known = known_of(row.case_id for row in rows)
    return [
        Foreseen(row, _CHANGED if row.version != row.case.version else doing.why_not(row.case, known)) for row in rows
    ]


def seal_of(bulk: Bulk, foreseen: Iterable[Foreseen]) -> str:
    """Stands for all that a preview has shown, so that nothing else is confirmed by it."""
    shown = [[one.row.case_id, one.row.case.version, one.why_not] for one in foreseen]
    said = json.dumps([bulk.pk, bulk.act, bulk.given, shown], sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()[:32]


def confirm(seal: str, *, by: Account, now: datetime) -> Bulk:
    """What the preview showed is to be done; `go_on` does it. The selection is a record from now on.

    Raises `Refused` when anything has changed since the preview, or nothing can be done. The same seal again finds
    nothing open and is refused: the first one counts.
    """
    with transaction.atomic():
        bulk = _locked_selection(by)
        if bulk is None or not bulk.act:
            raise Refused("There is nothing to confirm any more.")
        foreseen = foresee(bulk, by=by, now=now)
        if seal_of(bulk, foreseen) != seal:
            raise Refused("Something has changed since this preview. Look at it again.")
        if all(one.why_not for one in foreseen):
            raise Refused("There is no case here with which this can be done.")
        bulk.confirmed_at = now
        bulk.save(update_fields=["confirmed_at"])
        bulk.cases.exclude(pk__in=[one.row.pk for one in foreseen]).delete()  # not this account's to see any more
        for one in foreseen:
            if one.why_not:
                one.row.outcome, one.row.sentence = BulkOutcome.SKIPPED, one.why_not[:300]
        BulkCase.objects.bulk_update([one.row for one in foreseen if one.why_not], ["outcome", "sentence"])
        _log("bulk.confirm", bulk, foreseen, by=by, now=now)
    return bulk


def go_on(bulk_id: int, *, by: Account, now: datetime, most: int = PIECE) -> Bulk:
    """Do (or undo) the next few cases, each in a transaction of its own; two requests at once never do one twice.

    A case that somebody has worked on since the preview is skipped. Raises `NotThere` for another's.
    """
    bulk = _own(bulk_id, by)
    is_undoing = bulk.undo_at is not None
    left = bulk.cases.filter(outcome=BulkOutcome.DONE, undo="") if is_undoing else bulk.cases.filter(outcome="")
    try:
        doing = _doing(bulk, by, now)
    except Refused as refused:
        names = ("undo", "undo_sentence") if is_undoing else ("outcome", "sentence")
        left.update(**dict(zip(names, (BulkOutcome.SKIPPED, refused.sentence[:300]), strict=True)))
    else:
        for row_id in list(left.order_by("pk").values_list("pk", flat=True)[:most]):
            _one(row_id, doing, is_undoing=is_undoing)
    if not left.exists():
        done = "undone_at" if is_undoing else "finished_at"
        Bulk.objects.filter(pk=bulk.pk, **{f"{done}__isnull": True}).update(**{done: now})
    bulk.refresh_from_db()
    return bulk


def undo(bulk_id: int, *, by: Account, now: datetime) -> Bulk:
    """Undo what was done, as far as nobody has worked on it since; `go_on` does it. A second call changes nothing.

    Raises `Refused` more than a minute after the last case, and for what cannot be undone; `NotThere` for another's.
    """
    with transaction.atomic():
        bulk = _own(bulk_id, by, lock=True)
        if bulk.undo_at is not None:
            return bulk
        if not may_be_undone(bulk, now=now):
            raise Refused("This cannot be undone any more: change the cases one by one.")
        bulk.undo_at = now
        bulk.save(update_fields=["undo_at"])
        rows = bulk.cases.filter(outcome=BulkOutcome.DONE).select_related("case")
        _log("bulk.undo", bulk, [Foreseen(row, "") for row in rows], by=by, now=now)
    return bulk


def may_be_undone(bulk: Bulk, *, now: datetime) -> bool:
    """Within a minute of the last case, where the act has an inverse."""
    return (
        bulk.finished_at is not None
        and bulk.undo_at is None
        and now - bulk.finished_at <= UNDO_WITHIN
        and ACTS[BulkAct(bulk.act)].can_be_undone
    )


def _one(row_id: int, doing: Doing, *, is_undoing: bool) -> None:
    with transaction.atomic():
        free = BulkCase.objects.select_for_update(skip_locked=True, of=("self",))
        row = free.filter(pk=row_id, **({"undo": ""} if is_undoing else {"outcome": ""})).first()
        if row is None:
            return  # another request has it
        case = Case.objects.select_for_update().get(pk=row.case_id)
        if is_undoing:
            outcome, sentence = _tried(lambda: doing.undo(case, row.before), case, row.version_after)
            row.undo, row.undo_sentence = outcome, sentence
        else:
            row.before = doing.remember(case)
            row.outcome, row.sentence = _tried(lambda: doing.do(case), case, row.version)
            row.version_after = Case.objects.values_list("version", flat=True).get(pk=case.pk)
        row.save()


def _tried(act: Callable[[], None], case: Case, version: int | None) -> tuple[BulkOutcome, str]:
    """Do it, if the case is still the one that was looked at. The rules at commit are asked at once, case by case."""
    if case.version != version:
        return BulkOutcome.SKIPPED, _CHANGED
    try:
        with transaction.atomic():
            act()
            connection.check_constraints()
    except Refused as refused:
        return BulkOutcome.SKIPPED, refused.sentence[:300]
    except NotThere:
        return BulkOutcome.SKIPPED, "You may not work on this case any more."
    except (IntegrityError, OperationalError):  # somebody else's write, between the check and ours
        return BulkOutcome.FAILED, "Somebody has changed it at the same moment. Look at it again."
    return BulkOutcome.DONE, ""


def _doing(bulk: Bulk, by: Account, now: datetime) -> Doing:
    return ACTS[BulkAct(bulk.act)](bulk.given, by=by, now=now)


def _selection(by: Account, *, now: datetime) -> Bulk:
    bulk, _ = Bulk.objects.get_or_create(owner=by, confirmed_at=None, defaults={"made_at": now})
    return Bulk.objects.select_for_update().get(pk=bulk.pk)


def _locked_selection(by: Account) -> Bulk | None:
    return Bulk.objects.select_for_update().filter(owner=by, confirmed_at=None).first()


def _own(bulk_id: int, by: Account, *, lock: bool = False) -> Bulk:
    bulks = Bulk.objects.select_for_update() if lock else Bulk.objects.all()
    bulk = bulks.filter(pk=bulk_id, owner=by, confirmed_at__isnull=False).first()
    if bulk is None or not may_use_desk(by):
        raise NotThere
    return bulk


def _log(action: str, bulk: Bulk, foreseen: Iterable[Foreseen], *, by: Account, now: datetime) -> None:
    references = [one.row.case.reference for one in foreseen if not one.why_not]
    details = {"bulk": bulk.pk, "act": bulk.act, "cases": len(references)}
    record_event(account=by, action=action, address="", references=references, details=details, now=now)
