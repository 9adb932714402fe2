"""Over every path that people, the administration and raw SQL can take: no case ends without read, decision, reason, answer.

Each step is checked as at a commit: deferred rules are made immediate. A step of ours may be refused in words, and never
by the database.
"""

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from cases.domain import (
    absence,
    bulk,
    claiming,
    closing,
    commitments,
    correspondence,
    deciding,
    linking,
    moving,
    reading,
    recusing,
    referrals,
    restricting,
    reviews,
    series,
    transfers,
    translated_answers,
    translation,
    wishes,
)  # fmt: skip
from cases.domain.refusals import NotThere, Refused
from cases.enums import PassingOn, ReviewOutcome
from cases.models import (
    Account,
    Bulk,
    Case,
    Commitment,
    Person,
    Reading,
    RecordingDecision,
    Referral,
    Review,
    Series,
    Transfer,
    TranslationRequest,
)
from reporting.domain import referral_links
from reporting.domain import wishes as said
from reporting.domain.visits import Visit
from reporting.enums import PartnerSays, WishKind
from reporting.models import Message, PartnerAnswer, Wish
from reporting.taxonomy import CLOSING, RECORDING
from tests import cast as people
from tests.cast import Cast
from tests.desk import at_the_desk

WHO = st.sampled_from(("officer", "colleague", "supervisor", "outsider", "admin", "auditor", "reader"))
WHICH = st.integers(0, 5)
ANSWERS = ({}, {"contact_by": ["no_contact"]}, {"about_police": "yes"}, {"in_danger_now": "yes"})
GIVEN = {
    "reason": "Because.", "system": "Records", "number": "7", "offence": "Assault", "body": "The council",
    "strands": ["race"],
}  # fmt: skip
BULK = {
    "close": {"closing_reason": "no_line_left", "reason": "Because."}, "assign": {"to": "colleague"},
    "tag": {"name": "market"}, "untag": {"name": "market"}, "wait": {"reason": "A statement."},
    "link": {"reason": "One attack."}, "return": {"note": ""},
}  # fmt: skip
NOT_BY_CODE = (WishKind.AGAIN, WishKind.NEW_CODE, WishKind.CODE_STOPPED)
CLOSED = (
    "closed_at = now(), closed_by_id = (SELECT min(id) FROM cases_account), closing_reason = 'person_wants_no_more'"
)
MET = "met_at = now(), met_by_id = (SELECT min(id) FROM cases_account)"
ATTACKS = (
    f"UPDATE cases_case SET state = 'closed', {CLOSED} WHERE id = %s",  # noqa: S608
    f"UPDATE cases_case SET state = 'closed', {CLOSED}, next_due_at = NULL, next_due_kind = '' WHERE id = %s",  # noqa: S608
    "UPDATE cases_case SET state = 'emptied', officer_id = NULL, next_due_at = NULL WHERE id = %s",
    "UPDATE cases_case SET state = 'new', officer_id = NULL WHERE id = %s",
    "UPDATE cases_case SET state = 'in_progress', officer_id = (SELECT min(id) FROM cases_account) WHERE id = %s",
    "UPDATE cases_case SET next_due_at = NULL WHERE id = %s",
    "UPDATE cases_case SET priority = 'routine' WHERE id = %s",
    "UPDATE cases_case SET closing_reason = '' WHERE id = %s",
    f"UPDATE cases_commitment SET {MET} WHERE case_id = %s AND met_at IS NULL",  # noqa: S608
    "UPDATE cases_commitment SET released_at = now(), released_because = 'x' WHERE case_id = %s AND met_at IS NULL",
    "UPDATE cases_commitment SET due_at = due_at + interval '3 days' WHERE case_id = %s",
    "UPDATE cases_casereport SET detached_at = now(), detached_by = 'x' WHERE case_id = %s AND detached_at IS NULL",
    "DELETE FROM cases_reading WHERE case_id = %s",
    "DELETE FROM cases_recordingdecision WHERE case_id = %s",
    "DELETE FROM reporting_message WHERE report_id IN (SELECT report_id FROM cases_casereport WHERE case_id = %s)",
    "INSERT INTO cases_acknowledgement (message_id) SELECT m.id FROM reporting_message m JOIN cases_casereport l"
    " ON l.report_id = m.report_id WHERE l.case_id = %s AND m.sender = 'officer' ON CONFLICT DO NOTHING",
    "UPDATE cases_person SET wants_no_contact = TRUE WHERE case_id = %s AND role <> 'reporter'",
    "DELETE FROM cases_case WHERE id = %s",
)


