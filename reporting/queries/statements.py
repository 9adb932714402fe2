"""What the operator has said, in the language of the page or else in English."""

from dataclasses import dataclass
from datetime import date

from django.db import InterfaceError, OperationalError

from reporting.models import OperatorStatement

_ENGLISH = "en-gb"


@dataclass(frozen=True)
class Said:
    """A statement as it is shown: its paragraphs, and the language they are in."""

    paragraphs: list[str]
    language: str


def statement(about: str, *, language: str, on: date) -> Said | None:
    """The newest statement in force; None where there is none, or the database is away."""
    known = OperatorStatement.objects.filter(about=about, language__in={language, _ENGLISH}, in_force_from__lte=on)
    try:
        found = {row.language: row for row in known.order_by("in_force_from", "pk")}
    except (OperationalError, InterfaceError):
        return None
    row = found.get(language) or found.get(_ENGLISH)
    return Said([part for part in row.text.split("\n\n") if part.strip()], row.language) if row else None


def statements_missing(on: date) -> list[str]:
    """What the operator must still say, in English at least."""
    said = OperatorStatement.objects.filter(language=_ENGLISH, in_force_from__lte=on).values_list("about", flat=True)
    known = set(said)
    about = OperatorStatement._meta.get_field("about")
    return [str(label) for key, label in about.choices or () if key not in known]
