"""How a partner answers a referral: with a code, on a page that shows nothing of anybody."""

from django.db import models
from django.db.models import F, Q

from reporting.enums import PartnerSays
from reporting.models.guards import append_only, never_deleted


class ReferralLink(models.Model):
    """A code that answers one referral, once. Which one, the public's side does not know: it keeps no name and no reference."""

    selector = models.CharField(max_length=8, unique=True)
    verifier = models.BinaryField(max_length=32)
    made_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="a_code_of_a_partner_ends", condition=Q(ends_at__gt=F("made_at"))),
        ]
        triggers = [never_deleted("referral_link_is_never_deleted", "a code of a referral is never deleted")]

    def __str__(self) -> str:
        return self.selector


class PartnerAnswer(models.Model):
    """What was said with it: one answer to a code. Who answered, their number and their words are sealed."""

    link = models.OneToOneField(ReferralLink, models.PROTECT, related_name="answer")
    outcome = models.CharField(max_length=9)
    sealed = models.BinaryField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="known_answer_of_a_partner", condition=Q(outcome__in=list(PartnerSays))),
        ]
        triggers = append_only("partner answer")

    def __str__(self) -> str:
        return f"{self.outcome} {self.at:%Y-%m-%d %H:%M}"
