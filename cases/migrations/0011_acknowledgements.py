"""Messages that only say that a report has come in: no case closes on one, against raw SQL too."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

from cases.migrations._functions import in_case_must_hold

_ANY = "m.sender = 'officer')"
_ANSWERS = "m.sender = 'officer' AND NOT EXISTS (SELECT 1 FROM cases_acknowledgement k WHERE k.message_id = m.id))"


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0010_workload_quality_and_tension"),
        ("reporting", "0009_alarms_to_their_end"),
    ]

    operations = [
        migrations.CreateModel(
            name="Acknowledgement",
            fields=[
                (
                    "message",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="acknowledgement",
                        serialize=False,
                        to="reporting.message",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="messagetemplate",
            name="acknowledges",
            field=models.BooleanField(
                default=False, help_text="only says that the report has come in: sent as it stands it is no answer"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="acknowledgement",
            trigger=pgtrigger.compiler.Trigger(
                name="mark_of_acknowledgement_is_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'a mark of acknowledgement is never changed or deleted' USING ERRCODE = 'integrity_constraint_violation';",
                    hash="ff5fe64f60f50250af5f84972e5b1b5167d8ad19",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_mark_of_acknowledgement_is_kept_159cb",
                    table="cases_acknowledgement",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="acknowledgement",
            trigger=pgtrigger.compiler.Trigger(
                name="acknowledgement_holds_rules",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    constraint="CONSTRAINT",
                    func="\n    PERFORM case_must_hold(l.case_id) FROM cases_casereport l JOIN reporting_message m ON m.report_id = l.report_id\n    WHERE m.id = NEW.message_id AND l.detached_at IS NULL;\n    RETURN NULL;\n",
                    hash="bad7562bfb3dc54c90046fcb66a884f58f57944c",
                    operation="INSERT",
                    pgid="pgtrigger_acknowledgement_holds_rules_01653",
                    table="cases_acknowledgement",
                    timing="DEFERRABLE INITIALLY DEFERRED",
                    when="AFTER",
                ),
            ),
        ),
        migrations.RunSQL(in_case_must_hold(_ANY, _ANSWERS), in_case_must_hold(_ANSWERS, _ANY)),
        migrations.RunSQL(
            "UPDATE cases_messagetemplate SET acknowledges = TRUE WHERE key = 'acknowledgement'", migrations.RunSQL.noop
        ),
    ]
