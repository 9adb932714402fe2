"""Translation as a voice: asked for, under way, done, by whom, of which words. No clock stops for it."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from cases.domain.access import case_for_work
from cases.domain.audit import record_event
from cases.domain.commitments import keep_due_time
from cases.domain.languages import UNKNOWN, holds
from cases.domain.refusals import NotThere, Refused
from cases.domain.timeline import write_entry
from cases.enums import OPEN_STATES, Speaker, TranslationOf
from cases.models import Account, Case, TranslationRequest, Voice
from reporting.domain.words import canonical, is_said
from reporting.enums import Sender
from reporting.models import Message

_LONGEST_NAME = 150


def ask_translation(
    case_id: int, report_id: int, *, message_id: int | None = None, from_language: str, to_language: str,
    note: str = "", by: Account, now: datetime,
) -> TranslationRequest:  # fmt: skip
    """Ask for a translation of a report, or of one message of its reporter.

    While one into this language is open, a second call returns it. What is owed keeps its time. Raises `Refused` for
    words that are not on this case, without the languages, or where both are the same.
    """
    if from_language in UNKNOWN:
        raise Refused("Choose the language of the words.", about="from_language")
    _check_languages(from_language, to_language)
    of = TranslationOf.REPORT if message_id is None else TranslationOf.MESSAGE
    with transaction.atomic():
        case = case_for_work(case_id, by=by, states=OPEN_STATES)
        _check_on_case(case, report_id, message_id)
        asked = TranslationRequest.objects.open().filter(
            case=case, report_id=report_id, of=of, message=message_id, to_language=to_language
        )
        return asked.first() or add_request(
            case, report_id, of=of, message_id=message_id, from_language=from_language, to_language=to_language,
            note=note, by=by, now=now,
        )  # fmt: skip


def start_translation(request_id: int, *, by: Account, now: datetime) -> TranslationRequest:
    """`by` translates it now, so that nobody else begins. A second call changes nothing.

    Raises `Refused` when it is under way elsewhere, done or withdrawn, or when `by` does not hold both languages.
    """
    with transaction.atomic():
        request = request_for_work(request_id, by=by)
        _check_open(request)
        if request.started_by_id == by.pk:
            return request
        if request.started_by is not None:
            raise Refused(f"{request.started_by} is translating it already.")
        if not _may_be_done_by(by, request):
            raise Refused("You do not hold both languages: enter who translated it together with the translation.")
        request.started_by, request.started_at = by, now
        request.save(update_fields=["started_by", "started_at"])
        _finish(request, "translation_started", by=by, now=now)
    return request


def enter_translation(
    request_id: int, *, text: str, translator: str = "", beside: bool = False, by: Account, now: datetime
) -> TranslationRequest:
    """Keep the translation as a voice beside the words. Whoever does not hold both languages names who translated it.

    The same text again changes nothing. Where one is there already, another is kept `beside` it when that is meant, as
    a request of its own. Raises `Refused` without words, without a translator where one is to be named, and when it is
    done or withdrawn.
    """
    text, translator = canonical(text), translator.strip()[:_LONGEST_NAME]
    if not is_said(text):
        raise Refused("Write the translation.", about="text")
    with transaction.atomic():
        request = request_for_work(request_id, by=by)
        if request.voice is not None and request.voice.text == text:
            return request
        if beside and request.done_at is not None:
            request = _another(request, text, by=by, now=now)
            if request.done_at is not None:
                return request
        _check_open(request)
        if not translator and not _may_be_done_by(by, request):
            raise Refused("Enter who translated it: you do not hold both languages.", about="translator")
        request.voice = Voice.objects.create(
            speaker=Speaker.TRANSLATOR, report_id=request.report_id, by=translator or by.username, at=now,
            language=request.to_language, text=text,
            details={"of": request.of, "message": request.message_id, "request": request.pk, "entered_by": by.username},
        )  # fmt: skip
        request.done_by, request.done_at = by, now
        request.save(update_fields=["voice", "done_by", "done_at"])
        _finish(request, "translated", by=by, now=now, translator=translator or by.username)
    return request


def withdraw_translation(request_id: int, *, reason: str, by: Account, now: datetime) -> TranslationRequest:
    """It is not needed any more, for a reason. A second call changes nothing. Raises `Refused` once it is done."""
    if not reason.strip():
        raise Refused("Write why it is not needed any more.", about="reason")
    with transaction.atomic():
        request = request_for_work(request_id, by=by)
        if request.withdrawn_at is not None:
            return request
        _check_open(request)
        request.withdrawn_by, request.withdrawn_at, request.withdrawn_because = by, now, reason.strip()[:300]
        request.save(update_fields=["withdrawn_by", "withdrawn_at", "withdrawn_because"])
        _finish(request, "translation_withdrawn", by=by, now=now, note=reason.strip())
    return request


def is_outlived(request: TranslationRequest, case: Case, account: Account) -> bool:
    """Whether `account` asked for words to read that it reads by itself since, and nobody else has the case or is at it."""
    return (
        request.asked_by_id == account.pk
        and request.of != TranslationOf.ANSWER
        and request.done_at is None
        and request.withdrawn_at is None
        and request.started_by_id in (None, account.pk)
        and case.officer_id in (None, account.pk)
        and holds(account, request.from_language)
    )


def add_request(
    case: Case, report_id: int, *, of: TranslationOf, message_id: int | None = None, words: str = "",
    wait_until: date | None = None, from_language: str, to_language: str, note: str = "", by: Account, now: datetime,
) -> TranslationRequest:  # fmt: skip
    """One more request on a locked case; part of the caller's transaction."""
    request = TranslationRequest.objects.create(
        case=case, report_id=report_id, of=of, message_id=message_id, words=words, wait_until=wait_until,
        from_language=from_language, to_language=to_language, note=note.strip()[:300], asked_by=by, asked_at=now,
    )  # fmt: skip
    _finish(request, "translation_asked", by=by, now=now, note=note.strip())
    return request


