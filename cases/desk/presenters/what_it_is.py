"""What a case counts as, and whose word that is: nobody takes the machine's suggestion for what a person said."""

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cases.desk.presenters import labels
from cases.models import Case


@dataclass(frozen=True)
class WhatItIs:
    """Names of strands and kinds, apart by whether people said so or only the machine suggests it."""

    strands: list[str]
    kinds: list[str]
    suggested_strands: list[str]
    suggested_kinds: list[str]

    @property
    def because(self) -> str:
        """The strands in a line."""
        return _line(self.strands, self.suggested_strands)

    @property
    def done(self) -> str:
        """The kinds in a line."""
        return _line(self.kinds, self.suggested_kinds)

    @property
    def in_short(self) -> str:
        """Strands and kinds in one line."""
        return _line([*self.strands, *self.kinds], [*self.suggested_strands, *self.suggested_kinds])


def what_it_is(case: Case, ticked: Collection[str], *, is_blind: bool) -> WhatItIs:
    """Tell what people said from what is suggested. While a suggestion is hidden, only what was `ticked` is shown."""
    strands = [key for key in case.strands if key in ticked] if is_blind else case.strands
    kinds = [] if is_blind else case.kinds
    said = strands if case.is_labelled else [key for key in strands if key in ticked]
    return WhatItIs(
        strands=labels.strands(_without_parents(said)),
        kinds=labels.kinds(kinds) if case.is_labelled else [],
        suggested_strands=labels.strands(key for key in _without_parents(strands) if key not in said),
        suggested_kinds=[] if case.is_labelled else labels.kinds(kinds),
    )


def _line(said: list[str], suggested: list[str]) -> str:
    parts = [", ".join(said)] if said else []
    if suggested:
        parts.append(_("Suggested: %s") % ", ".join(suggested))
    return " · ".join(parts)


def _without_parents(strands: Collection[str]) -> list[str]:
    """“Religion or belief” goes without saying where one of its own is named."""
    return [key for key in strands if not any(other.startswith(f"{key}:") for other in strands)]
