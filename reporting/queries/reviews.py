"""By when a second look is promised."""

from datetime import date, timedelta

from reporting.models import ReviewRule

_UNTIL_SOMEBODY_DECIDES = timedelta(days=14)


def review_within(on: date) -> timedelta:
    """Within what time a review that is asked for on this day is answered: the newest rule in force."""
    rules = ReviewRule.objects.filter(in_force_from__lte=on).order_by("-in_force_from")
    return rules.values_list("within", flat=True).first() or _UNTIL_SOMEBODY_DECIDES
