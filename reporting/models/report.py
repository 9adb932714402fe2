"""What somebody told us. The row never changes; the rules are in the database, not in `save()`."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.fields.json import KT

from reporting.enums import Channel, Owed, PublicStatus
from reporting.models.fields import WordsField
from reporting.models.guards import never_deleted, said_once

SAID_ONCE = (
    "reference", "idempotency_hash", "words", "fingerprint", "answers", "sealed_answers", "perceived_strands",
    "channel", "language", "received_at", "happened_elsewhere_at",
)  # fmt: skip

CAME_AGAIN = ("once_or_twice", "often")
"""Answers to “has something like this happened before?” that say that it has."""


class ReportQuerySet(models.QuerySet["Report"]):
    """Reads in the words of whoever counts."""

    def arrivals(self) -> "ReportQuerySet":
        """What came in when it was received: a backlog that was imported did not arrive on the day of the import."""
        return self.exclude(channel=Channel.IMPORT)


class Report(models.Model):
    """An immutable report. Only the coarse public status, selector and verifier may change, through the domain."""

    reference = models.CharField(
        max_length=12, unique=True, help_text="human reference, Crockford base 32 with check character"
    )
    selector = models.CharField(max_length=8, unique=True, help_text="public half of the follow-up code")
    verifier = models.BinaryField(null=True, help_text="keyed HMAC of the secret half; empty once the code was stopped")
    idempotency_hash = models.BinaryField(unique=True, help_text="SHA-256 of the token of the form it was sent with")
    words = WordsField(help_text="what happened, canonical form")
    fingerprint = models.CharField(max_length=64, help_text="SHA-256 (hex) of the words' UTF-8")
    answers = models.JSONField(default=dict, help_text="the other answers, by name of question")
    sealed_answers = models.BinaryField(null=True, help_text="answers that identify somebody, encrypted")
    perceived_strands = ArrayField(
        models.CharField(max_length=40), default=list, help_text="as the reporter ticked them"
    )
    channel = models.CharField(max_length=10, default=Channel.WEB)
    language = models.CharField(max_length=12, default="en-gb", help_text="of the form it came through")
    received_at = models.DateTimeField(help_text="when it was committed; every clock starts here")
    happened_elsewhere_at = models.DateTimeField(
        null=True, help_text="when another door took it, where that was earlier"
    )
    public_status = models.CharField(max_length=12, default=PublicStatus.RECEIVED)
    public_due_at = models.DateTimeField(null=True, help_text="the promised time of what is owed next")
    public_due_kind = models.CharField(max_length=12, default=Owed.READ)
    public_new_due_at = models.DateTimeField(null=True, help_text="promised anew by a supervisor, once that was missed")
    public_review_due_at = models.DateTimeField(
        null=True, help_text="by when somebody who did not decide has looked again, while that is asked for"
    )
    public_handed_over_at = models.DateTimeField(
        null=True, help_text="when the control room got what it tells, where its sender may know"
    )
    code_stopped_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)
    erasure_decision = models.BigIntegerField(null=True, help_text="the decision with two approvers that allowed it")

    objects = ReportQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index("received_at", name="reports_by_time_received"),
            models.Index(fields=["channel", "received_at"], name="reports_by_channel", include=["id"]),
            models.Index(KT("answers__happened_on"), name="reports_by_day_it_happened"),
            models.Index(
                "received_at", name="reports_taken_elsewhere", condition=Q(happened_elsewhere_at__isnull=False)
            ),
            models.Index("id", name="reports_of_what_came_again", condition=Q(answers__happened_before__in=CAME_AGAIN)),
        ]
        constraints = [
            models.CheckConstraint(
                name="fingerprint_is_that_of_the_words",
                condition=Q(words="")
                | Q(
                    fingerprint=models.Func(
                        models.Func(
                            models.Func(
                                models.F("words"),
                                models.Value("UTF8"),
                                function="convert_to",
                                output_field=models.BinaryField(),
                            ),
                            function="sha256",
                            output_field=models.BinaryField(),
                        ),
                        models.Value("hex"),
                        function="encode",
                        output_field=models.TextField(),
                    )
                ),
            ),
            models.CheckConstraint(name="known_channel", condition=Q(channel__in=list(Channel))),
            models.CheckConstraint(name="known_public_status", condition=Q(public_status__in=list(PublicStatus))),
        ]
        triggers = [
            said_once("report_is_said_once", "a report is never edited", report="OLD.id", fields=SAID_ONCE),
            never_deleted("report_is_never_deleted", "a report is never deleted"),
        ]

    def __str__(self) -> str:
        return self.reference
