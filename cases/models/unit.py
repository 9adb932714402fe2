"""Units and the accounts that belong to them."""

import pgtrigger
from django.contrib.auth.models import AbstractUser
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.crypto import salted_hmac

from cases.enums import Role
from cases.models.counting_anew import counted_anew


def _english() -> list[str]:
    return ["en"]


class Unit(models.Model):
    """A team that owns cases. A `sealed` unit's cases do not exist for others."""

    key = models.SlugField(unique=True)
    name = models.CharField(max_length=100)
    is_default = models.BooleanField(default=False, help_text="new cases come here unless a rule says otherwise")
    is_sealed = models.BooleanField(
        default=False, help_text="for everybody else its cases answer as if they did not exist"
    )
    is_active = models.BooleanField(default=True, help_text="no rule leads to a unit that is not active")
    takes_police_reports = models.BooleanField(
        default=False,
        help_text="reports about the police or its staff come here and not to the unit that has new cases, as soon as"
        " somebody here is named to read restricted cases",
    )
    opens_sealed_exhibits = models.BooleanField(
        default=False, help_text="evidence that officers seal as indecent or terrorist material is opened here alone"
    )
    borough = models.SlugField(blank=True, help_text="the London borough that it works for")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_unit_for_reports_about_police",
                fields=["takes_police_reports"],
                condition=Q(takes_police_reports=True),
            ),
            models.UniqueConstraint(
                name="one_unit_for_sealed_exhibits",
                fields=["opens_sealed_exhibits"],
                condition=Q(opens_sealed_exhibits=True),
            ),
            models.UniqueConstraint(name="one_unit_a_borough", fields=["borough"], condition=~Q(borough="")),
            models.CheckConstraint(
                name="the_unit_for_reports_about_police_is_active",
                condition=Q(takes_police_reports=False) | Q(is_active=True),
            ),
            models.UniqueConstraint(name="one_default_unit", fields=["is_default"], condition=Q(is_default=True)),
            models.CheckConstraint(
                name="the_default_unit_is_active_and_not_sealed",
                condition=Q(is_default=False) | Q(is_active=True, is_sealed=False),
            ),
        ]
        triggers = [
            counted_anew(
                "cases_of_a_unit_are_counted_anew",
                pgtrigger.Update,
                "SELECT id FROM cases_case WHERE unit_id = NEW.id",
                changed=("borough",),
            )
        ]

    def __str__(self) -> str:
        return self.name


class Account(AbstractUser):
    """Somebody who logs in to the desk. What an account may do follows from role and unit alone (`permissions.py`)."""

    role = models.CharField(
        max_length=15, choices=[(role.value, role.value.capitalize()) for role in Role], default=Role.OFFICER
    )
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="accounts")
    languages = ArrayField(
        models.CharField(max_length=12), default=_english, help_text="codes of the languages held, such as en, pl"
    )
    reads_restricted = models.BooleanField(default=False, help_text="named reader of restricted cases of the own unit")
    records_names = models.BooleanField(
        default=False, help_text="may record a case against a named person, as supervisors may"
    )
    takes_originals = models.BooleanField(
        default=False, help_text="may download evidence as it was received, with a reason, as supervisors may"
    )
    finds_sealed = models.BooleanField(
        default=False,
        help_text="may find cases by sealed names, handles and numbers, with a reason, as supervisors may",
    )
    keeps_sites = models.BooleanField(
        default=False,
        help_text="may see and warn protected sites at the desk, or keep their list in the administration",
    )
    sees_hard_words = models.BooleanField(
        default=False, help_text="the account's own wish: slurs and graphic words are not hidden until asked for"
    )
    single_keys = models.BooleanField(
        default=True, help_text="the account's own wish: keys pressed alone, such as n, do something at the desk"
    )
    wants_digest = models.BooleanField(
        default=True, help_text="the account's own wish: an e-mail with numbers and links when a shift begins"
    )
    absent_until = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = "account"
        constraints = [
            models.CheckConstraint(name="known_role", condition=Q(role__in=list(Role))),
            models.CheckConstraint(
                name="officers_belong_to_a_unit",
                condition=Q(unit__isnull=False) | ~Q(role__in=[Role.OFFICER, Role.SUPERVISOR]),
            ),
            models.CheckConstraint(name="rights_come_from_the_role_alone", condition=Q(is_superuser=False)),
        ]

    def __str__(self) -> str:
        return self.username

    @property
    def known_as(self) -> str:
        """What colleagues read: the name, or the account's own where it has none."""
        return self.get_full_name() or self.username

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Sessions end at once when the password or the role changes, or the account is disabled."""
        rights = f"{self.password}|{self.role}|{self.is_active}"
        return salted_hmac("cases.Account.session", rights, secret=secret, algorithm="sha256").hexdigest()
