"""A translation that is asked for goes along where its report goes."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0017_answers_that_wait"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="translationrequest",
            name="translation_is_asked_once",
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="translationrequest",
            trigger=pgtrigger.compiler.Trigger(
                name="translation_is_asked_once",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."report_id" IS DISTINCT FROM NEW."report_id" OR OLD."of" IS DISTINCT FROM NEW."of" OR OLD."message_id" IS DISTINCT FROM NEW."message_id" OR OLD."words" IS DISTINCT FROM NEW."words" OR OLD."from_language" IS DISTINCT FROM NEW."from_language" OR OLD."to_language" IS DISTINCT FROM NEW."to_language" OR OLD."asked_by_id" IS DISTINCT FROM NEW."asked_by_id" OR OLD."asked_at" IS DISTINCT FROM NEW."asked_at")',
                    func="\n    IF TG_OP = 'UPDATE' AND current_setting('heard.erasing', true) = OLD.report_id::text\n       AND current_user = (SELECT tableowner FROM pg_tables\n                           WHERE schemaname = TG_TABLE_SCHEMA AND tablename = TG_TABLE_NAME) THEN\n        RETURN NEW;\n    END IF;\nRAISE EXCEPTION 'what is to be translated stays as it was asked' USING ERRCODE = 'integrity_constraint_violation';",
                    hash="0eb09b196c424f6ac4797fb5b4ea93b30544a21c",
                    operation="UPDATE",
                    pgid="pgtrigger_translation_is_asked_once_5e994",
                    table="cases_translationrequest",
                    when="BEFORE",
                ),
            ),
        ),
    ]
