"""What was promised keeps its priority and, once it was kept or let go, its times."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

# As far as the timeline tells, else as the case has it now. Without the triggers: no rule looks at this column.
_FILL = """
    ALTER TABLE cases_commitment DISABLE TRIGGER USER;
    UPDATE cases_commitment m SET priority = COALESCE(
        (SELECT t.details ->> 'priority' FROM cases_timelineentry t
         WHERE t.case_id = m.case_id AND t.what = 'priority'
           AND t.at <= LEAST(m.due_at, COALESCE(m.met_at, m.released_at, m.due_at))
         ORDER BY t.at DESC, t.id DESC LIMIT 1),
        (SELECT c.priority FROM cases_case c WHERE c.id = m.case_id));
    ALTER TABLE cases_commitment ENABLE TRIGGER USER;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0019_one_alarm_an_event"),
        ("reporting", "0012_day_it_happened"),
    ]

    operations = [
        migrations.AddField(
            model_name="commitment",
            name="priority",
            field=models.CharField(
                default="",
                help_text="of the case when this was promised, or as it became before this fell due; later changes count no more",
                max_length=10,
            ),
        ),
        migrations.RunSQL(_FILL, migrations.RunSQL.noop),
        pgtrigger.migrations.AddTrigger(
            model_name="case",
            trigger=pgtrigger.compiler.Trigger(
                name="priority_goes_with_what_is_owed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."priority" IS DISTINCT FROM NEW."priority")',
                    func="\n    UPDATE cases_commitment SET priority = NEW.priority\n    WHERE case_id = NEW.id AND met_at IS NULL AND released_at IS NULL AND due_at > now() AND priority <> NEW.priority;\n    RETURN NULL;\n",
                    hash="e19a184bf4aced837d2caf098b134b415a2f3597",
                    operation="UPDATE",
                    pgid="pgtrigger_priority_goes_with_what_is_owed_0cee5",
                    table="cases_case",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="commitment",
            trigger=pgtrigger.compiler.Trigger(
                name="commitment_takes_the_priority",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    IF NEW.priority = '' THEN\n        SELECT priority INTO NEW.priority FROM cases_case WHERE id = NEW.case_id;\n    END IF;\n    RETURN NEW;\n",
                    hash="da552031efcd753af79fba717a52442f12000bf0",
                    operation="INSERT",
                    pgid="pgtrigger_commitment_takes_the_priority_1f162",
                    table="cases_commitment",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="commitment",
            trigger=pgtrigger.compiler.Trigger(
                name="commitment_is_kept_as_it_was",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."case_id" IS DISTINCT FROM NEW."case_id" OR OLD."report_id" IS DISTINCT FROM NEW."report_id" OR OLD."kind" IS DISTINCT FROM NEW."kind" OR OLD."priority" IS DISTINCT FROM NEW."priority" OR OLD."opened_at" IS DISTINCT FROM NEW."opened_at" OR OLD."due_at" IS DISTINCT FROM NEW."due_at" OR OLD."met_at" IS DISTINCT FROM NEW."met_at" OR OLD."met_by_id" IS DISTINCT FROM NEW."met_by_id" OR OLD."released_at" IS DISTINCT FROM NEW."released_at" OR OLD."released_because" IS DISTINCT FROM NEW."released_because")',
                    func="\n    IF OLD.met_at IS NOT NULL OR OLD.released_at IS NOT NULL THEN\n        RAISE EXCEPTION 'what was kept, or let go, stays as it was' USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    IF NEW.due_at > OLD.due_at OR NEW.opened_at <> OLD.opened_at OR NEW.kind <> OLD.kind THEN\n        RAISE EXCEPTION 'a promised time is never put back' USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    IF NEW.priority <> OLD.priority AND NEW.due_at = OLD.due_at AND OLD.due_at <= now() THEN\n        RAISE EXCEPTION 'what fell due keeps its priority' USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NEW;\n",
                    hash="c6db0aeadb7ad67392a0aabe4910b36b4a24e5cb",
                    operation="UPDATE",
                    pgid="pgtrigger_commitment_is_kept_as_it_was_21b03",
                    table="cases_commitment",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="commitment",
            constraint=models.CheckConstraint(
                condition=models.Q(("priority__in", ["immediate", "high", "standard", "routine"])),
                name="promised_at_a_known_priority",
            ),
        ),
    ]
