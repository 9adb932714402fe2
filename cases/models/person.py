"""Somebody in a case: who they are to it, how they may be reached, what they agreed to and what they need."""

import uuid

from django.db import models
from django.db.models import Q

from cases.enums import PersonRole
from reporting.models import Wish
from reporting.models.guards import never_deleted


class Person(models.Model):
    """Identity and contact card are encrypted, with this row bound in (`seal_id`)."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="persons")
    report = models.ForeignKey(
        "reporting.Report", models.PROTECT, related_name="persons", help_text="the report that told of them"
    )
    role = models.CharField(max_length=16)
    seal_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sealed_identity = models.BinaryField(null=True, help_text="name, e-mail, telephone, address")
    sealed_contact = models.BinaryField(
        null=True, help_text="contact card: channel, safe times, voicemail, who might see"
    )
    sealed_secrets = models.BinaryField(null=True, help_text="what people around them do not know: do not disclose")
    sealed_agreed = models.BinaryField(
        null=True, help_text="what officers have agreed with them since, every version of it; beside it their own words"
    )
    knowledge = models.JSONField(
        default=dict, help_text="how they know of it, and who they are to the person it happened to"
    )
    consent = models.JSONField(default=dict, help_text="what they agreed to, by purpose")
    needs = models.JSONField(default=dict, help_text="language, interpreter, support, under 18")
    wants_no_contact = models.BooleanField(
        default=False, help_text="their own wish, in words of the report or a message"
    )
    enhanced_ground = models.ForeignKey(
        "cases.EnhancedGround", models.PROTECT, null=True, related_name="+", help_text="why enhanced service is owed"
    )
    enhanced_reason = models.CharField(max_length=300, blank=True)
    enhanced_by = models.ForeignKey("cases.Account", models.PROTECT, null=True, related_name="+")
    enhanced_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    told_since: "list[Wish] | None" = None  # cards filled in anew, where a query has brought them along

    class Meta:
        constraints = [
            models.CheckConstraint(name="known_person_role", condition=Q(role__in=list(PersonRole))),
            models.CheckConstraint(
                name="enhanced_service_says_why_by_whom_and_when",
                condition=Q(enhanced_ground=None, enhanced_by=None, enhanced_at=None)
                | Q(enhanced_ground__isnull=False, enhanced_by__isnull=False, enhanced_at__isnull=False),
            ),
        ]
        triggers = [never_deleted("person_is_never_deleted", "a person in a case is never deleted")]

    def __str__(self) -> str:
        return f"{self.role} {self.pk}"
