"""A second reading, blind: drawn by chance, by somebody who had no part in it, and then compared."""

from typing import Self

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from cases.enums import RereadOf
from cases.models.case import Case
from cases.models.unit import Account
from reporting.models.guards import never_deleted, said_once
from reporting.taxonomy import RECORDING

_DRAWN = ("decision_id", "of", "is_uniform", "barred", "drawn_at")
_NEVER_BY_WHO_HAD_A_PART = """
    IF NEW.reader_id = ANY(NEW.barred) OR EXISTS (
        SELECT 1 FROM cases_recordingdecision d JOIN cases_case c ON c.id = d.case_id
        WHERE d.id = NEW.decision_id AND (
            c.officer_id = NEW.reader_id OR c.closed_by_id = NEW.reader_id
            OR EXISTS (SELECT 1 FROM cases_recordingdecision o WHERE o.case_id = c.id AND o.by_id = NEW.reader_id)
            OR EXISTS (SELECT 1 FROM cases_reading r WHERE r.case_id = c.id AND r.by_id = NEW.reader_id)
            OR EXISTS (SELECT 1 FROM cases_timelineentry t JOIN cases_account a ON a.username = t.by
                       WHERE t.case_id = c.id AND a.id = NEW.reader_id))
    ) THEN
        RAISE EXCEPTION 'a second reading is never by who had a part in it' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
"""


class RereadQuerySet(models.QuerySet["Reread"]):
    """Reads in the words of the desk."""

    def visible_to(self, account: Account) -> Self:
        """Of cases that the account may see and had no part in when they were drawn."""
        cases = Case.objects.visible_to(account).filter(unit=account.unit_id)
        return self.filter(decision__case__in=cases).exclude(barred__contains=[account.pk])

    def open(self) -> Self:
        """Nobody has said yet how they would have decided."""
        return self.filter(read_at=None)


class Reread(models.Model):
    """One decision, or one closing, that is to be read again by somebody who does not see what was decided."""

    decision = models.ForeignKey("cases.RecordingDecision", models.PROTECT, related_name="rereads")
    of = models.CharField(max_length=8)
    is_uniform = models.BooleanField(help_text="one of the 2 % of all decisions: only these measure agreement")
    barred = ArrayField(models.BigIntegerField(), default=list, help_text="accounts that had a part when it was drawn")
    drawn_at = models.DateTimeField()
    reader = models.ForeignKey("cases.Account", models.PROTECT, null=True, related_name="+")
    taken_at = models.DateTimeField(null=True)
    recording = models.CharField(max_length=24, blank=True, help_text="how the second reader would have recorded it")
    is_line_left = models.BooleanField(null=True, help_text="of a closing: whether the second reader sees a line left")
    reason = models.TextField(blank=True)
    read_at = models.DateTimeField(null=True)

    objects = RereadQuerySet.as_manager()

    class Meta:
        indexes = [models.Index("drawn_at", name="rereads_to_do", condition=Q(read_at=None))]
        constraints = [
            models.UniqueConstraint(name="drawn_once", fields=["decision", "of"]),
            models.CheckConstraint(name="known_reread", condition=Q(of__in=list(RereadOf))),
            models.CheckConstraint(name="known_second_decision", condition=Q(recording__in=["", *RECORDING])),
            models.CheckConstraint(
                name="taken_by_somebody_at_a_time",
                condition=Q(reader=None, taken_at=None) | Q(reader__isnull=False, taken_at__isnull=False),
            ),
            models.CheckConstraint(
                name="a_second_reading_says_what_it_came_to",
                condition=Q(read_at=None)
                | (Q(reader__isnull=False) & (~Q(recording="") | Q(is_line_left__isnull=False))),
            ),
        ]
        triggers = [
            said_once("reread_is_drawn_once", "what was drawn never changes", report="NULL", fields=_DRAWN),
            pgtrigger.Trigger(
                name="reread_is_said_once",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition("OLD.read_at IS NOT NULL"),
                func="RAISE EXCEPTION 'a second reading is said once' USING ERRCODE = 'integrity_constraint_violation';",
            ),
            pgtrigger.Trigger(
                name="reread_is_never_by_who_had_a_part",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                condition=pgtrigger.Condition("NEW.reader_id IS NOT NULL"),
                func=_NEVER_BY_WHO_HAD_A_PART,
            ),
            never_deleted("reread_is_never_deleted", "a second reading is never deleted"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.of} {self.decision_id}"
