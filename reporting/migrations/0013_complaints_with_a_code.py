"""Whoever complains has a code to follow it with; whoever comes back by a bare address is met in their own language."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

import reporting.enums
import reporting.models.fields

_HEAD = "LANGUAGE {} SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"
_FUNCTIONS = {
    "follow_up_language(varchar, bytea)": f"""
        CREATE FUNCTION follow_up_language(a_selector varchar, a_verifier bytea) RETURNS varchar
        {_HEAD.format("sql")} STABLE AS $$
            SELECT r.language FROM reporting_report r WHERE r.selector = a_selector AND r.verifier = a_verifier
        $$""",
    "follow_up_complaints(varchar, bytea)": f"""
        CREATE FUNCTION follow_up_complaints(a_selector varchar, a_verifier bytea)
        RETURNS TABLE (reference varchar, language varchar, received_at timestamptz, taken_at timestamptz,
                       answered_at timestamptz, answer text)
        {_HEAD.format("sql")} STABLE AS $$
            SELECT c.reference, c.language, c.received_at, taken.at, answered.at, answered.words
            FROM reporting_complaint c
            LEFT JOIN reporting_complaintnews taken ON taken.complaint_id = c.id AND taken.step = 'taken'
            LEFT JOIN reporting_complaintnews answered ON answered.complaint_id = c.id AND answered.step = 'answered'
            WHERE (c.selector = a_selector AND c.verifier = a_verifier)
               OR (c.is_by_code AND c.report_reference = (
                       SELECT r.reference FROM reporting_report r
                       WHERE r.selector = a_selector AND r.verifier = a_verifier))
            ORDER BY c.received_at, c.id
        $$""",
    "complaint_stop(varchar, bytea)": f"""
        CREATE FUNCTION complaint_stop(a_selector varchar, a_verifier bytea) RETURNS boolean
        {_HEAD.format("plpgsql")} AS $$
        BEGIN
            UPDATE reporting_complaint SET verifier = NULL WHERE selector = a_selector AND verifier = a_verifier;
            RETURN FOUND;
        END $$""",
}


class Migration(migrations.Migration):
    dependencies = [
        ("reporting", "0012_day_it_happened"),
    ]

    operations = [
        migrations.CreateModel(
            name="ComplaintNews",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("step", models.CharField(max_length=10)),
                ("words", reporting.models.fields.WordsField(blank=True, help_text="the answer")),
                ("at", models.DateTimeField()),
            ],
            options={
                "verbose_name_plural": "complaint news",
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="complaint",
            name="complaint_is_kept",
        ),
        migrations.AddField(
            model_name="complaint",
            name="is_by_code",
            field=models.BooleanField(
                default=False, help_text="the report was named by its code, which then opens this complaint too"
            ),
        ),
        migrations.AddField(
            model_name="complaint",
            name="selector",
            field=models.CharField(
                help_text="public half of the complaint's code", max_length=8, null=True, unique=True
            ),
        ),
        migrations.AddField(
            model_name="complaint",
            name="verifier",
            field=models.BinaryField(
                help_text="keyed HMAC of the secret half; empty once the code was stopped", null=True
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="complaint",
            trigger=pgtrigger.compiler.Trigger(
                name="complaint_is_said_once",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."reference" IS DISTINCT FROM NEW."reference" OR OLD."token_hash" IS DISTINCT FROM NEW."token_hash" OR OLD."selector" IS DISTINCT FROM NEW."selector" OR OLD."words" IS DISTINCT FROM NEW."words" OR OLD."about" IS DISTINCT FROM NEW."about" OR OLD."report_reference" IS DISTINCT FROM NEW."report_reference" OR OLD."is_by_code" IS DISTINCT FROM NEW."is_by_code" OR OLD."sealed_contact" IS DISTINCT FROM NEW."sealed_contact" OR OLD."language" IS DISTINCT FROM NEW."language" OR OLD."received_at" IS DISTINCT FROM NEW."received_at")',
                    func="RAISE EXCEPTION 'a complaint is never edited' USING ERRCODE = 'integrity_constraint_violation';",
                    hash="c8555fd9088bb98fb2828f9d1adee7b41c8649a8",
                    operation="UPDATE",
                    pgid="pgtrigger_complaint_is_said_once_8ea9c",
                    table="reporting_complaint",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="complaint",
            trigger=pgtrigger.compiler.Trigger(
                name="complaint_is_never_deleted",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'a complaint is never deleted' USING ERRCODE = 'integrity_constraint_violation';",
                    hash="61fecd1d59dce916f37c2f07706e610b333c9295",
                    operation="DELETE",
                    pgid="pgtrigger_complaint_is_never_deleted_dab62",
                    table="reporting_complaint",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="complaint",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_by_code", False), models.Q(("report_reference", ""), _negated=True), _connector="OR"
                ),
                name="a_report_named_by_its_code_is_known",
            ),
        ),
        migrations.AddField(
            model_name="complaintnews",
            name="complaint",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="news", to="reporting.complaint"
            ),
        ),
        migrations.AddConstraint(
            model_name="complaintnews",
            constraint=models.UniqueConstraint(fields=("complaint", "step"), name="a_complaint_takes_each_step_once"),
        ),
        migrations.AddConstraint(
            model_name="complaintnews",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("step__in", [reporting.enums.ComplaintStep["TAKEN"], reporting.enums.ComplaintStep["ANSWERED"]])
                ),
                name="known_step_of_a_complaint",
            ),
        ),
        migrations.AddConstraint(
            model_name="complaintnews",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("step", reporting.enums.ComplaintStep["ANSWERED"]), _negated=True),
                    models.Q(("words", ""), _negated=True),
                    _connector="OR",
                ),
                name="an_answer_to_a_complaint_has_words",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="complaintnews",
            trigger=pgtrigger.compiler.Trigger(
                name="complaint_news_is_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'a complaint news is never changed or deleted' USING ERRCODE = 'integrity_constraint_violation';",
                    hash="4ab44b829f65601b736133c2cf86f6677d179199",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_complaint_news_is_kept_df903",
                    table="reporting_complaintnews",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.RunSQL(
            [f"{create}; REVOKE EXECUTE ON FUNCTION {name} FROM PUBLIC" for name, create in _FUNCTIONS.items()],
            [f"DROP FUNCTION {name}" for name in _FUNCTIONS],
        ),
    ]
