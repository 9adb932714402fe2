"""Alarms as the desk shows them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Left, NullIf
from django.utils import timezone

from cases.enums import PersonRole
from cases.models import Account, Case, CaseReport, DutyShift, Person, TimelineEntry
from cases.queries.prepared import Prepared
from reporting.enums import AlarmOutcome, Sender
from reporting.models import Alarm, Message, Wish

PAGE = 20
OPENING = 160
# Its case is not opened yet, and it is not about the police: everybody's.
_NOBODYS = Q(report__opened_case=None) & ~Q(report__answers__contains={"about_police": "yes"})


@dataclass(frozen=True)
class RingingAlarm:
    """One alarm without content: why, since when, how it was answered, and the reference to open."""

    id: int
    cause: str
    raised_at: datetime
    outcome: str
    answered_by: str
    log_number: str
    reason: str
    reference: str
    has_case: bool
    answered_at: datetime | None = None
    act_by: datetime | None = None

    @property
    def goes_on(self) -> bool:
        """It rings, or somebody looks after it: no case closes meanwhile."""
        return self.outcome in ("", AlarmOutcome.ACKNOWLEDGED)


@dataclass(frozen=True)
class RingingAlarms:
    """What rings for one account."""

    alarms: list[RingingAlarm] = field(default_factory=list)

    def __iter__(self) -> Iterator[RingingAlarm]:
        return iter(self.alarms)

    def __len__(self) -> int:
        return len(self.alarms)

    @property
    def references(self) -> list[str]:
        """Of the cases, each once."""
        return sorted({alarm.reference for alarm in self.alarms})


def ringing_for(account: Account) -> RingingAlarms:
    """Alarms that nobody has answered, as far as this account may know of them, oldest first.

    An alarm whose case is not opened yet is everybody's, save one about the police.
    """
    return _known(account, _RINGING.of())


def acknowledged_for(account: Account) -> RingingAlarms:
    """Alarms that somebody looks after and that are not yet handed over or found to be no danger."""
    return _listed(account, Alarm.objects.looked_after())


def over_since(account: Account, since: datetime, page: int) -> tuple[RingingAlarms, int]:
    """One page of those that have ended since then, the latest first, and how many there are: under the account's rights."""
    known = CaseReport.objects.filter(
        report=OuterRef("report"), detached_at=None, case__in=Case.objects.visible_to(account)
    )
    over = Alarm.objects.filter(answered_at__gte=since).exclude(outcome__in=("", AlarmOutcome.ACKNOWLEDGED))
    over = over.filter(Exists(known) | _NOBODYS)
    first = (page - 1) * PAGE
    ids = list(over.order_by("-answered_at", "-pk").values_list("pk", flat=True)[first : first + PAGE])
    listed = _listed(account, Alarm.objects.filter(pk__in=ids)) if ids else RingingAlarms()
    return RingingAlarms(sorted(listed, key=lambda one: ids.index(one.id))), over.count()


def answered_for(account: Account, alarm_id: int) -> RingingAlarms:
    """This alarm, as far as the account may know of it."""
    return _listed(account, Alarm.objects.filter(pk=alarm_id))


def alarms_of(account: Account, report_ids: list[int]) -> RingingAlarms:
    """Those of these reports, answered or not."""
    return _known(account, _OF_REPORTS.of(report_ids))


class Told(NamedTuple):
    """How what was told begins, and the code of the language that its case is in, empty where nobody has said it."""

    opening: str = ""
    language: str = ""


def told_last(alarms: RingingAlarms) -> dict[int, Told]:
    """By alarm what was told last, of which the first `OPENING` characters and some more.

    That is the newest message of the person, else the report. None of a report without a case, or with one that the account,
    whose alarms these are, may not know of.
    """
    ids = [one.id for one in alarms if one.has_case]
    if not ids:
        return {}
    messages = Message.objects.filter(report=OuterRef("report"), sender=Sender.REPORTER).order_by("-sent_at", "-pk")
    told = NullIf(Subquery(messages.values("words")[:1]), Value(""))
    found = Alarm.objects.filter(pk__in=ids).annotate(opening=Left(Coalesce(told, "report__words"), 2 * OPENING))
    rows = found.values_list("pk", "opening", "report__opened_case__language")
    return {pk: Told(opening, language) for pk, opening, language in rows}


