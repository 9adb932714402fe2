"""Work that is owed to a row: written in the transaction that caused it, finished in the one that does it."""

from django.db import models
from django.db.models import Q


class OutboxQuerySet(models.QuerySet["Outbox"]):
    """Reads in the words of the sweeper."""

    def unfinished(self) -> "OutboxQuerySet":
        """Work not done yet, given up on or not."""
        return self.filter(finished_at=None)

    def due(self, now: object) -> "OutboxQuerySet":
        """Work that should be sent (again) now."""
        return self.unfinished().filter(due_at__lte=now, needs_person=False)


class Outbox(models.Model):
    """One piece of background work. PostgreSQL is the truth; the broker only hurries it along."""

    task = models.CharField(max_length=80, help_text="name of the Celery task; its only argument is this row's id")
    subject = models.BigIntegerField(help_text="id of the row that the task is about")
    created_at = models.DateTimeField()
    due_at = models.DateTimeField(help_text="when the sweeper sends it (again)")
    attempts = models.PositiveIntegerField(default=0, help_text="times sent by the sweeper")
    failures = models.PositiveIntegerField(default=0, help_text="times the task itself raised")
    failure = models.CharField(max_length=100, blank=True, help_text="class name of the last error, never its words")
    needs_person = models.BooleanField(default=False)
    finished_at = models.DateTimeField(null=True)

    objects = OutboxQuerySet.as_manager()

    class Meta:
        verbose_name = "piece of background work"
        verbose_name_plural = "background work"
        indexes = [
            models.Index("due_at", name="outbox_by_due_time", condition=Q(finished_at=None)),
            models.Index("task", "subject", name="outbox_of_a_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.task} {self.subject}"
