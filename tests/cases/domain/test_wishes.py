"""What a person asked for with their code reaches the officers, and the gate, and closes nothing."""

import secrets
from datetime import timedelta

import pytest
from django.utils import timezone

from cases.domain import (
    again,
    attempts,
    categorisation,
    closing,
    codes,
    commitments,
    contact_card,
    deciding,
    duty,
    intake,
    persons,
    suggestions,
    wishes,
)
from cases.domain.refusals import Refused
from cases.enums import State
from cases.models import Case, Commitment, SameSuggestion, SeriesLink
from cases.queries.likeness import cases_beside
from reporting.domain import follow_up
from reporting.domain import wishes as said
from reporting.domain.submission import submit_report
from reporting.domain.visits import Visit
from reporting.enums import WishKind
from reporting.models import Alarm, Outbox, Report, Wish
from tests import cast as people
from tests.cast import Cast
from tests.test_grants import acting_as

pytestmark = pytest.mark.django_db
CARD = {"contact_by": ["phone"], "contact_phone": "020 7946 0000", "contact_safe_times": ""}


def visit_to(case: Case) -> Visit:
    report = Report.objects.get(pk=case.opened_for_id)
    return Visit(report.selector, bytes(report.verifier))


def ask(case: Case, kind: WishKind, **wish: object) -> Wish:
    """As the person does, and nobody has taken it yet."""
    said.send_wish(visit_to(case), kind=kind, token=secrets.token_urlsafe(), now=timezone.now(), **wish)  # type: ignore[arg-type]
    return Wish.objects.latest("pk")


def taken(case: Case, kind: WishKind, **wish: object) -> Case:
    one = ask(case, kind, **wish)
    for _ in range(2):
        wishes.take_wish(one.pk, now=timezone.now())
    return Case.objects.get(pk=case.pk)


def owed(case: Case) -> list[str]:
    return list(Commitment.objects.open().filter(case=case, kind="next_action").values_list("what", flat=True))


def closed(cast: Cast, **answers: object) -> Case:
    case = people.decide_and_answer(people.take_and_read(people.case(**answers), cast.officer), cast.officer)  # type: ignore[arg-type]
    closing.close_case(case.pk, closing_reason="person_wants_no_more", by=cast.officer, now=timezone.now())
    return Case.objects.get(pk=case.pk)


@pytest.mark.parametrize(
    ("kind", "wish"),
    [(WishKind.CONTACT, {"answers": CARD}), (WishKind.NO_FURTHER, {"words": "Enough."}), (WishKind.NO_FURTHER, {})],
)
def test_a_wish_is_on_the_timeline_once_and_is_what_is_due_next(
    cast: Cast, kind: WishKind, wish: dict[str, object]
) -> None:
    case = taken(people.take_and_read(people.case(), cast.officer), kind, **wish)
    assert case.timeline.filter(what="wish", details__kind=kind).count() == 1
    assert len(owed(case)) == 1
    assert case.state == "in_progress"


def test_the_gate_follows_a_new_card_before_any_worker_has_seen_it(cast: Cast) -> None:
    case = people.take_and_read(people.case(contact_by=["phone"], contact_phone="1234567"), cast.officer)
    person = case.persons.get()
    ask(case, WishKind.CONTACT, answers={"contact_by": ["no_contact"]})
    with pytest.raises(Refused, match="do not want to be contacted"):
        attempts.begin_attempt(case.pk, person.pk, means="phone", reason="to ask", by=cast.officer, now=timezone.now())
    ask(case, WishKind.CONTACT, answers={"contact_by": ["email"], "contact_email": "robin@example.org"})
    assert persons.identity(person) == {"phone": "1234567", "email": "robin@example.org"}
    with pytest.raises(Refused, match="did not agree to telephone calls"):
        attempts.begin_attempt(case.pk, person.pk, means="phone", reason="to ask", by=cast.officer, now=timezone.now())


def test_a_new_card_keeps_what_officers_alone_can_agree_and_new_times_take_the_hours_away(cast: Cast) -> None:
    case = people.take_and_read(people.case(contact_by=["email"], contact_email="a@example.org"), cast.officer)
    person = case.persons.get()
    contact_card.keep_card(
        case.pk, person.pk, channels=["email"], days=[0, 1], code_word="bluebell", not_to="my brother",
        withhold_number=True, agreed_how="on the phone", by=cast.officer, now=timezone.now() - timedelta(minutes=1),
    )  # fmt: skip
    person.refresh_from_db()
    ask(case, WishKind.CONTACT, answers={"contact_by": ["phone"], "contact_phone": "1234567"})
    card = contact_card.card_of(person)
    assert (card.channels, card.days, card.code_word, card.not_to) == (("phone",), (0, 1), "bluebell", "my brother")
    assert card.withhold_number
    ask(case, WishKind.CONTACT, answers={"contact_safe_times": "never after six"})
    card = contact_card.card_of(person)
    assert (card.channels, card.days, card.safe_times) == (("phone",), (), "never after six")


