"""`manage.py unreachable_pages FOLDER`: what nginx shows while no process of the public answers."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.template.loader import render_to_string
from django.utils import translation

from reporting.languages import LANGUAGES


class Command(BaseCommand):
    """One file a language, each whole in itself: when they are shown nothing of ours is there to be asked for."""

    help = (
        "Write the pages that nginx shows while the public processes are down: one file a language, named by its code."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the arguments."""
        parser.add_argument("folder", type=Path, help="where nginx reads them; made where it is missing")

    def handle(self, *args: Any, **options: Any) -> None:
        """A second call writes them anew."""
        folder: Path = options["folder"]
        folder.mkdir(parents=True, exist_ok=True)
        for language in LANGUAGES:
            with translation.override(language.code):
                html = render_to_string("unreachable.html", {"exit_url": settings.EXIT_URL})
            (folder / f"{language.code}.html").write_text(html, encoding="utf-8")
        self.stdout.write(f"{len(LANGUAGES)} pages in {folder}")
