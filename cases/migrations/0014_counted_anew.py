"""Cases whose days the roll-ups must count anew are noted with each change."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0013_routing_by_transport"),
    ]

    operations = [
        migrations.CreateModel(
            name="CaseToCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("case_id", models.BigIntegerField(help_text="no foreign key: nothing is looked up when it is noted")),
            ],
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="case",
            trigger=pgtrigger.compiler.Trigger(
                name="case_is_counted_anew",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF TG_OP = 'UPDATE' AND ROW(OLD.state = 'emptied', OLD.strands, OLD.kinds, OLD.unit_id, OLD.area) IS NOT DISTINCT FROM ROW(NEW.state = 'emptied', NEW.strands, NEW.kinds, NEW.unit_id, NEW.area) THEN RETURN NULL; END IF; INSERT INTO cases_casetocount (case_id) VALUES (NEW.id); RETURN NULL;",
                    hash="37ff5bed3b66fc842657842bbc87a2b1d869b52a",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_case_is_counted_anew_077b7",
                    table="cases_case",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="casereport",
            trigger=pgtrigger.compiler.Trigger(
                name="link_is_counted_anew",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF TG_OP = 'UPDATE' AND ROW(OLD.detached_at) IS NOT DISTINCT FROM ROW(NEW.detached_at) THEN RETURN NULL; END IF; INSERT INTO cases_casetocount (case_id) VALUES (NEW.case_id); RETURN NULL;",
                    hash="1b2255521a61bcb1d641cce7e8fc4425058ea02a",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_link_is_counted_anew_378a5",
                    table="cases_casereport",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="unit",
            trigger=pgtrigger.compiler.Trigger(
                name="cases_of_a_unit_are_counted_anew",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF TG_OP = 'UPDATE' AND ROW(OLD.borough) IS NOT DISTINCT FROM ROW(NEW.borough) THEN RETURN NULL; END IF; INSERT INTO cases_casetocount (case_id) SELECT id FROM cases_case WHERE unit_id = NEW.id; RETURN NULL;",
                    hash="6e67b568c37813e8a65f3935884d0864fd64be64",
                    operation="UPDATE",
                    pgid="pgtrigger_cases_of_a_unit_are_counted_anew_6374a",
                    table="cases_unit",
                    when="AFTER",
                ),
            ),
        ),
        # Whatever changed before is counted once more.
        migrations.RunSQL("INSERT INTO cases_casetocount (case_id) SELECT id FROM cases_case", migrations.RunSQL.noop),
    ]
