"""A partner answers a referral by itself: with a code that opens nothing, once, and the officer has it as a task."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from cases.domain import referrals
from cases.domain.refusals import NotThere, Refused
from cases.enums import PassingOn
from cases.models import Case, Commitment, Referral
from reporting.domain import referral_links
from reporting.enums import PartnerSays
from reporting.models import Outbox, PartnerAnswer, ReferralLink
from tests import cast as people
from tests.cast import Cast

pytestmark = pytest.mark.django_db
SAID = {"name": "Ann Partner", "number": "VS/17", "note": "We rang her."}


@pytest.fixture
def referral(cast: Cast) -> Referral:
    """The person who reported is referred to a partner, which has not answered."""
    case = people.take_and_read(people.case(contact_name="Jo", contact_phone="020 7946 0999"), cast.officer)
    return people.refer(case, cast.officer)


def code_for(referral: Referral, cast: Cast) -> str:
    return referrals.make_answer_code(referral.case_id, referral.pk, by=cast.officer, now=timezone.now())[1]


def answer(code: str, says: PartnerSays = PartnerSays.ACCEPTED, **said: str) -> bool:
    return referral_links.answer(code, says=says, **{**SAID, **said}, now=timezone.now())


def take_in() -> None:
    """As the worker does."""
    for row in Outbox.objects.filter(task="cases.take_partner_answer", finished_at=None):
        referrals.take_partner_answer(row.subject, now=timezone.now())


def owed(case: Case) -> list[str]:
    return list(Commitment.objects.open().filter(case=case).order_by("due_at").values_list("what", flat=True))


def test_a_yes_is_on_the_referral_and_the_timeline_as_theirs_and_nothing_is_owed_by_them_any_more(
    cast: Cast, referral: Referral
) -> None:
    assert answer(code_for(referral, cast).lower())
    take_in()
    take_in()
    referral.refresh_from_db()
    assert (referral.outcome, referral.entered_by, referral.answered_name) == (PassingOn.ACCEPTED, None, "Ann Partner")
    assert (referral.number, referral.note) == ("VS/17", "We rang her.")
    line = referral.case.timeline.get(what="referral_answered")
    assert (line.by, line.note, line.details["outcome"]) == ("", "We rang her.", "accepted")
    assert not Commitment.objects.open().filter(pk=referral.commitment_id).exists()
    assert Commitment.objects.open().filter(case=referral.case).exists()  # an open case always owes something


def test_a_no_comes_back_as_a_task_within_two_working_days(cast: Cast, referral: Referral) -> None:
    answer(code_for(referral, cast), PartnerSays.DECLINED, note="We are full.")
    take_in()
    task = Commitment.objects.open().get(case=referral.case, what__contains="cannot take the referral")
    assert task.kind == "next_action"
    assert timezone.now() < task.due_at < timezone.now() + timedelta(days=8)
    assert Referral.objects.get().outcome == PassingOn.DECLINED


def test_a_code_answers_once_and_what_was_said_first_counts(cast: Cast, referral: Referral) -> None:
    code = code_for(referral, cast)
    assert answer(code)
    assert answer(code, PartnerSays.DECLINED, note="No, after all.")
    take_in()
    assert PartnerAnswer.objects.count() == 1
    assert Referral.objects.get().outcome == PassingOn.ACCEPTED


def test_a_new_code_stops_the_one_before_and_the_officers_own_entry_stops_every_one(
    cast: Cast, referral: Referral
) -> None:
    first, second = code_for(referral, cast), code_for(referral, cast)
    assert not answer(first)
    referrals.answer_referral(
        referral.case_id, referral.pk, outcome="accepted", answered_name="Bo", by=cast.officer, now=timezone.now()
    )
    assert not answer(second)
    with pytest.raises(Refused):
        code_for(referral, cast)


def test_an_answer_that_an_officer_was_quicker_to_enter_stands_beside_theirs(cast: Cast, referral: Referral) -> None:
    answer(code_for(referral, cast), PartnerSays.DECLINED, note="We are full.")
    referrals.answer_referral(
        referral.case_id, referral.pk, outcome="accepted", answered_name="Bo", by=cast.officer, now=timezone.now()
    )
    take_in()
    assert Referral.objects.get().outcome == PassingOn.ACCEPTED
    notes = referral.case.timeline.filter(what="referral_answered").order_by("pk").values_list("note", flat=True)
    assert list(notes) == ["", "We are full."]


@pytest.mark.parametrize("code", ["", "x", "0000 0000 0000 0000 0000 0000", "\x00" * 24, "7" * 4000])
def test_what_is_no_code_answers_nothing(cast: Cast, referral: Referral, code: str) -> None:
    code_for(referral, cast)
    assert not answer(code)
    assert not PartnerAnswer.objects.exists()


def test_a_code_ends_after_four_weeks(cast: Cast, referral: Referral) -> None:
    code = code_for(referral, cast)
    later = timezone.now() + referral_links.ENDS_AFTER + timedelta(minutes=1)
    assert not referral_links.answer(code, says=PartnerSays.ACCEPTED, **SAID, now=later)


def test_the_public_side_keeps_no_name_no_reference_and_no_open_word(cast: Cast, referral: Referral) -> None:
    answer(code_for(referral, cast), note="canary words")
    link, kept = ReferralLink.objects.get(), PartnerAnswer.objects.get()
    told = " ".join(str(value) for row in (link, kept) for value in vars(row).values())
    for secret in ("canary", "Ann", referral.case.reference, referral.organisation.name):
        assert secret not in told
    assert b"canary" not in bytes(kept.sealed)


def test_an_answer_of_theirs_needs_a_code_and_one_of_ours_who_entered_it(referral: Referral) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Referral.objects.filter(pk=referral.pk).update(outcome="accepted", answered_at=timezone.now())


def test_nobody_else_makes_a_code(cast: Cast, referral: Referral) -> None:
    with pytest.raises(NotThere):
        referrals.make_answer_code(referral.case_id, referral.pk, by=cast.outsider, now=timezone.now())
