"""Who works on what is loaded in bulk: accounts that nobody can log in with, in every active unit."""

import secrets
from dataclasses import dataclass
from random import Random

from cases.domain.accounts import create_account
from cases.enums import Role
from cases.models import Account, Unit

_LANGUAGES = (
    ("en",),
    ("en", "pl", "ar", "he"),
    ("en", "ur", "bn"),
    ("en", "tr", "so", "ru"),
    ("en",),
    ("en", "fr", "es"),
)
_OFFICERS, _ELSEWHERE = 24, 6  # in the default unit, and in each other one
_SHARE, _SHARE_ELSEWHERE, _SHARE_SEALED = 80, 15, 3


@dataclass(frozen=True)
class Team:
    """The officers of a unit; the first of them is a named reader of restricted cases."""

    unit: Unit
    officers: list[Account]

    def for_case(self, language: str, rng: Random, *, is_restricted: bool) -> Account:
        """Somebody who may have it, who holds the language where anybody does."""
        if is_restricted:
            return self.officers[0]
        fitting = [one for one in self.officers if language in one.languages]
        return rng.choice(fitting or self.officers)

    def second(self, first: Account) -> Account:
        """Somebody else of the unit."""
        return next(one for one in self.officers if one.pk != first.pk)


class Teams:
    """Every active unit's team. The second call makes nobody who is there already."""

    def __init__(self) -> None:
        units = list(Unit.objects.filter(is_active=True).order_by("pk"))
        self._teams = [Team(unit, _gathered(unit)) for unit in units]
        self._shares = [_share(unit) for unit in units]

    def draw(self, rng: Random) -> Team:
        """A team, the default unit's most often."""
        return rng.choices(self._teams, self._shares)[0]


def _share(unit: Unit) -> int:
    return _SHARE if unit.is_default else _SHARE_SEALED if unit.is_sealed else _SHARE_ELSEWHERE


def _gathered(unit: Unit) -> list[Account]:
    count = _OFFICERS if unit.is_default else _ELSEWHERE
    names = [f"bulk-{unit.key}-{number}" for number in range(1, count + 1)]
    there = {one.username: one for one in Account.objects.filter(username__in=names, unit=unit)}
    return [there.get(name) or _made(name, unit, number) for number, name in enumerate(names)]


def _made(name: str, unit: Unit, number: int) -> Account:
    account = create_account(
        username=name,
        password=secrets.token_urlsafe(32),
        role=Role.OFFICER,
        unit=unit,
        email=f"{name}@example.org",
        languages=_LANGUAGES[number % len(_LANGUAGES)],
        reads_restricted=number == 0,
    )
    account.set_unusable_password()
    account.save(update_fields=["password"])
    return account
