"""What a person asked for with their code, put in front of the officers: on the timeline, and as what is due next."""

from datetime import datetime, timedelta

from django.db import transaction

from cases.domain.commitments import keep_due_time, open_commitment, promise
from cases.domain.danger import heed_danger
from cases.domain.intake import WEIGH_WISH, reopen
from cases.domain.likeness import keep_contact_keys
from cases.domain.reviews import ask_for_review
from cases.domain.timeline import write_entry
from cases.enums import OPEN_STATES, CommitmentKind, PersonRole, State
from cases.models import Case
from cases.queries.answers import is_answered
from reporting.danger import danger_cues
from reporting.domain import outbox
from reporting.domain.wishes import TAKE, card_of_wish
from reporting.enums import WishKind
from reporting.models import Outbox, Wish

CODE_LOST_WITHIN = timedelta(hours=24)
_DO = {
    WishKind.CONTACT: "They have changed how we may reach them: look at their contact card",
    WishKind.NO_FURTHER: "They do not want this taken further: read what they say, and decide with that in mind",
    WishKind.NEW_CODE: "Somebody else may have had their code, and read the messages: look at how they can be reached safely",
    WishKind.CODE_STOPPED: "Somebody else may have their code, so they stopped it: look at how they can be reached safely",
}


def take_wish(wish_id: int, *, now: datetime) -> None:
    """A person asked for something: each case that holds the report says so, and owes what follows from it.

    Nothing is closed by a wish, and a person reads it. Words of danger ring; the machine is owed the weighing of the rest.
    A second call changes nothing.
    """
    wish = Wish.objects.select_related("report").defer("report__words").get(pk=wish_id)
    is_new = False
    with transaction.atomic():
        held = Case.objects.select_for_update().filter(links__report_id=wish.report_id, links__detached_at=None)
        for case in held.order_by("pk"):
            if not case.timeline.filter(what="wish", details__wish=wish.pk).exists():
                _take(case, wish, now=now)
                is_new = True
        if is_new and wish.words:
            outbox.owe(WEIGH_WISH, wish.pk, now=now)
        if wish.kind == WishKind.REVIEW:
            ask_for_review(wish, now=now)


def take_wishes_left(*, before: datetime, most: int = 200, now: datetime) -> int:
    """Take the wishes of before this time that no worker has taken; how many that were."""
    left = Outbox.objects.unfinished().filter(task=TAKE, created_at__lt=before, needs_person=False)
    rows = list(left.order_by("pk").values_list("pk", flat=True)[:most])
    return sum(outbox.finish(row, lambda wish_id: take_wish(wish_id, now=now), now=now) for row in rows)


def _take(case: Case, wish: Wish, *, now: datetime) -> None:
    write_entry(
        case, "wish", by=None, now=wish.sent_at, wish=wish.pk, kind=wish.kind, choice=wish.choice,
        report=wish.report.reference,
    )  # fmt: skip
    if wish.kind == WishKind.CONTACT:
        _heed_card(case, wish, now=now)
    if danger_cues(wish.words):
        owe_answer_to(case, wish, now=now)
        heed_danger(case, wish, now=now)
    if wish.kind in _DO and case.state in OPEN_STATES:
        within = CODE_LOST_WITHIN
        if wish.kind in (WishKind.CONTACT, WishKind.NO_FURTHER):
            within, _ = promise(CommitmentKind.ANSWER, case.priority, now=now)
        owed = open_commitment(
            case, CommitmentKind.NEXT_ACTION, report=wish.report, since=now, now=now, due_at=wish.sent_at + within,
            what=_DO[WishKind(wish.kind)],
        )  # fmt: skip
        owed.rule = None  # that of a next action is longer
        owed.save(update_fields=["rule"])
    keep_due_time(case, now=now)


def _heed_card(case: Case, wish: Wish, *, now: datetime) -> None:
    """The gate reads the newest card itself; here what the rules of closing look at follows it.

    Whoever wants to hear from us after all, and waits for an answer, is owed one: their closed case opens again.
    """
    keep_contact_keys(case)
    channels = card_of_wish(wish).get("contact_by", [])
    if not channels:
        return
    wants_none = "no_contact" in channels
    reporter = case.persons.filter(report_id=wish.report_id, role=PersonRole.REPORTER)
    reporter.update(wants_no_contact=wants_none)
    answered = case.links.filter(is_answered(), report_id=wish.report_id, detached_at=None).exists()
    if case.state == State.CLOSED and not wants_none and not answered:
        reopen(case, by=None, now=now, wish=wish.pk)
        open_commitment(case, CommitmentKind.ANSWER, report=wish.report, since=now, now=now)


def owe_answer_to(case: Case, wish: Wish, *, now: datetime) -> None:
    """Whoever tells of danger with a wish is owed an answer; a closed case opens again. Part of the caller's transaction."""
    if case.state == State.CLOSED:
        reopen(case, by=None, now=now, wish=wish.pk)
    owed = case.commitments.filter(kind=CommitmentKind.ANSWER, report_id=wish.report_id, met_at=None, released_at=None)
    if not owed.exists():
        open_commitment(case, CommitmentKind.ANSWER, report=wish.report, since=wish.sent_at, now=now)
