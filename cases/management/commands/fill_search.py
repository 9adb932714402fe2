"""`manage.py fill_search`: let search know of every case that it does not know as it should."""

from cases.domain import searchable
from cases.management.filling import Filling
from cases.queries.search_gaps import cases_to_index


class Command(Filling):
    """What search looks through."""

    help = "Make what search looks through for every case that lacks it; in the background, or here with --now."
    lacking, owe, fill = cases_to_index, searchable.owe_filling, searchable.fill_some
    owed = "%d cases are made findable in the background."
    done = "Search knows every case."
