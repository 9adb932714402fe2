"""What cases have in common, what the machine takes to be alike, and series with work of their own."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import cases.enums

# Part of erasing a report: what was derived from it goes in the same transaction, whoever erases.
FORGET = """
CREATE FUNCTION forget_traits() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE cases_casetraits t SET keys = '{}', sealed = NULL FROM cases_case c
    WHERE c.id = t.case_id AND c.opened_for_id = NEW.id;
    UPDATE cases_samesuggestion s SET sealed_reasons = NULL FROM cases_case c
    WHERE c.opened_for_id = NEW.id AND c.id IN (s.case_a_id, s.case_b_id);
    DELETE FROM cases_contactkey k USING cases_person p WHERE p.id = k.person_id AND p.report_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER report_forgets_traits AFTER UPDATE OF erased_at ON reporting_report FOR EACH ROW
WHEN (OLD.erased_at IS NULL AND NEW.erased_at IS NOT NULL) EXECUTE FUNCTION forget_traits();
"""
REMEMBER = "DROP TRIGGER report_forgets_traits ON reporting_report; DROP FUNCTION forget_traits();"


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0014_promises_and_translation"),
        ("reporting", "0002_functions_of_the_public_role"),
    ]

    operations = [
        migrations.CreateModel(
            name="Series",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=120)),
                ("opened_at", models.DateTimeField()),
                ("opened_by", models.CharField(max_length=150)),
                (
                    "owner",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="series",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "split_from",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="parts", to="cases.series"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="series", to="cases.unit"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "series",
            },
        ),
        migrations.CreateModel(
            name="SeriesCommitment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=20)),
                ("what", models.CharField(max_length=300)),
                ("opened_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("met_at", models.DateTimeField(null=True)),
                ("met_by", models.CharField(blank=True, max_length=150)),
                (
                    "series",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="commitments", to="cases.series"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SeriesEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=150)),
                ("what", models.CharField(max_length=40)),
                ("details", models.JSONField(default=dict)),
                ("note", models.TextField(blank=True)),
                (
                    "series",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="timeline", to="cases.series"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SeriesLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("added_at", models.DateTimeField()),
                ("added_by", models.CharField(max_length=150)),
                ("reason", models.CharField(max_length=300)),
                ("removed_at", models.DateTimeField(null=True)),
                ("removed_by", models.CharField(blank=True, max_length=150)),
                ("removed_because", models.CharField(blank=True, max_length=300)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="series_links", to="cases.case"
                    ),
                ),
                (
                    "series",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="links", to="cases.series"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CaseTraits",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "keys",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                ("sealed", models.BinaryField(help_text="cases/engine/traits.py: Traits, encrypted", null=True)),
                ("version", models.CharField(max_length=20)),
                ("made_at", models.DateTimeField()),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="traits", to="cases.case"
                    ),
                ),
            ],
            options={
                "indexes": [django.contrib.postgres.indexes.GinIndex(models.F("keys"), name="cases_by_trait")],
            },
        ),
        migrations.CreateModel(
            name="ContactKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.BinaryField(max_length=32)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="contact_keys", to="cases.person"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(models.F("digest"), name="persons_by_contact")],
                "constraints": [models.UniqueConstraint(fields=("person", "digest"), name="a_contact_stands_once")],
            },
        ),
        migrations.CreateModel(
            name="SameSuggestion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=10)),
                ("score", models.FloatField()),
                (
                    "sealed_reasons",
                    models.BinaryField(help_text="why, encrypted: it holds words of the reports", null=True),
                ),
                ("version", models.CharField(max_length=20)),
                ("made_at", models.DateTimeField()),
                ("state", models.CharField(default=cases.enums.Answer["OPEN"], max_length=10)),
                ("by", models.CharField(blank=True, max_length=150)),
                ("at", models.DateTimeField(null=True)),
                ("reason", models.CharField(blank=True, max_length=300)),
                (
                    "case_a",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case"),
                ),
                (
                    "case_b",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case"),
                ),
            ],
            options={
                "indexes": [
                    models.Index(models.F("case_a"), models.F("kind"), name="alike_by_first_case"),
                    models.Index(models.F("case_b"), models.F("kind"), name="alike_by_second_case"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("case_a", "case_b", "version"), name="a_pair_is_suggested_once"),
                    models.CheckConstraint(
                        condition=models.Q(("case_a__lt", models.F("case_b"))), name="the_older_case_comes_first"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    cases.enums.Alike["INCIDENT"],
                                    cases.enums.Alike["PATTERN"],
                                    cases.enums.Alike["RELATED"],
                                ],
                            )
                        ),
                        name="known_likeness",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    cases.enums.Answer["OPEN"],
                                    cases.enums.Answer["ACCEPTED"],
                                    cases.enums.Answer["REJECTED"],
                                ],
                            )
                        ),
                        name="known_answer",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", cases.enums.Answer["OPEN"]),
                            models.Q(
                                models.Q(("by", ""), _negated=True),
                                ("at__isnull", False),
                                models.Q(("reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="an_answer_says_by_whom_when_and_why",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="samesuggestion",
            trigger=pgtrigger.compiler.Trigger(
                name="suggestion_is_never_deleted",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'a suggestion is never deleted' USING ERRCODE = 'integrity_constraint_violation';",
                    hash="06748b55e7f3c7f5b95dbc1d24688043e248e6e6",
                    operation="DELETE",
                    pgid="pgtrigger_suggestion_is_never_deleted_0e90b",
                    table="cases_samesuggestion",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="series",
            constraint=models.CheckConstraint(
                condition=models.Q(("title", ""), _negated=True), name="a_series_has_a_title"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="series",
            trigger=pgtrigger.compiler.Trigger(
                name="series_is_never_deleted",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'a series is never deleted' USING ERRCODE = 'integrity_constraint_violation';",
                    hash="202ed252a151b3647467d2368c1d911e3e99974b",
                    operation="DELETE",
                    pgid="pgtrigger_series_is_never_deleted_53375",
                    table="cases_series",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="seriescommitment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", [cases.enums.SeriesWork["NEXT_ACTION"], cases.enums.SeriesWork["REVIEW"]])
                ),
                name="known_work_of_a_series",
            ),
        ),
        migrations.AddConstraint(
            model_name="seriescommitment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("met_at", None)), fields=("series", "kind"), name="one_open_work_of_a_kind"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="seriescommitment",
            trigger=pgtrigger.compiler.Trigger(
                name="series_commitment_is_never_deleted",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'a commitment is never deleted' USING ERRCODE = 'integrity_constraint_violation';",
                    hash="33b4bb4d2f9d53f803518b58bac9a634d62e5e4a",
                    operation="DELETE",
                    pgid="pgtrigger_series_commitment_is_never_deleted_4cd6f",
                    table="cases_seriescommitment",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="seriesentry",
            index=models.Index(models.F("series"), models.F("at"), name="timeline_of_a_series"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="seriesentry",
            trigger=pgtrigger.compiler.Trigger(
                name="series_entry_is_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'a series entry is never changed or deleted' USING ERRCODE = 'integrity_constraint_violation';",
                    hash="cca655c4ffaf1e8a46d6c1ad799964354e64e75e",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_series_entry_is_kept_bdf34",
                    table="cases_seriesentry",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="serieslink",
            index=models.Index(models.F("case"), condition=models.Q(("removed_at", None)), name="series_of_a_case"),
        ),
        migrations.AddConstraint(
            model_name="serieslink",
            constraint=models.UniqueConstraint(
                condition=models.Q(("removed_at", None)), fields=("series", "case"), name="a_case_is_once_in_a_series"
            ),
        ),
        migrations.AddConstraint(
            model_name="serieslink",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("removed_at", None),
                    models.Q(
                        models.Q(("removed_by", ""), _negated=True), models.Q(("removed_because", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="taken_out_by_somebody_for_a_reason",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="serieslink",
            trigger=pgtrigger.compiler.Trigger(
                name="series_link_is_never_deleted",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'a link between series and case is never deleted' USING ERRCODE = 'integrity_constraint_violation';",
                    hash="8ba9692a56a9f4cd753fd9e91e42341535df20e8",
                    operation="DELETE",
                    pgid="pgtrigger_series_link_is_never_deleted_2d9fb",
                    table="cases_serieslink",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="serieslink",
            trigger=pgtrigger.compiler.Trigger(
                name="series_link_keeps_its_ends",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."series_id" IS DISTINCT FROM (NEW."series_id") OR OLD."case_id" IS DISTINCT FROM (NEW."case_id") OR OLD."added_at" IS DISTINCT FROM (NEW."added_at") OR OLD."added_by" IS DISTINCT FROM (NEW."added_by"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="db44b5277ee3fd8a49833f318068736b8e503e86",
                    operation="UPDATE",
                    pgid="pgtrigger_series_link_keeps_its_ends_76706",
                    table="cases_serieslink",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.RunSQL(FORGET, REMEMBER),
    ]
