"""Stopping a person's code for them: they ask for it in person, or somebody else is known to have it."""

from datetime import datetime

from django.db import transaction

from cases.domain.access import case_for_work
from cases.domain.audit import record_event
from cases.domain.commitments import keep_due_time
from cases.domain.refusals import Refused
from cases.domain.timeline import write_entry
from cases.models import Account, Case
from reporting.domain.follow_up import stop_code
from reporting.domain.visits import Visit


def stop_code_for(case_id: int, report_id: int, *, reason: str, by: Account, now: datetime) -> Case:
    """Let this report's code open nothing any more. Officers never see a code, and give no new one.

    A second call changes nothing. Raises `Refused` without a reason, and where the report is not attached to the case.
    """
    if not reason.strip():
        raise Refused("Write why, and who asked for it.", about="reason")
    with transaction.atomic():
        case = case_for_work(case_id, by=by)
        link = case.links.filter(report_id=report_id, detached_at=None).select_related("report").first()
        if link is None:
            raise Refused("This report is not attached to this case any more.")
        report = link.report
        if report.verifier is None:
            return case
        stop_code(Visit(report.selector, bytes(report.verifier)), now=now)
        write_entry(case, "code_stopped", by=by, now=now, note=reason.strip(), report=report.reference)
        references = [case.reference, report.reference]
        record_event(account=by, action="case.stop_code", address="", references=references, now=now)
        keep_due_time(case, now=now)
    return case
