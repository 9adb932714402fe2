"""The thread between a reporter and the officers: messages are added, never changed."""

from django.db import models
from django.db.models import Q

from reporting.enums import Sender
from reporting.models.fields import WordsField
from reporting.models.guards import never_deleted, said_once


class Message(models.Model):
    """One message. An officer's is an answer to the person; a reporter's opens an `answer` commitment."""

    report = models.ForeignKey("reporting.Report", models.PROTECT, related_name="messages")
    sender = models.CharField(max_length=10)
    words = WordsField()
    is_in_danger = models.BooleanField(
        default=False, help_text="the person who reported says that somebody is in danger right now"
    )
    token_hash = models.BinaryField(unique=True, help_text="SHA-256 of the form's token: a double click sends once")
    new_selector = models.CharField(
        max_length=8,
        blank=True,
        help_text="set where the words held the code: the report got a new one with this selector",
    )
    author = models.CharField(max_length=150, blank=True, help_text="account of the officer; never shown to the public")
    sent_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index("report", "sent_at", name="messages_of_a_report")]
        constraints = [models.CheckConstraint(name="known_sender", condition=Q(sender__in=list(Sender)))]
        triggers = [
            said_once("message_is_said_once", "a message is never edited", report="OLD.report_id"),
            never_deleted("message_is_never_deleted", "a message is never deleted"),
        ]

    def __str__(self) -> str:
        return f"{self.sender} {self.sent_at:%Y-%m-%d %H:%M}"
