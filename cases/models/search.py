"""What search looks through: derived from reports and cases by a background task, and made anew at any time."""

import pgtrigger
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q

RECIPE = 2  # one more whenever the same words would be kept in another way
SIMPLE, ENGLISH = "heard_simple", "heard_en"
STEMMED = {
    "ar": "heard_ar", "de": "heard_de", "en": ENGLISH, "es": "heard_es", "fr": "heard_fr", "hi": "heard_hi",
    "it": "heard_it", "nl": "heard_nl", "pt": "heard_pt", "ro": "heard_ro", "ru": "heard_ru", "tr": "heard_tr",
}  # fmt: skip
"""Text search configurations by code of language, for those whose word endings PostgreSQL knows."""

_WORD = "length(w) BETWEEN 4 AND 40"  # what is longer is no word that somebody mistypes
_COUNT = """
    PERFORM pg_advisory_xact_lock(hashtext('words of search'));
    INSERT INTO cases_searchword (word, holders)
    SELECT w, sum(d) FROM ({rows}) AS changed (w, d) WHERE {word} GROUP BY w HAVING sum(d) <> 0 ORDER BY w
    ON CONFLICT (word) DO UPDATE SET holders = cases_searchword.holders + excluded.holders;
    {rest}
    RETURN NULL;
"""
_ROWS = "SELECT unnest(string_to_array(spellings, ' ')), {number} FROM {table}"
_GONE = """
    DELETE FROM cases_searchword WHERE holders <= 0 AND word IN (
        SELECT unnest(string_to_array(spellings, ' ')) FROM before);
"""


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
            # Apart, because a word that is in many reports is in few notes, and both are asked for one by one.
            GinIndex("vector", name="search_by_words", condition=Q(report__isnull=False)),
            GinIndex("vector", name="search_by_words_of_cases", condition=Q(case__isnull=False)),
            GinIndex(fields=["spellings"], opclasses=["gin_trgm_ops"], name="search_by_spelling"),
        ]
        constraints = [
            models.CheckConstraint(
                name="search_text_is_of_a_report_or_of_a_case",
                condition=Q(report=None, case__isnull=False) | Q(case=None, report__isnull=False),
            )
        ]
        # The words are counted where they are kept, so that loading and erasing count too.
        triggers = [
            pgtrigger.Trigger(
                name="words_of_search_are_counted",
                level=pgtrigger.Statement,
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                referencing=pgtrigger.Referencing(new="after_it"),  # type: ignore[no-untyped-call]
                func=_COUNT.format(rows=_ROWS.format(number=1, table="after_it"), word=_WORD, rest=""),
            ),
            pgtrigger.Trigger(
                name="words_of_search_are_counted_anew",
                level=pgtrigger.Statement,
                when=pgtrigger.After,
                operation=pgtrigger.Update,
                referencing=pgtrigger.Referencing(old="before", new="after_it"),  # type: ignore[no-untyped-call]
                func=_COUNT.format(
                    rows=f"{_ROWS.format(number=1, table='after_it')} UNION ALL {_ROWS.format(number=-1, table='before')}",
                    word=_WORD,
                    rest=_GONE,
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"report {self.report_id}" if self.report_id else f"case {self.case_id}"


class SearchWord(models.Model):
    """A word of the kept texts, folded, and how many of them hold it: for correcting spellings, and nothing else.

    Nobody is shown it: what a misspelt word is taken for is looked for under the rights of the account, and only what
    stands in a case that was found is named. Sealed answers and what identifies somebody are in no kept text.
    """

    word = models.CharField(max_length=40, primary_key=True)
    holders = models.IntegerField()

    class Meta:
        indexes = [GinIndex(fields=["word"], opclasses=["gin_trgm_ops"], name="words_by_spelling")]

    def __str__(self) -> str:
        return self.word
