"""What a person agreed to share, with whom, and what was given to that organisation."""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from cases.enums import AgreedBy, PassingOn, Shareable
from reporting.models.guards import append_only, never_deleted

_ONLY_WHAT_WAS_AGREED = """
    IF NOT EXISTS (
        SELECT 1 FROM cases_consent c JOIN cases_person p ON p.id = c.person_id
        WHERE c.id = NEW.consent_id AND c.person_id = NEW.person_id AND c.organisation_id = NEW.organisation_id
          AND p.case_id = NEW.case_id AND NEW.fields <@ c.fields
          AND NOT EXISTS (SELECT 1 FROM cases_consent later WHERE later.person_id = c.person_id
                          AND later.organisation_id = c.organisation_id AND later.id > c.id)
    ) THEN
        RAISE EXCEPTION 'only what a person agreed to is given to an organisation'
        USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
"""


def answered_in_full() -> Q:
    """Nothing yet, or an answer with a time and the officer who entered it."""
    return Q(outcome="", answered_at=None) | Q(
        outcome__in=list(PassingOn), answered_at__isnull=False, entered_by__isnull=False
    )


_BY_THEM = Q(  # with a code, on the public's side
    outcome__in=(PassingOn.ACCEPTED, PassingOn.DECLINED), answered_at__isnull=False, entered_by=None, link__isnull=False
)


class Consent(models.Model):
    """What one person agreed that one organisation may be given. The newest row counts; no fields: taken back."""

    person = models.ForeignKey("cases.Person", models.PROTECT, related_name="consents")
    organisation = models.ForeignKey("cases.Organisation", models.PROTECT, related_name="+")
    fields = ArrayField(models.CharField(max_length=16), default=list)
    agreed_by = models.CharField(max_length=8, help_text="themselves, a parent, or somebody who may decide for them")
    how = models.CharField(max_length=300, help_text="how they said it")
    by = models.ForeignKey("cases.Account", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index("person", "organisation", name="consents_of_a_person")]
        constraints = [
            models.CheckConstraint(
                name="only_what_can_be_shared", condition=Q(fields__contained_by=[one.value for one in Shareable])
            ),
            models.CheckConstraint(name="consent_says_how_it_was_given", condition=~Q(how="")),
            models.CheckConstraint(name="known_who_agreed", condition=Q(agreed_by__in=list(AgreedBy))),
        ]
        triggers = append_only("consent")

    def __str__(self) -> str:
        return f"{self.person_id} {self.organisation_id} {self.at:%Y-%m-%d}"


class Referral(models.Model):
    """A person is referred to a partner, with some of what they agreed to share; the partner accepts or declines."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="referrals")
    person = models.ForeignKey("cases.Person", models.PROTECT, related_name="referrals")
    organisation = models.ForeignKey("cases.Organisation", models.PROTECT, related_name="referrals")
    consent = models.ForeignKey(Consent, models.PROTECT, related_name="referrals")
    fields = ArrayField(models.CharField(max_length=16))
    reason = models.TextField(help_text="what the organisation is asked to do")
    commitment = models.ForeignKey("cases.Commitment", models.PROTECT, related_name="+")
    asked_by = models.ForeignKey("cases.Account", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    outcome = models.CharField(max_length=9, blank=True)
    answered_at = models.DateTimeField(null=True)
    entered_by = models.ForeignKey("cases.Account", models.PROTECT, null=True, related_name="+")
    answered_name = models.CharField(max_length=150, blank=True, help_text="who answered there")
    number = models.CharField(max_length=60, blank=True, help_text="their number for it")
    note = models.TextField(blank=True)
    link = models.OneToOneField(
        "reporting.ReferralLink",
        models.PROTECT,
        null=True,
        related_name="referral",
        help_text="the partner answers with it",
    )

    class Meta:
        indexes = [models.Index("case", name="referrals_of_a_case")]
        constraints = [
            models.UniqueConstraint(
                name="asked_once_at_a_time", fields=["case", "person", "organisation"], condition=Q(outcome="")
            ),
            models.CheckConstraint(name="a_referral_gives_something", condition=Q(fields__len__gt=0)),
            models.CheckConstraint(name="a_referral_says_why", condition=~Q(reason="")),
            models.CheckConstraint(name="a_referral_is_answered_in_full", condition=answered_in_full() | _BY_THEM),
            models.CheckConstraint(
                name="a_referral_is_answered_after_it_was_asked",
                condition=Q(answered_at=None) | Q(answered_at__gte=F("asked_at")),
            ),
        ]
        triggers = [
            never_deleted("referral_is_never_deleted", "a referral is never deleted"),
            pgtrigger.ReadOnly(
                name="referral_keeps_what_was_asked",
                fields=["case", "person", "organisation", "consent", "fields", "reason", "asked_by", "asked_at"],
            ),
            pgtrigger.Trigger(
                name="only_what_was_agreed",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=_ONLY_WHAT_WAS_AGREED,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.organisation_id}"
