"""Risk and to-do list of a case: acts like those of `acts.py`, from forms of their own."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy

from cases.desk.acts import Act, view_of
from cases.desk.risk_forms import AssessingRisk
from cases.desk.task_forms import AddingTask, FinishingAction, FinishingTask
from cases.domain import commitments, risk, tasks
from cases.models import Account, Case


def _finish(case: Case, given: dict[str, Any], by: Account, now: datetime) -> Any:
    return tasks.finish_task(case.pk, given["task_id"], outcome=given["outcome"], by=by, now=now)


assess_risk = view_of("case.risk", Act(
    AssessingRisk, lambda case, given, by, now: risk.assess_risk(case.pk, **given, by=by, now=now),
    gettext_lazy("The risk is assessed. Its review is among what is owed."), anchor="risk", minds=["risk_assessed"],
))  # fmt: skip
finish_action = view_of("case.action_done", Act(
    FinishingAction, lambda case, given, by, now: commitments.finish_action(case.pk, **given, by=by, now=now),
    gettext_lazy("It is written down as done."), anchor="owed",
))  # fmt: skip
add_task = view_of("case.task_added", Act(
    AddingTask, lambda case, given, by, now: tasks.add_task(case.pk, **given, by=by, now=now),
    gettext_lazy("The task is on the list."), anchor="tasks",
))  # fmt: skip
finish_task = view_of("case.task_done", Act(
    FinishingTask, _finish, gettext_lazy("The task is finished."), anchor="tasks",
))  # fmt: skip
