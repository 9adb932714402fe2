"""Another force is asked to take over a case, which stays ours until they give a name and a number."""

import pgtrigger
from django.db import models
from django.db.models import Q

from cases.enums import PassingOn
from cases.models.referral import answered_in_full
from reporting.models.guards import never_deleted


class Transfer(models.Model):
    """One question to one force, and its answer."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="transfers")
    force = models.ForeignKey("cases.Organisation", models.PROTECT, related_name="transfers")
    reason = models.TextField(help_text="why it is theirs")
    commitment = models.ForeignKey("cases.Commitment", models.PROTECT, related_name="+")
    asked_by = models.ForeignKey("cases.Account", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    outcome = models.CharField(max_length=9, blank=True)
    answered_at = models.DateTimeField(null=True)
    entered_by = models.ForeignKey("cases.Account", models.PROTECT, null=True, related_name="+")
    answered_name = models.CharField(max_length=150, blank=True, help_text="who takes it there")
    number = models.CharField(max_length=60, blank=True, help_text="their number")
    note = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index("case", name="transfers_of_a_case")]
        constraints = [
            models.UniqueConstraint(name="one_force_is_asked_at_a_time", fields=["case"], condition=Q(outcome="")),
            models.CheckConstraint(name="a_transfer_says_why", condition=~Q(reason="")),
            models.CheckConstraint(name="a_transfer_is_answered_in_full", condition=answered_in_full()),
            models.CheckConstraint(
                name="taken_over_with_name_and_number",
                condition=~Q(outcome=PassingOn.ACCEPTED) | (~Q(answered_name="") & ~Q(number="")),
            ),
        ]
        triggers = [
            never_deleted("transfer_is_never_deleted", "a transfer is never deleted"),
            pgtrigger.ReadOnly(
                name="transfer_keeps_what_was_asked", fields=["case", "force", "reason", "asked_by", "asked_at"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.force_id}"
