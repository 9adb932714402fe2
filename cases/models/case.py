"""The officers' work on one incident, and its links to what was reported."""

from datetime import UTC, datetime
from typing import Self

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce, Upper

from cases.enums import OPEN_STATES, TRANSITIONS, Lane, Role, State
from cases.models.counting_anew import counted_anew
from cases.models.unit import Account
from reporting.models.guards import append_only, never_deleted
from reporting.taxonomy import CLOSING, NOT_AN_INCIDENT, PRIORITIES

NEVER = datetime(9999, 1, 1, tzinfo=UTC)  # when a case is due that owes nothing
_RIGHTS = ["is_restricted", "recused", "hidden_from"]  # what `visible_to` asks of a case besides its unit
CHECK_RULES = "PERFORM case_must_hold(NEW.{column}); RETURN NULL;"
CHECK_ANSWERED = """
    IF TG_OP = 'INSERT' OR OLD.state <> 'closed' THEN PERFORM case_must_have_answered(NEW.id); END IF;
    RETURN NULL;
"""


def holds_rules(name: str, operation: pgtrigger.Operation, column: str) -> pgtrigger.Trigger:
    """At commit the rules that span tables (`case_must_hold`) are checked for the case of the changed row."""
    return pgtrigger.Trigger(
        name=name,
        level=pgtrigger.Row,
        when=pgtrigger.After,
        operation=operation,
        timing=pgtrigger.Deferred,
        func=CHECK_RULES.format(column=column),
    )


def closes_answered(name: str) -> pgtrigger.Trigger:
    """At commit of a closing nobody in the case waits for an answer. A message that comes later opens the case again."""
    return pgtrigger.Trigger(
        name=name,
        level=pgtrigger.Row,
        when=pgtrigger.After,
        operation=pgtrigger.Insert | pgtrigger.Update,
        timing=pgtrigger.Deferred,
        condition=pgtrigger.Q(new__state="closed"),
        func=CHECK_ANSWERED,
    )


def counts(prefix: str = "") -> Q:
    """Cases that are an incident in every figure, in terms of a query that reaches them by `prefix`.

    Not the emptied ones: what they held counts elsewhere. Not those held on suspicion of abuse of the form, until they
    are let go or somebody has closed them otherwise. Not those closed as abuse, or as not hate. Reopened, they count.
    """
    held = Q(**{f"{prefix}lane": Lane.HELD, f"{prefix}state__in": OPEN_STATES})
    found_none = Q(**{f"{prefix}state": State.CLOSED, f"{prefix}closing_reason__in": sorted(NOT_AN_INCIDENT)})
    return ~Q(**{f"{prefix}state": State.EMPTIED}) & ~held & ~found_none


_GOES_WITH_WHAT_IS_OWED = """
    UPDATE cases_commitment SET priority = NEW.priority
    WHERE case_id = NEW.id AND met_at IS NULL AND released_at IS NULL AND due_at > now() AND priority <> NEW.priority;
    RETURN NULL;
"""
_COUNTS = (
    "{row}.state <> 'emptied' AND ({row}.lane <> 'held' OR {row}.state = 'closed')"
    f" AND NOT ({{row}}.state = 'closed' AND {{row}}.closing_reason IN ({', '.join(repr(key) for key in sorted(NOT_AN_INCIDENT))}))"
)
"""The same of a row, for the trigger."""


def due_or_never() -> Coalesce:
    """When something is due, `NEVER` for a case that owes nothing: the order of a list that holds closed cases too."""
    return Coalesce("next_due_at", models.Value(NEVER, models.DateTimeField()))


def _tab(name: str, condition: Q) -> models.Index:
    return models.Index(fields=["unit", "next_due_at", "id"], name=name, condition=condition, include=_RIGHTS)


class CaseQuerySet(models.QuerySet["Case"]):
    """Reads in the words of the desk."""

    def visible_to(self, account: Account) -> Self:
        """The one rights predicate: every list, count, search and export goes through it.

        Officers and supervisors see their unit's cases; administrators those of every unit that is not sealed;
        auditors none. Restricted cases are visible only to named readers, and no case to whoever knows someone in it or
        is involved.
        """
        if account.role in (Role.OFFICER, Role.SUPERVISOR):
            mine = Q(unit_id=account.unit_id)
        elif account.role == Role.ADMINISTRATOR:
            mine = Q(unit__is_sealed=False)
        else:
            return self.none()
        if not account.reads_restricted:
            mine &= Q(is_restricted=False)
        return self.filter(mine, ~Q(hidden_from__contains=[account.pk])).exclude(recused__contains=[account.pk])

    def known_elsewhere(self, account: Account) -> Self:
        """Cases of other units of which the account may know that there are some: what a reason would open for reading."""
        if account.role not in (Role.OFFICER, Role.SUPERVISOR):
            return self.none()
        others = self.filter(is_restricted=False, unit__is_sealed=False).exclude(unit_id=account.unit_id)
        return others.exclude(hidden_from__contains=[account.pk]).exclude(recused__contains=[account.pk])

    def open(self) -> Self:
        """Not closed and not emptied."""
        return self.filter(state__in=OPEN_STATES)

    def counted(self) -> Self:
        """What figures count as incidents (`counts`)."""
        return self.filter(counts())

    def by_due_time(self) -> Self:
        """What is due first comes first."""
        return self.order_by("next_due_at", "pk")


