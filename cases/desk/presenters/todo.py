"""The to-do list in words, what is open first."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils import timezone

from cases.desk.forms import DeskForm
from cases.desk.presenters import times
from cases.desk.presenters.hidden import Veils
from cases.models import Account, Task


@dataclass(frozen=True)
class Item:
    """One task. `form` finishes it, where this account may."""

    id: int
    what: str
    whose: str
    due: str
    is_late: bool
    is_done: bool
    done: str
    outcome: str
    form: DeskForm | None
    reference: str = ""


def given_to(tasks: list[Task], now: datetime, veils: Veils) -> list[Item]:
    """Tasks of several cases, each with the reference of its case, in the order that they come in."""
    return [
        replace(_item(one, now, None, veils.of(one.case.reference).over), reference=one.case.reference) for one in tasks
    ]


def items(
    tasks: list[Task], now: datetime, form_of: dict[int, DeskForm], over: Callable[[str], str] = str
) -> list[Item]:
    """Open ones by their day, those without one after them; then what is finished, the newest first."""
    waiting = sorted(
        (one for one in tasks if not one.done_at), key=lambda one: (one.due_on is None, one.due_on, one.pk)
    )
    finished = sorted((one for one in tasks if one.done_at), key=lambda one: (one.done_at, one.pk), reverse=True)
    return [_item(one, now, form_of.get(one.pk), over) for one in [*waiting, *finished]]


def _item(one: Task, now: datetime, form: DeskForm | None, over: Callable[[str], str]) -> Item:
    return Item(
        id=one.pk,
        what=over(one.what),
        whose=named(one.assigned_to) if one.assigned_to else "",
        due=times.day(one.due_on),
        is_late=bool(one.due_on and not one.done_at and one.due_on < timezone.localdate(now)),
        is_done=bool(one.done_at),
        done=f"{named(one.done_by)}, {times.moment(one.done_at)}" if one.done_by else "",
        outcome=over(one.outcome),
        form=form,
    )


def named(account: Account) -> str:
    """As colleagues know them."""
    return account.known_as
