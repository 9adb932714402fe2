"""How another version of the model is offered, compared with the one in force, and switched on."""

import hashlib
import logging
import shutil
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import OperationalError, transaction
from django.db.models import Exists, OuterRef, Subquery

from cases.domain import categorisation
from cases.domain.audit import record_event
from cases.domain.model_in_force import model_in_force, model_of, read_file, read_model, switch_in_force
from cases.domain.refusals import NotThere, Refused
from cases.engine.categorise import categorise
from cases.engine.measure import Score
from cases.engine.model import SHIPPED, DamagedModelError, Model, shipped
from cases.enums import OPEN_STATES, Speaker
from cases.models import Account, CaseReport, ModelSwitch, ModelVersion, Voice
from cases.permissions import may_administer
from cases.queries.held_back import Chosen, chosen_before_shown
from reporting.domain import outbox
from reporting.models import Outbox
from reporting.taxonomy import KINDS, STRANDS

FEWEST_CASES = 30
"""With fewer held-back cases nothing is said about which version is better."""
BATCH = 50
Listed = tuple[frozenset[str], frozenset[str]]
"""The strands and the kinds that a model suggests."""
Tell = Callable[[int, int], None]
"""Hears how many of how many are done."""
_log = logging.getLogger("heard.categorisation")


def nobody(done: int, total: int) -> None:
    """Hears nothing."""


def know_shipped(*, now: datetime) -> ModelVersion:
    """The row of the model that came with Heard, added if missing. Raises `DamagedModelError`."""
    model = shipped()
    row, _ = ModelVersion.objects.get_or_create(
        version=model.version,
        defaults={"sha256": _checksum(SHIPPED), "inputs": model.inputs, "offered_at": now},
    )
    return row


def offer_model(file: Path, *, now: datetime, tell: Tell = nobody) -> ModelVersion:
    """Copy a model file to where workers read it, and compare it with the version in force.

    Guarantees: the copy is whole and bears its checksum as its name; what is refused leaves neither a copy nor a row. A
    second call compares anew; the version in force is compared with nothing. `tell` hears how many of the held-back
    cases are done. Raises `DamagedModelError` for a file that is no model, or is not the one that its checksum file names.
    """
    model = read_file(file)
    know_shipped(now=now)
    sha256 = _checksum(file)
    file_name = "" if model.version == shipped().version else f"{sha256}.npz"
    is_new = bool(file_name) and not (settings.MODELS_DIR / file_name).exists()
    try:
        if file_name:
            _copy(file, settings.MODELS_DIR / file_name)
            read_model.cache_clear()
            read_model(file_name, sha256)  # what was copied is what will be read
        with transaction.atomic():
            row, _ = ModelVersion.objects.get_or_create(
                version=model.version,
                defaults={"file_name": file_name, "sha256": sha256, "inputs": model.inputs, "offered_at": now},
            )
            return row if row.version == _readable_in_force() else compare(row, now=now, tell=tell)
    except BaseException:
        if is_new:
            (settings.MODELS_DIR / file_name).unlink(missing_ok=True)
        raise


def _copy(file: Path, to: Path) -> None:
    """Copy under another name first: a worker never reads half a file."""
    to.parent.mkdir(parents=True, exist_ok=True)
    part = to.with_suffix(".part")
    try:
        shutil.copyfile(file, part)
        part.replace(to)
    finally:
        part.unlink(missing_ok=True)


def compare(version: ModelVersion, *, now: datetime, tell: Tell = nobody) -> ModelVersion:
    """Let a version and the one in force suggest for the same held-back cases, and keep the figures."""
    old, new = model_in_force(), model_of(version)
    cases = list(chosen_before_shown())
    said: list[tuple[Listed, Listed]] = []
    for number, one in enumerate(cases, start=1):
        said.append((_listed(one, old), _listed(one, new)))
        tell(number, len(cases))
    version.figures = {
        "cases": len(cases),
        "is_enough": len(cases) >= FEWEST_CASES,
        "old": _figures(cases, [before for before, _ in said]),
        "new": _figures(cases, [after for _, after in said]),
        "changed": sum(before != after for before, after in said),
    }
    version.compared_at, version.compared_with = now, old.version
    version.save(update_fields=["figures", "compared_at", "compared_with"])
    return version


def _listed(one: Chosen, model: Model) -> Listed:
    found = categorise(one.words, ticked=one.ticked, model=model)
    return frozenset(s.key for s in found.strands), frozenset(s.key for s in found.kinds)


def _figures(cases: Iterable[Chosen], listed: Iterable[Listed]) -> dict[str, Any]:
    strands, kinds = Score(), Score()
    for one, (said_strands, said_kinds) in zip(cases, listed, strict=True):
        for key in STRANDS:
            strands.add(key, key in said_strands, key in one.strands)
        for key in KINDS:
            kinds.add(key, key in said_kinds, key in one.kinds)
    return {
        "strands": round(strands.micro(), 3),
        "kinds": round(kinds.micro(), 3),
        "keys": {
            key: [tally.hits, tally.extra, tally.missed]
            for score in (strands, kinds)
            for key, tally in score.keys.items()
            if tally.hits or tally.extra or tally.missed
        },
    }


