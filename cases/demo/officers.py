"""The officers of the demonstration: accounts with role names that nobody can log in with."""

import secrets
from dataclasses import dataclass
from random import Random

from cases.domain.accounts import create_account
from cases.enums import Role
from cases.models import Account, Unit

# Where the demonstration accounts of `make run` are there, they are the first two; else these stand in for them.
FIRST = {"officer": "officer-1", "colleague": "officer-2"}
ADDED: dict[str, tuple[str, ...]] = {
    "officer-1": ("en",),
    "officer-2": ("en", "pl"),
    "officer-3": ("en", "ur", "bn"),
    "officer-4": ("en", "ar", "so"),
    "officer-5": ("en", "tr"),
    "officer-6": ("en", "he"),
    "officer-7": ("en", "pl"),
    "officer-8": ("en",),
}
NAMED_READERS = ("officer-8", "supervisor-2")
SECOND_UNIT, OUTSIDERS = "community-safety", ("officer-9", "officer-10")


@dataclass(frozen=True)
class Officers:
    """Who works in the default unit, who may read restricted cases there, who supervises, and who sits elsewhere."""

    officers: list[Account]
    named: list[Account]
    supervisor: Account
    outsiders: list[Account]

    def for_language(self, language: str, rng: Random, *, is_held: bool) -> Account:
        """An officer who holds the language, or who does not; any where there is none of the kind."""
        fitting = [one for one in self.officers if (language in one.languages) == is_held]
        return rng.choice(fitting or self.officers)

    def colleague_of(self, officer: Account, rng: Random, *, is_restricted: bool) -> Account | None:
        """Somebody else of the unit who may work on the case, if there is anybody."""
        others = [one for one in (self.named if is_restricted else self.officers) if one.pk != officer.pk]
        return rng.choice(others) if others else None


def gather_officers(unit: Unit) -> Officers:
    """The officers of `unit`, made where they are missing. A second call makes nobody.

    Raises `Refused` where somebody else has one of the names.
    """
    officers = [_found(name, unit, Role.OFFICER) or made(stand_in, unit) for name, stand_in in FIRST.items()]
    officers += [made(name, unit) for name in ADDED if name not in FIRST.values()]
    supervisor = made("supervisor-2", unit, Role.SUPERVISOR)
    elsewhere = Unit.objects.filter(key=SECOND_UNIT, is_active=True).exclude(pk=unit.pk).first()
    outsiders = [made(name, elsewhere) for name in OUTSIDERS] if elsewhere else []
    named = [one for one in [*officers, supervisor] if one.reads_restricted]
    return Officers(officers, named, supervisor, outsiders)


def _found(name: str, unit: Unit | None, role: Role) -> Account | None:
    return Account.objects.filter(username=name, role=role, unit=unit, is_active=True).first()


def made(name: str, unit: Unit | None, role: Role = Role.OFFICER) -> Account:
    """The account of this name, made where it is missing; nobody can log in with it before a password is set."""
    there = _found(name, unit, role)
    if there is not None:
        return there
    account = create_account(
        username=name,
        password=secrets.token_urlsafe(32),
        role=role,
        unit=unit,
        email=f"{name}@example.org",
        languages=ADDED.get(name, ("en",)),
        reads_restricted=name in NAMED_READERS,
    )
    account.set_unusable_password()
    account.save(update_fields=["password"])
    return account
