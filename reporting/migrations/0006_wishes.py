"""What a person asks for with their code, and by when a review of what was decided is promised."""

import uuid

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

import reporting.enums
import reporting.models.fields

REVIEW = """
    CREATE FUNCTION follow_up_review(a_selector varchar, a_verifier bytea) RETURNS timestamptz
    LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp STABLE AS $$
        SELECT r.public_review_due_at FROM reporting_report r WHERE r.selector = a_selector AND r.verifier = a_verifier
    $$; REVOKE EXECUTE ON FUNCTION follow_up_review(varchar, bytea) FROM PUBLIC
"""


class Migration(migrations.Migration):
    dependencies = [
        ("reporting", "0005_evidence"),
    ]

    operations = [
        migrations.AddField(
            model_name="report",
            name="public_review_due_at",
            field=models.DateTimeField(
                help_text="by when somebody who did not decide has looked again, while that is asked for", null=True
            ),
        ),
        migrations.CreateModel(
            name="Wish",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=14)),
                ("choice", models.CharField(blank=True, help_text="of whether it helped", max_length=10)),
                ("words", reporting.models.fields.WordsField(blank=True)),
                ("seal_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "sealed_answers",
                    models.BinaryField(help_text="the contact card anew, by name of question", null=True),
                ),
                (
                    "token_hash",
                    models.BinaryField(
                        help_text="SHA-256 of the form's token; of `again`, that of the report which is on its way",
                        unique=True,
                    ),
                ),
                (
                    "new_selector",
                    models.CharField(blank=True, help_text="where the report got a new code", max_length=8),
                ),
                ("sent_at", models.DateTimeField()),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="wishes", to="reporting.report"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "wishes",
                "indexes": [models.Index(models.F("report"), models.F("sent_at"), name="wishes_of_a_report")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    reporting.enums.WishKind["CONTACT"],
                                    reporting.enums.WishKind["NO_FURTHER"],
                                    reporting.enums.WishKind["REVIEW"],
                                    reporting.enums.WishKind["HELPED"],
                                    reporting.enums.WishKind["AGAIN"],
                                    reporting.enums.WishKind["NEW_CODE"],
                                    reporting.enums.WishKind["CODE_STOPPED"],
                                    reporting.enums.WishKind["NO_NOTICES"],
                                ],
                            )
                        ),
                        name="known_wish",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "choice__in",
                                [
                                    "",
                                    reporting.enums.Helped["YES"],
                                    reporting.enums.Helped["PARTLY"],
                                    reporting.enums.Helped["NO"],
                                ],
                            )
                        ),
                        name="known_help",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("sealed_answers", None), ("kind", reporting.enums.WishKind["CONTACT"]), _connector="OR"
                        ),
                        name="only_a_card_is_sealed",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="wish",
            trigger=pgtrigger.compiler.Trigger(
                name="wish_is_said_once",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    IF TG_OP = 'UPDATE' AND current_setting('heard.erasing', true) = OLD.report_id::text\n       AND current_user = (SELECT tableowner FROM pg_tables\n                           WHERE schemaname = TG_TABLE_SCHEMA AND tablename = TG_TABLE_NAME) THEN\n        RETURN NEW;\n    END IF;\nRAISE EXCEPTION 'a wish is never edited' USING ERRCODE = 'integrity_constraint_violation';",
                    hash="ddf845cb222e6da998f0bee6f14e347b1254a2be",
                    operation="UPDATE",
                    pgid="pgtrigger_wish_is_said_once_46a24",
                    table="reporting_wish",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="wish",
            trigger=pgtrigger.compiler.Trigger(
                name="wish_is_never_deleted",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'a wish is never deleted' USING ERRCODE = 'integrity_constraint_violation';",
                    hash="8828c0be362d5bd4be2fcf74e941bdce2353e461",
                    operation="DELETE",
                    pgid="pgtrigger_wish_is_never_deleted_7c097",
                    table="reporting_wish",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.RunSQL(REVIEW, "DROP FUNCTION follow_up_review(varchar, bytea)"),
    ]
