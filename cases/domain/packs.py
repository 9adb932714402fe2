"""Handing over everything that is kept on some cases, for an investigation or to a partner."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from cases.domain.access import case_for_work
from cases.domain.audit import record_event
from cases.domain.commitments import keep_due_time
from cases.domain.redaction import redaction_for
from cases.domain.refusals import Refused, missing_of, refuse_missing
from cases.domain.timeline import write_entry
from cases.enums import State
from cases.models import Account, Case
from reporting.domain.sealing import CannotOpen
from reporting.models import Report

FULL, REDACTED = "full", "redacted"
MOST_CASES = 50


def give_pack(
    case_ids: Sequence[int], *, form: str, recipient: str, reason: str, by: Account, now: datetime
) -> list[Case]:
    """Note that a pack of these cases is given to somebody, before a byte of it leaves; return them in that order.

    Guarantees: one row of the log that names every case and report in it, who receives it and why, and a line on each
    case's timeline. A second call is a second pack. Raises `NotThere` for a case that one may not work on, `Refused` with
    a sentence for each of form, recipient and reason that is missing, and for a redacted pack of what cannot be opened:
    nobody could say what to cut.
    """
    refuse_missing(what_is_missing(form=form, recipient=recipient, reason=reason))
    if len(case_ids) > MOST_CASES:
        raise Refused(f"A pack holds {MOST_CASES} cases at most.", about="others")
    with transaction.atomic():
        # Locked in the order of their numbers, so that two packs of the same cases do not wait for each other.
        cases = {case_id: case_for_work(case_id, by=by) for case_id in sorted(set(case_ids))}
        for case in cases.values():
            _check(case, form)
        references = [case.reference for case in cases.values()]
        reports = Report.objects.filter(links__case__in=cases, links__detached_at=None)
        record_event(
            account=by,
            action="case.pack",
            address="",
            references=[*references, *reports.values_list("reference", flat=True)],
            reason=reason.strip(),
            details={"form": form, "recipient": recipient.strip()[:200]},
            now=now,
        )
        for case in cases.values():
            write_entry(
                case, "pack_given", by=by, now=now, note=reason.strip(), to=recipient.strip()[:200], form=form,
                cases=references,
            )  # fmt: skip
            keep_due_time(case, now=now)
    return [cases[case_id] for case_id in dict.fromkeys(case_ids)]


def what_is_missing(*, form: str, recipient: str, reason: str) -> list[tuple[str, str]]:
    """A sentence for each thing that a pack takes and does not have, with the argument that it is about."""
    return missing_of(
        (form in (FULL, REDACTED), "Choose what the pack holds.", "form"),
        (recipient.strip(), "Enter who receives the pack.", "recipient"),
        (reason.strip(), "Write why they need it.", "reason"),
    )


def note_pack_sent(references: Sequence[str], *, manifest: str, files: int, by: Account, now: datetime) -> None:
    """The last byte is made: the log keeps the hash of the manifest, by which the pack is known again."""
    record_event(
        account=by,
        action="case.pack.sent",
        address="",
        references=references,
        details={"manifest_sha256": manifest, "files": files},
        now=now,
    )


def _check(case: Case, form: str) -> None:
    if case.state == State.EMPTIED:
        raise Refused(f"Case {case.reference} holds no report any more: take the case that holds it.", about="others")
    if form != REDACTED:
        return
    reports = Report.objects.filter(links__case=case, links__detached_at=None).defer("words")
    try:
        redaction_for(reports, case.persons.all())
    except CannotOpen:
        raise Refused(
            f"Sealed answers of case {case.reference} cannot be opened, so nobody can say what a redacted pack must "
            "leave out. Tell the administrator: the key may be missing.",
            about="form",
        ) from None
