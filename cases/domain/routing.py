"""Routing: rules put a case before a unit. The machine moves what nobody has touched; all else is put to a person.

Only a person, or the reporter's own answer that it is about the police or its staff, restricts a case or brings it to a
sealed unit.
"""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from cases.domain.access import case_for_work
from cases.domain.audit import record_event
from cases.domain.moving import follow_suggestion, put_before
from cases.domain.refusals import Refused
from cases.domain.timeline import write_entry
from cases.engine.routing import Match, choose
from cases.enums import OPEN_STATES, State
from cases.models import Account, Case, Reading, TimelineEntry, Unit
from cases.queries.readers import police_unit
from cases.queries.routing import facts_of, facts_of_report, rules_in_force
from reporting.models import Report

ROUTED, SUGGESTED, KEPT, MOVED = "routed", "routing_suggested", "routing_kept", "moved"


def is_about_police(report: Report) -> bool:
    """The reporter's own answer."""
    return bool(report.answers.get("about_police") == "yes")


def unit_for_new(report: Report, default: Unit, *, priority: str, on: date) -> tuple[Unit, Match | None]:
    """The unit that a new report comes to, and the rule that says so, by what was said alone.

    A report about the police goes past all rules to the unit for these, as soon as somebody there may read it.
    """
    if is_about_police(report):
        return police_unit() or default, None
    match = choose(rules_in_force(on), facts_of_report(report, priority), is_untouched=True).move
    return (Unit.objects.get(pk=match.rule.unit), match) if match else (default, None)


def write_routed(case: Case, match: Match, *, before: Unit, now: datetime) -> None:
    """Say on the timeline which rule brought the case here, and because of what."""
    write_entry(
        case, ROUTED, by=None, now=now, **{"from": before.name, "to": case.unit.name}, **_told(match, case.unit)
    )


def route_case(case: Case, *, now: datetime) -> None:
    """Ask the rules about a locked open case; part of the caller's transaction, which saves.

    What nobody has taken, read or moved goes where the first rule leads. A unit that the machine may not send it to is
    suggested, once. A restricted case stays where it is.
    """
    if case.is_restricted:
        return
    rules = rules_in_force(timezone.localdate(now))
    if not rules:
        return
    route = choose(rules, facts_of([case])[case.pk], is_untouched=_is_untouched(case))
    if route.move is not None and route.move.rule.unit != case.unit_id:
        before = case.unit
        put_before(case, Unit.objects.get(pk=route.move.rule.unit))
        write_routed(case, route.move, before=before, now=now)
    if route.suggestion is not None and route.suggestion.rule.unit != case.unit_id:
        unit = Unit.objects.get(pk=route.suggestion.rule.unit)
        if not case.timeline.filter(what=SUGGESTED, details__unit=unit.key).exists():
            write_entry(case, SUGGESTED, by=None, now=now, to=unit.name, **_told(route.suggestion, unit))


def accept_suggestion(case_id: int, entry_id: int, *, by: Account, now: datetime) -> Case:
    """Move the case to the unit that was suggested in this line of its timeline.

    A second call changes nothing. Raises `Refused` when it was answered already, or nobody works there any more.
    """
    with transaction.atomic():
        case, entry = _suggested(case_id, entry_id, by=by)
        unit = Unit.objects.get(key=entry.details["unit"])
        if case.unit_id != unit.pk:
            _refuse_if_answered(case, entry)
            follow_suggestion(case, unit, rule=entry.details["rule"], by=by, now=now)
    return case


def keep_case(case_id: int, entry_id: int, *, by: Account, now: datetime) -> Case:
    """Say that the case stays, though a rule suggested another unit. A second call changes nothing."""
    with transaction.atomic():
        case, entry = _suggested(case_id, entry_id, by=by)
        if not _answers(case, entry).filter(what=KEPT).exists():
            _refuse_if_answered(case, entry)
            write_entry(case, KEPT, by=by, now=now, **{key: entry.details[key] for key in ("rule", "to", "unit")})
            record_event(account=by, action="case.keep_here", address="", references=[case.reference], now=now)
    return case


def _suggested(case_id: int, entry_id: int, *, by: Account) -> tuple[Case, TimelineEntry]:
    case = case_for_work(case_id, by=by, states=OPEN_STATES)
    entry = case.timeline.filter(pk=entry_id, what=SUGGESTED).first()
    if entry is None:
        raise Refused("There is no such suggestion any more: look at the case again.")
    return case, entry


def _answers(case: Case, entry: TimelineEntry) -> Any:
    return case.timeline.filter(what__in=(KEPT, MOVED), pk__gt=entry.pk, details__unit=entry.details["unit"])


def _refuse_if_answered(case: Case, entry: TimelineEntry) -> None:
    answered = _answers(case, entry).first()
    if answered is not None:
        raise Refused(f"{answered.by} has answered this suggestion already.")


def _is_untouched(case: Case) -> bool:
    if case.state != State.NEW or case.officer_id is not None:
        return False
    reports = case.links.filter(detached_at=None).values("report")
    if Reading.objects.filter(report__in=reports).exists():
        return False
    return not case.timeline.filter(what__in=(MOVED, KEPT)).exists()


def _told(match: Match, unit: Unit) -> dict[str, Any]:
    because = [{"about": one.about, "value": one.value, "is_suggested": one.is_suggested} for one in match.because]
    return {"rule": match.rule.name, "unit": unit.key, "because": because}