def request_for_work(request_id: int, *, by: Account) -> TranslationRequest:
    """The request, its case locked; raises `NotThere` when the account may not work on that case."""
    case_id = TranslationRequest.objects.filter(pk=request_id).values_list("case_id", flat=True).first()
    if case_id is None:
        raise NotThere
    case = case_for_work(case_id, by=by)
    request = TranslationRequest.objects.select_related("voice", "started_by", "report").get(pk=request_id)
    request.case = case
    return request


def _another(request: TranslationRequest, text: str, *, by: Account, now: datetime) -> TranslationRequest:
    if request.of == TranslationOf.ANSWER:
        raise Refused("This answer is translated already: send it, or draft the answer anew.")
    of_the_same = TranslationRequest.objects.filter(
        case=request.case, report=request.report, of=request.of, message=request.message_id,
        to_language=request.to_language,
    )  # fmt: skip
    same = of_the_same.filter(Q(voice__text=text) | Q(done_at=None, withdrawn_at=None)).order_by("done_at", "pk")
    return same.first() or add_request(
        request.case, request.report_id, of=TranslationOf(request.of), message_id=request.message_id,
        from_language=request.from_language, to_language=request.to_language, by=by, now=now,
    )  # fmt: skip


def _may_be_done_by(account: Account, request: TranslationRequest) -> bool:
    return holds(account, request.from_language) and holds(account, request.to_language)


def _check_languages(from_language: str, to_language: str) -> None:
    if to_language in UNKNOWN:
        raise Refused("Choose the language of the translation.", about="to_language")
    if from_language == to_language:
        raise Refused("The words are in that language already: choose another.", about="to_language")


def _check_on_case(case: Case, report_id: int, message_id: int | None) -> None:
    if not case.links.filter(report_id=report_id, detached_at=None).exists():
        raise Refused("This report is not attached to this case any more.")
    if message_id is None:
        return
    if not Message.objects.filter(pk=message_id, report_id=report_id, sender=Sender.REPORTER).exists():
        raise Refused("This message is not on this case.")


def _check_open(request: TranslationRequest) -> None:
    if request.done_at is not None:
        raise Refused("This is translated already. Look at what is there: yours can be kept beside it.")
    if request.withdrawn_at is not None:
        raise Refused("This translation is not needed any more.")


def _finish(
    request: TranslationRequest, what: str, *, by: Account, now: datetime, note: str = "", **details: str
) -> None:
    case, report = request.case, request.report.reference
    write_entry(
        case, what, by=by, now=now, note=note, report=report, request=request.pk, of=request.of,
        from_language=request.from_language, to_language=request.to_language, **details,
    )  # fmt: skip
    record_event(account=by, action=f"case.{what}", address="", references=[case.reference, report], now=now)
    keep_due_time(case, now=now)
