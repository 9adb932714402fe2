"""What search looks through: derived from reports and cases by a background task, and made anew at any time."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q

RECIPE = 1  # one more whenever the same words would be kept in another way
SIMPLE, ENGLISH = "heard_simple", "heard_en"
STEMMED = {
    "ar": "heard_ar", "de": "heard_de", "en": ENGLISH, "es": "heard_es", "fr": "heard_fr", "hi": "heard_hi",
    "it": "heard_it", "nl": "heard_nl", "pt": "heard_pt", "ro": "heard_ro", "ru": "heard_ru", "tr": "heard_tr",
}  # fmt: skip
"""Text search configurations by code of language, for those whose word endings PostgreSQL knows."""


class SearchText(models.Model):
    """The words that belong to one report, or to one case: never of both, so that attaching moves no words.

    Who may find a row is asked of its cases, in the same query. What identifies somebody is cut out, and sealed answers
    are never in it.
    """

    report = models.OneToOneField("reporting.Report", models.PROTECT, null=True, related_name="search_text")
    case = models.OneToOneField("cases.Case", models.PROTECT, null=True, related_name="search_text")
    text = models.TextField(help_text="the first 200,000 characters, in the form of cases/engine/findable.py")
    spellings = models.TextField(
        help_text="its distinct words, folded: for spellings like another and pieces of numbers"
    )
    language = models.CharField(max_length=12, default=ENGLISH, help_text="text search configuration of its language")
    vector = SearchVectorField(null=True)
    recipe = models.PositiveSmallIntegerField(default=0, help_text="how it was made; an older one is made anew")
    made_at = models.DateTimeField()

    class Meta:
        indexes = [
            GinIndex("vector", name="search_by_words"),
            GinIndex(fields=["spellings"], opclasses=["gin_trgm_ops"], name="search_by_spelling"),
        ]
        constraints = [
            models.CheckConstraint(
                name="search_text_is_of_a_report_or_of_a_case",
                condition=Q(report=None, case__isnull=False) | Q(case=None, report__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"report {self.report_id}" if self.report_id else f"case {self.case_id}"
