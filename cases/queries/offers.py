"""What “take next” offers one officer, in order: what rings, what is due, and last what others should rather have."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from django.db.models import CharField, F, Func, Q, Value
from django.utils import timezone

from cases.engine.language import base_language
from cases.enums import Because, Lane, Role, State
from cases.models import Account, Case, OfferRule, Reading
from cases.models.case import CaseQuerySet
from cases.queries.absence import is_there
from cases.queries.alarms import cases_that_ring

HARD_PRIORITIES = ("immediate", "high")
_UNKNOWN = "und"
_MOST = 20
_BASE = Func(F("language"), Value("-"), Value(1), function="split_part", output_field=CharField())


@dataclass(frozen=True)
class Offer:
    """Cases in the order in which they are offered, and why these."""

    because: Because
    cases: CaseQuerySet


def rule_in_force(now: datetime) -> OfferRule:
    """The newest rule that has begun; where there is none, as much of anything as there is to read."""
    begun = OfferRule.objects.filter(in_force_from__lte=timezone.localdate(now))
    return begun.order_by("-in_force_from").first() or OfferRule(
        hard_cases_a_day=32_767, supervisor_before=timedelta(hours=1), anyone_before=timedelta(hours=1),
        language_before=timedelta(hours=1),
    )  # fmt: skip


class Standing:
    """What one officer holds and has read today, and what the colleagues who are there hold."""

    def __init__(self, account: Account, *, now: datetime) -> None:
        self.account, self.now, self.rule = account, now, rule_in_force(now)
        self.languages = {base_language(one) for one in account.languages}
        colleagues = Account.objects.filter(is_there(now), unit=account.unit_id).exclude(pk=account.pk)
        self._of_colleagues = [
            {base_language(one) for one in held} for held in colleagues.values_list("languages", flat=True)
        ]

    @cached_property
    def hard_today(self) -> int:
        """Hard reports that the officer has read since midnight."""
        midnight = timezone.localtime(self.now).replace(hour=0, minute=0, second=0, microsecond=0)
        read = Reading.objects.filter(by=self.account, at__gte=midnight, at__lte=self.now)
        return read.filter(hard_cases(self.rule, "case__")).count()

    @property
    def is_spared(self) -> bool:
        """Whether the officer has had enough for today: others come first."""
        return self.hard_today >= self.rule.hard_cases_a_day

    @property
    def languages_of_others(self) -> set[str]:
        """Languages that colleagues who are there hold and this officer does not."""
        return set().union(*self._of_colleagues) - self.languages

    def is_wanted_for(self, language: str) -> bool:
        """Whether the officer holds this language and not everybody does."""
        base = base_language(language)
        return base in self.languages and any(base not in held for held in self._of_colleagues)

    def offers(self) -> list[Offer]:
        """What rings first, then what is due first; what is kept for others comes last, and comes all the same."""
        waiting = Case.objects.visible_to(self.account).filter(state=State.NEW, unit=self.account.unit_id)
        waiting = waiting.alias(base=_BASE).by_due_time()
        spared, kept, later = self._is_spared(), self._is_kept_for_others(), self._is_of_backlog()
        return [
            Offer(Because.RINGS, waiting.filter(pk__in=cases_that_ring())),
            Offer(Because.DUE, waiting.exclude(spared).exclude(kept).exclude(later)),
            Offer(Because.BACKLOG_LEFT, waiting.filter(later).exclude(spared).exclude(kept)),
            *([Offer(Because.LANGUAGE_LEFT, waiting.filter(kept).exclude(spared))] if kept else []),
            *([Offer(Because.HARD_LEFT, waiting.filter(spared))] if spared else []),
        ]

    def _is_kept_for_others(self) -> Q:
        """Until shortly before it is due a case is kept for those who hold its language."""
        languages = sorted(self.languages_of_others - {_UNKNOWN})
        is_early = Q(next_due_at__gt=self.now + self.rule.language_before)
        return Q(base__in=languages) & is_early if languages else Q()

    def _is_of_backlog(self) -> Q:
        """What was imported comes behind what comes in: until shortly before it is due, so that nothing starves."""
        return Q(lane=Lane.BACKLOG, next_due_at__gt=self.now + self.rule.anyone_before)

    def _is_spared(self) -> Q:
        """Once one has read enough of them, hard cases go to others first: until shortly before they are due."""
        if not self.is_spared:
            return Q()
        is_supervisor = self.account.role == Role.SUPERVISOR
        before = self.rule.supervisor_before if is_supervisor else self.rule.anyone_before
        return hard_cases(self.rule) & Q(next_due_at__gt=self.now + before)


def hard_and_soon_due(account: Account, now: datetime) -> list[Case]:
    """Hard cases that nobody has and that are soon due: what supervisors are offered, what is due first."""
    rule = rule_in_force(now)
    waiting = Case.objects.visible_to(account).filter(hard_cases(rule), state=State.NEW, unit=account.unit_id)
    return list(waiting.filter(next_due_at__lte=now + rule.supervisor_before).by_due_time()[:_MOST])


def is_hard(case: Case, rule: OfferRule) -> bool:
    """Whether reading this case counts against the day's limit."""
    return case.priority in HARD_PRIORITIES or not set(rule.hard_kinds).isdisjoint(case.kinds)


def hard_cases(rule: OfferRule, of: str = "") -> Q:
    """Cases of which reading counts against the day's limit; `of` leads to the case."""
    hard = Q(**{f"{of}priority__in": HARD_PRIORITIES})
    return hard | Q(**{f"{of}kinds__overlap": rule.hard_kinds}) if rule.hard_kinds else hard
