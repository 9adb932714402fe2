"""Something owed to somebody by a time. The earliest open one orders the queue."""

from datetime import timedelta

import pgtrigger
from django.db import models
from django.db.models import Q

from cases.enums import CommitmentKind
from cases.models.case import holds_rules
from reporting.models.guards import append_only, never_deleted
from reporting.taxonomy import PRIORITIES

_TAKES_PRIORITY = """
    IF NEW.priority = '' THEN
        SELECT priority INTO NEW.priority FROM cases_case WHERE id = NEW.case_id;
    END IF;
    RETURN NEW;
"""
_KEPT_AS_IT_WAS = """
    IF OLD.met_at IS NOT NULL OR OLD.released_at IS NOT NULL THEN
        RAISE EXCEPTION 'what was kept, or let go, stays as it was' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.due_at > OLD.due_at OR NEW.opened_at <> OLD.opened_at OR NEW.kind <> OLD.kind THEN
        RAISE EXCEPTION 'a promised time is never put back' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.priority <> OLD.priority AND NEW.due_at = OLD.due_at AND OLD.due_at <= now() THEN
        RAISE EXCEPTION 'what fell due keeps its priority' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
"""
_AS_IT_WAS = (
    "case_id", "report_id", "kind", "priority", "opened_at", "due_at", "met_at", "met_by_id", "released_at",
    "released_because",
)  # fmt: skip


class PromiseRule(models.Model):
    """Within what time a kind of commitment is kept: dated data. An empty priority is for all that have none of their own.

    An enhanced rule is for people to whom enhanced service is owed (`EnhancedGround`); the shorter time counts.
    """

    kind = models.CharField(
        max_length=20, choices=[(kind.value, kind.value.replace("_", " ")) for kind in CommitmentKind]
    )
    priority = models.CharField(max_length=10, blank=True)
    is_enhanced = models.BooleanField(default=False, help_text="for people who are owed enhanced service")
    within = models.DurationField(help_text="elapsed time, nights included")
    in_force_from = models.DateField()
    in_force_until = models.DateField(null=True, blank=True, help_text="last day")
    source = models.CharField(max_length=300, blank=True, help_text="who decided it, where it stands")

    class Meta:
        constraints = [
            models.CheckConstraint(name="known_promise", condition=Q(kind__in=list(CommitmentKind))),
            models.CheckConstraint(
                name="reading_is_promised_within_24_hours",
                condition=~Q(kind="read") | Q(within__lte=timedelta(hours=24)),
            ),
            models.UniqueConstraint(
                name="one_promise_a_day_kind_and_priority", fields=["kind", "priority", "is_enhanced", "in_force_from"]
            ),
        ]

    def __str__(self) -> str:
        return " ".join(filter(None, [self.kind, self.priority, "enhanced" * self.is_enhanced, str(self.within)]))


class DecisionRule(models.Model):
    """Whether a recording decision is on offer: dated data, because the guidance changes."""

    recording = models.CharField(max_length=24)
    is_allowed = models.BooleanField()
    in_force_from = models.DateField()
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_rule_a_day_and_decision", fields=["recording", "in_force_from"])
        ]

    def __str__(self) -> str:
        return f"{self.recording} {self.in_force_from}"


class CommitmentQuerySet(models.QuerySet["Commitment"]):
    """Reads in the words of the promise."""

    def open(self) -> "CommitmentQuerySet":
        """Neither met nor released."""
        return self.filter(met_at=None, released_at=None)

    def overdue(self, now: object) -> "CommitmentQuerySet":
        """Open, and past its time."""
        return self.open().filter(due_at__lt=now)

    def with_new_time(self) -> "CommitmentQuerySet":
        """With `new_due_at`: the time that a supervisor promised anew after it was missed, None where nobody did."""
        newest = NewTime.objects.filter(commitment=models.OuterRef("pk")).order_by("-pk")
        return self.annotate(new_due_at=models.Subquery(newest.values("due_at")[:1]))


class Commitment(models.Model):
    """Met by doing it; released when its report leaves the case, another of its kind replaces it, or the case is closed before."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="commitments")
    report = models.ForeignKey("reporting.Report", models.PROTECT, null=True, related_name="commitments")
    kind = models.CharField(max_length=20)
    owed_to = models.ForeignKey("cases.Person", models.PROTECT, null=True, related_name="+")
    what = models.CharField(max_length=300, blank=True, help_text="in the officer's words, for a next action")
    rule = models.ForeignKey(PromiseRule, models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField()
    priority = models.CharField(
        max_length=10,
        default="",
        help_text="of the case when this was promised, or as it became before this fell due; later changes count no more",
    )
    met_at = models.DateTimeField(null=True)
    met_by = models.ForeignKey("cases.Account", models.PROTECT, null=True, related_name="+")
    released_at = models.DateTimeField(null=True)
    released_because = models.CharField(max_length=100, blank=True)

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["case", "due_at"],
                name="open_commitments_of_a_case",
                condition=Q(met_at=None, released_at=None),
                include=["kind"],
            )
        ]
        constraints = [
            models.CheckConstraint(name="known_commitment", condition=Q(kind__in=list(CommitmentKind))),
            models.CheckConstraint(name="promised_at_a_known_priority", condition=Q(priority__in=list(PRIORITIES))),
            models.CheckConstraint(
                name="reading_is_owed_to_a_report", condition=~Q(kind="read") | Q(report__isnull=False)
            ),
            models.CheckConstraint(name="met_by_a_named_person", condition=Q(met_at=None) | Q(met_by__isnull=False)),
            models.CheckConstraint(
                name="released_for_a_reason", condition=Q(released_at=None) | ~Q(released_because="")
            ),
            models.UniqueConstraint(
                name="one_open_reading_a_report_and_case",
                fields=["case", "report"],
                condition=Q(kind="read", met_at=None, released_at=None),
            ),
        ]
        triggers = [
            never_deleted("commitment_is_never_deleted", "a commitment is never deleted"),
            pgtrigger.Trigger(
                name="commitment_takes_the_priority",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=_TAKES_PRIORITY,
            ),
            pgtrigger.Trigger(
                name="commitment_is_kept_as_it_was",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    " OR ".join(f'OLD."{field}" IS DISTINCT FROM NEW."{field}"' for field in _AS_IT_WAS)
                ),
                func=_KEPT_AS_IT_WAS,
            ),
            holds_rules("commitment_holds_rules", pgtrigger.Insert | pgtrigger.Update, "case_id"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.due_at:%Y-%m-%d %H:%M}"

    @property
    def is_open(self) -> bool:
        """Neither met nor released."""
        return self.met_at is None and self.released_at is None


class NewTime(models.Model):
    """What a supervisor promised after a commitment was missed. The time that was missed stays where it was."""

    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="new_times")
    due_at = models.DateTimeField()
    reason = models.CharField(max_length=300, help_text="why it was missed, for colleagues; the reporter is not told")
    by = models.ForeignKey("cases.Account", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="a_new_time_lies_ahead", condition=Q(due_at__gt=models.F("at"))),
            models.CheckConstraint(name="a_new_time_has_a_reason", condition=~Q(reason="")),
        ]
        triggers = append_only("new time")

    def __str__(self) -> str:
        return f"{self.due_at:%Y-%m-%d %H:%M}"
