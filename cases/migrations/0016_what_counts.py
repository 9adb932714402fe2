"""What is held as abuse of the form, or closed as abuse or as not hate, counts in no figure; parts come with their whole."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0015_answered_before_closing"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="case",
            name="case_is_counted_anew",
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="case",
            trigger=pgtrigger.compiler.Trigger(
                name="case_is_counted_anew",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF TG_OP = 'UPDATE' AND ROW(OLD.state <> 'emptied' AND (OLD.lane <> 'held' OR OLD.state = 'closed') AND NOT (OLD.state = 'closed' AND OLD.closing_reason IN ('form_abuse', 'not_hate_related')), OLD.strands, OLD.kinds, OLD.unit_id, OLD.area) IS NOT DISTINCT FROM ROW(NEW.state <> 'emptied' AND (NEW.lane <> 'held' OR NEW.state = 'closed') AND NOT (NEW.state = 'closed' AND NEW.closing_reason IN ('form_abuse', 'not_hate_related')), NEW.strands, NEW.kinds, NEW.unit_id, NEW.area) THEN RETURN NULL; END IF; INSERT INTO cases_casetocount (case_id) VALUES (NEW.id); RETURN NULL;",
                    hash="5b62f3ff9d8eb35513144094255201b41a228a48",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_case_is_counted_anew_077b7",
                    table="cases_case",
                    when="AFTER",
                ),
            ),
        ),
        migrations.RemoveIndex(
            model_name="countofday",
            name="roll_ups_of_a_strand",
        ),
        migrations.AddIndex(
            model_name="countofday",
            index=models.Index(
                condition=models.Q(("kind", "")),
                fields=["counted", "dated_by", "strand", "day"],
                include=("borough", "count", "channel"),
                name="roll_ups_of_a_strand",
            ),
        ),
        migrations.CreateModel(
            name="BoroughMonth",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("month", models.DateField(help_text="its first day")),
                ("dated_by", models.CharField(max_length=8)),
                ("said_at", models.DateTimeField()),
                (
                    "cells",
                    models.JSONField(help_text="by row (incidents:race) and borough; null for what is not shown"),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        models.F("month"), models.F("dated_by"), name="a_month_of_boroughs_is_said_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("month__day", 1)), name="a_month_of_boroughs_is_its_first_day"
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="boroughmonth",
            trigger=pgtrigger.compiler.Trigger(
                name="month_of_boroughs_is_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'a month of boroughs is never changed or deleted' USING ERRCODE = 'integrity_constraint_violation';",
                    hash="5f02ced85a3de747514cf2495740e29cb0c96253",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_month_of_boroughs_is_kept_e5ef4",
                    table="cases_boroughmonth",
                    when="BEFORE",
                ),
            ),
        ),
        # Whatever was held, or closed as no incident, before is counted once more.
        migrations.RunSQL(
            "INSERT INTO cases_casetocount (case_id) SELECT id FROM cases_case"
            " WHERE lane = 'held' OR closing_reason IN ('form_abuse', 'not_hate_related')",
            migrations.RunSQL.noop,
        ),
        # What was ticked without its parent has it from now on; last, as what is written holds the table until the end.
        migrations.RunSQL(
            "UPDATE cases_case SET strands = CASE WHEN 'race' = ANY(strands)"
            " THEN ARRAY['race', 'religion']::varchar[] || array_remove(strands, 'race')"
            " ELSE ARRAY['religion']::varchar[] || strands END"
            " WHERE NOT 'religion' = ANY(strands)"
            " AND EXISTS (SELECT 1 FROM unnest(strands) AS one WHERE starts_with(one, 'religion:'))",
            migrations.RunSQL.noop,
        ),
    ]
