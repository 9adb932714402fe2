"""The work on a complaint: who has it, what was answered, why it was closed. It never goes to who decided."""

from typing import Self

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef, Q

from cases.enums import Role
from cases.models.case import CaseReport
from cases.models.unit import Account
from reporting.models.fields import WordsField
from reporting.models.guards import never_deleted

_NEVER_TO_WHO_DECIDED = """
    IF NEW.taken_by_id IS NOT NULL AND EXISTS (
        SELECT 1 FROM cases_casereport l JOIN cases_case c ON c.id = l.case_id
        WHERE l.report_id = NEW.report_id
          AND (c.officer_id = NEW.taken_by_id OR c.closed_by_id = NEW.taken_by_id
               OR EXISTS (SELECT 1 FROM cases_recordingdecision d
                          WHERE d.case_id = c.id AND d.by_id = NEW.taken_by_id))
    ) THEN
        RAISE EXCEPTION 'a complaint never goes to who decided' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
"""


class ComplaintWorkQuerySet(models.QuerySet["ComplaintWork"]):
    """Reads in the words of the supervisors."""

    def visible_to(self, account: Account) -> Self:
        """Supervisors, of whatever unit, save who had, decided or closed a case of the report that it is about.

        What may not be known of a case may not be known through a complaint: it is hidden from whom the case is hidden.
        """
        if account.role != Role.SUPERVISOR or not account.is_active:
            return self.none()
        me = [account.pk]
        decided = Q(case__officer=account) | Q(case__closed_by=account) | Q(case__decisions__by=account)
        hidden = Q(case__recused__contains=me) | Q(case__hidden_from__contains=me)
        hidden |= Q(case__unit__is_sealed=True) & ~Q(case__unit=account.unit_id)
        if not account.reads_restricted:
            hidden |= Q(case__is_restricted=True)
        return self.filter(~Exists(CaseReport.objects.filter(decided | hidden, report=OuterRef("report"))))

    def open(self) -> Self:
        """Not closed yet."""
        return self.filter(closed_at=None)


class ComplaintWork(models.Model):
    """One complaint as supervisors work on it. Its clock of thirty days runs from when it came in."""

    complaint = models.OneToOneField("reporting.Complaint", models.PROTECT, related_name="work")
    report = models.ForeignKey(
        "reporting.Report",
        models.PROTECT,
        null=True,
        related_name="+",
        help_text="that it is about, where that is known",
    )
    due_at = models.DateTimeField()
    taken_by = models.ForeignKey("cases.Account", models.PROTECT, null=True, related_name="complaints")
    taken_at = models.DateTimeField(null=True)
    answer = WordsField(blank=True, help_text="what was answered")
    answered_how = models.CharField(
        max_length=300, blank=True, help_text="how the answer was given, or why it could not be"
    )
    answered_by = models.ForeignKey("cases.Account", models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    closing_reason = models.CharField(max_length=500, blank=True)
    closed_by = models.ForeignKey("cases.Account", models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)
    kept_from = ArrayField(
        models.BigIntegerField(), default=list, help_text="who had decided when it came in; for the record"
    )

    objects = ComplaintWorkQuerySet.as_manager()

    class Meta:
        verbose_name = "complaint"
        indexes = [models.Index("due_at", name="open_complaints_by_due_time", condition=Q(closed_at=None))]
        constraints = [
            models.CheckConstraint(
                name="a_complaint_is_taken_by_somebody",
                condition=Q(taken_by=None, taken_at=None) | Q(taken_by__isnull=False, taken_at__isnull=False),
            ),
            models.CheckConstraint(
                name="an_answer_says_what_and_how",
                condition=Q(answer="", answered_how="", answered_by=None, answered_at=None)
                | (
                    Q(taken_at__isnull=False, answered_by__isnull=False, answered_at__isnull=False)
                    & ~Q(answer="")
                    & ~Q(answered_how="")
                ),
            ),
            models.CheckConstraint(
                name="a_complaint_is_closed_with_a_reason",
                condition=Q(closing_reason="", closed_by=None, closed_at=None)
                | (
                    Q(answered_at__isnull=False, closed_by__isnull=False, closed_at__isnull=False)
                    & ~Q(closing_reason="")
                ),
            ),
        ]
        triggers = [
            never_deleted("complaint_work_is_never_deleted", "a complaint is never deleted"),
            pgtrigger.ReadOnly(
                name="complaint_work_keeps_its_clock", fields=["complaint", "report", "due_at", "kept_from"]
            ),
            pgtrigger.Trigger(
                name="an_answer_to_a_complaint_stays",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.answered_at IS NOT NULL AND (OLD.answer, OLD.answered_how, OLD.answered_by_id, OLD.answered_at)"
                    " IS DISTINCT FROM (NEW.answer, NEW.answered_how, NEW.answered_by_id, NEW.answered_at)"
                ),
                func="RAISE EXCEPTION 'an answer is never edited' USING ERRCODE = 'integrity_constraint_violation';",
            ),
            pgtrigger.Trigger(
                name="complaint_never_goes_to_who_decided",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=_NEVER_TO_WHO_DECIDED,
            ),
        ]

    def __str__(self) -> str:
        return f"complaint {self.pk}"
