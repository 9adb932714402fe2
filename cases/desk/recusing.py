"""“I know someone in this”, and a supervisor's way back from it."""

from django.utils.translation import gettext_lazy

from cases.desk.acts import Act, view_of
from cases.desk.recusing_forms import Lifting, Recusing
from cases.domain import recusing

recuse = view_of("case.recuse", Act(
    Recusing, lambda case, given, by, now: recusing.recuse(case.pk, **given, by=by, now=now),
    gettext_lazy("You do not see this case any more. If you had it, it is back in the queue."), leaves=True,
))  # fmt: skip
lift = view_of("case.lift_recusal", Act(
    Lifting,
    lambda case, given, by, now: recusing.lift_recusal(
        case.pk, given["account"], reason=given["reason"], by=by, now=now
    ),
    gettext_lazy("They see the case again."),
))  # fmt: skip
