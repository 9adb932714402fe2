"""What Heard sends to people by itself: one row for each message and means, and what became of it."""

from django.db import models
from django.db.models import Q

from cases.enums import Means, NoticeState
from reporting.models.guards import never_deleted, said_once

LOST = (NoticeState.REFUSED, NoticeState.GIVEN_UP, NoticeState.NOT_DELIVERED)


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Reads in the words of the desk."""

    def lost(self) -> "NoticeQuerySet":
        """It did not get there, and no supervisor has dealt with it."""
        return self.filter(state__in=LOST, settled_at=None)


class Notice(models.Model):
    """It holds no address, number or word: those are read from the contact card when it is sent."""

    message = models.ForeignKey("reporting.Message", models.PROTECT, related_name="+", help_text="that waits for them")
    person = models.ForeignKey("cases.Person", models.PROTECT, related_name="notices")
    attempt = models.ForeignKey("cases.ContactAttempt", models.PROTECT, null=True, related_name="+")
    means = models.CharField(max_length=8)
    state = models.CharField(max_length=16, default=NoticeState.QUEUED)
    tries = models.PositiveIntegerField(default=0)
    failure = models.CharField(
        max_length=100, blank=True, help_text="class name or number of the last error, never its words"
    )
    carried_as = models.CharField(max_length=64, blank=True, help_text="the gateway's own name for it")
    queued_at = models.DateTimeField(help_text="for the last time: by the answer, or by a supervisor")
    changed_at = models.DateTimeField()
    settled_by = models.ForeignKey("cases.Account", models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index("changed_at", name="notices_lost", condition=Q(state__in=LOST, settled_at=None)),
            models.Index("person", "queued_at", name="notices_of_a_person"),
        ]
        constraints = [
            models.UniqueConstraint(name="one_notice_a_message_and_means", fields=["message", "person", "means"]),
            models.CheckConstraint(name="known_state_of_a_notice", condition=Q(state__in=list(NoticeState))),
            models.CheckConstraint(
                name="heard_sends_e_mail_and_texts", condition=Q(means__in=[Means.EMAIL, Means.TEXT])
            ),
            models.CheckConstraint(
                name="a_lost_notice_is_dealt_with_by_somebody",
                condition=Q(settled_at=None) | Q(settled_by__isnull=False),
            ),
        ]
        triggers = [
            said_once(
                "notice_is_about_one_message", "a notice is about one message for good", report="NULL",
                fields=("message_id", "person_id", "means"),
            ),
            never_deleted("notice_is_never_deleted", "a notice is never deleted"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.means} {self.state}"
