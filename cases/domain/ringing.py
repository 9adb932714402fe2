"""Danger rings: who is told of an alarm and when, and a row for each try.

A try is two rows: one before the message leaves ("sending") and one with what became of it. So two rings never send
the same message, no transaction is open while a mail server is waited for, and what a killed ring was sending is sent
again.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction

from cases.domain.couriers import SENT, Couriers, Delivery, MailIsOff
from cases.domain.duty import on_duty
from cases.domain.timeline import write_entry
from cases.enums import Shift
from cases.models import Account, AlarmContact, AlarmStep, Case
from reporting.models import Alarm

AFTER = (timedelta(0), timedelta(minutes=5), timedelta(minutes=10))  # duty desk, supervisor on call, control room
SENDING, NOBODY = "sending", "nobody"
_FINAL = {SENT, NOBODY, MailIsOff.__name__}
DESK = "desk"  # the channel that is always there: the banner and sound of every open desk
LEFT_ALONE = timedelta(seconds=25)  # longer than any courier is waited for; then whoever was sending has gone
FIRST_RETRY, LONGEST_RETRY, MOST_FAILURES = timedelta(seconds=5), timedelta(seconds=60), 20
MOST_ALARMS = 500  # looked at in one round, the oldest first


@dataclass(frozen=True)
class Chain:
    """Whom each step tells at one moment. `is_manned`: somebody is on duty."""

    recipients: tuple[tuple[Delivery, ...], ...]
    is_manned: bool

    def starts_at(self, step: int, raised_at: datetime) -> datetime:
        """When a step is due: at its time, or at once where nobody could be told before it."""
        if step == 1 and not self.is_manned:
            return raised_at
        if step == 2 and not self.is_manned and not any(self.recipients[:2]):
            return raised_at
        return raised_at + AFTER[step]


def deliver_due(couriers: Couriers, *, now: datetime) -> int:
    """Write down what became of messages, then send off what is due; returns how many were sent off. Never waits.

    Guarantees: each message of an alarm goes once, however many rings run, until it is known to have arrived or has
    failed `MOST_FAILURES` times; none goes once the alarm is answered.
    """
    couriers.collect()
    while couriers.finished:
        delivery, outcome = couriers.finished[0]
        _write_outcome(delivery, outcome, now=now)
        couriers.finished.popleft()
    sent_off = 0
    failure: Exception | None = None
    chain: Chain | None = None
    for alarm, steps in _ringing():
        chain = chain or chain_at(now)
        if not any(one.channel == DESK or couriers.has_room(one) for one in _due(alarm, steps, chain, now)):
            continue
        try:
            leaving = _claim(alarm.pk, chain, couriers.has_room, now=now)
        except Exception as error:
            if not connection.is_usable():
                raise
            failure = error  # one alarm that cannot be written must not silence the others
            continue
        for delivery in leaving:
            couriers.send(delivery)
        sent_off += len(leaving)
    if failure is not None:
        raise failure
    return sent_off


def chain_at(now: datetime) -> Chain:
    """Whom each step tells: the accounts of the rota by e-mail, and the contacts kept for it."""
    duty, supervisors = on_duty(now), on_duty(now, Shift.SUPERVISOR)
    told: list[list[Delivery]] = [_letters(0, duty), _letters(1, supervisors), []]
    for contact in AlarmContact.objects.filter(is_active=True).order_by("step", "pk"):
        if contact.email:
            told[contact.step].append(Delivery(0, contact.step, "email", contact.email))
        if contact.webhook:
            told[contact.step].append(Delivery(0, contact.step, "webhook", contact.webhook))
    return Chain(tuple(tuple(dict.fromkeys(step)) for step in told), is_manned=bool(duty))


def _letters(step: int, accounts: Sequence[Account]) -> list[Delivery]:
    # A view, because the worker's role may read addresses and nothing beside them.
    addresses = "SELECT email FROM cases_account_address WHERE id = ANY(%s) ORDER BY id"
    with connection.cursor() as cursor:
        cursor.execute(addresses, [[account.pk for account in accounts]])
        return [Delivery(0, step, "email", email) for (email,) in cursor.fetchall()]


def _ringing() -> Iterator[tuple[Alarm, list[AlarmStep]]]:
    alarms = list(Alarm.objects.ringing().order_by("raised_at")[:MOST_ALARMS])
    steps = defaultdict(list)
    for step in AlarmStep.objects.filter(alarm__in=alarms).order_by("pk") if alarms else ():
        steps[step.alarm_id].append(step)
    return ((alarm, steps[alarm.pk]) for alarm in alarms)


def _due(alarm: Alarm, rows: list[AlarmStep], chain: Chain, now: datetime) -> list[Delivery]:
    tries = defaultdict(list)
    for row in rows:
        tries[row.step, row.channel, row.to].append(row)
    return [
        Delivery(alarm.pk, step, one.channel, one.to)
        for step, recipients in enumerate(chain.recipients)
        if chain.starts_at(step, alarm.raised_at) <= now
        for one in (Delivery(alarm.pk, step, DESK, ""), *recipients)
        if _is_wanted(tries[step, one.channel, one.to], now)
    ]


def _is_wanted(tries: list[AlarmStep], now: datetime) -> bool:
    """Whether a message should go (again), by the rows of its earlier tries, oldest first."""
    if not tries:
        return True
    outcomes = [row.outcome for row in tries]
    if not _FINAL.isdisjoint(outcomes):
        return False
    since = now - tries[-1].at
    if outcomes[-1] == SENDING:
        return since >= LEFT_ALONE
    failures = len(outcomes) - outcomes.count(SENDING)
    return failures < MOST_FAILURES and since >= min(FIRST_RETRY * 2 ** (failures - 1), LONGEST_RETRY)


def _claim(alarm_id: int, chain: Chain, has_room: Callable[[Delivery], bool], *, now: datetime) -> list[Delivery]:
    """Write "sending" for what is due and has room, and the steps that are reached; returns what is to leave now."""
    with transaction.atomic():
        with connection.cursor() as cursor:  # the worker's role may not change an alarm, so it cannot lock its row
            cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [f"heard alarm {alarm_id}"])
            (is_ours,) = cursor.fetchone()
        alarm = Alarm.objects.ringing().filter(pk=alarm_id).first() if is_ours else None
        if alarm is None:
            return []  # another ring has it in hand, or it was answered a moment ago
        due = _due(alarm, list(AlarmStep.objects.filter(alarm=alarm).order_by("pk")), chain, now)
        for reached in due:
            if reached.channel == DESK:
                _write_step(alarm, reached, told=len(chain.recipients[reached.step]), now=now)
        leaving = [delivery for delivery in due if delivery.channel != DESK and has_room(delivery)]
        AlarmStep.objects.bulk_create(_row(delivery, SENDING, now) for delivery in leaving)
    return leaving


def _write_step(alarm: Alarm, reached: Delivery, *, told: int, now: datetime) -> None:
    _row(reached, SENT if told else NOBODY, now).save(force_insert=True)
    for case in Case.objects.filter(links__report=alarm.report_id, links__detached_at=None):
        write_entry(case, "alarm_step", by=None, now=now, alarm=alarm.pk, step=reached.step, told=told)


def _write_outcome(delivery: Delivery, outcome: str, *, now: datetime) -> None:
    _row(delivery, outcome, now).save(force_insert=True)


def _row(delivery: Delivery, outcome: str, now: datetime) -> AlarmStep:
    said = outcome[:100]
    return AlarmStep(
        alarm_id=delivery.alarm, step=delivery.step, channel=delivery.channel, to=delivery.to, at=now, outcome=said
    )
