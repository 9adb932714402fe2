"""`manage.py load_bulk --cases N`: many cases fast, for measurements at scale."""

from django.core.management.base import CommandParser

from cases.management.not_built import NotBuiltYet


class Command(NotBuiltYet):
    """Comes with the measurements of the desk."""

    help = "Load N cases fast, for measurements at scale. Not built yet."
    missing = "Loading cases in bulk"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--cases", type=int, required=True, help="how many")
