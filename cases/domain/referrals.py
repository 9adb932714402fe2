"""Referring a person to a partner: only what they agreed to, only to whom they agreed, and their answer kept."""

from collections.abc import Sequence
from datetime import datetime
from typing import cast

from django.db import transaction

from cases.domain import asking
from cases.domain.access import case_for_work
from cases.domain.commitments import keep_due_time, open_commitment, owe_next_action_if_nothing_is_owed
from cases.domain.reasons import tells_something
from cases.domain.refusals import NotThere, Refused, missing_of, refuse_missing
from cases.domain.shareable import shareable, untold
from cases.domain.timeline import write_entry
from cases.enums import (
    OPEN_STATES,
    AgreedBy,
    CommitmentKind,
    OrganisationKind,
    PassingOn,
    Shareable,
    State,
)  # fmt: skip
from cases.models import Account, Case, Commitment, Consent, Organisation, Person, Referral
from cases.queries.passing_on import consent_in_force, consent_taken_back
from reporting.domain import referral_links
from reporting.models import PartnerAnswer

_WORKED_ON = (State.IN_PROGRESS, State.WAITING)
_HOW = "Write how they said so, in a few words: for example “on the phone on 3 May”."
_NOT_AGREED = "The person did not agree that they get this. Ask the person first."
_TAKEN_BACK = "The person agreed that they get this, and has taken it back. Ask the person again first."
_NOTHING_TOLD = (
    "They told us nothing of something that you chose, as it says beside it: leave it out, or ask them first."
)


def record_consent(
    case_id: int,
    person_id: int,
    *,
    organisation: Organisation | None,
    fields: Sequence[str],
    agreed_by: str,
    how: str,
    by: Account,
    now: datetime,
) -> Consent:
    """Keep what a person agreed that one partner may be given; it replaces what they said of that partner before.

    A second call with the same answers adds nothing. Raises `Refused` with a sentence for each thing that is missing
    (the partner, fields, who agreed, how in a few words), and for a field that is not this person's to share.
    """
    organisation = _complete(
        organisation,
        (fields, "Choose what they agreed to share.", "fields"),
        (agreed_by in list(AgreedBy), "Choose who agreed.", "agreed_by"),
        (tells_something(how), _HOW, "how"),
    )
    with transaction.atomic():
        case = case_for_work(case_id, by=by, states=_WORKED_ON)
        person = _person(case, person_id)
        if not set(fields) <= set(shareable(person)):
            raise Refused("One of the choices is not theirs to share: choose again.", about="fields")
        given = [field.value for field in Shareable if field in fields]
        before = consent_in_force(person, organisation)
        if before and (before.fields, before.agreed_by, before.how) == (given, agreed_by, how.strip()[:300]):
            return before
        consent = Consent.objects.create(
            person=person, organisation=organisation, fields=given, agreed_by=agreed_by, how=how.strip()[:300],
            by=by, at=now,
        )  # fmt: skip
        write_entry(case, "consent", by=by, now=now, note=how.strip(), to=organisation.name, fields=given)
        asking.log(case, "referral.consent", by=by, now=now)
        keep_due_time(case, now=now)
    return consent


def take_back_consent(
    case_id: int, person_id: int, *, organisation: Organisation, how: str, by: Account, now: datetime
) -> Case:
    """The person takes back what they agreed to: from now on this partner can be given nothing.

    A second call changes nothing. Raises `Refused` without how they said so, in a few words. What was given is told by
    its referral.
    """
    if not tells_something(how):
        raise Refused(_HOW, about="how")
    with transaction.atomic():
        case = case_for_work(case_id, by=by)
        person = _person(case, person_id)
        before = consent_in_force(person, organisation)
        if before is None:
            return case
        Consent.objects.create(
            person=person, organisation=organisation, fields=[], agreed_by=before.agreed_by, how=how.strip()[:300],
            by=by, at=now,
        )  # fmt: skip
        write_entry(case, "consent_taken_back", by=by, now=now, note=how.strip(), to=organisation.name)
        asking.log(case, "referral.take_back_consent", by=by, now=now)
        keep_due_time(case, now=now)
    return case


