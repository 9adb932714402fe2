"""The risk as a person assesses it, a to-do list, and records against a named person apart from all else.

The new rule on decisions binds new ones: earlier decisions are kept as they were made.
"""

import uuid

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models

import cases.enums


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0008_labelled_by_an_officer"),
    ]

    operations = [
        migrations.CreateModel(
            name="NamedRecord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("seal_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("sealed_name", models.BinaryField()),
                ("sealed_grounds", models.BinaryField(help_text="why the threshold is reached")),
                ("was_told", models.BooleanField()),
                ("sealed_telling", models.BinaryField(help_text="how and when the person was told, or why not")),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="NamedRecordRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "threshold",
                    models.TextField(help_text="in the words of the guidance; officers say that it is reached"),
                ),
                ("is_allowed", models.BooleanField(default=True)),
                ("in_force_from", models.DateField(unique=True)),
                ("source", models.CharField(blank=True, help_text="who decided it, where it stands", max_length=300)),
            ],
        ),
        migrations.CreateModel(
            name="NamedRecordStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("step", models.CharField(max_length=10)),
                ("sealed_note", models.BinaryField()),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="RiskAssessment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("answers", models.JSONField(help_text="by question: yes, no or not_known")),
                ("notes", models.JSONField(default=dict, help_text="by question, in the officer's words")),
                ("level", models.CharField(max_length=10)),
                ("plan", models.TextField(blank=True)),
                ("review_on", models.DateField()),
            ],
        ),
        migrations.CreateModel(
            name="Task",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("what", models.CharField(max_length=300)),
                ("due_on", models.DateField(null=True)),
                ("added_at", models.DateTimeField()),
                ("done_at", models.DateTimeField(null=True)),
                ("outcome", models.TextField(blank=True, help_text="what came of it")),
            ],
        ),
        migrations.AddField(
            model_name="account",
            name="records_names",
            field=models.BooleanField(
                default=False, help_text="may record a case against a named person, as supervisors may"
            ),
        ),
        migrations.AddField(
            model_name="account",
            name="sees_hard_words",
            field=models.BooleanField(
                default=False,
                help_text="the account's own wish: slurs and graphic words are not hidden until asked for",
            ),
        ),
        AddConstraintNotValid(
            model_name="recordingdecision",
            constraint=models.CheckConstraint(
                condition=models.Q(("kinds__contains", ["sexual_offence", "physical_assault"]), _negated=True),
                name="a_sexual_offence_is_not_counted_as_an_assault_too",
            ),
        ),
        migrations.AddField(
            model_name="namedrecord",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="namedrecord",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="named_records", to="cases.case"
            ),
        ),
        migrations.AddField(
            model_name="namedrecord",
            name="decision",
            field=models.ForeignKey(
                help_text="then in force",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="cases.recordingdecision",
            ),
        ),
        migrations.AddConstraint(
            model_name="namedrecordrule",
            constraint=models.CheckConstraint(
                condition=models.Q(("threshold", ""), _negated=True), name="a_threshold_is_written_down"
            ),
        ),
        migrations.AddField(
            model_name="namedrecord",
            name="rule",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.namedrecordrule"
            ),
        ),
        migrations.AddField(
            model_name="namedrecordstep",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="namedrecordstep",
            name="record",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="cases.namedrecord"
            ),
        ),
        migrations.AddField(
            model_name="riskassessment",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="riskassessment",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="assessments", to="cases.case"
            ),
        ),
        migrations.AddField(
            model_name="task",
            name="added_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="task",
            name="assigned_to",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="tasks",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="task",
            name="case",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="tasks", to="cases.case"),
        ),
        migrations.AddField(
            model_name="task",
            name="done_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddIndex(
            model_name="namedrecord",
            index=models.Index(models.F("case"), models.F("at"), name="named_records_of_a_case"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="namedrecord",
            trigger=pgtrigger.compiler.Trigger(
                name="record_against_a_person_is_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'a record against a person is never changed or deleted' USING ERRCODE = 'integrity_constraint_violation';",
                    hash="dcd910ff236d1c9a4b83bad37fccd1740b55c78d",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_record_against_a_person_is_kept_64e8a",
                    table="cases_namedrecord",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="namedrecordstep",
            constraint=models.CheckConstraint(
                condition=models.Q(("step__in", ["told", "withdrawn"])), name="known_step_of_a_record"
            ),
        ),
        migrations.AddConstraint(
            model_name="namedrecordstep",
            constraint=models.UniqueConstraint(fields=("record", "step"), name="each_step_of_a_record_once"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="namedrecordstep",
            trigger=pgtrigger.compiler.Trigger(
                name="step_of_a_record_is_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'a step of a record is never changed or deleted' USING ERRCODE = 'integrity_constraint_violation';",
                    hash="300b72c4cfef7464cf351fd27b9abed0549d8028",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_step_of_a_record_is_kept_2a3af",
                    table="cases_namedrecordstep",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="riskassessment",
            index=models.Index(models.F("case"), models.F("at"), name="assessments_of_a_case"),
        ),
        migrations.AddConstraint(
            model_name="riskassessment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "level__in",
                        [
                            cases.enums.RiskLevel["STANDARD"],
                            cases.enums.RiskLevel["MEDIUM"],
                            cases.enums.RiskLevel["HIGH"],
                        ],
                    )
                ),
                name="known_risk_level",
            ),
        ),
        migrations.AddConstraint(
            model_name="riskassessment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "answers__has_keys",
                        ["danger", "escalation", "repeat", "weapons", "access", "isolation", "dependants", "self_harm"],
                    )
                ),
                name="every_question_of_risk_is_answered",
            ),
        ),
        migrations.AddConstraint(
            model_name="riskassessment",
            constraint=models.CheckConstraint(
                condition=models.Q(("level", "standard"), models.Q(("plan", ""), _negated=True), _connector="OR"),
                name="a_raised_risk_has_a_plan",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="riskassessment",
            trigger=pgtrigger.compiler.Trigger(
                name="risk_assessment_is_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'a risk assessment is never changed or deleted' USING ERRCODE = 'integrity_constraint_violation';",
                    hash="81dc5a4d0f0feed742066b4a59dbb756def38cc3",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_risk_assessment_is_kept_240e5",
                    table="cases_riskassessment",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(models.F("case"), models.F("added_at"), name="tasks_of_a_case"),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.CheckConstraint(condition=models.Q(("what", ""), _negated=True), name="a_task_says_what"),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("done_at", None), ("done_by", None)),
                    models.Q(("done_at__isnull", False), ("done_by__isnull", False)),
                    _connector="OR",
                ),
                name="a_finished_task_says_when_and_by_whom",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="task",
            trigger=pgtrigger.compiler.Trigger(
                name="task_is_never_deleted",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'a task is never deleted' USING ERRCODE = 'integrity_constraint_violation';",
                    hash="5e39f13942b2d081e7794f3599d031304a2bd19f",
                    operation="DELETE",
                    pgid="pgtrigger_task_is_never_deleted_e8e57",
                    table="cases_task",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="task",
            trigger=pgtrigger.compiler.Trigger(
                name="task_keeps_its_words",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."case_id" IS DISTINCT FROM (NEW."case_id") OR OLD."what" IS DISTINCT FROM (NEW."what") OR OLD."added_by_id" IS DISTINCT FROM (NEW."added_by_id") OR OLD."added_at" IS DISTINCT FROM (NEW."added_at"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="e459e67dfcacf1e252984a7bfad1ddeb496daa89",
                    operation="UPDATE",
                    pgid="pgtrigger_task_keeps_its_words_80647",
                    table="cases_task",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="task",
            trigger=pgtrigger.compiler.Trigger(
                name="task_is_finished_once",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.done_at IS NOT NULL)",
                    func="RAISE EXCEPTION 'a task is finished once' USING ERRCODE = 'integrity_constraint_violation';",
                    hash="5f7f9acb4d47be96caabb8745f73e71d981fff43",
                    operation="UPDATE",
                    pgid="pgtrigger_task_is_finished_once_37f9a",
                    table="cases_task",
                    when="BEFORE",
                ),
            ),
        ),
    ]