def persons_told_of(alarms: RingingAlarms) -> dict[int, list[Person]]:
    """By alarm everybody whom its report names to us, in the case that holds it, save who is reported; with what they told
    us since. None of a report without a case, or with one that the account, whose alarms these are, may not know of.
    """
    holding = {one.id: one.reference for one in alarms if one.has_case}
    if not holding:
        return {}
    persons = Person.objects.filter(report__alarm__in=holding, case__reference__in=holding.values())
    persons = persons.exclude(role=PersonRole.PERSON_REPORTED).select_related("case", "report__alarm").order_by("pk")
    found: dict[int, list[Person]] = {}
    for person in persons.defer("report__words", "report__answers", "report__sealed_answers"):
        if holding[person.report.alarm.pk] == person.case.reference:
            found.setdefault(person.report.alarm.pk, []).append(person)
    wishes: dict[int, list[Wish]] = {}
    for wish in Wish.objects.about_contact().filter(report__alarm__in=found):
        wishes.setdefault(wish.report_id, []).append(wish)
    for several in found.values():
        for person in several:
            person.told_since = wishes.get(person.report_id, [])
    return found


def last_ends(alarms: RingingAlarms) -> dict[int, TimelineEntry]:
    """By alarm what the newest entry says of how it was answered when it rang before: how it had ended, or who looked after
    it until it rang anew; none of an alarm that never was.
    """
    ids = [one.id for one in alarms if one.has_case]
    if not ids:
        return {}
    cases = CaseReport.objects.filter(detached_at=None, report__alarm__in=ids).values("case")
    ends = [outcome for outcome in AlarmOutcome if outcome != AlarmOutcome.ACKNOWLEDGED]
    ended = Q(what="alarm_answered", details__outcome__in=ends)
    until_then = Q(what="alarm_raised") & (Q(details__has_key="looked_after_by") | Q(details__has_key="unattended"))
    found = TimelineEntry.objects.filter(ended | until_then, case__in=cases, details__alarm__in=ids)
    return {entry.details["alarm"]: entry for entry in found.order_by("at", "pk")}


def cases_that_ring() -> "QuerySet[CaseReport, Any]":
    """Ids of all cases that hold a report of which an alarm rings."""
    return CaseReport.objects.filter(detached_at=None, report__alarm__outcome="").values("case")


def shifts_on_duty(now: datetime) -> "QuerySet[DutyShift]":
    """Shifts that cover this moment, of accounts that can log in and are not absent."""
    shifts = DutyShift.objects.filter(starts_at__lte=now, ends_at__gt=now, account__is_active=True)
    return shifts.exclude(account__absent_until__gte=timezone.localdate(now)).order_by("kind", "account__username")


def _listed(account: Account, alarms: "QuerySet[Alarm]") -> RingingAlarms:
    return _known(account, list(_rows(alarms)))


def _rows(alarms: "QuerySet[Alarm]") -> Any:
    return (
        alarms.annotate(is_nobodys=ExpressionWrapper(_NOBODYS, BooleanField()))
        .order_by("raised_at", "pk")
        .values_list(
            "pk", "cause", "raised_at", "outcome", "answered_by", "log_number", "reason", "report__reference",
            "report", "is_nobodys", "answered_at", "act_by",
        )
    )  # fmt: skip


def _known(account: Account, rows: Sequence[Any]) -> RingingAlarms:
    """One query where there is none, as on nearly every page; which cases hold them is asked only then."""
    held = _held(account, {row[8] for row in rows}) if rows else {}
    return RingingAlarms(
        [
            RingingAlarm(
                row[0],
                row[1],
                row[2],
                row[3],
                row[4],
                row[5],
                row[6],
                held.get(row[8], row[7]),
                row[8] in held,
                row[10],
                row[11],
            )
            for row in rows
            if row[9] or row[8] in held
        ]
    )


def _held(account: Account, reports: set[int]) -> dict[int, str]:
    """References of the cases that hold these reports, as far as this account may know of them."""
    links = CaseReport.objects.filter(
        report__in=reports, detached_at=None, case__in=Case.objects.visible_to(account)
    ).order_by("-pk")
    return dict(links.values_list("report", "case__reference"))


_RINGING = Prepared[Any](lambda: _rows(Alarm.objects.ringing()))
_OF_REPORTS = Prepared[Any](lambda reports: _rows(Alarm.objects.filter(report_id__in=reports)))