def refer_person(
    case_id: int, person_id: int, *, organisation: Organisation, fields: Sequence[str], reason: str, by: Account,
    now: datetime,
) -> Referral:  # fmt: skip
    """Refer a person to a partner with some of what they agreed to share; it comes back after two working days.

    The database refuses a field that the newest consent does not name. Raises `Refused` with a sentence for each: for
    such a field, for one of which they told us nothing, without fields or without a few words of what is asked; and while
    that partner has not answered an earlier referral of the person, so that a second call refers nobody.
    """
    with transaction.atomic():
        case = case_for_work(case_id, by=by, states=_WORKED_ON)
        person = _person(case, person_id)
        consent, chosen = consent_in_force(person, organisation), set(fields)
        refused = chosen - set(consent.fields if consent else ())
        before = consent_taken_back(person, organisation) if refused else None
        not_agreed = _TAKEN_BACK if before and refused <= set(before.fields) else _NOT_AGREED
        _complete(
            organisation,
            (fields, "Choose what you send.", "fields"),
            (not refused, not_agreed, "fields"),
            (refused or not chosen & set(untold(person)), _NOTHING_TOLD, "fields"),
            (tells_something(reason), "Write what you ask them to do, in a few words.", "reason"),
        )
        if Referral.objects.filter(case=case, person=person, organisation=organisation, outcome="").exists():
            raise Refused("They have been asked already. Enter their answer first.")
        referral = Referral.objects.create(
            case=case, person=person, organisation=organisation, consent=cast(Consent, consent),
            fields=[field.value for field in Shareable if field in fields], reason=reason.strip(),
            commitment=asking.owe_answer(case, what=_asks(organisation), now=now), asked_by=by, asked_at=now,
        )  # fmt: skip
        write_entry(case, "referred", by=by, now=now, note=reason.strip(), to=organisation.name, fields=referral.fields)
        asking.log(case, "referral.send", by=by, now=now, referral=referral.pk, fields=referral.fields)
        keep_due_time(case, now=now)
    return referral


def answer_referral(
    case_id: int,
    referral_id: int,
    *,
    outcome: str,
    answered_name: str = "",
    number: str = "",
    note: str = "",
    by: Account,
    now: datetime,
) -> Referral:
    """Enter what the partner answered, or that we took it back; meets what was owed, and their code stops.

    Raises `Refused` where an answer was entered before, for an unknown one, and where none says why not.
    """
    with transaction.atomic():
        case = case_for_work(case_id, by=by)
        referral = _referral(case, referral_id)
        asking.enter_answer(
            referral, outcome=outcome, answered_name=answered_name, number=number, note=note, by=by, now=now
        )
        if referral.link_id is not None:
            referral_links.stop_link(referral.link_id, now=now)
        owe_next_action_if_nothing_is_owed(case, now=now)
        write_entry(
            case, "referral_answered", by=by, now=now, note=note.strip(), to=referral.organisation.name, outcome=outcome
        )
        asking.log(case, "referral.answer", by=by, now=now, referral=referral.pk)
        keep_due_time(case, now=now)
    return referral


def make_answer_code(case_id: int, referral_id: int, *, by: Account, now: datetime) -> tuple[Referral, str]:
    """A code with which the partner answers by itself (`reporting.domain.referral_links`): shown this once, good for one
    answer. A second call makes another one, and the first stops. Raises `Refused` once they have answered.
    """
    with transaction.atomic():
        case = case_for_work(case_id, by=by, states=_WORKED_ON)
        referral = _referral(case, referral_id)
        if referral.outcome:
            raise Refused("They have answered already. Look at the page again.")
        if referral.link_id is not None:
            referral_links.stop_link(referral.link_id, now=now)
        referral.link, code = referral_links.make_link(now=now)
        referral.save(update_fields=["link"])
        write_entry(case, "answer_code", by=by, now=now, to=referral.organisation.name)
        asking.log(case, "referral.code", by=by, now=now, referral=referral.pk)
        keep_due_time(case, now=now)
    return referral, code


