"""Numbers as they are given on the command line."""

from typing import Any

from django.core.management.base import CommandError


def whole_number(given: Any, name: str, *, least: int, most: int) -> int:
    """The number, or one sentence and status 2."""
    try:
        number = int(str(given))
    except ValueError:
        raise CommandError(f"{name}: {given!r} is not a whole number.", returncode=2) from None
    if not least <= number <= most:
        raise CommandError(f"{name}: {number} is not between {least} and {most}.", returncode=2)
    return number
