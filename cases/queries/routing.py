"""What the routing rules are asked: the rules in force, and what is known of cases."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import Left

from cases.engine.routing import CUES, Facts, Rule
from cases.enums import Speaker
from cases.models import Case, CaseReport, RoutingRule, Voice
from cases.queries.readers import working_units
from reporting.models import Report
from reporting.places import area_of, force_of

_ASKED = ("place_kind", "transport_kind", "transport_line", "borough", "area")
_MOST = 500  # characters of each of them
_KEY_OF = {sentence: key for key, sentence in CUES.items()}


def rules_in_force(on: date) -> list[Rule]:
    """In their order; those that lead to a unit where nobody works are left out. One query."""
    rules = RoutingRule.objects.in_force(on).filter(unit__in=working_units()).select_related("unit")
    return [as_rule(rule) for rule in rules]


def as_rule(rule: RoutingRule) -> Rule:
    """The rule as the engine takes it."""
    return Rule(rule.pk, rule.name, rule.unit_id, rule.unit.is_sealed, rule.wants)


def facts_of_report(report: Report, priority: str) -> Facts:
    """What a report says by itself, before anybody or anything has looked at its words."""
    told = {name: str(report.answers[name])[:_MOST] for name in _ASKED if report.answers.get(name)}
    said = _said(report.perceived_strands, told)
    return Facts(
        {**said, "priority": frozenset([priority])}, area=area_of(report.answers), line=told.get("transport_line", "")
    )


def facts_of(cases: Sequence[Case]) -> dict[int, Facts]:
    """What is known of each case, by its id: two queries however many."""
    reports: defaultdict[int, list[tuple[int, Any, dict[str, str]]]] = defaultdict(list)
    links = (
        CaseReport.objects.filter(case__in=[case.pk for case in cases], detached_at=None)
        .annotate(**{f"told_{name}": Left(KeyTextTransform(name, "report__answers"), _MOST) for name in _ASKED})
        .values_list("case_id", "report_id", "report__perceived_strands", *(f"told_{name}" for name in _ASKED))
    )
    for case_id, report_id, ticked, *told in links:
        answers = {name: value for name, value in zip(_ASKED, told, strict=True) if value}
        reports[case_id].append((report_id, ticked, answers))
    voices = _newest({report_id for told in reports.values() for report_id, *_ in told})
    return {case.pk: _facts(case, reports[case.pk], voices) for case in cases}


def _newest(report_ids: Iterable[int]) -> dict[int, tuple[Any, ...]]:
    """The machine's last word on each report: strands, kinds, priority, its reasons, what it read out, whether it is hidden."""
    voices = (
        Voice.objects.filter(speaker=Speaker.MACHINE, report__in=list(report_ids))
        .annotate(
            reasons=KeyTransform("reasons", KeyTransform("priority", "details")),
            entities=KeyTransform("entities", "details"),
        )
        .order_by("at", "pk")
        .values_list("report_id", "strands", "kinds", "priority", "reasons", "entities", "is_blind")
    )
    return {report_id: tuple(said) for report_id, *said in voices}


def _facts(case: Case, told: Iterable[tuple[int, Any, dict[str, str]]], voices: dict[int, tuple[Any, ...]]) -> Facts:
    said: defaultdict[str, set[str]] = defaultdict(set)
    suggested: defaultdict[str, set[str]] = defaultdict(set)
    is_hidden, lines = False, []
    for report_id, ticked, answers in told:
        for about, values in _said(ticked, answers).items():
            said[about] |= values
        lines.append(answers.get("transport_line", ""))
        if report_id not in voices:
            continue
        strands, kinds, priority, reasons, entities, is_blind = voices[report_id]
        suggested["strand"].update(strands)
        suggested["kind"].update(kinds)
        suggested["cue"].update(_KEY_OF[one["text"]] for one in reasons or () if one.get("text") in _KEY_OF)
        suggested["platform"].update(one["value"] for one in entities or () if one.get("kind") == "platform")
        suggested["priority"].add(priority)
        is_hidden |= is_blind
    if case.language != "und":
        said["language"].add(case.language)
    if case.priority not in suggested["priority"]:
        said["priority"].add(case.priority)
    suggested["priority"] &= {case.priority}
    return Facts(_frozen(said), _frozen(suggested), case.area, is_hidden, "\n".join(lines))


def _said(ticked: Iterable[str], told: Mapping[str, str]) -> dict[str, frozenset[str]]:
    """By the names of the engine. Kinds of place and transport are keys; whose work it is follows from them."""
    of_keys = {"place": told.get("place_kind"), "transport": told.get("transport_kind"), "force": force_of(told)}
    return {"strand": frozenset(ticked), **{about: frozenset([key] if key else ()) for about, key in of_keys.items()}}


def _frozen(values: dict[str, set[str]]) -> dict[str, frozenset[str]]:
    return {about: frozenset(found) for about, found in values.items()}