def at_commit() -> None:
    """Everything that is checked at a commit is checked now."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


@contextmanager
def step() -> Iterator[None]:
    """One transaction of ours: it may say no, in a sentence; the database has nothing to refuse."""
    with suppress(Refused, NotThere), transaction.atomic():
        yield
        at_commit()


class Paths(RuleBasedStateMachine):
    """Officers, administrators and SQL at a handful of cases."""

    def __init__(self) -> None:
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.cast = Cast()
        self.reader = Account.objects.create(
            username="reader", role="officer", unit=self.cast.unit, password="!", reads_restricted=True
        )
        self.now = timezone.now()
        self.cases: list[int] = []
        self.admins = at_the_desk(self.cast.admin)
        self.report(0)

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    def who(self, name: str) -> Account:
        """As the database has the account now."""
        return self.reader if name == "reader" else getattr(self.cast, name)  # type: ignore[no-any-return]

    def act(self, which: int, actor: str, do: Callable[..., Any], *given: Any, **named: Any) -> None:
        self.now += timedelta(minutes=7)
        with step():
            do(self.cases[which % len(self.cases)], *given, by=self.who(actor), now=self.now, **named)

    def case(self, which: int) -> Case:
        return Case.objects.get(pk=self.cases[which % len(self.cases)])

    @precondition(lambda self: len(self.cases) < 4)
    @rule(answers=st.integers(0, len(ANSWERS) - 1))
    def report(self, answers: int) -> None:
        with step():
            self.cases.append(people.case(now=self.now, **ANSWERS[answers]).pk)

    @rule(which=WHICH, who=WHO)
    def take(self, which: int, who: str) -> None:
        self.act(which, who, claiming.take_case)

    @rule(who=WHO)
    def take_next(self, who: str) -> None:
        with step():
            claiming.claim_next(by=self.who(who), now=self.now)

    @rule(which=WHICH, who=WHO, other=WHICH)
    def read(self, which: int, who: str, other: int) -> None:
        self.act(which, who, reading.mark_read, self.case(other).opened_for_id)
        self.act(which, who, reading.mark_read, self.case(which).opened_for_id)

    @rule(which=WHICH, who=WHO, how=st.sampled_from(list(RECORDING)))
    def decide(self, which: int, who: str, how: str) -> None:
        self.act(which, who, deciding.record_decision, recording=how, **GIVEN)

    @rule(which=WHICH, who=WHO)
    def answer(self, which: int, who: str) -> None:
        report, token = self.case(which).opened_for_id, secrets.token_urlsafe(8)
        self.act(which, who, correspondence.reply, report, message="Thank you.", token=token)

    @rule(which=WHICH, who=WHO, why=st.sampled_from(list(CLOSING)))
    def close(self, which: int, who: str, why: str) -> None:
        details = {"passed_to": "The council", "force": "Kent", "number": "9"}
        self.act(which, who, closing.close_case, closing_reason=why, reason="Because.", details=details)

    @rule(which=WHICH, who=WHO)
    def work_to_the_end(self, which: int, who: str) -> None:
        """The whole way, so that closed cases are common enough to be attacked."""
        self.take(which, who)
        for link in self.case(which).links.filter(detached_at=None):
            self.act(which, who, reading.mark_read, link.report_id)
            token = secrets.token_urlsafe(8)
            self.act(which, who, correspondence.reply, link.report_id, message="Thank you.", token=token)
        self.decide(which, who, "nothing_recorded")
        self.close(which, who, "person_wants_no_more")

    @rule(which=WHICH, who=WHO)
    def reopen(self, which: int, who: str) -> None:
        self.act(which, who, closing.reopen_case, reason="New facts.")

    @rule(which=WHICH, who=WHO)
    def wait(self, which: int, who: str) -> None:
        self.act(which, who, claiming.wait, until=self.now.date() + timedelta(days=3), reason="A statement.")

    @rule(which=WHICH, who=WHO)
    def resume(self, which: int, who: str) -> None:
        self.act(which, who, claiming.resume)

    @rule(which=WHICH, who=WHO, to=WHO)
    def hand_on(self, which: int, who: str, to: str) -> None:
        self.act(which, who, claiming.hand_over, to=self.who(to), note="Yours.")
        self.act(which, who, claiming.assign_case, to=self.who(to))

    @rule(which=WHICH, who=WHO)
    def hand_back(self, which: int, who: str) -> None:
        self.act(which, who, claiming.hand_back)

    @rule(which=WHICH, who=WHO, other=WHICH)
    def attach(self, which: int, who: str, other: int) -> None:
        self.act(which, who, linking.attach_report, self.case(other).reference, reason="The same.")

    @rule(which=WHICH, who=WHO, other=WHICH)
    def detach(self, which: int, who: str, other: int) -> None:
        self.act(which, who, linking.detach_report, self.case(other).opened_for_id, reason="Another.")

    @rule(which=WHICH, who=WHO)
    def acknowledge(self, which: int, who: str) -> None:
        """That we have it, which is no answer: nothing closes on it."""
        report, token = self.case(which).opened_for_id, secrets.token_urlsafe(8)
        self.act(which, who, correspondence.reply, report, message="We have it.", token=token, is_acknowledgement=True)

    @rule(which=WHICH, who=WHO)
    def refer(self, which: int, who: str) -> None:
        with step():
            people.refer(self.case(which), self.who(who))

    @rule(which=WHICH, who=WHO, outcome=st.sampled_from(list(PassingOn)))
    def the_partner_answers(self, which: int, who: str, outcome: str) -> None:
        for one in Referral.objects.filter(case=self.case(which), outcome=""):
            self.act(which, who, referrals.remind_partner, one.pk)
            self.act(which, who, referrals.answer_referral, one.pk, outcome=outcome, answered_name="A. B.", note="So.")

    @rule(which=WHICH, who=WHO)
    def ask_a_force(self, which: int, who: str) -> None:
        with step():
            people.ask_force(self.case(which), self.who(who))

    @rule(which=WHICH, who=WHO, outcome=st.sampled_from(list(PassingOn)), number=st.sampled_from(("", "9")))
    def the_force_answers(self, which: int, who: str, outcome: str, number: str) -> None:
        for one in Transfer.objects.filter(case=self.case(which)):
            said = {"outcome": outcome, "answered_name": "A. B.", "number": number, "note": "So."}
            self.act(which, who, transfers.answer_transfer, one.pk, **said)
            self.act(which, who, transfers.close_transferred, one.pk)

    @rule(which=WHICH, who=WHO, is_only_received=st.booleans())
    def translate(self, which: int, who: str, is_only_received: bool) -> None:
        """The report, and an answer that goes out as translated."""
        report = self.case(which).opened_for_id
        self.act(which, who, translation.ask_translation, report, from_language="pl", to_language="en")
        with step():
            translation.add_request(
                self.case(which), report, of="answer", words="We have it." if is_only_received else "We rang him.",
                from_language="en", to_language="pl", by=self.who(who), now=self.now,
            )  # fmt: skip
        for one in TranslationRequest.objects.open().filter(case=self.case(which)):
            with step():
                said = {"text": "Tak.", "translator": "A. B."}
                translation.enter_translation(one.pk, **said, by=self.who(who), now=self.now)
            with step():
                translated_answers.send_translated_answer(one.pk, by=self.who(who), now=self.now)

    @rule(which=WHICH, who=WHO)
    def withdraw_a_translation(self, which: int, who: str) -> None:
        for one in TranslationRequest.objects.open().filter(case=self.case(which)):
            with step():
                translation.withdraw_translation(one.pk, reason="Read.", by=self.who(who), now=self.now)

    @rule(which=WHICH, who=WHO, other=WHICH)
    def a_series(self, which: int, who: str, other: int) -> None:
        """Opened, added to, split, joined again, taken out of."""
        self.act(which, who, series.open_series, title="A pattern", reason="The same man.")
        for one in Series.objects.order_by("pk")[:3]:
            given = {"reason": "The same man.", "by": self.who(who), "now": self.now}
            with step():
                series.add_to_series(one.pk, self.case(other).reference, **given)
            with step():
                part = series.split_series(one.pk, [self.case(other).pk], title="Another", **given)
                series.rejoin_series(part.pk, **given)
            with step():
                series.take_out(one.pk, self.case(other).pk, **given)

    @rule(
        who=st.sampled_from(("officer", "supervisor", "outsider")), act=st.sampled_from(list(BULK)), which=WHICH,
        is_undone=st.booleans(), between=st.sampled_from(("", "close", "read")),
    )  # fmt: skip
    def the_desk_does_it_with_many(self, who: str, act: str, which: int, is_undone: bool, between: str) -> None:
        """Chosen, planned, confirmed, done; undone with or without somebody's work on one of them in between."""
        by, day = self.who(who), (self.now + timedelta(days=3)).date().isoformat()
        given = {**BULK[act], "reference": self.case(which).reference, "until": day}
        with step():
            bulk.choose_cases([one.reference for one in Case.objects.all()], by=by, now=self.now)
            planned = bulk.plan(act, given, by=by, now=self.now)
            confirmed = bulk.confirm(
                bulk.seal_of(planned, bulk.foresee(planned, by=by, now=self.now)), by=by, now=self.now
            )
            bulk.go_on(confirmed.pk, by=by, now=self.now)
        done = Bulk.objects.filter(owner=by, finished_at__isnull=False).order_by("-pk").first()
        if done is None or not is_undone:
            return
        if between == "close":
            self.close(which, who, "person_wants_no_more")
        elif between == "read":
            self.read(which, who, which)
        with step():
            bulk.undo(done.pk, by=by, now=done.finished_at)  # type: ignore[arg-type]
            bulk.go_on(done.pk, by=by, now=self.now)

    @rule(which=WHICH, who=WHO, other=WHO)
    def know_someone(self, which: int, who: str, other: str) -> None:
        self.act(which, who, recusing.recuse)
        self.act(which, other, recusing.lift_recusal, self.who(who).username, reason="A namesake.")

    @rule(who=st.sampled_from(("officer", "colleague", "supervisor")), days=st.integers(0, 3))
    def be_away(self, who: str, days: int) -> None:
        """What somebody who is away has not touched returns by itself; on the next day they are back."""
        until = timezone.localdate(self.now) + timedelta(days=days)
        Account.objects.filter(username=who).update(absent_until=until if days else None)
        with step():
            absence.return_untouched(now=self.now)
        Account.objects.filter(username=who).update(absent_until=None)

    @rule(which=WHICH, kind=st.sampled_from([one for one in WishKind if one not in NOT_BY_CODE]), words=st.booleans())
    def the_person_wishes(self, which: int, kind: WishKind, words: bool) -> None:
        report = self.case(which).opened_for
        given: dict[str, Any] = {"words": "Please." if words else ""}
        if kind == WishKind.CONTACT:
            given = {
                "answers": {"contact_by": ["no_contact"] if words else ["email"], "contact_email": "a@example.org"}
            }
        elif kind == WishKind.HELPED:
            given = {"choice": "no", **given}
        with step():
            if report.verifier is not None:
                visit = Visit(report.selector, bytes(report.verifier))
                said.send_wish(visit, kind=kind, token=secrets.token_urlsafe(), now=timezone.now(), **given)
        for wish in Wish.objects.filter(report=report):
            with step():
                wishes.take_wish(wish.pk, now=self.now)

    @rule(which=WHICH, who=WHO, outcome=st.sampled_from(list(ReviewOutcome)))
    def look_again(self, which: int, who: str, outcome: str) -> None:
        for one in Review.objects.open():
            answer = {"outcome": outcome, "message": "We have looked.", "token": secrets.token_urlsafe(8)}
            self.act(which, who, reviews.answer_review, one.pk, **answer)

    @rule(which=WHICH, who=WHO, says=st.sampled_from(list(PartnerSays)))
    def the_partner_answers_by_itself(self, which: int, who: str, says: PartnerSays) -> None:
        for one in Referral.objects.filter(case=self.case(which), outcome=""):
            with step():
                _, code = referrals.make_answer_code(one.case_id, one.pk, by=self.who(who), now=self.now)
                referral_links.answer(code, says=says, name="A. B.", number="7", note="So.", now=self.now)
        for answer in PartnerAnswer.objects.all():
            with step():
                referrals.take_partner_answer(answer.pk, now=self.now)

    @rule(which=WHICH, who=WHO, to=st.sampled_from(("unit", "other_unit", "sealed_unit")))
    def move(self, which: int, who: str, to: str) -> None:
        self.act(which, who, moving.move_to_unit, to=getattr(self.cast, to), reason="Theirs.")

    @rule(which=WHICH, who=WHO, involved=st.sampled_from(("", "officer", "reader")))
    def involve(self, which: int, who: str, involved: str) -> None:
        self.act(which, who, restricting.mark_involved, who=involved, reason="He was there.")

    @rule(which=WHICH, who=WHO)
    def lift(self, which: int, who: str) -> None:
        self.act(which, who, restricting.lift_restriction, reason="A mistake.")

    @rule(which=WHICH, who=WHO, priority=st.sampled_from(("immediate", "high", "standard", "routine")))
    def prioritise(self, which: int, who: str, priority: str) -> None:
        self.act(which, who, deciding.set_priority, priority=priority, reason="Because.")

    @rule(which=WHICH, who=WHO)
    def plan(self, which: int, who: str) -> None:
        self.act(which, who, commitments.set_next_action, what="Ring.", due_at=self.now + timedelta(days=2))

    @rule(which=WHICH)
    def the_reporter_writes(self, which: int) -> None:
        with step():
            people.write(self.case(which), "It goes on.")

    @rule(action=st.sampled_from(("close", "hand_back", "move_to_unit", "assign")))
    def the_administration_in_bulk(self, action: str) -> None:
        given = {
            "close": {"closing_reason": "no_line_left", "reason": "Because."},
            "hand_back": {"note": ""},
            "move_to_unit": {"to": self.cast.other_unit.pk, "reason": "Because."},
            "assign": {"officer": self.cast.officer.pk},
        }[action]
        with step():
            chosen = {"action": action, "sure": "yes", "_selected_action": self.cases, **given}
            assert self.admins.post("/admin/cases/case/", chosen).status_code == 302

    @rule(which=WHICH, attacks=st.lists(st.sampled_from(ATTACKS), min_size=1, max_size=3))
    def raw_sql(self, which: int, attacks: list[str]) -> None:
        """The database may refuse it, and else the rules hold all the same."""
        with suppress(DatabaseError), transaction.atomic():
            with connection.cursor() as cursor:
                for attack in attacks:
                    cursor.execute(attack, [self.case(which).pk])
            at_commit()

    @invariant()
    def no_case_has_ended_without_read_decision_reason_and_answer(self) -> None:
        live = {"report": OuterRef("report")}
        for case in Case.objects.filter(state="closed"):
            links = case.links.filter(detached_at=None)
            assert links.exists()
            assert not links.filter(~Exists(Reading.objects.filter(**live))).exists()
            assert RecordingDecision.objects.filter(case=case).exists()
            assert case.closed_at is not None
            assert case.closed_by_id is not None
            assert case.closing_reason in CLOSING
            said_more = Message.objects.filter(sender="officer", acknowledgement=None)
            unwanted = Person.objects.filter(case=case, role="reporter", wants_no_contact=True)
            for report_id in links.values_list("report_id", flat=True):
                answer = said_more.filter(report_id=report_id).order_by("-pk").first()
                assert answer is not None or unwanted.filter(report_id=report_id).exists()
                last = Message.objects.filter(report_id=report_id, sender="reporter").order_by("-pk").first()
                assert last is None or (answer is not None and answer.pk > last.pk)

    @invariant()
    def every_open_case_owes_something_and_no_report_is_lost(self) -> None:
        assert Case.objects.count() == len(self.cases)
        for case in Case.objects.open():
            first = Commitment.objects.open().filter(case=case).order_by("due_at").first()
            assert first is not None
            assert case.next_due_at == first.due_at
        for case in Case.objects.filter(state="emptied"):
            assert case.opened_for.links.filter(detached_at=None).exists()


@pytest.mark.django_db
def test_no_case_ends_without_read_decision_reason_and_answer() -> None:
    run_state_machine_as_test(
        Paths,
        settings=settings(
            max_examples=12,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate],  # each step is a transaction: shrinking would take minutes
        ),
    )