class Case(models.Model):
    """One incident as officers work on it. It bears the reference of the report that opened it."""

    reference = models.CharField(max_length=12, unique=True)
    opened_for = models.OneToOneField("reporting.Report", models.PROTECT, related_name="opened_case")
    reports = models.ManyToManyField("reporting.Report", through="cases.CaseReport", related_name="cases")
    unit = models.ForeignKey("cases.Unit", models.PROTECT, related_name="cases")
    officer = models.ForeignKey("cases.Account", models.PROTECT, null=True, related_name="cases")
    state = models.CharField(max_length=12, default=State.NEW)
    lane = models.CharField(max_length=5, default=Lane.MAIN)
    is_restricted = models.BooleanField(default=False)
    recused = ArrayField(
        models.BigIntegerField(),
        default=list,
        help_text="ids of accounts that know someone in this: the case does not exist for them",
    )
    hidden_from = ArrayField(
        models.BigIntegerField(), default=list, help_text="ids of accounts that may not know of it: officers involved"
    )
    needs_person = models.CharField(
        max_length=200, blank=True, help_text="why the machine left this to a person; empty when it did not"
    )
    priority = models.CharField(max_length=10, default="standard")
    priority_reason = models.CharField(max_length=300, blank=True)
    strands = ArrayField(
        models.CharField(max_length=40),
        default=list,
        help_text="what reporters ticked, and the officer's; until one decided, the machine's instead",
    )
    kinds = ArrayField(models.CharField(max_length=40), default=list)
    is_labelled = models.BooleanField(
        "labelled by an officer",
        default=False,
        help_text="an officer has said which strands and kinds apply, none included",
    )
    language = models.CharField(max_length=12, default="und")
    area = models.CharField(max_length=200, blank=True, help_text="town, area or postcode as the reporter gave it")
    received_at = models.DateTimeField(help_text="of the report that opened it")
    opened_at = models.DateTimeField()
    next_due_at = models.DateTimeField(null=True, help_text="due time of the earliest open commitment")
    next_due_kind = models.CharField(max_length=20, blank=True)
    waiting_until = models.DateField(null=True)
    waiting_for = models.CharField(max_length=300, blank=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey("cases.Account", models.PROTECT, null=True, related_name="+")
    closing_reason = models.CharField(max_length=24, blank=True)
    closing_note = models.TextField(blank=True)
    closing_details = models.JSONField(
        default=dict, help_text="force, number, passed_to: what the closing reason demands"
    )
    closing_proposed_by = models.ForeignKey(
        "cases.Account", models.PROTECT, null=True, related_name="+", help_text="first of two people"
    )
    version = models.PositiveIntegerField(default=1, help_text="counts the writes, so that a stale page is noticed")

    objects = CaseQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(  # with what the workload counts
                fields=["unit", "next_due_at", "id"],
                name="queue_of_a_unit",
                condition=Q(state__in=OPEN_STATES),
                include=["officer", "state", "strands", *_RIGHTS],
            ),
            models.Index(
                fields=["officer", "next_due_at", "id"],
                name="queue_of_an_officer",
                condition=Q(state__in=OPEN_STATES),
                include=["unit", *_RIGHTS],
            ),
            # A tab each, for reading in order and for counting: what the rights ask for is in the index too.
            _tab("queue_of_what_nobody_has", Q(state=State.NEW)),
            _tab("queue_of_what_somebody_has", Q(officer__isnull=False, state__in=OPEN_STATES)),
            _tab("queue_of_what_waits", Q(state=State.WAITING)),
            _tab("queue_of_what_is_held", Q(lane=Lane.HELD, state__in=OPEN_STATES)),
            _tab("queue_of_what_needs_a_person", ~Q(needs_person="") & Q(state__in=OPEN_STATES)),
            models.Index(
                models.F("unit"),
                due_or_never(),
                models.F("id").desc(),
                name="all_cases_of_a_unit",
                condition=~Q(state=State.EMPTIED),
                include=_RIGHTS,
            ),
            models.Index("waiting_until", name="waiting_cases_by_day", condition=Q(state=State.WAITING)),
            models.Index(
                fields=["received_at"],
                name="cases_by_time_received",
                include=["unit", "priority", "strands", "lane", "opened_for", *_RIGHTS],
            ),
            models.Index(
                fields=["unit", "closed_at"],
                name="closed_cases_of_a_unit",
                condition=Q(state=State.CLOSED),
                include=["closed_by", *_RIGHTS],
            ),
            GinIndex("strands", name="cases_by_strand"),
            GinIndex(OpClass(Upper("area"), "gin_trgm_ops"), name="cases_by_place"),
        ]
        constraints = [
            models.CheckConstraint(name="known_state", condition=Q(state__in=list(State))),
            models.CheckConstraint(name="known_priority", condition=Q(priority__in=list(PRIORITIES))),
            models.CheckConstraint(name="known_lane", condition=Q(lane__in=list(Lane))),
            models.CheckConstraint(
                name="a_closed_case_says_when_by_whom_and_why",
                condition=~Q(state=State.CLOSED)
                | Q(closed_at__isnull=False, closed_by__isnull=False, closing_reason__in=list(CLOSING)),
            ),
            models.CheckConstraint(
                name="no_line_left_needs_its_reason",
                condition=~Q(state=State.CLOSED, closing_reason="no_line_left") | ~Q(closing_note=""),
            ),
            models.CheckConstraint(
                name="form_abuse_takes_two_people",
                condition=~Q(state=State.CLOSED, closing_reason="form_abuse")
                | (Q(closing_proposed_by__isnull=False) & ~Q(closing_proposed_by=models.F("closed_by"))),
            ),
            models.CheckConstraint(
                name="not_hate_related_says_passed_to_whom",
                condition=~Q(state=State.CLOSED, closing_reason="not_hate_related")
                | Q(closing_details__has_key="passed_to"),
            ),
            models.CheckConstraint(
                name="a_transfer_names_force_and_number",
                condition=~Q(state=State.CLOSED, closing_reason="transferred")
                | Q(closing_details__has_keys=["force", "number"]),
            ),
            models.CheckConstraint(
                name="waiting_has_a_date_and_a_reason",
                condition=~Q(state=State.WAITING) | (Q(waiting_until__isnull=False) & ~Q(waiting_for="")),
            ),
            models.CheckConstraint(
                name="work_in_progress_has_an_officer",
                condition=~Q(state__in=[State.IN_PROGRESS, State.WAITING]) | Q(officer__isnull=False),
            ),
        ]
        triggers = [
            never_deleted("case_is_never_deleted", "a case is never deleted"),
            pgtrigger.ReadOnly(
                name="case_keeps_its_reference", fields=["reference", "opened_for", "received_at", "opened_at"]
            ),
            pgtrigger.FSM(
                name="case_moves_by_the_table",
                field="state",
                transitions=sorted(
                    {(source.value, target.value) for (source, _), target in TRANSITIONS.items() if source != target}
                ),
            ),
            holds_rules("case_holds_rules", pgtrigger.Insert | pgtrigger.Update, "id"),
            closes_answered("case_closes_answered"),
            pgtrigger.Trigger(
                name="priority_goes_with_what_is_owed",
                when=pgtrigger.After,
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition('OLD."priority" IS DISTINCT FROM NEW."priority"'),
                func=_GOES_WITH_WHAT_IS_OWED,
            ),
            counted_anew(
                "case_is_counted_anew",
                pgtrigger.Insert | pgtrigger.Update,
                "VALUES (NEW.id)",
                changed=(_COUNTS, "strands", "kinds", "unit_id", "area"),
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class CaseReport(models.Model):
    """A report attached to a case. Links are made and ended, never deleted; at most one is live for each pair."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="links")
    report = models.ForeignKey("reporting.Report", models.PROTECT, related_name="links")
    attached_at = models.DateTimeField()
    attached_by = models.CharField(max_length=150, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    detached_at = models.DateTimeField(null=True)
    detached_by = models.CharField(max_length=150, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="attached_once_at_a_time", fields=["case", "report"], condition=Q(detached_at=None)
            ),
            models.CheckConstraint(
                name="detached_by_a_named_person", condition=Q(detached_at=None) | ~Q(detached_by="")
            ),
        ]
        triggers = [
            never_deleted("link_is_never_deleted", "a link between case and report is never deleted"),
            pgtrigger.ReadOnly(name="link_keeps_its_ends", fields=["case", "report", "attached_at", "attached_by"]),
            holds_rules("link_holds_rules", pgtrigger.Insert | pgtrigger.Update, "case_id"),
            counted_anew(
                "link_is_counted_anew",
                pgtrigger.Insert | pgtrigger.Update,
                "VALUES (NEW.case_id)",
                changed=("detached_at",),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} in {self.case_id}"


class Reading(models.Model):
    """Somebody read a report and understood it. It belongs to the report, wherever that is attached."""

    report = models.ForeignKey("reporting.Report", models.PROTECT, related_name="readings")
    case = models.ForeignKey(Case, models.PROTECT, related_name="readings", help_text="the case it was read in")
    by = models.ForeignKey("cases.Account", models.PROTECT, related_name="readings")
    at = models.DateTimeField()
    understood = models.CharField(max_length=15)

    class Meta:
        indexes = [
            models.Index("report", name="readings_of_a_report"),
            models.Index("by", "at", name="readings_of_an_officer"),
        ]
        triggers = [*append_only("reading"), holds_rules("reading_holds_rules", pgtrigger.Insert, "case_id")]

    def __str__(self) -> str:
        return f"{self.report_id} by {self.by_id}"
