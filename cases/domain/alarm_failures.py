"""Messages of an alarm that did not arrive: what of it belongs on the timeline, so that nobody takes it for told."""

from collections import Counter
from collections.abc import Iterable, Iterator

from cases.domain.couriers import SENT, MailIsOff
from cases.domain.timeline import write_entry
from cases.models import AlarmStep, Case

DESK = "desk"  # a step of this channel says that the step was reached: the banner and sound of every open desk
SENDING, NOBODY = "sending", "nobody"
MOST_FAILURES = 20  # of one message to one address; then it is given up
FAILED, GIVEN_UP, OFF, ARRIVED = "failed", "given_up", "off", "arrived"  # what became of it


def write_failures(case: Case, rows: Iterable[AlarmStep], *, newest: AlarmStep | None = None) -> None:
    """Write down what `rows`, the tries of one alarm in their order, say of messages that did not arrive.

    The first failure of a message is a line, and so is its end: given up, or arrived after all. An address stands in
    none. With `newest` only what that row says is written. Part of the caller's transaction.
    """
    for row, became in _told(rows):
        if newest is None or row.pk == newest.pk:
            write_entry(
                case, "alarm_undelivered", by=None, now=row.at, alarm=row.alarm_id, step=row.step, channel=row.channel,
                became=became,
            )  # fmt: skip


def _told(rows: Iterable[AlarmStep]) -> Iterator[tuple[AlarmStep, str]]:
    failures: Counter[tuple[int, str, str]] = Counter()
    for row in rows:
        key = (row.step, row.channel, row.to)
        if row.channel == DESK or row.outcome in (SENDING, NOBODY):
            continue
        if row.outcome == MailIsOff.__name__:
            yield row, OFF
        elif row.outcome == SENT:
            if failures.pop(key, 0):
                yield row, ARRIVED
        else:
            failures[key] += 1
            if failures[key] == 1:
                yield row, FAILED
            elif failures[key] == MOST_FAILURES:
                yield row, GIVEN_UP
