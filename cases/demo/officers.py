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

    def holding(self, language: str, rng: Random) -> Account:
        """An officer who holds the language where there is one (mostly), else any."""
        able = [one for one in self.officers if language in one.languages]
        return rng.choice(able if able and (language == "en" or rng.random() < 0.8) else self.officers)

    def colleague_of(self, officer: Account, rng: Random) -> Account:
        """Another officer of the unit."""
        return rng.choice([one for one in self.officers if one.pk != officer.pk])


def gather_officers(unit: Unit) -> Officers:
    """The officers of `unit`, made where they are missing. A second call makes nobody.

    Raises `Refused` where somebody else has one of the names.
    """
    officers = [_found(name, unit, Role.OFFICER) or _made(stand_in, unit) for name, stand_in in FIRST.items()]
    officers += [_made(name, unit) for name in ADDED if name not in FIRST.values()]
    supervisor = _made("supervisor-2", unit, Role.SUPERVISOR)
    elsewhere = Unit.objects.filter(key=SECOND_UNIT, is_active=True).exclude(pk=unit.pk).first()
    outsiders = [_made(name, elsewhere) for name in OUTSIDERS] if elsewhere else []
    named = [one for one in [*officers, supervisor] if one.reads_restricted]
    return Officers(officers, named, supervisor, outsiders)


def _found(name: str, unit: Unit, role: Role) -> Account | None:
    return Account.objects.filter(username=name, role=role, unit=unit, is_active=True).first()


def _made(name: str, unit: Unit, role: Role = Role.OFFICER) -> Account:
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
