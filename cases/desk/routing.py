"""Acts that put a case before another unit, or before named readers alone. After each the officer may not see it."""

from django.utils.translation import gettext_lazy

from cases.desk.acts import Act, view_of
from cases.desk.routing_forms import AnsweringRoute, Involving, Lifting, MovingUnit
from cases.domain import moving, restricting, routing

move = view_of("case.move", Act(
    MovingUnit, lambda case, given, by, now: moving.move_to_unit(case.pk, **given, by=by, now=now),
    gettext_lazy("The case is with the other unit. What is owed keeps its time."), leaves=True,
))  # fmt: skip
accept_route = view_of("case.accept_route", Act(
    AnsweringRoute,
    lambda case, given, by, now: routing.accept_suggestion(case.pk, given["suggestion"], by=by, now=now),
    gettext_lazy("The case is with the other unit. What is owed keeps its time."), leaves=True,
))  # fmt: skip
keep_here = view_of("case.keep_here", Act(
    AnsweringRoute, lambda case, given, by, now: routing.keep_case(case.pk, given["suggestion"], by=by, now=now),
    gettext_lazy("The case stays with your unit."),
))  # fmt: skip
involve = view_of("case.restrict", Act(
    Involving, lambda case, given, by, now: restricting.mark_involved(case.pk, **given, by=by, now=now),
    gettext_lazy("Only named readers can open the case now."), leaves=True,
))  # fmt: skip
lift = view_of("case.lift_restriction", Act(
    Lifting, lambda case, given, by, now: restricting.lift_restriction(case.pk, **given, by=by, now=now),
    gettext_lazy("Everybody of the unit can open the case now."),
))  # fmt: skip
