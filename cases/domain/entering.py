"""A report that somebody told an officer: by telephone, at the counter, in a letter. It is a report like any other."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from cases.domain.audit import record_event
from cases.domain.intake import open_case
from cases.domain.refusals import Refused
from cases.models import Account
from cases.permissions import may_use_desk
from reporting.domain.receipt import Receipt, receipt_for
from reporting.domain.submission import NothingSaid, TooManyWords, submit_report
from reporting.enums import Channel
from reporting.models import Report

BY_OFFICER = (Channel.PHONE, Channel.COUNTER, Channel.LETTER)


def enter_report(
    *,
    answers: Mapping[str, Any],
    channel: str = "",
    taken_at: datetime | None = None,
    token: str,
    by: Account,
    now: datetime,
) -> Receipt:
    """Keep what a caller said, as a report by that `channel`, and open its case; every clock starts now.

    Guarantees: report, outbox row, alarm and the row of the log are one transaction; the case is opened right after it,
    and by the outbox should that fail. A second call with the same form `token` makes no second report and gives the
    same receipt. Raises `Refused` without words, for a time to come, for a channel that is none of an officer's, and
    for an account that takes no cases.
    """
    if not may_use_desk(by):
        raise Refused("Your account does not take reports.")
    if channel and channel not in BY_OFFICER:
        raise Refused("Choose how they told you, or leave it empty.", about="channel")
    if taken_at is not None and taken_at > now:
        raise Refused(
            "The time at which they told you is still to come: put it right, or leave it empty.", about="taken_on"
        )
    before = receipt_for(token)
    if before is not None:
        return before
    channel = channel or Channel.OFFICER
    try:
        with transaction.atomic():
            receipt = submit_report(
                answers=answers, channel=channel, token=token, now=now, happened_elsewhere_at=taken_at
            )
            record_event(
                account=by, action="report.entered", address="", references=[receipt.reference],
                details={"channel": str(channel)}, now=now,
            )  # fmt: skip
    except NothingSaid:
        raise Refused("Write down what happened. One sentence is enough.", about="what_happened") from None
    except TooManyWords:
        raise Refused("This is more than 16 MiB: enter it as several reports.", about="what_happened") from None
    open_case(Report.objects.only("pk").get(reference=receipt.reference).pk, now=now)
    return receipt
