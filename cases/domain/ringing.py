"""Danger rings: who is told of an alarm and when, and a row for each try.

A try is two rows: one before the message leaves ("sending") and one with what became of it. So two rings never send
the same message, no transaction is open while a mail server is waited for, and what a killed ring was sending is sent
again.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import F, QuerySet

from cases.domain.alarm_failures import DESK, MOST_FAILURES, NOBODY, SENDING, write_failures
from cases.domain.couriers import SENT, Couriers, Delivery, MailIsOff
from cases.domain.duty import on_duty
from cases.domain.mail import addresses_of
from cases.domain.timeline import write_entry
from cases.domain.turns import has_turn
from cases.enums import Shift
from cases.models import Account, AlarmContact, AlarmStep, Case, CaseReport, StaffingNotice
from reporting.enums import AlarmCause
from reporting.models import Alarm

AFTER = (timedelta(0), timedelta(minutes=5), timedelta(minutes=10))  # duty desk, supervisor on call, control room
_FINAL = {SENT, NOBODY, MailIsOff.__name__}
LEFT_ALONE = timedelta(seconds=25)  # longer than any courier is waited for; then whoever was sending has gone
FIRST_RETRY, LONGEST_RETRY = timedelta(seconds=5), timedelta(seconds=60)
MOST_ALARMS = 500  # looked at in one round, the oldest first


@dataclass(frozen=True)
class Chain:
    """Whom each step tells at one moment. `on_duty`: who is on the duty desk; `behind`: whose an address is."""

    recipients: tuple[tuple[Delivery, ...], ...]
    on_duty: frozenset[int] = frozenset()
    behind: Mapping[str, frozenset[int]] = field(default_factory=dict)

    @property
    def is_manned(self) -> bool:
        """Somebody is on duty."""
        return bool(self.on_duty)

    def without(self, accounts: set[int]) -> "Chain":
        """The same for an alarm of a case in which these know someone: they are not told, and do not count."""
        if not accounts:
            return self
        told = tuple(
            tuple(one for one in step if not (self.behind.get(one.to) and self.behind[one.to] <= accounts))
            for step in self.recipients
        )
        return Chain(told, self.on_duty - accounts, self.behind)

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
    for alarm, steps, recused in _ringing():
        chain = chain or chain_at(now)
        told = chain.without(recused)
        if not any(one.channel == DESK or couriers.has_room(one) for one in _due(alarm, steps, told, now)):
            continue
        try:
            leaving = _claim(alarm.pk, told, couriers.has_room, now=now)
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
    behind = _addresses([*duty, *supervisors])
    told: list[list[Delivery]] = [_letters(0, duty, behind), _letters(1, supervisors, behind), []]
    for contact in AlarmContact.objects.filter(is_active=True, step__lt=len(AFTER)).order_by("step", "pk"):
        if contact.email:
            told[contact.step].append(Delivery(0, contact.step, "email", contact.email))
            behind.pop(contact.email, None)  # it is told in its own right
        if contact.webhook:
            told[contact.step].append(Delivery(0, contact.step, "webhook", contact.webhook))
    return Chain(tuple(tuple(dict.fromkeys(step)) for step in told), frozenset(account.pk for account in duty), behind)


def _addresses(accounts: Sequence[Account]) -> dict[str, frozenset[int]]:
    found: dict[str, frozenset[int]] = {}
    for pk, email in addresses_of(account.pk for account in accounts).items():
        found[email] = found.get(email, frozenset()) | {pk}
    return found


def _letters(step: int, accounts: Sequence[Account], behind: Mapping[str, frozenset[int]]) -> list[Delivery]:
    ids = {account.pk for account in accounts}
    return [Delivery(0, step, "email", email) for email, whose in behind.items() if whose & ids]


def _ringing() -> Iterator[tuple[Alarm, list[AlarmStep], set[int]]]:
    """Alarms that ring, their steps since they began to, and who knows someone in a case of theirs or is involved in it."""
    alarms = list(Alarm.objects.ringing().order_by("raised_at")[:MOST_ALARMS])
    steps: defaultdict[int, list[AlarmStep]] = defaultdict(list)
    kept_from: defaultdict[int, set[int]] = defaultdict(set)
    for step in _steps(alarms) if alarms else ():
        steps[step.alarm_id].append(step)
    held = CaseReport.objects.filter(report__alarm__in=alarms, detached_at=None)
    held = held.exclude(case__recused=[], case__hidden_from=[])
    for report_id, recused, involved in (
        held.values_list("report_id", "case__recused", "case__hidden_from") if alarms else ()
    ):
        kept_from[report_id].update(recused, involved)
    return ((alarm, steps[alarm.pk], kept_from[alarm.report_id]) for alarm in alarms)


def _steps(alarms: Sequence[Alarm]) -> "QuerySet[AlarmStep]":
    """What was done since each began to ring: one that rings anew begins at its first step."""
    return AlarmStep.objects.filter(alarm__in=alarms, at__gte=F("alarm__raised_at")).order_by("pk")


def _due(alarm: Alarm, rows: list[AlarmStep], chain: Chain, now: datetime) -> list[Delivery]:
    tries = defaultdict(list)
    for row in rows:
        tries[row.step, row.channel, row.to].append(row)
    return [
        Delivery(alarm.pk, step, one.channel, one.to)
        for step, recipients in enumerate(chain.recipients)
        if chain.starts_at(step, _began(alarm)) <= now
        for one in (Delivery(alarm.pk, step, DESK, ""), *recipients)
        if is_wanted(tries[step, one.channel, one.to], now)
    ]


def _began(alarm: Alarm) -> datetime:
    """From when the steps are counted: one that nobody went on with begins with the supervisor."""
    return alarm.raised_at - AFTER[1] if alarm.cause == AlarmCause.UNATTENDED else alarm.raised_at


def is_wanted(tries: Sequence[AlarmStep | StaffingNotice], now: datetime) -> bool:
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
        is_ours = has_turn(f"alarm {alarm_id}")  # the worker's role may not change an alarm, so it cannot lock its row
        alarm = Alarm.objects.ringing().filter(pk=alarm_id).first() if is_ours else None
        if alarm is None:
            return []  # another ring has it in hand, or it was answered a moment ago
        due = _due(alarm, list(_steps([alarm])), chain, now)
        for reached in due:
            if reached.channel == DESK:
                _write_step(alarm, reached, told=len(chain.recipients[reached.step]), now=now)
        leaving = [delivery for delivery in due if delivery.channel != DESK and has_room(delivery)]
        for delivery in leaving:
            write_sending(delivery, now=now)
    return leaving


def write_sending(delivery: Delivery, *, now: datetime) -> None:
    """The first of the two rows of a try."""
    _row(delivery, SENDING, now).save(force_insert=True)


def _write_step(alarm: Alarm, reached: Delivery, *, told: int, now: datetime) -> None:
    _row(reached, SENT if told else NOBODY, now).save(force_insert=True)
    for case in _cases_of(alarm.report_id):
        write_entry(case, "alarm_step", by=None, now=now, alarm=alarm.pk, step=reached.step, told=told)


def _write_outcome(delivery: Delivery, outcome: str, *, now: datetime) -> None:
    """A message that did not arrive is told on the timeline too: a step that was reached may have told nobody."""
    row = _row(delivery, outcome, now)
    with transaction.atomic():
        row.save(force_insert=True)
        if isinstance(row, AlarmStep):
            alarm = Alarm.objects.only("report_id", "raised_at").get(pk=row.alarm_id)
            tries = _steps([alarm]).filter(step=row.step, channel=row.channel, to=row.to)
            for case in _cases_of(alarm.report_id):
                write_failures(case, tries, newest=row)


def _cases_of(report_id: int) -> "QuerySet[Case]":
    return Case.objects.filter(links__report=report_id, links__detached_at=None)


def _row(delivery: Delivery, outcome: str, now: datetime) -> AlarmStep | StaffingNotice:
    said = outcome[:100]
    if delivery.trouble:
        return StaffingNotice(trouble=delivery.trouble, channel=delivery.channel, to=delivery.to, at=now, outcome=said)
    return AlarmStep(
        alarm_id=delivery.alarm, step=delivery.step, channel=delivery.channel, to=delivery.to, at=now, outcome=said
    )
