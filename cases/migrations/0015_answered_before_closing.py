"""No case closes while somebody waits for an answer to what they wrote last, against raw SQL too.

It is asked when a case closes, and not at every later write on it: a message may come in the moment after, and opens the
case again. So what was closed before this rule stays as it is.
"""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations

from cases.migrations._functions import CASE_MUST_HAVE_ANSWERED


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0014_counted_anew"),
    ]

    operations = [
        migrations.RunSQL(CASE_MUST_HAVE_ANSWERED, "DROP FUNCTION case_must_have_answered(bigint)"),
        pgtrigger.migrations.RemoveTrigger(
            model_name="acknowledgement",
            name="acknowledgement_holds_rules",
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="acknowledgement",
            trigger=pgtrigger.compiler.Trigger(
                name="acknowledgement_holds_rules",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    constraint="CONSTRAINT",
                    func="\n    PERFORM case_must_hold(l.case_id), case_must_have_answered(l.case_id) FROM cases_casereport l\n    JOIN reporting_message m ON m.report_id = l.report_id WHERE m.id = NEW.message_id AND l.detached_at IS NULL;\n    RETURN NULL;\n",
                    hash="70b97b25b196aa0c046fccaeecd6237f128c9e64",
                    operation="INSERT",
                    pgid="pgtrigger_acknowledgement_holds_rules_01653",
                    table="cases_acknowledgement",
                    timing="DEFERRABLE INITIALLY DEFERRED",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="case",
            trigger=pgtrigger.compiler.Trigger(
                name="case_closes_answered",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NEW.\"state\" = 'closed')",
                    constraint="CONSTRAINT",
                    func="\n    IF TG_OP = 'INSERT' OR OLD.state <> 'closed' THEN PERFORM case_must_have_answered(NEW.id); END IF;\n    RETURN NULL;\n",
                    hash="c559bca742488cd80f1237811313500d0ef8184f",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_case_closes_answered_6f6a2",
                    table="cases_case",
                    timing="DEFERRABLE INITIALLY DEFERRED",
                    when="AFTER",
                ),
            ),
        ),
    ]
