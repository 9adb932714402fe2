"""Files that somebody sends: of a draft, on their way; of a report, for good."""

import uuid

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reporting", "0004_leaving"),
    ]

    operations = [
        migrations.CreateModel(
            name="DraftFile",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, help_text="also its name on disk", primary_key=True, serialize=False
                    ),
                ),
                (
                    "draft_id",
                    models.UUIDField(
                        db_index=True, help_text="no foreign key: a draft that is left goes at once, its files after"
                    ),
                ),
                ("sealed", models.BinaryField(help_text="AES-GCM of the file's key, name and caption")),
                ("size", models.BigIntegerField(help_text="bytes, as announced")),
                ("received", models.BigIntegerField(default=0, help_text="bytes that are on disk")),
                ("sha256", models.CharField(blank=True, max_length=64)),
                (
                    "media_type",
                    models.CharField(blank=True, help_text="by content; empty until it is whole", max_length=100),
                ),
                (
                    "is_recording",
                    models.BooleanField(default=False, help_text="a spoken or signed answer to “what happened?”"),
                ),
                ("begun_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("received__lte", models.F("size"))), name="no_file_is_more_than_it_said"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("sha256", ""), ("received", models.F("size")), _connector="OR"),
                        name="a_whole_file_of_a_draft_has_its_hash",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Evidence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField(help_text="within the report, from 1, and kept")),
                ("stored", models.UUIDField(help_text="its name on disk", unique=True)),
                (
                    "sealed",
                    models.BinaryField(
                        help_text="the file's key, name and caption, encrypted; empty once erased", null=True
                    ),
                ),
                ("size", models.BigIntegerField()),
                ("sha256", models.CharField(help_text="of the original as received (hex)", max_length=64)),
                ("media_type", models.CharField(help_text="by content", max_length=100)),
                (
                    "is_recording",
                    models.BooleanField(default=False, help_text="a spoken or signed answer to “what happened?”"),
                ),
                ("received_at", models.DateTimeField()),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="evidence", to="reporting.report"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("report", "number"), name="each_file_of_a_report_has_its_number"),
                    models.CheckConstraint(
                        condition=models.Q(("sha256__regex", "^[0-9a-f]{64}$")), name="evidence_has_its_hash"
                    ),
                    models.CheckConstraint(condition=models.Q(("size__gt", 0)), name="evidence_is_not_empty"),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="evidence",
            trigger=pgtrigger.compiler.Trigger(
                name="evidence_is_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."report_id" IS DISTINCT FROM NEW."report_id" OR OLD."number" IS DISTINCT FROM NEW."number" OR OLD."stored" IS DISTINCT FROM NEW."stored" OR OLD."sealed" IS DISTINCT FROM NEW."sealed" OR OLD."size" IS DISTINCT FROM NEW."size" OR OLD."sha256" IS DISTINCT FROM NEW."sha256" OR OLD."media_type" IS DISTINCT FROM NEW."media_type" OR OLD."is_recording" IS DISTINCT FROM NEW."is_recording" OR OLD."received_at" IS DISTINCT FROM NEW."received_at")',
                    func="\n    IF TG_OP = 'UPDATE' AND current_setting('heard.erasing', true) = OLD.report_id::text\n       AND current_user = (SELECT tableowner FROM pg_tables\n                           WHERE schemaname = TG_TABLE_SCHEMA AND tablename = TG_TABLE_NAME) THEN\n        RETURN NEW;\n    END IF;\nRAISE EXCEPTION 'evidence is never changed' USING ERRCODE = 'integrity_constraint_violation';",
                    hash="2d107f09f986d49ef4dff5b1749d58281b9f8995",
                    operation="UPDATE",
                    pgid="pgtrigger_evidence_is_kept_0e4dc",
                    table="reporting_evidence",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="evidence",
            trigger=pgtrigger.compiler.Trigger(
                name="evidence_is_never_deleted",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'evidence is never deleted' USING ERRCODE = 'integrity_constraint_violation';",
                    hash="98db079c6b2a9b0090d711915cd98e39584b33fa",
                    operation="DELETE",
                    pgid="pgtrigger_evidence_is_never_deleted_912d0",
                    table="reporting_evidence",
                    when="BEFORE",
                ),
            ),
        ),
    ]
