"""A unit's own words on its cases: put on, taken off, both on the timeline."""

from datetime import datetime

from django.db import transaction

from cases.domain.access import case_for_work
from cases.domain.audit import record_event
from cases.domain.commitments import keep_due_time
from cases.domain.refusals import Refused
from cases.domain.timeline import write_entry
from cases.models import Account, Case, CaseTag, Tag, Unit

LONGEST = 40


def clean_name(name: str) -> str:
    """A tag's name with single blanks; raises `Refused` where there is none, or too much of it."""
    name = " ".join(name.split())
    if not name:
        raise Refused("Write the tag.", about="name")
    if len(name) > LONGEST:
        raise Refused(f"A tag has {LONGEST} characters at most.", about="name")
    return name


def tag_case(case_id: int, *, name: str, by: Account, now: datetime) -> bool:
    """Put a tag on a case; one that its unit does not have yet is made. False where the case has it already.

    Upper and lower case make no other tag. Raises `Refused` without a name, `NotThere`.
    """
    name = clean_name(name)
    with transaction.atomic():
        case = case_for_work(case_id, by=by)
        tag = _tag_of(case.unit_id, name, now=now)
        if CaseTag.objects.filter(case=case, tag=tag, taken_off_at=None).exists():
            return False
        CaseTag.objects.create(case=case, tag=tag, put_at=now, put_by=by.username)
        _finish(case, "tagged", tag, by=by, now=now)
    return True


def untag_case(case_id: int, *, name: str, by: Account, now: datetime) -> bool:
    """Take a tag off a case. False where it is not on it. Raises `NotThere`."""
    with transaction.atomic():
        case = case_for_work(case_id, by=by)
        live = CaseTag.objects.filter(case=case, tag__name__iexact=clean_name(name), taken_off_at=None)
        row = live.select_related("tag").first()
        if row is None:
            return False
        row.taken_off_at, row.taken_off_by = now, by.username
        row.save(update_fields=["taken_off_at", "taken_off_by"])
        _finish(case, "untagged", row.tag, by=by, now=now)
    return True


def _tag_of(unit_id: int, name: str, *, now: datetime) -> Tag:
    """The unit's tag of this name. The unit's row keeps two officers from making it twice."""
    own = Tag.objects.filter(unit=unit_id, name__iexact=name)
    tag = own.first()
    if tag is None:
        Unit.objects.select_for_update().get(pk=unit_id)
        tag = own.first() or Tag.objects.create(unit_id=unit_id, name=name, made_at=now)
    return tag


def _finish(case: Case, what: str, tag: Tag, *, by: Account, now: datetime) -> None:
    write_entry(case, what, by=by, now=now, tag=tag.name)
    record_event(account=by, action=f"case.{what}", address="", references=[case.reference], now=now)
    keep_due_time(case, now=now)
