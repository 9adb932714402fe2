"""Which questions about the person are asked on a day."""

from datetime import date

from django.db.models import Q

from reporting.models import EqualityQuestion


def questions_in_force(on: date) -> list[EqualityQuestion]:
    """In their order; of two wordings of one question the newer."""
    asked = EqualityQuestion.objects.filter(
        Q(in_force_until=None) | Q(in_force_until__gte=on), in_force_from__lte=on
    ).order_by("in_force_from")
    newest = {row.key: row for row in asked}
    return sorted(newest.values(), key=lambda row: (row.place, row.pk))