def take_partner_answer(answer_id: int, *, now: datetime) -> None:
    """Put what a partner answered with its code before the officer, on the timeline; nothing happens the second time.

    Where an officer has entered an answer meanwhile that one stays, and the partner's own stands beside it on the timeline.
    A refusal comes back as a task, within two working days.
    """
    with transaction.atomic():
        answer = PartnerAnswer.objects.select_related("link").get(pk=answer_id)
        known = Referral.objects.filter(link=answer.link).values_list("case", "pk").first()
        if known is None:
            return  # its code was replaced in the same moment: they are asked again
        case = Case.objects.select_for_update().get(pk=known[0])
        referral = _referral(case, known[1])
        if case.timeline.filter(what="referral_answered", details__answer=answer.pk).exists():
            return
        said, to = referral_links.said_in(answer), referral.organisation.name
        if not referral.outcome:
            referral.outcome, referral.answered_at = answer.outcome, now
            referral.answered_name, referral.number, referral.note = said["name"], said["number"][:60], said["note"]
            referral.save(update_fields=["outcome", "answered_at", "answered_name", "number", "note"])
            asked = Commitment.objects.open().filter(pk=referral.commitment_id)
            asked.update(released_at=now, released_because="they answered with their code")
            if answer.outcome == PassingOn.DECLINED and case.state in OPEN_STATES:
                open_commitment(
                    case, CommitmentKind.NEXT_ACTION, report=referral.person.report, since=now, now=now,
                    due_at=asking.due_for_answer(now), what=f"{to} cannot take the referral: find other help"[:300],
                )  # fmt: skip
            owe_next_action_if_nothing_is_owed(case, now=now)
        write_entry(
            case,
            "referral_answered",
            by=None,
            now=now,
            note=said["note"],
            to=to,
            outcome=answer.outcome,
            answer=answer.pk,
        )
        keep_due_time(case, now=now)


def remind_partner(case_id: int, referral_id: int, *, by: Account, now: datetime) -> Referral:
    """The partner was reminded: the task comes back after two more working days. Raises `Refused` once they answered."""
    with transaction.atomic():
        case = case_for_work(case_id, by=by, states=_WORKED_ON)
        referral = _referral(case, referral_id)
        asking.ask_once_more(referral, what=_asks(referral.organisation), by=by, now=now)
        write_entry(case, "reminded", by=by, now=now, to=referral.organisation.name)
        asking.log(case, "referral.remind", by=by, now=now, referral=referral.pk)
        keep_due_time(case, now=now)
    return referral


def _asks(organisation: Organisation) -> str:
    return f"Ask {organisation.name} whether they take the referral"


def _complete(organisation: Organisation | None, *asked: tuple[object, str, str]) -> Organisation:
    """The partner, where all is said that was `asked`. Raises `Refused` with a sentence for each thing that is not."""
    takes = organisation is not None and organisation.kind == OrganisationKind.PARTNER and organisation.is_active
    choose = "Choose an organisation that takes referrals." if organisation else "Choose an organisation."
    refuse_missing(missing_of((takes, choose, "organisation"), *asked))
    return cast(Organisation, organisation)


def _person(case: Case, person_id: int) -> Person:
    person = case.persons.filter(pk=person_id, report__links__case=case, report__links__detached_at=None).first()
    if person is None:
        raise NotThere
    return person


def _referral(case: Case, referral_id: int) -> Referral:
    referral = Referral.objects.select_for_update().filter(pk=referral_id, case=case).first()
    if referral is None:
        raise NotThere
    return referral