def test_what_officers_agree_after_a_new_card_counts(cast: Cast) -> None:
    case = people.take_and_read(people.case(), cast.officer)
    ask(case, WishKind.CONTACT, answers={"contact_by": ["phone"], "contact_phone": "1234567"})
    person = case.persons.get()
    contact_card.keep_card(
        case.pk, person.pk, channels=["email"], agreed_how="on the phone", by=cast.officer,
        now=timezone.now() + timedelta(minutes=1),
    )  # fmt: skip
    person.refresh_from_db()
    assert contact_card.card_of(person).channels == ("email",)


def test_whoever_wants_to_hear_from_us_after_all_and_never_has_is_answered(cast: Cast) -> None:
    case = people.take_and_read(people.case(contact_by=["no_contact"]), cast.officer)
    deciding.record_decision(
        case.pk, recording="nothing_recorded", reason="No offence.", by=cast.officer, now=timezone.now()
    )
    closing.close_case(case.pk, closing_reason="person_wants_no_more", by=cast.officer, now=timezone.now())
    case = taken(case, WishKind.CONTACT, answers=CARD)
    assert case.state == "new"
    assert not case.persons.get().wants_no_contact
    assert Commitment.objects.open().filter(case=case, kind="answer").exists()


def test_a_wish_opens_no_closed_case_and_says_so_all_the_same(cast: Cast) -> None:
    case = closed(cast)
    for kind, more in (
        (WishKind.HELPED, {"choice": "no"}),
        (WishKind.NO_FURTHER, {}),
        (WishKind.CONTACT, {"answers": CARD}),
    ):
        case = taken(case, kind, **more)
    assert (case.state, case.timeline.filter(what="wish").count()) == ("closed", 3)


def test_danger_in_the_words_of_a_wish_rings_and_opens_the_case(cast: Cast) -> None:
    case = taken(
        closed(cast), WishKind.NO_FURTHER, words="He has a knife and he is inside the flat now, please help us."
    )
    assert (case.state, case.priority) == ("new", "immediate")
    assert Alarm.objects.ringing().filter(report=case.opened_for).exists()


@pytest.mark.parametrize("replaces", [True, False])
def test_a_code_that_somebody_else_may_have_is_looked_after_within_a_day(cast: Cast, replaces: bool) -> None:
    case = people.take_and_read(people.case(), cast.officer)
    if replaces:
        said.replace_own_code(visit_to(case), token="t", now=timezone.now())
    else:
        said.stop_own_code(visit_to(case), token="t", now=timezone.now())
    wishes.take_wish(Wish.objects.get().pk, now=timezone.now())
    [due] = Commitment.objects.open().filter(case=case, kind="next_action")
    assert due.due_at <= timezone.now() + timedelta(hours=24)


def test_what_a_wish_asks_for_stays_until_it_is_done_whatever_is_planned(cast: Cast) -> None:
    case = taken(people.take_and_read(people.case(), cast.officer), WishKind.CODE_STOPPED)
    (asked,) = owed(case)
    for what in ("Ring the school.", "Ring the council."):
        commitments.set_next_action(
            case.pk, what=what, due_at=timezone.now() + timedelta(days=3), by=cast.officer, now=timezone.now()
        )
    assert sorted(owed(case)) == sorted([asked, "Ring the council."])
    replaced = Commitment.objects.get(case=case, what="Ring the school.")
    assert (replaced.met_at, replaced.released_because) == (None, "another next action took its place")
    of_wish = Commitment.objects.get(case=case, what=asked)
    for _ in range(2):
        commitments.finish_action(case.pk, of_wish.pk, by=cast.officer, now=timezone.now())
    of_wish.refresh_from_db()
    assert (owed(case), of_wish.met_by) == (["Ring the council."], cast.officer)
    assert case.timeline.get(what="action_done").note == asked


def test_only_a_next_action_in_words_is_said_to_be_done(cast: Cast) -> None:
    case, other = people.take_and_read(people.case(), cast.officer), people.case()
    for one in (*Commitment.objects.open().filter(case=case), *Commitment.objects.open().filter(case=other)):
        with pytest.raises(Refused, match="not owed in this case"):
            commitments.finish_action(case.pk, one.pk, by=cast.officer, now=timezone.now())


