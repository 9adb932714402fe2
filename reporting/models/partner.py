"""Organisations that pass reports on: what was agreed with them, their keys, and what they said of each report."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from reporting.enums import ConsentScope, KeyScope, PublicStatus, Reliability, TensionKind
from reporting.models.guards import append_only, never_deleted, said_once


class Partner(models.Model):
    """One organisation, and the agreement under which it passes reports on."""

    name = models.CharField(_("name"), max_length=200, unique=True)
    agreed_on = models.DateField(_("agreement signed on"))
    agreed_until = models.DateField(
        _("agreement ends on"), null=True, blank=True, help_text=_("its last day; empty while it has no end")
    )
    is_active = models.BooleanField(_("active"), default=True, help_text=_("switched off, none of its keys opens"))
    webhook_url = models.URLField(
        _("webhook"), max_length=300, blank=True,
        help_text=_("where it is told that the status of one of its reports has changed; empty for nowhere"),
    )  # fmt: skip

    class Meta:
        verbose_name = _("partner that reports")
        verbose_name_plural = _("partners that report")
        constraints = [
            models.CheckConstraint(
                name="an_agreement_ends_after_it_began",
                condition=Q(agreed_until=None) | Q(agreed_until__gte=F("agreed_on")),
            )
        ]
        triggers = [never_deleted("partner_is_never_deleted", "a partner is switched off, never deleted")]

    def __str__(self) -> str:
        return self.name


class PartnerKey(models.Model):
    """One key of a partner. It is shown once and never stored: only a keyed digest of its secret half is."""

    partner = models.ForeignKey(Partner, models.PROTECT, related_name="keys")
    label = models.CharField(max_length=100, help_text="which system uses it")
    prefix = models.CharField(max_length=8, unique=True, help_text="the half by which it is found")
    digest = models.BinaryField(help_text="keyed HMAC of the other half")
    scopes = ArrayField(models.CharField(max_length=10))
    per_minute = models.PositiveIntegerField(help_text="requests")
    per_day = models.PositiveIntegerField(help_text="reports")
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=150)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.CharField(max_length=150, blank=True)
    minute_from = models.DateTimeField(null=True)
    minute_used = models.PositiveIntegerField(default=0)
    day_from = models.DateField(null=True, help_text="also the last day on which it was used")
    day_used = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="known_scopes_of_a_key",
                condition=Q(scopes__contained_by=list(KeyScope)) & Q(scopes__len__gt=0),
            ),
            models.CheckConstraint(
                name="a_key_is_revoked_by_a_named_person",
                condition=Q(revoked_at=None, revoked_by="") | (Q(revoked_at__isnull=False) & ~Q(revoked_by="")),
            ),
        ]
        triggers = [never_deleted("partner_key_is_never_deleted", "a key is revoked, never deleted")]

    def __str__(self) -> str:
        return f"{self.label} ({self.prefix})"


class PartnerReport(models.Model):
    """What a partner said about a report that it passed on."""

    report = models.OneToOneField("reporting.Report", models.PROTECT, related_name="from_partner")
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="reports")
    body_hash = models.BinaryField(help_text="SHA-256 of what was sent: another body under the same key is refused")
    partner_reference = models.CharField(max_length=200, blank=True)
    consent_scope = models.CharField(max_length=20, blank=True, help_text="empty where the partner did not say")
    already_reported = models.BooleanField(null=True, help_text="to the police, before this; null where not said")
    already_reported_reference = models.CharField(max_length=200, blank=True)
    sealed_others = models.BinaryField(null=True, help_text="what it sent besides that answers no question, encrypted")

    class Meta:
        constraints = [
            models.CheckConstraint(name="known_consent_scope", condition=Q(consent_scope__in=["", *ConsentScope]))
        ]
        triggers = [
            said_once("partner_report_is_said_once", "what a partner said is never edited", report="OLD.report_id"),
            never_deleted("partner_report_is_never_deleted", "what a partner said is never deleted"),
        ]

    def __str__(self) -> str:
        return self.partner_reference or str(self.report_id)


class PartnerTension(models.Model):
    """What a partner heard of before anything is reported: no report, never shown to the public."""

    partner = models.ForeignKey(Partner, models.PROTECT, related_name="heard")
    token_hash = models.BinaryField(unique=True, help_text="of what makes it count once")
    body_hash = models.BinaryField(help_text="SHA-256 of what was sent: another body under the same key is refused")
    kind = models.CharField(max_length=14)
    what = models.CharField(max_length=500)
    reliability = models.CharField(max_length=12)
    borough = models.CharField(max_length=40, blank=True, help_text="empty for the whole city")
    strands = ArrayField(models.CharField(max_length=40), default=list)
    day = models.DateField(help_text="of which it tells, such as that of the march")
    received_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="known_tension_of_a_partner", condition=Q(kind__in=list(TensionKind))),
            models.CheckConstraint(name="known_reliability_of_tension", condition=Q(reliability__in=list(Reliability))),
            models.CheckConstraint(name="a_partner_says_what_was_heard", condition=~Q(what="")),
        ]
        triggers = append_only("tension of a partner")

    def __str__(self) -> str:
        return f"{self.kind} {self.day}"


class StatusEvent(models.Model):
    """One change of public status that a partner is told of."""

    key = models.UUIDField(unique=True, help_text="by which the receiver knows one that comes twice")
    report = models.ForeignKey(PartnerReport, models.PROTECT, related_name="events")
    status = models.CharField(max_length=12)
    changed_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    told_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(name="known_status_told", condition=Q(status__in=list(PublicStatus)))]

    def __str__(self) -> str:
        return f"{self.status} {self.changed_at:%Y-%m-%d %H:%M}"
