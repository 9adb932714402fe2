"""Taking a report: one transaction, and the code is known only after it has committed."""

import uuid
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction

from reporting import danger
from reporting.domain import alarms, crockford, draft_files, evidence, follow_up_code, outbox, sealing
from reporting.domain.about_you import ABOUT_YOU, AboutYou
from reporting.domain.earlier import without_codes
from reporting.domain.receipt import Receipt, receipt_for
from reporting.domain.words import canonical, fingerprint, is_said
from reporting.enums import READ_CEILING, AlarmCause, Channel, Owed
from reporting.models import Report
from reporting.questions import COMPULSORY, QUESTIONS
from reporting.taxonomy import PRIORITIES, STRANDS

_DRAWS = 5
_TOLD_AT_LENGTH = [name for name, one in QUESTIONS.items() if one.kind == "words" and name != COMPULSORY]


class NothingSaid(ValueError):
    """The one compulsory answer is missing."""


class TooManyWords(ValueError):
    """More than `settings.WORDS_LIMIT` bytes: several reports, or a file, please."""


def submit_report(
    *,
    answers: Mapping[str, Any],
    channel: str = Channel.WEB,
    language: str = "en-gb",
    token: str,
    now: datetime,
    happened_elsewhere_at: datetime | None = None,
    about_you: AboutYou | None = None,
    files_of: uuid.UUID | None = None,
    beside: Callable[[Report], object] | None = None,
) -> Receipt:
    """Keep a report for good and return its receipt.

    Guarantees: report, outbox row and (where danger is said) alarm row are committed together before the receipt
    exists. A second call with the same `token` makes no second report and returns the same receipt.
    `answers` are by name of question; what identifies somebody is stored encrypted; of an earlier report the reference
    is kept, never its code; what somebody said `about_you` only where the officers may know it; names that are no
    question are refused (KeyError). The whole files of the draft `files_of` become its evidence in the same transaction;
    where the words are missing a recording among them is what happened. `beside` writes what another door says of the
    report, in the same transaction too. Raises `NothingSaid`, `TooManyWords`.
    """
    words, spoken = canonical(str(answers.get("what_happened") or "")), ""
    if not is_said(words):
        recording = draft_files.recording_of(files_of, token=token)
        if recording is None and (receipt := receipt_for(token)):
            return receipt  # its recording went with it when it was sent
        if recording is None:
            raise NothingSaid
        words, spoken = "", recording.sha256
    if len(words.encode()) > settings.WORDS_LIMIT:
        raise TooManyWords
    answers = without_codes(answers, now=now)
    for _ in range(_DRAWS):
        try:
            with transaction.atomic():
                report = _insert(
                    words, answers, channel, language, token, now, happened_elsewhere_at, about_you, spoken, files_of
                )
                if beside is not None:
                    beside(report)
        except IntegrityError:
            pass  # sent before with this token, or (once in a million) a reference or selector drawn twice
        receipt = receipt_for(token)
        if receipt is not None:
            return receipt
    raise RuntimeError("no free reference could be drawn")


def _insert(
    words: str,
    answers: Mapping[str, Any],
    channel: str,
    language: str,
    token: str,
    now: datetime,
    happened_elsewhere_at: datetime | None,
    about_you: AboutYou | None,
    spoken: str,
    files_of: uuid.UUID | None,
) -> Report:
    cause = alarm_cause(words, answers)
    if alarms.is_of_old(channel, happened_elsewhere_at, now=now):
        cause = None
    report = told(
        words, answers, channel, language, token, now, happened_elsewhere_at, cause=cause,
        about_you=about_you, reference=crockford.draw_reference(), selector=crockford.draw(follow_up_code.SELECTOR_LENGTH),
        spoken=spoken,
    )  # fmt: skip
    report.save(force_insert=True)
    if files_of is not None:
        evidence.attach_files(report.pk, files_of, token=token, now=now)
    outbox.owe("cases.open_case", report.pk, now=now)
    if cause:
        alarms.raise_alarm(report, cause=cause, now=now)
    return report


def told(
    words: str,
    answers: Mapping[str, Any],
    channel: str,
    language: str,
    token: str,
    now: datetime,
    happened_elsewhere_at: datetime | None = None,
    *,
    cause: AlarmCause | None,
    about_you: AboutYou | None = None,
    reference: str,
    selector: str,
    spoken: str = "",
) -> Report:
    """The report as it will be kept, not saved: words in canonical form, what identifies somebody encrypted.

    `spoken` is the SHA-256 of the recording that stands for words that are missing.
    """
    others = {
        name: _plain(value)
        for name, value in answers.items()
        if name != "what_happened" and value not in ("", None, [], {})
    }
    identifying = {name: value for name, value in others.items() if QUESTIONS[name].sealed}
    if about_you and (of_them := about_you.told()):
        identifying[ABOUT_YOU] = _plain(of_them)
    within = PRIORITIES["immediate"].read_within if cause else None
    return Report(
        reference=reference,
        selector=selector,
        verifier=follow_up_code.verifier_of(selector, follow_up_code.secret_of(selector, token)),
        idempotency_hash=follow_up_code.token_hash(token),
        words=words,
        fingerprint=spoken or fingerprint(words),
        answers={name: value for name, value in others.items() if name not in identifying},
        sealed_answers=sealing.seal(identifying, table="report", row=reference, field="answers")
        if identifying
        else None,
        perceived_strands=[key for key in others.get("because", []) if key in STRANDS],
        channel=channel,
        language=language,
        received_at=now,
        happened_elsewhere_at=happened_elsewhere_at,
        public_due_at=now + (within or READ_CEILING),
        public_due_kind=Owed.READ,
    )


def alarm_cause(words: str, answers: Mapping[str, Any]) -> AlarmCause | None:
    """What makes a report ring as soon as it is sent, if anything does."""
    if answers.get("in_danger_now") == "yes":
        return AlarmCause.REPORTER
    return AlarmCause.WORDS if any(map(danger.danger_cues, (words, *_other_words(answers)))) else None


def _other_words(answers: Mapping[str, Any]) -> Iterator[str]:
    """What was told at length on other pages: danger may be named there alone."""
    for name in _TOLD_AT_LENGTH:
        if isinstance(said := answers.get(name), str):
            yield said


def _plain(value: Any) -> Any:
    """Canonical words at every depth, so that PostgreSQL takes whatever was typed."""
    if isinstance(value, str):
        return canonical(value)
    if isinstance(value, Mapping):
        return {name: _plain(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return value
