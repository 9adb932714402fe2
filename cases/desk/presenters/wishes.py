"""What people have asked for with their codes, in words, with what can be done about it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from cases.desk.forms import DeskForm
from cases.desk.presenters import contact, labels, times
from cases.desk.presenters.hidden import Veil
from cases.desk.wish_forms import AnsweringReview, StoppingCode
from cases.domain.persons import first_card
from cases.domain.reviews import may_answer
from cases.enums import PersonRole, ReviewOutcome
from cases.models import Account, Review
from reporting.domain.sealing import CannotOpen
from reporting.domain.wishes import card_of_wish
from reporting.enums import Helped, WishKind
from reporting.models import Wish
from reporting.questions import QUESTIONS

Part = Any  # `case_page.ReportPart`, which is made of this
Kept = Any  # `case_page.Forms`


@dataclass
class Row:
    """One wish. `lines` is a contact card without number or address."""

    at: datetime
    what: str
    words: str = ""
    lines: list[tuple[str, str]] = field(default_factory=list)
    review: "Looked | None" = None


@dataclass
class Looked:
    """A review: by when it is owed, or who answered it with what."""

    said: str
    is_late: bool = False
    is_barred: bool = False
    note: str = ""
    form: DeskForm | None = None
    part: Part = None  # of its report: its language, its translations, and the texts to start from
    is_translated: bool = False


@dataclass
class Asked:
    """All wishes of the person who sent one report, oldest first."""

    reference: str
    rows: list[Row]
    stop: DeskForm | None = None
    wants_no_more: str = ""


def asked_of(
    parts: Sequence[Part], account: Account, kept: Kept, veil: Veil, *, may_act: bool, now: datetime
) -> list[Asked]:
    """One for each report of which something was asked, or whose code can be stopped."""
    shown = []
    for part in parts:
        report, asked = part.file.report, Asked(part.reference, [])
        wishes = part.file.wishes
        if any(wish.kind == WishKind.CONTACT for wish in wishes):
            asked.rows.append(_first_card(part))
        for wish in wishes:
            row = Row(wish.sent_at, _what(wish.kind, wish.choice), veil.over(wish.words), _lines(wish))
            review = getattr(wish, "review", None)
            if review is not None:
                row.review = _looked(review, part, account, kept, may_act=may_act, now=now)
            asked.rows.append(row)
            if wish.kind == WishKind.NO_FURTHER:
                asked.wants_no_more = times.moment(wish.sent_at)
        if may_act and report.verifier is not None:
            asked.stop = kept.of(StoppingCode, suffix=f"-{report.pk}", initial={"report_id": report.pk})
        if asked.rows or asked.stop:
            shown.append(asked)
    return shown


def sentence(key: str, details: dict[str, Any]) -> str:
    """A line of the timeline; empty for a key that is none of these."""
    report = details.get("report", "")
    return {
        "wish": _what(str(details.get("kind", "")), str(details.get("choice", ""))),
        "review_answered": _("Looked at again for report %(report)s: %(outcome)s")
        % {"report": report, "outcome": _outcome(str(details.get("outcome", "")))},
        "said_again": _("The person says that it happened again: this report belongs to an earlier one")
        if details.get("is_new")
        else _("The person says that it happened again: there is another report"),
        "code_stopped": _("The code of report %s was stopped for them") % report,
        "notice_lost": _("Could not be delivered: %s") % contact.means(str(details.get("means", ""))),
    }.get(key, "")


def _what(kind: str, choice: str) -> str:
    helped = {
        Helped.YES: _("They say that it helped"),
        Helped.PARTLY: _("They say that it helped in part"),
        Helped.NO: _("They say that it did not help"),
    }
    said = {
        WishKind.CONTACT: _("They have changed how we may reach them"),
        WishKind.NO_FURTHER: _("They do not want this taken further"),
        WishKind.REVIEW: _("They ask for somebody else to look again"),
        WishKind.HELPED: helped.get(Helped(choice), "") if choice in list(Helped) else "",
        WishKind.NEW_CODE: _("Somebody else may have had their code: they have a new one"),
        WishKind.CODE_STOPPED: _("Somebody else may have their code: they stopped it"),
        WishKind.NO_NOTICES: _("They want no more e-mails and texts that a message waits"),
    }
    return said.get(WishKind(kind), kind) if kind in list(WishKind) else kind


def _outcome(key: str) -> str:
    said = {
        ReviewOutcome.STANDS: _("what was decided stands"),
        ReviewOutcome.CHANGED: _("it has to be decided anew"),
        ReviewOutcome.GOES_ON: _("there is more to do"),
    }
    return said[ReviewOutcome(key)] if key in list(ReviewOutcome) else key


def _looked(review: Review, part: Part, account: Account, kept: Kept, *, may_act: bool, now: datetime) -> Looked:
    if review.answered_at is not None:
        told = {"who": review.answered_by, "when": times.moment(review.answered_at), "what": _outcome(review.outcome)}
        return Looked(_("%(who)s, %(when)s: %(what)s") % told, note=review.note)
    said = _("Their answer is owed %s") % times.due_words(review.due_at, now)
    looked = Looked(said, review.due_at < now, not may_answer(account, review))
    if may_act and not looked.is_barred:
        translated = _translated(part, account)
        looked.part, looked.is_translated = part, bool(translated)
        looked.form = kept.of(
            AnsweringReview, suffix=f"-{review.pk}", initial={"review_id": review.pk, "message": translated}
        )
    return looked


def _translated(part: Part, account: Account) -> str:
    """What a translator made of an answer that this account wanted to give; empty where nothing is ready."""
    ready = {one.id for one in part.translation.answers if one.is_ready and one.asked_by == account.pk}
    said = (voice.text for voice in part.file.voices[::-1] if voice.details.get("request") in ready)
    return next(said, "")


def _first_card(part: Part) -> Row:
    row = Row(part.file.report.received_at, _("With the report"))
    reporter = next((one for one in part.file.persons if one.role == PersonRole.REPORTER), None)
    try:
        card = first_card(reporter) if reporter else {}
    except CannotOpen:
        card = {}
    for name, value in card.items():
        question = f"contact_{_ASKED.get(name, name)}"
        if question in QUESTIONS:
            said = _MEANS.get(name, value) if value is True else value
            row.lines.append((labels.asked(question), labels.answer(question, said)))
    if not row.lines:
        row.words = _("Nothing about how they can be reached.")
    return row


_ASKED = {"channels": "by", "ask_before_visit": "no_visit"}
_MEANS = {
    "no_visit": "no_visit",
    "ask_before_visit": "ask_first",
    "withhold_number": "yes",
}  # what a mark was answered as
_SEALED_AWAY = ("contact_email", "contact_phone")


def _lines(wish: Wish) -> list[tuple[str, str]]:
    """What the card says; of an address or number only that there is a new one."""
    if wish.kind != WishKind.CONTACT:
        return []
    try:
        answers = card_of_wish(wish)
    except CannotOpen:
        return [("", _("This card cannot be opened. Tell the administrator: the key may be missing."))]
    return [
        (labels.asked(name), _("A new one") if name in _SEALED_AWAY else labels.answer(name, value))
        for name, value in answers.items()
        if name in QUESTIONS
    ]
