"""A proposal of who could take over what; nothing is done before its preview was confirmed (`domain/bulk.py`)."""

import json
from datetime import datetime

from django.db import transaction

from cases.domain import bulk
from cases.domain.refusals import NotThere, Refused
from cases.engine.sharing import over_average, share_out
from cases.enums import BulkAct
from cases.models import Account, Bulk
from cases.permissions import may_share_out
from cases.queries.sharing import EVERYBODY, NOBODY, holders_of, loads_of, movable_of

MOST = 200  # cases of one proposal


def propose_sharing(*, of: str, most: int = MOST, by: Account, now: datetime) -> Bulk:
    """Choose cases and say to whom each could go: what one officer has (`of` is a username), what nobody has, or what
    some have beyond the average of those who are there.

    It takes the place of what `by` had chosen before; a second call makes the proposal anew from how things are then.
    Each goes to whoever then has the fewest and may work on it, holds its language where somebody does, and is below
    their cap. Raises `Refused` where there is nothing to share out, or nobody to give it to; `NotThere` for all but
    supervisors.
    """
    if not may_share_out(by):
        raise NotThere
    most = max(1, min(most, MOST))
    with transaction.atomic():
        holders = holders_of(by, now=now)
        if not [one for one in holders if one.key != of]:
            raise Refused("Nobody is there to give cases to.", about="of")
        level = of == EVERYBODY
        if level:
            spare = over_average({one.key: one.has for one in holders})
            cases = movable_of(by, spare=spare, most=most)
        else:
            if of != NOBODY and of not in loads_of(by):
                raise Refused("Choose whose cases are to be shared out.", about="of")
            cases = movable_of(by, of=of, most=most)
        given = share_out(cases, holders, level=level)
        if not given:
            raise Refused(
                "There is nothing to share out: nobody has more than the others, or all are at their cap.", about="of"
            )
        bulk.clear_choice(by=by, now=now)
        references = [one.reference for one in cases if one.key in given]
        bulk.choose_cases(references, by=by, now=now)
        return bulk.plan(BulkAct.SHARE, {"to_each": json.dumps(given)}, by=by, now=now)
