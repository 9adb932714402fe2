"""What people say to the machine's suggestions: yes or no, with a reason, and back again."""

from datetime import datetime

from django.db import transaction

from cases.domain.access import case_for_work
from cases.domain.audit import record_event
from cases.domain.linking import attach_report
from cases.domain.refusals import NotThere, Refused
from cases.domain.series import put_together
from cases.domain.timeline import write_entry
from cases.enums import Alike, Answer, State
from cases.models import Account, Case, SameSuggestion


def accept_suggestion(suggestion_id: int, case_id: int, *, reason: str, by: Account, now: datetime) -> SameSuggestion:
    """Agree. One incident: the other case's reports are attached to this one. One pattern: both are in a series.

    Nothing is merged: detaching a report, or taking a case out of the series, undoes it. Agreeing after having said no
    is possible; a second call changes nothing. Raises `Refused` without a reason, and `NotThere` for a suggestion about
    a case that the account may not know.
    """
    with transaction.atomic():
        suggestion, case, other = _locked(suggestion_id, case_id, reason=reason, by=by)
        if suggestion.state == Answer.ACCEPTED:
            return suggestion
        if suggestion.kind == Alike.INCIDENT:
            for report in _reports_of(other):
                attach_report(case.pk, report, reason=reason, by=by, now=now)
        else:
            put_together(case, other, reason=reason, by=by, now=now)
        _answer(suggestion, Answer.ACCEPTED, case, other, reason=reason, by=by, now=now)
    return suggestion


def reject_suggestion(suggestion_id: int, case_id: int, *, reason: str, by: Account, now: datetime) -> SameSuggestion:
    """Disagree: the pair is not suggested again by this version of the machine.

    What was agreed to is undone by detaching, not here. A second call changes nothing. Raises as `accept_suggestion`.
    """
    with transaction.atomic():
        suggestion, case, other = _locked(suggestion_id, case_id, reason=reason, by=by)
        if suggestion.state == Answer.REJECTED:
            return suggestion
        if suggestion.state == Answer.ACCEPTED and suggestion.kind == Alike.INCIDENT:
            raise Refused("Detach the report first: it was taken to be of the same incident.")
        _answer(suggestion, Answer.REJECTED, case, other, reason=reason, by=by, now=now)
    return suggestion


def _locked(suggestion_id: int, case_id: int, *, reason: str, by: Account) -> tuple[SameSuggestion, Case, Case]:
    suggestion = SameSuggestion.objects.filter(pk=suggestion_id).first()
    if suggestion is None or case_id not in (suggestion.case_a_id, suggestion.case_b_id):
        raise NotThere
    other_id = suggestion.case_b_id if suggestion.case_a_id == case_id else suggestion.case_a_id
    list(Case.objects.select_for_update().filter(pk__in=[case_id, other_id]).order_by("pk").values_list("pk"))
    case = case_for_work(case_id, by=by)
    other = Case.objects.visible_to(by).filter(pk=other_id).first()
    if other is None:
        raise NotThere
    if not reason.strip():
        raise Refused("Write why they are, or are not, alike.", about="reason")
    return SameSuggestion.objects.select_for_update().get(pk=suggestion_id), case, other


def _reports_of(other: Case) -> list[str]:
    """References of what the other case holds, the one that opened it last, so that the case is emptied by that."""
    if other.state == State.EMPTIED:
        return [other.opened_for.reference]
    held = other.links.filter(detached_at=None).select_related("report")
    return sorted((link.report.reference for link in held), key=lambda one: one == other.reference)


def _answer(
    suggestion: SameSuggestion, state: Answer, case: Case, other: Case, *, reason: str, by: Account, now: datetime
) -> None:
    suggestion.state, suggestion.by, suggestion.at, suggestion.reason = state, by.username, now, reason.strip()[:300]
    suggestion.save(update_fields=["state", "by", "at", "reason"])
    what = "alike" if state == Answer.ACCEPTED else "not_alike"
    # The other case's reference is not written down: whoever reads this timeline may not know that case.
    for one in (case, other):
        write_entry(one, what, by=by, now=now, note=reason.strip(), suggestion=suggestion.pk, kind=suggestion.kind)
    record_event(
        account=by, action=f"case.{what}", address="", references=[case.reference, other.reference], now=now,
        details={"kind": suggestion.kind},
    )  # fmt: skip
