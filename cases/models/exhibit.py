"""What officers do with evidence: the copies they look at, and exhibits that were sealed."""

from django.db import models
from django.db.models import Q

from reporting.models.guards import append_only


class SafeCopy(models.Model):
    """One part of what may be looked at of an exhibit: made anew from the original, without what lay hidden in it.

    `failure` instead of a part says why there is none. Copies may go at any time: they are made again.
    """

    evidence = models.ForeignKey("reporting.Evidence", models.PROTECT, related_name="copies")
    part = models.PositiveSmallIntegerField(help_text="page of a document; 0 for all else")
    stored = models.UUIDField(null=True, unique=True, help_text="its name on disk")
    sealed_key = models.BinaryField(null=True)
    media_type = models.CharField(max_length=40, blank=True)
    size = models.BigIntegerField(default=0)
    note = models.CharField(max_length=200, blank=True, help_text="what is not shown, such as further pages")
    failure = models.CharField(max_length=40, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="each_part_of_a_copy_once", fields=["evidence", "part"]),
            models.CheckConstraint(
                name="a_copy_is_there_or_says_why_not", condition=Q(failure="", stored__isnull=False) | ~Q(failure="")
            ),
        ]

    def __str__(self) -> str:
        return f"copy {self.part} of evidence {self.evidence_id}"


class ExhibitSeal(models.Model):
    """Indecent or terrorist material: nobody looks at it any more, save the named unit at the original."""

    evidence = models.OneToOneField("reporting.Evidence", models.PROTECT, related_name="seal")
    unit = models.ForeignKey(
        "cases.Unit", models.PROTECT, null=True, related_name="+", help_text="empty: none was named, nobody may open it"
    )
    viewers = models.JSONField(default=list, help_text="who had looked at it, and when: [account, time, what]")
    by = models.ForeignKey("cases.Account", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        triggers = append_only("seal of an exhibit")

    def __str__(self) -> str:
        return f"seal of evidence {self.evidence_id}"