def switch_on(version_id: int, *, by: Account, now: datetime) -> ModelSwitch | None:
    """From now on this version suggests; open cases are categorised anew in the background.

    Guarantees: who and when is kept, in the log of looking and acting too. Switching on what is on changes nothing and
    returns None.
    Going back to a version that served before, or to the shipped one, needs no comparison. Raises `Refused` while another
    was not compared with the version in force, `NotThere` for anybody but an administrator, `DamagedModelError` when its
    file cannot be read.
    """
    if not may_administer(by):
        raise NotThere
    with transaction.atomic():
        version = ModelVersion.objects.get(pk=version_id)
        newest = switch_in_force()
        in_force = _readable_in_force()
        if in_force == version.version or (newest is not None and newest.version_id == version.pk):
            return None
        served = not version.file_name or version.switches.exists()
        if in_force and not served and version.compared_with != in_force:
            raise Refused("Compare this version with the one in force first.")
        read_model.cache_clear()  # the file itself, not what this process remembers of it
        model_of(version)
        switch = ModelSwitch.objects.create(version=version, at=now, by=by)
        record_event(
            account=by,
            action="model.switch_on",
            address="",
            references=(),
            details={"version": version.version},
            now=now,
        )
        outbox.owe("cases.recategorise", switch.pk, now=now)
    return switch


def _readable_in_force() -> str:
    """Return the version in force, empty where its file cannot be read: nothing can be compared with it then."""
    try:
        return model_in_force().version
    except DamagedModelError:
        return ""


def recategorise_some(switch_id: int, *, now: datetime) -> int:
    """Let the version in force suggest for a few reports of open cases that it has not seen, oldest first.

    Returns how many are left; while there are any, the work is owed again, so that new reports go between. What officers
    decided stands. A switch that another one followed has nothing left to do. A report that fails is put before a
    person and holds up nothing: those that were left to a person before come last, and are tried as long as any of them
    can be done. Raises `LeftToAPerson` when the model cannot be read.
    """
    if ModelSwitch.objects.filter(pk__gt=switch_id).exists():
        return 0
    try:
        version = model_in_force().version
    except DamagedModelError:
        raise outbox.LeftToAPerson from None
    fresh = _waiting(version, BATCH + 1)
    waiting = fresh + _waiting(version, BATCH + 1 - len(fresh), left_to_a_person=True)
    done = sum([_categorised(report_id, now=now) for report_id in waiting[:BATCH]])
    left = max(0, len(waiting) - BATCH)
    is_stuck = not fresh and not done  # all that is left was tried before, and nothing of it could be done
    if left and not is_stuck:
        outbox.owe("cases.recategorise", switch_id, now=now)
    outbox.close("cases.recategorise", switch_id, now=now)
    return 0 if is_stuck else left


def _waiting(version: str, most: int, *, left_to_a_person: bool = False) -> list[int]:
    """Return reports that this version has not seen; those left to a person in the order in which they were tried."""
    stuck = Outbox.objects.unfinished().filter(
        task="cases.categorise", subject=OuterRef("report_id"), needs_person=True
    )
    links = reports_not_seen_by(version)
    if not left_to_a_person:
        return list(links.filter(~Exists(stuck)).values_list("report_id", flat=True).distinct()[:most])
    tried = links.annotate(tried_at=Subquery(stuck.order_by("pk").values("due_at")[:1])).exclude(tried_at=None)
    found = tried.order_by("tried_at", "report_id").values_list("report_id", flat=True)
    return list(dict.fromkeys(found[: 2 * most]))[:most]  # a report may be in several cases


def _categorised(report_id: int, *, now: datetime) -> bool:
    """Categorise one report in a savepoint of its own; one that fails is put before a person."""
    try:
        with transaction.atomic():
            categorisation.categorise_report(report_id, now=now)
    except outbox.LeftToAPerson:
        raise  # the model, not the report
    except OperationalError:
        raise  # the database, not the report
    except Exception as error:  # noqa: BLE001  (whatever is wrong with one report, the others are waiting)
        _log.warning("report %s could not be categorised: %s", report_id, type(error).__name__)
        outbox.leave_to_person("cases.categorise", report_id, type(error).__name__, now=now)
        return False
    return True


def owe_recategorising(*, now: datetime) -> int:
    """Owe what `recategorise_some` does, for the version in force; return for how many reports. Raises
    `DamagedModelError`. A second call owes it again, and finds less or nothing to do."""
    count = len(set(reports_not_seen_by(model_in_force().version).values_list("report_id", flat=True)))
    newest = switch_in_force()
    if count:
        outbox.owe("cases.recategorise", newest.pk if newest else 0, now=now)
    return count


def reports_not_seen_by(version: str) -> Any:
    """Links of open cases to reports for which this version has said nothing since the last switch."""
    switch = switch_in_force()
    said = Voice.objects.filter(
        report=OuterRef("report"), speaker=Speaker.MACHINE, by=version, switch=switch.pk if switch else 0
    )
    links = CaseReport.objects.filter(detached_at=None, case__state__in=OPEN_STATES, report__erased_at=None)
    return links.filter(~Exists(said)).order_by("report_id")


def _checksum(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()
