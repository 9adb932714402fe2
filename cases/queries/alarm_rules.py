"""Within what time whoever looks after an alarm acts again, at a moment."""

from datetime import datetime, timedelta

from django.utils import timezone

from cases.models import AlarmRule

_WITHOUT_A_RULE = timedelta(minutes=30)


def act_within(now: datetime) -> timedelta:
    """The newest rule that has begun; half an hour where there is none."""
    begun = AlarmRule.objects.filter(in_force_from__lte=timezone.localdate(now)).order_by("-in_force_from")
    rule = begun.first()
    return rule.act_within if rule else _WITHOUT_A_RULE
