"""Which units somebody works in, and where somebody is named to read restricted cases."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, QuerySet

from cases.enums import Role
from cases.models import Account, Case, Unit


def people_of_units() -> "QuerySet[Account]":
    """Who can log in and works on cases."""
    return Account.objects.filter(is_active=True, role__in=(Role.OFFICER, Role.SUPERVISOR))


def readers() -> "QuerySet[Account]":
    """Who of them reads the restricted cases of their unit."""
    return people_of_units().filter(reads_restricted=True)


def working_units() -> "QuerySet[Unit]":
    """Active units in which somebody works: only there may a case be sent."""
    return Unit.objects.filter(Exists(people_of_units().filter(unit=OuterRef("pk"))), is_active=True)


def may_be_sent_to(case: Case) -> "QuerySet[Unit]":
    """Other units that may have the case, by name: a restricted one goes where somebody may read it."""
    people = (readers() if case.is_restricted else people_of_units()).exclude(pk__in=case.hidden_from)
    units = Unit.objects.filter(Exists(people.filter(unit=OuterRef("pk"))), is_active=True)
    return units.exclude(pk=case.unit_id).order_by("name")


def police_unit(*, hidden_from: Iterable[int] = ()) -> Unit | None:
    """The unit for reports about the police, if somebody there may read them who is not one of these."""
    named = readers().filter(unit=OuterRef("pk")).exclude(pk__in=list(hidden_from))
    return Unit.objects.filter(Exists(named), takes_police_reports=True, is_active=True).first()


def units_without_reader() -> "QuerySet[Unit]":
    """Units with an open restricted case that nobody there may read, by name."""
    held = Case.objects.open().filter(unit=OuterRef("pk"), is_restricted=True)
    return Unit.objects.filter(Exists(held), ~Exists(readers().filter(unit=OuterRef("pk")))).order_by("name")
