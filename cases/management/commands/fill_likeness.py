"""`manage.py fill_likeness`: make what is compared of every case that lacks it, or has it from an earlier version."""

from cases.domain import likeness_gaps
from cases.management.filling import Filling
from cases.queries.likeness_gaps import cases_without_traits


class Command(Filling):
    """What is compared to find cases alike."""

    help = "Make what is compared of each case that lacks it; in the background, or here with --now."
    lacking, owe, fill = cases_without_traits, likeness_gaps.owe_filling, likeness_gaps.fill_some
    owed = "%d cases are made comparable in the background."
    done = "Every case can be compared."
