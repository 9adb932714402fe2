"""The words that search corrects spellings by, places of the queue's filter, who may find by what is sealed."""

import django.contrib.postgres.indexes
import django.db.models.functions.text
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

# The texts that were kept before there were words; later ones are counted by the triggers.
FILL = """
    INSERT INTO cases_searchword (word, holders)
    SELECT w, count(*) FROM cases_searchtext, unnest(string_to_array(spellings, ' ')) AS w
    WHERE length(w) BETWEEN 4 AND 40 GROUP BY w
"""


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0005_other_doors"),
        ("reporting", "0009_alarms_to_their_end"),
    ]

    operations = [
        migrations.CreateModel(
            name="SearchWord",
            fields=[
                ("word", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("holders", models.IntegerField()),
            ],
        ),
        migrations.RemoveIndex(
            model_name="searchtext",
            name="search_by_words",
        ),
        migrations.AddField(
            model_name="account",
            name="finds_sealed",
            field=models.BooleanField(
                default=False,
                help_text="may find cases by sealed names, handles and numbers, with a reason, as supervisors may",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass(django.db.models.functions.text.Upper("area"), "gin_trgm_ops"),
                name="cases_by_place",
            ),
        ),
        migrations.AddIndex(
            model_name="searchtext",
            index=django.contrib.postgres.indexes.GinIndex(
                models.F("vector"), condition=models.Q(("report__isnull", False)), name="search_by_words"
            ),
        ),
        migrations.AddIndex(
            model_name="searchtext",
            index=django.contrib.postgres.indexes.GinIndex(
                models.F("vector"), condition=models.Q(("case__isnull", False)), name="search_by_words_of_cases"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="searchtext",
            trigger=pgtrigger.compiler.Trigger(
                name="words_of_search_are_counted",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    PERFORM pg_advisory_xact_lock(hashtext('words of search'));\n    INSERT INTO cases_searchword (word, holders)\n    SELECT w, sum(d) FROM (SELECT unnest(string_to_array(spellings, ' ')), 1 FROM after_it) AS changed (w, d) WHERE length(w) BETWEEN 4 AND 40 GROUP BY w HAVING sum(d) <> 0 ORDER BY w\n    ON CONFLICT (word) DO UPDATE SET holders = cases_searchword.holders + excluded.holders;\n    \n    RETURN NULL;\n",
                    hash="f418de2ceb736551cab673c1f5527f0d9bce248e",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_words_of_search_are_counted_53a3a",
                    referencing="REFERENCING NEW TABLE AS after_it ",
                    table="cases_searchtext",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="searchtext",
            trigger=pgtrigger.compiler.Trigger(
                name="words_of_search_are_counted_anew",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    PERFORM pg_advisory_xact_lock(hashtext('words of search'));\n    INSERT INTO cases_searchword (word, holders)\n    SELECT w, sum(d) FROM (SELECT unnest(string_to_array(spellings, ' ')), 1 FROM after_it UNION ALL SELECT unnest(string_to_array(spellings, ' ')), -1 FROM before) AS changed (w, d) WHERE length(w) BETWEEN 4 AND 40 GROUP BY w HAVING sum(d) <> 0 ORDER BY w\n    ON CONFLICT (word) DO UPDATE SET holders = cases_searchword.holders + excluded.holders;\n    \n    DELETE FROM cases_searchword WHERE holders <= 0 AND word IN (\n        SELECT unnest(string_to_array(spellings, ' ')) FROM before);\n\n    RETURN NULL;\n",
                    hash="749714468a3bea8b9f534b4c41012d18111a69d4",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_words_of_search_are_counted_anew_714c9",
                    referencing="REFERENCING OLD TABLE AS before  NEW TABLE AS after_it ",
                    table="cases_searchtext",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="searchword",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["word"], name="words_by_spelling", opclasses=["gin_trgm_ops"]
            ),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
