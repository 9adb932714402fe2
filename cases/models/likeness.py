"""What of a case is compared with others, and what the machine takes to be alike: suggestions that people decide on."""

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from cases.enums import Alike, Answer
from reporting.models.guards import never_deleted

BY_THE_PERSON = "reporter"  # in place of a version of the machine: whoever reported says so


class CaseTraits(models.Model):
    """Of the report that opened a case: keyed hashes to find candidates by, and what is compared, sealed.

    Made from words and places, never from what identifies a person. Made anew at any time; emptied with its report.
    """

    case = models.OneToOneField("cases.Case", models.PROTECT, related_name="traits")
    keys = ArrayField(models.BigIntegerField(), default=list)
    sealed = models.BinaryField(null=True, help_text="cases/engine/traits.py: Traits, encrypted")
    version = models.CharField(max_length=20)
    made_at = models.DateTimeField()

    class Meta:
        indexes = [GinIndex("keys", name="cases_by_trait")]

    def __str__(self) -> str:
        return f"traits of {self.case_id}"


class ContactKey(models.Model):
    """Exact blind index of one e-mail address or number of a person who reported: a keyed hash, never the words."""

    person = models.ForeignKey("cases.Person", models.PROTECT, related_name="contact_keys")
    digest = models.BinaryField(max_length=32)

    class Meta:
        indexes = [models.Index("digest", name="persons_by_contact")]
        constraints = [models.UniqueConstraint(name="a_contact_stands_once", fields=["person", "digest"])]

    def __str__(self) -> str:
        return f"contact of {self.person_id}"


class SuggestionQuerySet(models.QuerySet["SameSuggestion"]):
    """Reads in the words of the desk."""

    def of(self, case_id: int) -> Self:
        """Those that name this case."""
        return self.filter(Q(case_a=case_id) | Q(case_b=case_id))

    def not_rejected(self) -> Self:
        """Open ones, and those that somebody has agreed with."""
        return self.exclude(state=Answer.REJECTED)


class SameSuggestion(models.Model):
    """Two cases that may be one incident, or one pattern. Nothing follows from it until a person agrees.

    A pair is suggested once at each version: what was rejected does not come back.
    """

    case_a = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    case_b = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10)
    score = models.FloatField()
    sealed_reasons = models.BinaryField(null=True, help_text="why, encrypted: it holds words of the reports")
    version = models.CharField(max_length=20)
    made_at = models.DateTimeField()
    state = models.CharField(max_length=10, default=Answer.OPEN)
    by = models.CharField(max_length=150, blank=True)
    at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True)

    objects = SuggestionQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index("case_a", "kind", name="alike_by_first_case"),
            models.Index("case_b", "kind", name="alike_by_second_case"),
        ]
        constraints = [
            models.UniqueConstraint(name="a_pair_is_suggested_once", fields=["case_a", "case_b", "version"]),
            models.CheckConstraint(name="the_older_case_comes_first", condition=Q(case_a__lt=F("case_b"))),
            models.CheckConstraint(name="known_likeness", condition=Q(kind__in=list(Alike))),
            models.CheckConstraint(name="known_answer", condition=Q(state__in=list(Answer))),
            models.CheckConstraint(
                name="an_answer_says_by_whom_when_and_why",
                condition=Q(state=Answer.OPEN) | (~Q(by="") & Q(at__isnull=False) & ~Q(reason="")),
            ),
        ]
        triggers = [never_deleted("suggestion_is_never_deleted", "a suggestion is never deleted")]

    def __str__(self) -> str:
        return f"{self.kind} {self.case_a_id} {self.case_b_id}"
