"""The page about passing a case on: forms that fit its state, and what must not be given away beside them."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from cases.desk import passing_forms as forms
from cases.desk.forms import DeskForm
from cases.desk.presenters import cards, passing_on, times
from cases.desk.presenters.case_page import Forms
from cases.desk.presenters.drafts import Drafts
from cases.domain.closing import what_blocks_closing
from cases.domain.shareable import shareable, untold
from cases.enums import PassingOn, State
from cases.models import Case, Consent, Referral, Transfer
from cases.queries.passing_on import Passing


@dataclass
class Agreed:
    """What one person agreed that one organisation gets, with the forms that rest on it."""

    consent: Consent
    fields: list[str]
    agreed_by: str
    at: str
    refer: forms.Referring | None = None
    take_back: DeskForm | None = None


@dataclass
class PersonPart:
    """One person who may be referred."""

    card: cards.PersonCard
    label: str
    agreed: list[Agreed] = field(default_factory=list)
    consent: forms.Consenting | None = None


@dataclass
class AskedPart:
    """One referral or transfer with its answer, or the forms for it."""

    row: Referral | Transfer
    name: str
    fields: list[str]
    person: str
    asked: str
    due: str
    is_late: bool
    came_of: str
    colour: str
    answer: DeskForm | None = None
    remind: DeskForm | None = None
    close: DeskForm | None = None


def passing_page(
    case: Case, passing: Passing, *, failed: DeskForm | None, drafts: Drafts | None = None, now: datetime
) -> dict[str, Any]:
    """The template's context."""
    kept, is_worked_on = Forms(failed, drafts), case.state in (State.IN_PROGRESS, State.WAITING)
    several = len({person.report_id for person in passing.persons}) > 1
    names = {one.pk: passing_on.person(one, is_one_of_several=several) for one in passing.persons}
    persons = [_person(one, names[one.pk], passing, kept, is_worked_on=is_worked_on) for one in passing.persons]
    transfers = [_transfer(one, kept, is_worked_on=is_worked_on, now=now) for one in passing.transfers]
    is_asked = any(not one.outcome for one in passing.transfers)
    is_taken = any(one.outcome == PassingOn.ACCEPTED for one in passing.transfers)
    return {
        "case": case,
        "form": failed,
        "drafts": drafts,
        "may_act": True,
        "is_worked_on": is_worked_on,
        "persons": persons,
        "secrets": [one.card.secrets for one in persons if one.card.secrets],
        "has_partners": bool(passing.partners),
        "has_forces": bool(passing.forces),
        "referrals": [_referral(one, names, kept, is_worked_on=is_worked_on, now=now) for one in passing.referrals],
        "transfers": transfers,
        "ask_force": kept.of(forms.AskingForce) if is_worked_on and not is_asked and not is_taken else None,
        "is_taken": is_taken,
        "blocks": what_blocks_closing(case) if is_taken and is_worked_on else [],
    }


def _person(one: Any, label: str, passing: Passing, kept: Forms, *, is_worked_on: bool) -> PersonPart:
    part, unknown = PersonPart(cards.card(one), label), untold(one)
    asked = {row.organisation_id for row in passing.referrals if row.person_id == one.pk and not row.outcome}
    for consent in passing.consents:
        if consent.person_id != one.pk:
            continue
        suffix, initial = f"-{one.pk}-{consent.organisation_id}", {"organisation": consent.organisation_id}
        agreed = Agreed(
            consent,
            passing_on.fields(consent.fields),
            str(passing_on.AGREED_BY[consent.agreed_by]),  # type: ignore[index]
            times.moment(consent.at),
        )
        if is_worked_on and consent.organisation.is_active and consent.organisation_id not in asked:
            agreed.refer = kept.of(forms.Referring, suffix=suffix, initial=initial)
            agreed.refer.offer(consent.fields, unknown=unknown)
        agreed.take_back = kept.of(forms.TakingBack, suffix=suffix, initial=initial)
        part.agreed.append(agreed)
    if is_worked_on and passing.partners:
        part.consent = kept.of(forms.Consenting, suffix=f"-{one.pk}")
        part.consent.offer([key.value for key in shareable(one)], unknown=unknown)
    return part


def _referral(one: Referral, names: dict[int, str], kept: Forms, *, is_worked_on: bool, now: datetime) -> AskedPart:
    part = _asked(one, one.organisation.name, passing_on.fields(one.fields), names.get(one.person_id, ""), now=now)
    if not one.outcome:
        part.answer = kept.of(forms.AnsweringReferral, suffix=f"-{one.pk}")
        part.remind = kept.of(forms.Reminding, suffix=f"-{one.pk}") if is_worked_on else None
    return part


def _transfer(one: Transfer, kept: Forms, *, is_worked_on: bool, now: datetime) -> AskedPart:
    part = _asked(one, one.force.name, [], "", now=now)
    if not one.outcome:
        part.answer = kept.of(forms.AnsweringTransfer, suffix=f"-{one.pk}")
        part.remind = kept.of(forms.Reminding, suffix=f"-{one.pk}") if is_worked_on else None
    elif one.outcome == PassingOn.ACCEPTED and is_worked_on:
        part.close = kept.of(forms.Reminding, suffix=f"-{one.pk}")
    return part


def _asked(one: Referral | Transfer, name: str, fields: list[str], person: str, *, now: datetime) -> AskedPart:
    return AskedPart(
        row=one,
        name=name,
        fields=fields,
        person=person,
        asked=times.moment(one.asked_at),
        due=times.due_words(one.commitment.due_at, now) if not one.outcome else "",
        is_late=not one.outcome and one.commitment.due_at < now,
        came_of=passing_on.came_of(one.outcome),
        colour=passing_on.colour(one.outcome),
    )
