"""An officer's answer in a language that they do not hold: drafted, translated by somebody, then sent as translated."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from cases.domain.access import case_for_work
from cases.domain.correspondence import reply
from cases.domain.languages import holds, is_same, language_of
from cases.domain.message_templates import check_day, only_acknowledges
from cases.domain.refusals import Refused
from cases.domain.translation import add_request, request_for_work
from cases.domain.waiting import check_to_come
from cases.enums import State, TranslationOf
from cases.models import Account, TranslationRequest
from reporting.domain.follow_up_code import token_hash
from reporting.domain.words import canonical, is_said
from reporting.models import Message

_WEEK = timedelta(days=7)


def ask_answer_translation(
    case_id: int,
    report_id: int,
    *,
    message: str,
    in_language: str = "",
    wait_until: date | None = None,
    days_differ: bool = False,
    by: Account,
    now: datetime,
) -> TranslationRequest:
    """Ask for a translation of a draft answer into the language of the person who sent this report. Nothing is sent.

    `in_language`: of the draft, one that `by` holds; the first of theirs where none is given. `wait_until`: once it is
    sent, the case waits until that day for what they are asked. While the same draft is open, a second call returns it,
    with the day of this call. Raises `Refused` without words, for a day that has come, where the words name another day
    (`days_differ`: both are meant), or where the person's language is not known.
    """
    words = canonical(message)
    if not is_said(words):
        raise Refused("Write your answer.", about="message")
    if wait_until is not None:
        check_to_come(wait_until, now=now)
    return ask_translator(
        case_id, report_id, words=words, in_language=in_language, wait_until=wait_until,
        days_differ=days_differ, states=(State.IN_PROGRESS, State.WAITING), by=by, now=now,
    )  # fmt: skip


def translation_of_answer(words: str, report_id: int, language: str) -> TranslationRequest | None:
    """A translation of an answer to the person of this report that was done, not sent yet, and says just this."""
    done = TranslationRequest.objects.filter(
        report=report_id, of=TranslationOf.ANSWER, done_at__isnull=False, sent_as=None
    ).select_related("voice")
    said = (one for one in done.order_by("pk") if one.voice is not None and one.voice.text.strip() == words.strip())
    return next((one for one in said if is_same(one.to_language, language)), None)


def ask_translator(
    case_id: int, report_id: int, *, words: str, in_language: str, wait_until: date | None = None,
    days_differ: bool = False, states: Collection[State], by: Account, now: datetime,
) -> TranslationRequest:  # fmt: skip
    """Ask for it where the case is in one of `states`; the caller has looked at the words."""
    with transaction.atomic():
        case = case_for_work(case_id, by=by, states=states)
        link = case.links.filter(report_id=report_id, detached_at=None).select_related("report").first()
        if link is None:
            raise Refused("This report is not attached to this case any more.")
        check_day(words, link.report, wait_until, days_differ=days_differ)
        to_language = language_of(report_id)
        if not to_language or holds(by, to_language):
            raise Refused("You hold the language of this person, or it is not known: send your answer.")
        from_language = in_language if in_language and holds(by, in_language) else by.languages[0]
        same = TranslationRequest.objects.open().filter(
            case=case, report_id=report_id, of=TranslationOf.ANSWER, words=words, to_language=to_language
        )
        if asked := same.first():
            asked.wait_until = wait_until
            asked.save(update_fields=["wait_until"])
            return asked
        return add_request(
            case, report_id, of=TranslationOf.ANSWER, words=words, wait_until=wait_until, from_language=from_language,
            to_language=to_language, by=by, now=now,
        )  # fmt: skip


def send_translated_answer(request_id: int, *, by: Account, now: datetime) -> TranslationRequest:
    """Send the translated text to the reporter; the draft stays beside it. A second call sends nothing.

    Meets what an answer meets; a draft that only acknowledges does so in every language. The case waits until the day
    that was chosen with the draft, or a week where that day has come meanwhile: they cannot answer sooner than they are
    asked. Raises `Refused` while the translation is not done.
    """
    with transaction.atomic():
        request = request_for_work(request_id, by=by)
        if request.sent_as_id is not None:
            return request
        if request.of != TranslationOf.ANSWER or request.voice is None:
            raise Refused("The translation of this answer is not done yet.")
        token = f"translated-answer-{request.pk}"
        reply(
            request.case_id, request.report_id, message=request.voice.text, token=token, is_agreed=True,
            is_acknowledgement=only_acknowledges(request.words, request.report),
            wait_until=_still_to_come(request.wait_until, now), days_differ=True, by=by, now=now,
        )  # fmt: skip
        request.sent_as = Message.objects.get(token_hash=token_hash(token))
        request.save(update_fields=["sent_as"])
    return request


def _still_to_come(day: date | None, now: datetime) -> date | None:
    today = timezone.localdate(now)
    return today + _WEEK if day is not None and day <= today else day
