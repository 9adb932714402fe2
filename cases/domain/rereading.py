"""A second reading, blind: drawn by chance that nobody can steer, done by who had no part in it, then compared."""

import hashlib
import hmac
from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef

from cases.domain.audit import record_event
from cases.domain.refusals import NotThere, Refused
from cases.enums import RereadOf, State
from cases.models import Account, AuditEvent, Case, Reading, RecordingDecision, Reread, TimelineEntry
from cases.permissions import may_use_desk
from reporting.taxonomy import RECORDING

UNIFORM_SHARE = 50  # one in so many of all decisions
CLOSING_SHARE = 10  # one in so many closings for which no line was left
LOOKS_BACK = timedelta(days=30)  # what was not drawn by then is not drawn any more
_MOST = 500  # in one round
_OPENED = ("case.open", "case.passing_on", "case.pack_form")  # by which one sees what was decided


def is_drawn(what: str, number: int, share: int) -> bool:
    """Whether this is one of the `share`: by a key, so that nobody can know or choose it beforehand."""
    drawn = hmac.digest(settings.TRACE_KEY, f"reread {what} {number}".encode(), hashlib.sha256)
    return int.from_bytes(drawn[:4]) % share == 0


def draw_rereads(*, now: datetime) -> int:
    """Draw what is to be read again of the last days: how many rows were added. A second call adds none.

    Of decisions one in fifty, whatever it was, and each by which nothing was recorded; of closings for which no line of
    enquiry was left, one in ten.
    """
    since = now - LOOKS_BACK
    made = Reread.objects.filter(decision=OuterRef("pk"), of=RereadOf.DECISION)
    decisions = RecordingDecision.objects.filter(~Exists(made), at__gte=since, at__lte=now).order_by("pk")
    drawn = []
    for decision_id, recording in decisions.values_list("pk", "recording"):
        is_uniform = is_drawn("decision", decision_id, UNIFORM_SHARE)
        if is_uniform or recording == "nothing_recorded":
            drawn.append((decision_id, RereadOf.DECISION, is_uniform))
    closed = Case.objects.filter(
        state=State.CLOSED, closing_reason="no_line_left", closed_at__gte=since, closed_at__lte=now
    )
    newest = RecordingDecision.objects.filter(case__in=closed).order_by("case", "-at", "-pk").distinct("case")
    for decision_id, case_id in newest.values_list("pk", "case"):
        if is_drawn("closing", case_id, CLOSING_SHARE):
            drawn.append((decision_id, RereadOf.CLOSING, False))
    return sum(_add(*one, now=now) for one in drawn[:_MOST])


def _add(decision_id: int, of: RereadOf, is_uniform: bool, *, now: datetime) -> bool:
    case_id = RecordingDecision.objects.values_list("case_id", flat=True).get(pk=decision_id)
    _, is_new = Reread.objects.get_or_create(
        decision_id=decision_id, of=of,
        defaults={"is_uniform": is_uniform, "barred": sorted(who_had_a_part(case_id)), "drawn_at": now},
    )  # fmt: skip
    return is_new


def who_had_a_part(case_id: int) -> set[int]:
    """Accounts that have the case, decided, closed or read it, or did anything on it."""
    people = set(Case.objects.filter(pk=case_id).values_list("officer", "closed_by").get())
    people |= set(RecordingDecision.objects.filter(case=case_id).values_list("by", flat=True))
    people |= set(Reading.objects.filter(case=case_id).values_list("by", flat=True))
    named = TimelineEntry.objects.filter(case=case_id).exclude(by="").values("by")
    people |= set(Account.objects.filter(username__in=named).values_list("pk", flat=True))
    return {one for one in people if one is not None}


def take_reread(reread_id: int, *, by: Account, now: datetime) -> Reread:
    """Take one to read; what one has already stays one's own. Raises `Refused` where somebody else has it, or one has
    opened the case before and so may have seen the decision; `NotThere` for who had a part in it.
    """
    with transaction.atomic():
        one = _locked(reread_id, by=by)
        if one.reader_id == by.pk:
            return one
        if one.reader_id is not None:
            raise Refused("A colleague has this one already: take another.")
        if _has_seen(one, by):
            raise Refused("You have opened this case before, so you may know what was decided. Take another.")
        one.reader, one.taken_at = by, now
        try:
            with transaction.atomic():
                one.save(update_fields=["reader", "taken_at"])
        except IntegrityError as error:  # did something on the case after it was drawn
            raise NotThere from error
        _log(one, "quality.take", by=by, now=now)
    return one


def say_reread(
    reread_id: int, *, recording: str, is_line_left: bool | None, reason: str = "", by: Account, now: datetime
) -> Reread:
    """Say how one would have decided. It is said once; a second call changes nothing. Nothing changes in the case.

    Raises `Refused` for what is missing or before one has taken it, `NotThere` as `take_reread`.
    """
    if recording not in RECORDING:
        raise Refused("Choose how you would record it.", about="recording")
    if is_line_left is None:
        raise Refused("Choose whether a line of enquiry is left.", about="is_line_left")
    with transaction.atomic():
        one = _locked(reread_id, by=by)
        if one.reader_id != by.pk:
            raise Refused("Take it first.")
        if one.read_at is not None:
            return one
        one.recording, one.is_line_left, one.reason, one.read_at = recording, is_line_left, reason.strip(), now
        one.save(update_fields=["recording", "is_line_left", "reason", "read_at"])
        _log(one, "quality.say", by=by, now=now)
    return one


def _locked(reread_id: int, *, by: Account) -> Reread:
    if not may_use_desk(by):
        raise NotThere
    shown = Reread.objects.visible_to(by).filter(pk=reread_id)
    one = shown.select_related("decision__case").select_for_update(of=("self",)).first()
    if one is None:
        raise NotThere
    return one


def _has_seen(one: Reread, by: Account) -> bool:
    seen = AuditEvent.objects.filter(references__contains=[one.decision.case.reference], account_id=by.pk)
    return seen.filter(action__in=_OPENED).exists()


def _log(one: Reread, action: str, *, by: Account, now: datetime) -> None:
    record_event(account=by, action=action, address="", references=[one.decision.case.reference], now=now)
