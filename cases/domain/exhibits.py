"""Evidence of a case in officers' hands: sealed in one step, taken as it was received with a reason, written down."""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction

from cases import permissions
from cases.domain import safe_copies
from cases.domain.access import case_for_work
from cases.domain.audit import record_event
from cases.domain.commitments import keep_due_time
from cases.domain.refusals import NotThere, Refused
from cases.domain.timeline import write_entry
from cases.enums import Speaker, TranslationOf
from cases.models import Account, AuditEvent, Case, CaseReport, ExhibitSeal, Unit, Voice
from reporting.domain import evidence
from reporting.domain.words import canonical, is_said
from reporting.models import Evidence

LOOKED, TAKEN = "exhibit.look", "exhibit.original"


def exhibit_of(case: Case, evidence_id: int) -> Evidence:
    """A file of a report that is attached to this case, with its seal; raises `NotThere`."""
    attached = CaseReport.objects.filter(case=case, detached_at=None).values("report")
    found = Evidence.objects.select_related("report", "seal__unit").defer("report__words")
    file = found.filter(pk=evidence_id, report__in=attached).first()
    if file is None:
        raise NotThere
    return file


def seal_exhibit(case_id: int, evidence_id: int, *, number: str, by: Account, now: datetime) -> Case:
    """Indecent or terrorist material: nobody of the desk looks at it from this moment on.

    Guarantees: every copy is destroyed, the original opens for the named unit alone, and who had looked at it is kept
    with the seal. `number` is how the page calls the exhibit. A second call changes nothing. Raises `NotThere`.
    """
    with transaction.atomic():
        case = case_for_work(case_id, by=by)
        file = exhibit_of(case, evidence_id)
        unit = _named_unit()
        _seal, is_new = ExhibitSeal.objects.get_or_create(
            evidence=file, defaults={"unit": unit, "viewers": viewers_of(file), "by": by, "at": now}
        )
        if not is_new:
            return case
        safe_copies.destroy_copies(file)
        write_entry(case, "exhibit_sealed", by=by, now=now, exhibit=number, evidence=file.pk)
        record_event(
            account=by, action="exhibit.seal", address="", references=[case.reference, file.report.reference],
            details={"exhibit": file.pk}, now=now,
        )  # fmt: skip
        keep_due_time(case, now=now)
    return case


def unit_that_opens(file: Evidence) -> Unit | None:
    """Of a sealed exhibit: the unit named when it was sealed, else the one that is named now; None where nobody is."""
    return file.seal.unit or _named_unit() if hasattr(file, "seal") else None


def may_take(account: Account, case: Case, file: Evidence) -> bool:
    """Whether this account may have the original, for a reason."""
    if not hasattr(file, "seal"):
        return permissions.may_take_original(account, case)
    unit = unit_that_opens(file)
    return permissions.may_take_original(account, case, unit.pk if unit else 0)


def take_original(
    case: Case, file: Evidence, *, number: str, reason: str, by: Account, now: datetime
) -> Iterator[bytes]:
    """The file as it was received. Its row of the log is committed before the first byte.

    A second call is a second download. Raises `NotThere` without the permission, `Refused` without a reason,
    `sealing.CannotOpen` once it is erased.
    """
    if not may_take(by, case, file):
        raise NotThere
    if not reason.strip():
        raise Refused("Write why you need the original.", about="reason")
    evidence.opened(file)
    with transaction.atomic():
        record_event(
            account=by, action=TAKEN, address="", references=[case.reference, file.report.reference],
            reason=reason.strip(), details={"exhibit": file.pk}, now=now,
        )  # fmt: skip
        locked = Case.objects.select_for_update().get(pk=case.pk)
        write_entry(locked, "original_taken", by=by, now=now, note=reason.strip(), exhibit=number, evidence=file.pk)
        keep_due_time(locked, now=now)
    return evidence.bytes_of(file)


def write_down(case_id: int, evidence_id: int, *, text: str, language: str, by: Account, now: datetime) -> Case:
    """Keep what is said or signed in a recording, written down by a person, as a voice beside the report's words.

    The same text again changes nothing; another stands beside it. Raises `Refused` without words or language, or for
    a file that is no recording.
    """
    text = canonical(text)
    if not is_said(text):
        raise Refused("Write down what is said or signed.", about="text")
    if not language:
        raise Refused("Choose the language in which you wrote it down.", about="language")
    with transaction.atomic():
        case = case_for_work(case_id, by=by)
        file = exhibit_of(case, evidence_id)
        if not file.is_recording:
            raise Refused("This file is no spoken or signed answer.")
        if Voice.objects.filter(report=file.report_id, speaker=Speaker.TRANSLATOR, text=text).exists():
            return case
        Voice.objects.create(
            speaker=Speaker.TRANSLATOR, report_id=file.report_id, by=by.username, at=now, language=language, text=text,
            details={"of": TranslationOf.REPORT, "recording": file.pk, "entered_by": by.username},
        )  # fmt: skip
        write_entry(case, "transcribed", by=by, now=now, report=file.report.reference, evidence=file.pk)
        references = [case.reference, file.report.reference]
        record_event(account=by, action="case.transcribed", address="", references=references, now=now)
        keep_due_time(case, now=now)
    return case


def viewers_of(file: Evidence) -> list[list[str]]:
    """Who has looked at it or taken it, from the log, oldest first: [account, time, what]."""
    looks = AuditEvent.objects.filter(
        references__contains=[file.report.reference], action__in=(LOOKED, TAKEN), details__exhibit=file.pk
    )
    found = looks.order_by("at", "pk").values_list("username", "at", "action")
    return [[username, at.isoformat(timespec="seconds"), action] for username, at, action in found]


def _named_unit() -> Unit | None:
    return Unit.objects.filter(opens_sealed_exhibits=True, is_active=True).first()
