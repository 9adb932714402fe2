"""What there is as evidence, with numbers that stay and fingerprints that show whether it was changed."""

import hashlib
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.desk.presenters import times
from cases.queries.case_file import CaseFile, ReportFile
from reporting.enums import Sender


@dataclass(frozen=True)
class Exhibit:
    """`number`: of the report in its case, and of the message in its thread, both counted from the first and kept."""

    number: str
    what: str
    received: str
    length: str
    fingerprint: str


def exhibits(file: CaseFile) -> list[Exhibit]:
    """Every report, and every message of whoever sent it."""
    return [one for report in file.reports for one in _of(report)]


def _of(one: ReportFile) -> list[Exhibit]:
    report = one.report
    found = [
        Exhibit(
            f"{one.exhibit}",
            _("Words of report %s") % report.reference,
            times.moment(report.received_at),
            _characters(one.length),
            report.fingerprint,
        )
    ]
    theirs = [message for message in one.messages if message.sender == Sender.REPORTER]
    for number, message in enumerate(theirs, start=1):
        found.append(
            Exhibit(
                f"{one.exhibit}.{number}",
                _("Message to report %s") % report.reference,
                times.moment(message.sent_at),
                _characters(len(message.words)),
                hashlib.sha256(message.words.encode()).hexdigest(),
            )
        )
    return found


def _characters(number: int) -> str:
    return ngettext("%d character", "%d characters", number) % number
