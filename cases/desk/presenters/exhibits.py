"""What there is as evidence, with numbers that stay and fingerprints that show whether it was changed."""

import hashlib
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.desk.presenters import times
from cases.desk.presenters.exhibit import Shown, exhibit
from cases.queries.case_file import CaseFile, ReportFile
from cases.queries.exhibits import exhibit as numbered
from reporting.enums import Sender
from reporting.models import Evidence


@dataclass(frozen=True)
class Exhibit:
    """`number`: of the report in its case, and of the message in its thread, both counted from the first and kept."""

    number: str
    what: str
    received: str
    length: str
    fingerprint: str
    file: Shown | None = None


def exhibits(file: CaseFile) -> list[Exhibit]:
    """Every report, and every message of whoever sent it."""
    return [one for report in file.reports for one in _of(report)]


def _of(one: ReportFile) -> list[Exhibit]:
    report = one.report
    found = [] if one.is_spoken else [_words(one)]
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
    return [*found, *(_file(one, file) for file in one.files)]


def _words(one: ReportFile) -> Exhibit:
    report = one.report
    return Exhibit(
        f"{one.exhibit}",
        _("Words of report %s") % report.reference,
        times.moment(report.received_at),
        _characters(one.length),
        report.fingerprint,
    )


def _file(one: ReportFile, file: Evidence) -> Exhibit:
    shown = exhibit(file, numbered(one.exhibit, file))
    return Exhibit(shown.number, shown.kind, shown.received, shown.facts, shown.sha256, shown)


def _characters(number: int) -> str:
    return ngettext("%d character", "%d characters", number) % number
