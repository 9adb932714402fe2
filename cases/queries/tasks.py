"""Tasks beyond the case that they stand on."""

from django.db.models import F

from cases.models import Account, Case, Task

MOST = 50


def tasks_given_to(account: Account) -> list[Task]:
    """Open tasks that somebody is named for, on open cases that they may see, by their day, those without one last.

    At most `MOST`.
    """
    theirs = Task.objects.open().filter(assigned_to=account, case__in=Case.objects.visible_to(account).open())
    return list(theirs.select_related("case", "assigned_to").order_by(F("due_on").asc(nulls_last=True), "pk")[:MOST])
