"""A translation that somebody asked for: of which words, where it stands, and the voice that came of it."""

from django.db import models
from django.db.models import Q

from cases.enums import TranslationOf
from reporting.models.guards import never_deleted, said_once

_ASKED = (
    "report_id", "of", "message_id", "words", "from_language", "to_language", "asked_by_id", "asked_at",
)  # fmt: skip


class TranslationRequestQuerySet(models.QuerySet["TranslationRequest"]):
    """Reads in the words of the work list."""

    def open(self) -> "TranslationRequestQuerySet":
        """Asked or under way."""
        return self.filter(done_at=None, withdrawn_at=None)


class TranslationRequest(models.Model):
    """Asked, under way, done or withdrawn. The translation itself is a voice, beside the words and never over them."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="translations")
    report = models.ForeignKey("reporting.Report", models.PROTECT, related_name="+", help_text="whose thread it is")
    of = models.CharField(max_length=7)
    message = models.ForeignKey("reporting.Message", models.PROTECT, null=True, related_name="+")
    words = models.TextField(blank=True, help_text="of an answer: the officer's draft")
    wait_until = models.DateField(
        null=True, help_text="of an answer that asks for something: until when the case waits once it is sent"
    )
    from_language = models.CharField(max_length=12)
    to_language = models.CharField(max_length=12)
    note = models.CharField(max_length=300, blank=True, help_text="for whoever translates")
    asked_by = models.ForeignKey("cases.Account", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    started_by = models.ForeignKey("cases.Account", models.PROTECT, null=True, related_name="+")
    started_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey("cases.Account", models.PROTECT, null=True, related_name="+")
    done_at = models.DateTimeField(null=True)
    voice = models.OneToOneField("cases.Voice", models.PROTECT, null=True, related_name="translation")
    withdrawn_by = models.ForeignKey("cases.Account", models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_because = models.CharField(max_length=300, blank=True)
    sent_as = models.OneToOneField(
        "reporting.Message", models.PROTECT, null=True, related_name="+", help_text="of an answer: what was sent"
    )

    objects = TranslationRequestQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index("case", "asked_at", name="translations_of_a_case"),
            models.Index("asked_at", name="open_translations", condition=Q(done_at=None, withdrawn_at=None)),
        ]
        constraints = [
            models.CheckConstraint(name="known_translation", condition=Q(of__in=list(TranslationOf))),
            models.CheckConstraint(
                name="a_translation_is_of_the_words_it_says",
                condition=Q(of=TranslationOf.MESSAGE, message__isnull=False) | (~Q(of="message") & Q(message=None)),
            ),
            models.CheckConstraint(
                name="a_translation_is_into_another_language", condition=~Q(from_language=models.F("to_language"))
            ),
            models.CheckConstraint(
                name="a_done_translation_is_a_voice",
                condition=Q(done_at=None, done_by=None, voice=None)
                | Q(done_at__isnull=False, done_by__isnull=False, voice__isnull=False, withdrawn_at=None),
            ),
            models.CheckConstraint(
                name="withdrawn_for_a_reason",
                condition=Q(withdrawn_at=None) | (Q(withdrawn_by__isnull=False) & ~Q(withdrawn_because="")),
            ),
            models.CheckConstraint(
                name="only_a_done_answer_is_sent",
                condition=Q(sent_as=None) | Q(of=TranslationOf.ANSWER, done_at__isnull=False),
            ),
            models.UniqueConstraint(
                name="one_open_translation_of_the_same_words",
                fields=["case", "report", "of", "message", "to_language"],
                condition=Q(done_at=None, withdrawn_at=None) & ~Q(of="answer"),
                nulls_distinct=False,
            ),
        ]
        triggers = [
            said_once(
                "translation_is_asked_once", "what is to be translated stays as it was asked",
                report="OLD.report_id", fields=_ASKED,
            ),
            never_deleted("translation_is_never_deleted", "a translation that was asked for is never deleted"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.of} {self.from_language}-{self.to_language}"
