"""What can be done with many cases: each is the act on one case, why it cannot be done with this one, and its inverse.

An act is made from what was given, and raises `Refused` where that is not enough; so it is checked before anything is
shown, and again when it is done.
"""

import json
from abc import ABC, abstractmethod
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from cases.domain import claiming, closing, linking, tagging
from cases.domain.access import NOT_NOW
from cases.domain.refusals import Refused
from cases.domain.waiting import check_to_come
from cases.enums import OPEN_STATES, BulkAct, State
from cases.models import Account, Case
from cases.permissions import may_work
from cases.queries.bulk import Known, tagged_with
from reporting.domain.crockford import read_reference
from reporting.models import Report
from reporting.taxonomy import CLOSING

Given = Mapping[str, str]
UNDONE = "Undone within a minute."


class Doing(ABC):
    """One act with what was given."""

    states: tuple[State, ...] = OPEN_STATES
    can_be_undone = True

    def __init__(self, given: Given, *, by: Account, now: datetime) -> None:
        self.given, self.by, self.now = given, by, now

    def why_not(self, case: Case, known: Known) -> str:
        """A sentence where this case would be skipped."""
        if not may_work(self.by, case):
            return "You may not work on this case."
        if State(case.state) not in self.states:
            return NOT_NOW[State(case.state)]
        return ""

    @abstractmethod
    def do(self, case: Case) -> None:
        """Do it, through the domain's act on one case."""

    def undo(self, case: Case, before: Mapping[str, Any]) -> None:
        """Do the inverse. `before` is what `remember` said."""
        raise Refused("This is not undone in bulk.")

    def remember(self, case: Case) -> dict[str, Any]:
        """What undoing needs to know of the case as it is now."""
        return {}


class Assign(Doing):
    """To an officer of the unit."""

    def __init__(self, given: Given, *, by: Account, now: datetime) -> None:
        super().__init__(given, by=by, now=now)
        to = Account.objects.filter(username=given.get("to", ""), unit=by.unit_id, is_active=True).first()
        if to is None:
            raise Refused("Choose an officer of your unit.", about="to")
        self.to = to

    def why_not(self, case: Case, known: Known) -> str:
        """Not to somebody who has it, or may not have it."""
        why = super().why_not(case, known)
        if why:
            return why
        if case.officer_id == self.to.pk:
            return f"{self.to.known_as} has it already."
        return claiming.why_unfit(self.to, case, now=self.now)

    def do(self, case: Case) -> None:
        claiming.assign_case(case.pk, to=self.to, by=self.by, now=self.now)

    def remember(self, case: Case) -> dict[str, Any]:
        return _holder(case)

    def undo(self, case: Case, before: Mapping[str, Any]) -> None:
        _give_back(case, before, by=self.by, now=self.now)


class Share(Assign):
    """Each to the officer whom the proposal names: `to` holds usernames by case."""

    def __init__(self, given: Given, *, by: Account, now: datetime) -> None:
        Doing.__init__(self, given, by=by, now=now)
        named = json.loads(given.get("to_each", "{}"))
        people = {
            one.username: one
            for one in Account.objects.filter(username__in=set(named.values()), unit=by.unit_id, is_active=True)
        }
        self.to_each = {int(case_id): people.get(name) for case_id, name in named.items()}

    def why_not(self, case: Case, known: Known) -> str:
        """Not what the proposal does not name, or to somebody who may not have it any more."""
        to = self.to_each.get(case.pk)
        if to is None:
            return Doing.why_not(self, case, known) or "The proposal does not say to whom."
        self.to = to
        return super().why_not(case, known)

    def do(self, case: Case) -> None:
        to = self.to_each.get(case.pk)
        if to is None:
            raise Refused("The proposal does not say to whom.")
        self.to = to
        super().do(case)


class Return(Doing):
    """Back to the queue, clocks as they are."""

    states = (State.IN_PROGRESS, State.WAITING)

    def do(self, case: Case) -> None:
        claiming.hand_back(case.pk, note=self.given.get("note", ""), by=self.by, now=self.now)

    def remember(self, case: Case) -> dict[str, Any]:
        return _holder(case)

    def undo(self, case: Case, before: Mapping[str, Any]) -> None:
        _give_back(case, before, by=self.by, now=self.now)


class Tag(Doing):
    """A word of the unit's own. Closed cases may have one too."""

    states = (*OPEN_STATES, State.CLOSED)

    def __init__(self, given: Given, *, by: Account, now: datetime) -> None:
        super().__init__(given, by=by, now=now)
        self.name = tagging.clean_name(given.get("name", ""))
        self._tagged: set[int] | None = None

    def why_not(self, case: Case, known: Known) -> str:
        """Not twice."""
        if self._tagged is None:
            self._tagged = tagged_with(self.name, known.reports)
        return super().why_not(case, known) or ("It has this tag already." if case.pk in self._tagged else "")

    def do(self, case: Case) -> None:
        if not tagging.tag_case(case.pk, name=self.name, by=self.by, now=self.now):
            raise Refused("It has this tag already.")

    def undo(self, case: Case, before: Mapping[str, Any]) -> None:
        tagging.untag_case(case.pk, name=self.name, by=self.by, now=self.now)


