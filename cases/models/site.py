"""Sites that may need protection, incidents that gather near one, and that it was warned. Nothing of it is public."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from cases.enums import SiteKind
from reporting.models.guards import append_only


class ProtectedSite(models.Model):
    """A place of worship, school or community centre. Who is to be warned is sealed. Never deleted: switched off."""

    kind = models.CharField(max_length=16, choices=[(one.value, one.words) for one in SiteKind])
    name = models.CharField(max_length=150)
    place = models.CharField(max_length=200, help_text="street and area, as people say it")
    postcode = models.CharField(max_length=8, help_text="such as E8 2BT")
    district = models.CharField(max_length=4, editable=False, help_text="of the postcode, such as E8")
    borough = models.CharField(max_length=40, help_text="its key, such as hackney")
    strands = ArrayField(
        models.CharField(max_length=40), default=list, blank=True, help_text="what people there are likely attacked for"
    )
    sealed_contact = models.BinaryField(help_text="who is to be warned, and how, as agreed")
    agreed_on = models.DateField(help_text="when they agreed to be warned this way")
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("name", "postcode", name="one_site_a_name_and_postcode"),
            models.CheckConstraint(name="known_kind_of_site", condition=Q(kind__in=list(SiteKind))),
            models.CheckConstraint(name="a_site_has_a_name", condition=~Q(name="")),
        ]

    def __str__(self) -> str:
        return self.name


class SiteNotice(models.Model):
    """Incidents have gathered near a site: found by a job, at first all of the week, then what came since."""

    site = models.ForeignKey(ProtectedSite, models.PROTECT, related_name="notices")
    found_at = models.DateTimeField()
    incidents = models.PositiveIntegerField()
    why = models.CharField(max_length=200)
    case_ids = ArrayField(models.BigIntegerField(), help_text="the incidents, as far as they were known then")

    class Meta:
        indexes = [models.Index(fields=["site", "-found_at"], name="notices_of_a_site")]
        triggers = append_only("site notice")

    def __str__(self) -> str:
        return f"{self.site_id} {self.found_at:%Y-%m-%d}"


class SiteWarning(models.Model):
    """Somebody at the site was warned, by the agreed contact. `case` where one gave rise to it."""

    site = models.ForeignKey(ProtectedSite, models.PROTECT, related_name="warnings")
    notice = models.ForeignKey(SiteNotice, models.PROTECT, null=True, related_name="warnings")
    at = models.DateTimeField()
    by = models.ForeignKey("cases.Account", models.PROTECT, related_name="+")
    told = models.CharField(max_length=300, help_text="who was told what: nothing that a victim did not agree to")
    token = models.CharField(max_length=64, unique=True, help_text="of the form, so that a second press warns once")

    class Meta:
        constraints = [models.CheckConstraint(name="a_warning_says_what_was_told", condition=~Q(told=""))]
        triggers = append_only("site warning")

    def __str__(self) -> str:
        return f"{self.site_id} {self.at:%Y-%m-%d %H:%M}"
