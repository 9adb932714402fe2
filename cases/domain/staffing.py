"""When nobody is there, the supervisor on call is told: nobody on duty, no unit for new cases, everybody absent."""

from collections import defaultdict
from datetime import datetime, timedelta

from django.db import transaction

from cases.domain.couriers import Couriers
from cases.domain.ringing import chain_at, is_wanted, write_sending
from cases.domain.turns import has_turn
from cases.models import StaffingNotice
from cases.queries.staffing import troubles

TOLD_AGAIN = timedelta(hours=12)  # while it lasts
_SUPERVISOR = 1  # the step of an alarm that tells the same people


def tell_of_troubles(couriers: Couriers, *, now: datetime) -> int:
    """Send off what supervisors on call are to be told of now; returns how many messages that were. Never waits.

    Each address is told of each trouble once, and again after twelve hours while it lasts; what does not arrive is tried
    again. Of many rings one sends. What became of a message is written down with those of alarms
    (`ringing.deliver_due`).
    """
    found = troubles(now)
    if not found:
        return 0
    recipients = chain_at(now).recipients[_SUPERVISOR]
    with transaction.atomic():
        is_ours = has_turn("staffing")
        tries = defaultdict(list)
        for row in StaffingNotice.objects.filter(at__gt=now - TOLD_AGAIN).order_by("pk") if is_ours else ():
            tries[row.trouble, row.channel, row.to].append(row)
        leaving = [
            one._replace(trouble=trouble.value)
            for trouble in (found if is_ours else ())
            for one in recipients
            if is_wanted(tries[trouble.value, one.channel, one.to], now)
        ]
        leaving = [one for one in leaving if couriers.has_room(one)]
        for delivery in leaving:
            write_sending(delivery, now=now)
    for delivery in leaving:
        couriers.send(delivery)
    return len(leaving)
