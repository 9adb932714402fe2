"""The work on complaints."""

import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import reporting.models.fields


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0001_initial"),
        ("reporting", "0009_alarms_to_their_end"),
    ]

    operations = [
        migrations.CreateModel(
            name="ComplaintWork",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("due_at", models.DateTimeField()),
                ("taken_at", models.DateTimeField(null=True)),
                ("answer", reporting.models.fields.WordsField(blank=True, help_text="what was answered")),
                (
                    "answered_how",
                    models.CharField(
                        blank=True, help_text="how the answer was given, or why it could not be", max_length=300
                    ),
                ),
                ("answered_at", models.DateTimeField(null=True)),
                ("closing_reason", models.CharField(blank=True, max_length=500)),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "kept_from",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(),
                        default=list,
                        help_text="who had decided when it came in; for the record",
                        size=None,
                    ),
                ),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "complaint",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="work", to="reporting.complaint"
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        help_text="that it is about, where that is known",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reporting.report",
                    ),
                ),
                (
                    "taken_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="complaints",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "complaint",
                "indexes": [
                    models.Index(
                        models.F("due_at"), condition=models.Q(("closed_at", None)), name="open_complaints_by_due_time"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("taken_at", None), ("taken_by", None)),
                            models.Q(("taken_at__isnull", False), ("taken_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="a_complaint_is_taken_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("answer", ""), ("answered_at", None), ("answered_by", None), ("answered_how", "")
                            ),
                            models.Q(
                                ("answered_at__isnull", False),
                                ("answered_by__isnull", False),
                                ("taken_at__isnull", False),
                                models.Q(("answer", ""), _negated=True),
                                models.Q(("answered_how", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="an_answer_says_what_and_how",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at", None), ("closed_by", None), ("closing_reason", "")),
                            models.Q(
                                ("answered_at__isnull", False),
                                ("closed_at__isnull", False),
                                ("closed_by__isnull", False),
                                models.Q(("closing_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="a_complaint_is_closed_with_a_reason",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="complaintwork",
            trigger=pgtrigger.compiler.Trigger(
                name="complaint_work_is_never_deleted",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'a complaint is never deleted' USING ERRCODE = 'integrity_constraint_violation';",
                    hash="55cbbc880f5f5f41a232ce8c378b10d1ce7ff2b2",
                    operation="DELETE",
                    pgid="pgtrigger_complaint_work_is_never_deleted_b30ba",
                    table="cases_complaintwork",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="complaintwork",
            trigger=pgtrigger.compiler.Trigger(
                name="complaint_work_keeps_its_clock",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."complaint_id" IS DISTINCT FROM (NEW."complaint_id") OR OLD."report_id" IS DISTINCT FROM (NEW."report_id") OR OLD."due_at" IS DISTINCT FROM (NEW."due_at") OR OLD."kept_from" IS DISTINCT FROM (NEW."kept_from"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="f31ad80c2d394973e5cd2ad30c269a3fd64d28fd",
                    operation="UPDATE",
                    pgid="pgtrigger_complaint_work_keeps_its_clock_7276c",
                    table="cases_complaintwork",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="complaintwork",
            trigger=pgtrigger.compiler.Trigger(
                name="an_answer_to_a_complaint_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.answered_at IS NOT NULL AND (OLD.answer, OLD.answered_how, OLD.answered_by_id, OLD.answered_at) IS DISTINCT FROM (NEW.answer, NEW.answered_how, NEW.answered_by_id, NEW.answered_at))",
                    func="RAISE EXCEPTION 'an answer is never edited' USING ERRCODE = 'integrity_constraint_violation';",
                    hash="04d3a1db2d08f7ff03ad106b56a260d7a93988a3",
                    operation="UPDATE",
                    pgid="pgtrigger_an_answer_to_a_complaint_stays_7a0b8",
                    table="cases_complaintwork",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="complaintwork",
            trigger=pgtrigger.compiler.Trigger(
                name="complaint_never_goes_to_who_decided",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    IF NEW.taken_by_id IS NOT NULL AND EXISTS (\n        SELECT 1 FROM cases_casereport l JOIN cases_case c ON c.id = l.case_id\n        WHERE l.report_id = NEW.report_id\n          AND (c.officer_id = NEW.taken_by_id OR c.closed_by_id = NEW.taken_by_id\n               OR EXISTS (SELECT 1 FROM cases_recordingdecision d\n                          WHERE d.case_id = c.id AND d.by_id = NEW.taken_by_id))\n    ) THEN\n        RAISE EXCEPTION 'a complaint never goes to who decided' USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NEW;\n",
                    hash="1a0ae03105c70b7b499db40d181e9ca67eaab47b",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_complaint_never_goes_to_who_decided_4ccfc",
                    table="cases_complaintwork",
                    when="BEFORE",
                ),
            ),
        ),
    ]
