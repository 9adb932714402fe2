"""What search looks through, the languages it knows, and erasure that reaches it too."""

from importlib import import_module

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.contrib.postgres.operations import TrigramExtension, UnaccentExtension
from django.db import migrations, models
from django.db.models import Q

BEFORE = import_module("cases.migrations.0003_identifiers").ERASE_REPORT
# As before, and what search keeps of the report goes too.
ERASE_REPORT = BEFORE.replace(
    "PERFORM set_config('heard.erasing', '', true);",
    "UPDATE cases_searchtext SET text = '', spellings = '', vector = NULL WHERE report_id = erased_report;\n"
    "    PERFORM set_config('heard.erasing', '', true);",
)

LANGUAGES = {
    "simple": "simple", "ar": "arabic", "de": "german", "en": "english", "es": "spanish", "fr": "french", "hi": "hindi",
    "it": "italian", "nl": "dutch", "pt": "portuguese", "ro": "romanian", "ru": "russian", "tr": "turkish",
}  # fmt: skip


def _configuration(code: str, language: str) -> migrations.RunSQL:
    """Accents are dropped before the endings are: "café" is found by "cafe", and both by "cafes"."""
    name, stems = f"heard_{code}", "simple" if code == "simple" else f"{language}_stem"
    return migrations.RunSQL(
        f"CREATE TEXT SEARCH CONFIGURATION {name} (COPY = pg_catalog.{language});"
        f"ALTER TEXT SEARCH CONFIGURATION {name} ALTER MAPPING FOR hword, hword_part, word WITH unaccent, {stems};",
        f"DROP TEXT SEARCH CONFIGURATION {name}",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0006_queue_at_scale_and_saved_views"),
        ("reporting", "0002_functions_of_the_public_role"),
    ]

    operations = [
        UnaccentExtension(),
        TrigramExtension(),
        *(_configuration(code, language) for code, language in LANGUAGES.items()),
        migrations.CreateModel(
            name="SearchText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "text",
                    models.TextField(help_text="the first 200,000 characters, in the form of cases/engine/findable.py"),
                ),
                (
                    "spellings",
                    models.TextField(
                        help_text="its distinct words, folded: for spellings like another and pieces of numbers"
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        default="heard_en", help_text="text search configuration of its language", max_length=12
                    ),
                ),
                ("vector", django.contrib.postgres.search.SearchVectorField(null=True)),
                (
                    "recipe",
                    models.PositiveSmallIntegerField(default=0, help_text="how it was made; an older one is made anew"),
                ),
                ("made_at", models.DateTimeField()),
                (
                    "case",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="search_text",
                        to="cases.case",
                    ),
                ),
                (
                    "report",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="search_text",
                        to="reporting.report",
                    ),
                ),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex("vector", name="search_by_words"),
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["spellings"], name="search_by_spelling", opclasses=["gin_trgm_ops"]
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        name="search_text_is_of_a_report_or_of_a_case",
                        condition=Q(report=None, case__isnull=False) | Q(case=None, report__isnull=False),
                    )
                ],
            },
        ),
        migrations.RunSQL(ERASE_REPORT, BEFORE),
    ]
