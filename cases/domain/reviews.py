"""A second look that a person asked for: owed by a time, and never answered by who decided."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from cases.domain.access import case_for_work
from cases.domain.audit import record_event
from cases.domain.commitments import keep_due_time, owe_next_action_if_nothing_is_owed
from cases.domain.intake import reopen
from cases.domain.languages import check_answerable, language_of
from cases.domain.message_templates import first_gap, is_agreed_text
from cases.domain.notices import owe_notice
from cases.domain.refusals import NotThere, Refused
from cases.domain.timeline import write_entry
from cases.domain.translated_answers import ask_translator, translation_of_answer
from cases.enums import ReviewOutcome, State
from cases.models import Account, Case, RecordingDecision, Review, TranslationRequest
from reporting.domain.follow_up_code import token_hash
from reporting.domain.own_code import without_code
from reporting.domain.status import publish_review
from reporting.domain.words import canonical, is_said
from reporting.enums import Sender
from reporting.models import Message, Wish
from reporting.queries.reviews import review_within

_NOT_EMPTIED = tuple(state for state in State if state != State.EMPTIED)
_NO_WORDS = "Write to the person what you have come to, and why."
_HAD_A_PART = "You decided in this case, or worked on it: a colleague who did not has to look again."


def ask_for_review(wish: Wish, *, now: datetime) -> Review:
    """Owe the review of this wish, and tell the person by when; part of the caller's transaction, once for each wish.

    The time is that of the rule in force when it was asked. Barred are all who decided or closed, whoever has the
    case, and who answered an earlier review of the report.
    """
    held = Case.objects.filter(links__report_id=wish.report_id, links__detached_at=None)
    involved = set(RecordingDecision.objects.filter(case__in=held).values_list("by_id", flat=True))
    for officer, closed_by in held.values_list("officer_id", "closed_by_id"):
        involved |= {officer, closed_by}
    involved |= set(Review.objects.filter(report_id=wish.report_id).values_list("answered_by_id", flat=True))
    review, _ = Review.objects.get_or_create(
        wish=wish,
        defaults={
            "report_id": wish.report_id, "barred": sorted(one for one in involved if one),
            "asked_at": wish.sent_at, "due_at": wish.sent_at + review_within(timezone.localdate(wish.sent_at)),
        },
    )  # fmt: skip
    _tell_by_when(wish.report_id)
    return review


def may_answer(account: Account, review: Review) -> bool:
    """Somebody who did not decide; that the case is theirs to work on is asked apart."""
    return account.pk not in review.barred


def ask_review_translation(
    case_id: int, review_id: int, *, message: str, in_language: str = "", by: Account, now: datetime
) -> TranslationRequest:
    """Ask for a translation of a draft answer to a review, which may be of a closed case. The reviewer sends it as it is
    done (`answer_review`). Raises `Refused` without words, and for whoever may not answer it."""
    words = canonical(message)
    if not is_said(words):
        raise Refused(_NO_WORDS, about="message")
    review = Review.objects.open().filter(pk=review_id).first()
    if review is None or not may_answer(by, review):
        raise Refused(_HAD_A_PART)
    return ask_translator(
        case_id, review.report_id, words=words, in_language=in_language, states=_NOT_EMPTIED, by=by, now=now
    )


def answer_review(
    case_id: int,
    review_id: int,
    *,
    outcome: str,
    message: str,
    note: str = "",
    in_language: str = "",
    token: str,
    by: Account,
    now: datetime,
) -> Review:
    """Write to the person what a second look has come to. What is to be done anew, or decided anew, opens a closed case.

    A second call of the same account changes nothing. Words that a translator made of an answer, and an agreed template
    as it stands, need no language of the officer's. Raises `Refused` for whoever decided, without an outcome or words,
    where the person would not understand them, and after a colleague who was first; `NotThere` where the report is not
    in this case.
    """
    words = canonical(message)
    if outcome not in list(ReviewOutcome):
        raise Refused("Choose what you have come to.", about="outcome")
    if not is_said(words):
        raise Refused(_NO_WORDS, about="message")
    if gap := first_gap(words):
        raise Refused(f"Write something in place of “{gap}”, or take it out.", about="message")
    with transaction.atomic():
        case = case_for_work(case_id, by=by)
        held = case.links.filter(detached_at=None).values("report_id")
        review = Review.objects.select_for_update(of=("self",)).select_related("report").filter(
            pk=review_id, report_id__in=held
        ).first()  # fmt: skip
        if review is None:
            raise NotThere
        if not may_answer(by, review):
            raise Refused(_HAD_A_PART)
        if review.answered_at is not None:
            if review.answered_by_id != by.pk:
                raise Refused("A colleague has answered this meanwhile. What you wrote was not sent.")
            return review
        language = language_of(review.report_id)
        translated = translation_of_answer(words, review.report_id, language)
        is_agreed = translated is not None or is_agreed_text(words, review.report, language)
        check_answerable(language, in_language=in_language, is_agreed=is_agreed, by=by)
        sent = _send(review, words, token, by=by, now=now)
        if translated is not None:
            translated.sent_as = sent
            translated.save(update_fields=["sent_as"])
        owe_notice(case, sent, now=now)
        review.outcome, review.note, review.answered_by, review.answered_at = outcome, note.strip(), by, now
        review.save(update_fields=["outcome", "note", "answered_by", "answered_at"])
        _tell_by_when(review.report_id)
        write_entry(case, "review_answered", by=by, now=now, outcome=outcome, report=review.report.reference)
        if outcome != ReviewOutcome.STANDS and case.state == State.CLOSED:
            reopen(case, by=by, now=now, review=review.pk)
            owe_next_action_if_nothing_is_owed(case, now=now)
        references = [case.reference, review.report.reference]
        record_event(account=by, action="case.review", address="", references=references, now=now)
        keep_due_time(case, now=now)
    return review


def _send(review: Review, words: str, token: str, *, by: Account, now: datetime) -> Message:
    try:
        with transaction.atomic():
            return Message.objects.create(
                report_id=review.report_id, sender=Sender.OFFICER, words=without_code(words, review.report),
                token_hash=token_hash(token), author=by.username, sent_at=now,
            )  # fmt: skip
    except IntegrityError as error:
        raise Refused("This answer was sent already.") from error


def _tell_by_when(report_id: int) -> None:
    first = (
        Review.objects.open().filter(report_id=report_id).order_by("due_at").values_list("due_at", flat=True).first()
    )
    publish_review(report_id, due_at=first)