class Untag(Tag):
    """The tag is taken off. Undoing puts it on again."""

    def why_not(self, case: Case, known: Known) -> str:
        """Only where it is."""
        if self._tagged is None:
            self._tagged = tagged_with(self.name, known.reports)
        return Doing.why_not(self, case, known) or ("" if case.pk in self._tagged else "It does not have this tag.")

    def do(self, case: Case) -> None:
        if not tagging.untag_case(case.pk, name=self.name, by=self.by, now=self.now):
            raise Refused("It does not have this tag.")

    def undo(self, case: Case, before: Mapping[str, Any]) -> None:
        tagging.tag_case(case.pk, name=self.name, by=self.by, now=self.now)


class Wait(Doing):
    """For the same thing, until the same day."""

    states = (State.IN_PROGRESS,)

    def __init__(self, given: Given, *, by: Account, now: datetime) -> None:
        super().__init__(given, by=by, now=now)
        self.reason = given.get("reason", "").strip()
        if not self.reason:
            raise Refused("Write what the cases are waiting for.", about="reason")
        try:
            self.until = date.fromisoformat(given.get("until", ""))
        except ValueError:
            raise Refused("Enter the day.", about="until") from None
        check_to_come(self.until, about="until", now=now)

    def do(self, case: Case) -> None:
        claiming.wait(case.pk, until=self.until, reason=self.reason, by=self.by, now=self.now)

    def undo(self, case: Case, before: Mapping[str, Any]) -> None:
        claiming.resume(case.pk, by=self.by, now=self.now)


class Link(Doing):
    """Their reports tell of one incident: they go to one case."""

    def __init__(self, given: Given, *, by: Account, now: datetime) -> None:
        super().__init__(given, by=by, now=now)
        reference, self.reason = read_reference(given.get("reference", "")), given.get("reason", "").strip()
        found = Case.objects.visible_to(by).filter(reference=reference, unit=by.unit_id) if reference else None
        target = found.first() if found is not None else None
        if target is None:
            raise Refused("Enter the reference of a case of your unit, such as 7K2M-9QX4T.", about="reference")
        if target.state not in OPEN_STATES:
            raise Refused(NOT_NOW[State(target.state)], about="reference")
        if not self.reason:
            raise Refused("Write why it is the same incident.", about="reason")
        self.target = target

    def why_not(self, case: Case, known: Known) -> str:
        """Not to itself; and what holds several reports is looked at one by one."""
        if case.pk == self.target.pk:
            return "It is the case that the others are attached to."
        why = super().why_not(case, known)
        return why or ("It holds several reports: attach them one by one." if len(known.reports[case.pk]) > 1 else "")

    def do(self, case: Case) -> None:
        reports = list(Report.objects.filter(links__case=case, links__detached_at=None).only("reference")[:2])
        if len(reports) != 1:
            raise Refused("It holds several reports: attach them one by one.")
        linking.attach_report(self.target.pk, reports[0].reference, reason=self.reason, by=self.by, now=self.now)

    def remember(self, case: Case) -> dict[str, Any]:
        report = case.links.filter(detached_at=None).values_list("report_id", flat=True).first()
        return {"report": report, **_holder(case)}

    def undo(self, case: Case, before: Mapping[str, Any]) -> None:
        """The report has its own case again, in the hands that had it."""
        linking.detach_report(self.target.pk, before["report"], reason=UNDONE, by=self.by, now=self.now)
        if before["officer"] is not None:
            _give_back(case, before, by=self.by, now=self.now)


class Close(Doing):
    """What is read, decided and answered. It is not undone: a closed case is opened again, with a reason."""

    states = (State.IN_PROGRESS, State.WAITING)
    can_be_undone = False

    def __init__(self, given: Given, *, by: Account, now: datetime) -> None:
        super().__init__(given, by=by, now=now)
        self.closing_reason, self.reason = given.get("closing_reason", ""), given.get("reason", "")
        self.details = {key: given[key] for key in ("passed_to", "force", "number") if given.get(key)}
        if self.closing_reason not in CLOSING_TOGETHER:
            raise Refused("Choose why the cases are closed.", about="closing_reason")
        closing.check_demands(self.closing_reason, {**self.details, "reason": self.reason})

    def why_not(self, case: Case, known: Known) -> str:
        """Rule by rule what closing one case asks for."""
        return super().why_not(case, known) or " ".join(closing.what_is_missing(case.pk, known))

    def do(self, case: Case) -> None:
        closing.close_case(
            case.pk, closing_reason=self.closing_reason, reason=self.reason, details=self.details, by=self.by,
            now=self.now,
        )  # fmt: skip


def _holder(case: Case) -> dict[str, Any]:
    until = case.waiting_until.isoformat() if case.waiting_until else ""
    return {"officer": case.officer_id, "until": until, "reason": case.waiting_for}


def _give_back(case: Case, before: Mapping[str, Any], *, by: Account, now: datetime) -> None:
    """To whoever had it, waiting where it waited; else back to the queue."""
    if before["officer"] is None:
        claiming.hand_back(case.pk, note=UNDONE, by=by, now=now)
        return
    claiming.assign_case(case.pk, to=Account.objects.get(pk=before["officer"]), by=by, now=now)
    if before["until"]:
        until = date.fromisoformat(before["until"])
        claiming.wait(case.pk, until=until, reason=before["reason"], by=by, now=now)


CLOSING_TOGETHER = {key: one for key, one in CLOSING.items() if "second_person" not in one.demands}
ACTS: dict[BulkAct, type[Doing]] = {
    BulkAct.ASSIGN: Assign, BulkAct.TAG: Tag, BulkAct.UNTAG: Untag, BulkAct.WAIT: Wait, BulkAct.LINK: Link, BulkAct.CLOSE: Close,
    BulkAct.RETURN: Return, BulkAct.SHARE: Share,
}  # fmt: skip