def test_an_officer_stops_a_code_with_a_reason_and_gives_none(cast: Cast) -> None:
    case = people.take_and_read(people.case(), cast.officer)
    visit = visit_to(case)
    with pytest.raises(Refused):
        codes.stop_code_for(case.pk, case.opened_for_id, reason=" ", by=cast.officer, now=timezone.now())
    for _ in range(2):
        codes.stop_code_for(case.pk, case.opened_for_id, reason="She rang.", by=cast.officer, now=timezone.now())
    assert follow_up.status(visit, now=timezone.now()) is None
    assert case.timeline.filter(what="code_stopped").count() == 1


def test_it_happened_again_is_suggested_and_people_put_it_together(cast: Cast) -> None:
    earlier = people.take_and_read(people.case(), cast.officer)
    draft = said.begin_again(visit_to(earlier), key="A" * 43, token="t" * 43, now=timezone.now())
    assert draft is not None
    receipt = submit_report(answers={"what_happened": "Again."}, token=draft.token, now=timezone.now())
    new = intake.open_case(Report.objects.get(reference=receipt.reference).pk, now=timezone.now())
    suggestion = SameSuggestion.objects.get()
    [beside] = cases_beside(new, cast.officer).beside
    assert (beside.case.pk, beside.suggestion and beside.suggestion.pk) == (earlier.pk, suggestion.pk)
    for case in (earlier, new):
        assert case.timeline.filter(what="said_again").count() == 1
        assert earlier.reference not in str(list(new.timeline.values("note", "details")))
    suggestions.accept_suggestion(suggestion.pk, new.pk, reason="They say so.", by=cast.officer, now=timezone.now())
    assert SeriesLink.objects.filter(case__in=[earlier, new], removed_at=None).count() == 2


@pytest.mark.parametrize("is_over", [False, True])
def test_danger_in_a_wish_that_only_the_model_sees_rings_as_in_a_message(cast: Cast, *, is_over: bool) -> None:
    case = closed(cast) if is_over else people.case(in_danger_now="yes")
    if not is_over:
        duty.acknowledge(Alarm.objects.get().pk, by=cast.officer, now=timezone.now())
    taken(case, WishKind.REVIEW, words=people.UNTOLD)
    assert not Alarm.objects.ringing().exists()
    row = Outbox.objects.unfinished().get(task="cases.weigh_wish")
    assert (row.pk, row.task) in categorisation.left_unasked(before=timezone.now(), now=timezone.now())
    for _ in range(2):
        categorisation.weigh_wish(row.subject, now=timezone.now())
    assert Alarm.objects.ringing().get().cause == "machine"
    case.refresh_from_db()
    assert (case.state == State.CLOSED, case.priority) == (False, "immediate")
    assert Commitment.objects.open().filter(case=case, kind="answer").exists()
    assert case.timeline.filter(what="alarm_raised").count() == 1


def test_a_wish_without_words_is_not_weighed(cast: Cast) -> None:
    taken(people.case(), WishKind.CONTACT, answers=CARD)
    assert not Outbox.objects.filter(task="cases.weigh_wish").exists()


@pytest.mark.django_db(transaction=True)
def test_each_role_does_its_part_with_its_rights(cast: Cast) -> None:
    case = closed(cast)
    visit, now = visit_to(case), timezone.now()
    with acting_as("heard_public"):
        assert said.send_wish(visit, kind=WishKind.CONTACT, answers=CARD, token="a", now=now)
        assert said.send_wish(visit, kind=WishKind.REVIEW, words="Look again.", token="b", now=now)
        receipt = said.replace_own_code(visit, token="c", now=now)
        assert receipt
        assert receipt.new_code
        assert said.begin_again(receipt.visit, key="A" * 43, token="d", now=now)
        said.stop_notices(case.opened_for_id, now=now)
        assert follow_up.status(receipt.visit, now=now)
    with acting_as("heard_worker"):
        assert wishes.take_wishes_left(before=now + timedelta(seconds=1), now=now) == 4
    assert not Outbox.objects.unfinished().filter(task=said.TAKE).exists()
    with acting_as("heard_desk"):
        assert contact_card.card_of(case.persons.get()).channels == ("phone",)
        codes.stop_code_for(case.pk, case.opened_for_id, reason="She rang.", by=cast.officer, now=now)
    assert follow_up.status(receipt.visit, now=now) is None


def test_an_earlier_reference_that_somebody_wrote_is_suggested_too(cast: Cast) -> None:
    earlier = people.case()
    report = people.report("Again.")
    assert again._PIECES.findall(f"it was {earlier.reference.lower()}, I think") == [earlier.reference.lower()]
    report.answers = {again._WRITTEN: f"it was {earlier.reference.lower()}, I think"}  # as that question keeps it
    found = again._earlier(report)
    assert found == earlier
