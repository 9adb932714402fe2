"""The to-do list of a case."""

import pgtrigger
from django.db import models
from django.db.models import Q

from reporting.models.guards import never_deleted


class TaskQuerySet(models.QuerySet["Task"]):
    """Reads in the words of the desk."""

    def open(self) -> "TaskQuerySet":
        """Not finished yet."""
        return self.filter(done_at=None)


class Task(models.Model):
    """Something to be done on a case. It is finished, with what came of it, and never removed."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="tasks")
    what = models.CharField(max_length=300)
    assigned_to = models.ForeignKey("cases.Account", models.PROTECT, null=True, related_name="tasks")
    due_on = models.DateField(null=True)
    added_by = models.ForeignKey("cases.Account", models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey("cases.Account", models.PROTECT, null=True, related_name="+")
    outcome = models.TextField(blank=True, help_text="what came of it")

    objects = TaskQuerySet.as_manager()

    class Meta:
        indexes = [models.Index("case", "added_at", name="tasks_of_a_case")]
        constraints = [
            models.CheckConstraint(name="a_task_says_what", condition=~Q(what="")),
            models.CheckConstraint(
                name="a_finished_task_says_when_and_by_whom",
                condition=Q(done_at=None, done_by=None) | Q(done_at__isnull=False, done_by__isnull=False),
            ),
        ]
        triggers = [
            never_deleted("task_is_never_deleted", "a task is never deleted"),
            pgtrigger.ReadOnly(name="task_keeps_its_words", fields=["case", "what", "added_by", "added_at"]),
            pgtrigger.Trigger(
                name="task_is_finished_once",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition("OLD.done_at IS NOT NULL"),
                func="RAISE EXCEPTION 'a task is finished once' USING ERRCODE = 'integrity_constraint_violation';",
            ),
        ]

    def __str__(self) -> str:
        return f"task {self.pk} of case {self.case_id}"
