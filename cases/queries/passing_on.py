"""Whom a case was, and can be, passed on to."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F, Value
from django.db.models.fields import CharField

from cases.enums import OrganisationKind
from cases.models import Account, BankHoliday, Case, Consent, Organisation, Person, Referral, Transfer
from cases.queries.prepared import Prepared


@dataclass(frozen=True)
class Asked:
    """One referral or transfer, as the case page needs it."""

    is_transfer: bool
    name: str
    asked_at: datetime
    outcome: str
    answered_name: str
    number: str
    due_at: datetime


@dataclass
class Passing:
    """Everything the page about passing on shows."""

    persons: list[Person]
    consents: list[Consent]
    referrals: list[Referral]
    transfers: list[Transfer]
    partners: list[Organisation]
    forces: list[Organisation]


def asked_of(case: Case) -> list[Asked]:
    """Every referral and transfer of the case, oldest first; one query."""
    rows = sorted(_ASKED.of(case.pk), key=lambda row: row[2])
    return [Asked(bool(row[0]), *row[1:]) for row in rows]


def _asked(case: int) -> Any:
    shown = ("asked_at", "outcome", "answered_name", "number")
    referred = Referral.objects.filter(case=case).values_list(
        Value("", CharField()), F("organisation__name"), *shown, F("commitment__due_at")
    )
    transferred = Transfer.objects.filter(case=case).values_list(
        Value("yes", CharField()), F("force__name"), *shown, F("commitment__due_at")
    )
    return referred.union(transferred, all=True)


_ASKED = Prepared[Any](_asked)


def passing_of(case: Case) -> Passing:
    """Persons of the attached reports, the consents in force, what was asked; five queries."""
    persons = _persons(case)
    organisations = list(Organisation.objects.filter(is_active=True).order_by("name"))
    newest = (
        Consent.objects.filter(person__in=persons)
        .order_by("person", "organisation", "-pk")
        .distinct("person", "organisation")
    )
    return Passing(
        persons=persons,
        consents=[one for one in newest.select_related("organisation", "by") if one.fields],
        referrals=list(
            Referral.objects.filter(case=case)
            .select_related("organisation", "person", "asked_by", "entered_by", "commitment")
            .order_by("-pk")
        ),
        transfers=list(
            Transfer.objects.filter(case=case)
            .select_related("force", "asked_by", "entered_by", "commitment")
            .order_by("-pk")
        ),
        partners=[one for one in organisations if one.kind == OrganisationKind.PARTNER],
        forces=[one for one in organisations if one.kind == OrganisationKind.FORCE],
    )


def consent_in_force(person: Person, organisation: Organisation) -> Consent | None:
    """What the person last said about this organisation; None where they agreed to nothing."""
    newest = Consent.objects.filter(person=person, organisation=organisation).order_by("-pk").first()
    return newest if newest and newest.fields else None


def consent_taken_back(person: Person, organisation: Organisation) -> Consent | None:
    """What the person agreed to last before they took it back; None where they have not taken it back."""
    said = list(Consent.objects.filter(person=person, organisation=organisation).order_by("-pk"))
    return next((one for one in said if one.fields), None) if said and not said[0].fields else None


def was_referred(person_id: int, organisation: Organisation) -> bool:
    """Whether the person was ever referred to this organisation, so that it was given something."""
    return Referral.objects.filter(person=person_id, organisation=organisation).exists()


def referral_of(case: Case, referral_id: int) -> Referral | None:
    """With everything its sheet shows."""
    found = Referral.objects.filter(pk=referral_id, case=case)
    return found.select_related("organisation", "person__report", "asked_by").defer("person__report__words").first()


def cases_to_pack(references: list[str], account: Account) -> dict[str, Case]:
    """Those of these cases that the account may see, by reference."""
    found = Case.objects.visible_to(account).filter(reference__in=references).select_related("unit", "officer")
    return {case.reference: case for case in found}


def holidays() -> set[date]:
    """Days on which offices are closed besides weekends."""
    return set(BankHoliday.objects.values_list("on", flat=True))


def _persons(case: Case) -> list[Person]:
    live = Person.objects.filter(case=case, report__links__case=case, report__links__detached_at=None)
    return list(live.select_related("report").defer("report__words").order_by("pk"))
