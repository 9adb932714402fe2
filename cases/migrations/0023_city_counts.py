"""The whole city's counts, summed by the statements that change the roll-ups: charts over years read them."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

_FILL = """
INSERT INTO cases_citycount (counted, dated_by, strand, day, count)
SELECT counted, dated_by, strand, day, sum(count) FROM cases_countofday
WHERE kind = '' AND (dated_by = 'happened' OR channel <> 'import') GROUP BY counted, dated_by, strand, day
"""


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0022_partners_answer_themselves"),
    ]

    operations = [
        migrations.CreateModel(
            name="CityCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("counted", models.CharField(max_length=9)),
                ("dated_by", models.CharField(max_length=8)),
                ("strand", models.CharField(blank=True, max_length=40)),
                ("day", models.DateField()),
                (
                    "count",
                    models.IntegerField(
                        help_text="no check: what is taken away is offered as a row before it meets its sum"
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="citycount",
            constraint=models.UniqueConstraint(
                fields=("counted", "dated_by", "strand", "day"), include=("count",), name="one_sum_a_day"
            ),
        ),
        migrations.RunSQL(_FILL, migrations.RunSQL.noop),
        pgtrigger.migrations.AddTrigger(
            model_name="countofday",
            trigger=pgtrigger.compiler.Trigger(
                name="summed_when_added",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    INSERT INTO cases_citycount AS city (counted, dated_by, strand, day, count)\n    SELECT counted, dated_by, strand, day, sum(change) FROM (SELECT *, count AS change FROM new_rows) changed\n    WHERE kind = '' AND (dated_by = 'happened' OR channel <> 'import')\n    GROUP BY counted, dated_by, strand, day HAVING sum(change) <> 0 ORDER BY counted, dated_by, strand, day\n    ON CONFLICT (counted, dated_by, strand, day) DO UPDATE SET count = city.count + EXCLUDED.count;\n    RETURN NULL;\n",
                    hash="d4d3642237421bfd7004d1ed1580f1f32c42567d",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_summed_when_added_16e35",
                    referencing="REFERENCING NEW TABLE AS new_rows ",
                    table="cases_countofday",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="countofday",
            trigger=pgtrigger.compiler.Trigger(
                name="summed_when_removed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    INSERT INTO cases_citycount AS city (counted, dated_by, strand, day, count)\n    SELECT counted, dated_by, strand, day, sum(change) FROM (SELECT *, -count AS change FROM old_rows) changed\n    WHERE kind = '' AND (dated_by = 'happened' OR channel <> 'import')\n    GROUP BY counted, dated_by, strand, day HAVING sum(change) <> 0 ORDER BY counted, dated_by, strand, day\n    ON CONFLICT (counted, dated_by, strand, day) DO UPDATE SET count = city.count + EXCLUDED.count;\n    RETURN NULL;\n",
                    hash="03954005ad73837fe8904cdccef723732e96a3fe",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_summed_when_removed_171e2",
                    referencing="REFERENCING OLD TABLE AS old_rows ",
                    table="cases_countofday",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="countofday",
            trigger=pgtrigger.compiler.Trigger(
                name="summed_when_changed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    INSERT INTO cases_citycount AS city (counted, dated_by, strand, day, count)\n    SELECT counted, dated_by, strand, day, sum(change) FROM (SELECT *, count AS change FROM new_rows UNION ALL SELECT *, -count AS change FROM old_rows) changed\n    WHERE kind = '' AND (dated_by = 'happened' OR channel <> 'import')\n    GROUP BY counted, dated_by, strand, day HAVING sum(change) <> 0 ORDER BY counted, dated_by, strand, day\n    ON CONFLICT (counted, dated_by, strand, day) DO UPDATE SET count = city.count + EXCLUDED.count;\n    RETURN NULL;\n",
                    hash="25a92af72be1d0064d97742fda951f3f77f19fc4",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_summed_when_changed_fbd4b",
                    referencing="REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ",
                    table="cases_countofday",
                    when="AFTER",
                ),
            ),
        ),
    ]
