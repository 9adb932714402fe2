"""What happened to a case, in order: added to, never changed."""

from django.db import models

from reporting.models.guards import append_only


class TimelineEntry(models.Model):
    """One thing that somebody, or the system (`by` empty), did."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="timeline")
    at = models.DateTimeField()
    by = models.CharField(max_length=150, blank=True)
    what = models.CharField(max_length=40, help_text="key of the thing done, such as taken, read, closed")
    details = models.JSONField(default=dict)
    note = models.TextField(blank=True, help_text="in the officer's words")

    class Meta:
        indexes = [
            models.Index("case", "at", name="timeline_of_a_case"),
            models.Index("case", name="cases_raised_for_repeat", condition=models.Q(what="raised_for_repeat")),
        ]
        triggers = append_only("timeline entry")

    def __str__(self) -> str:
        return f"{self.what} {self.at:%Y-%m-%d %H:%M}"
