"""Tags of a unit, and many cases at once: what was chosen, what is to be done, and what became of each."""

import django.db.models.deletion
import django.db.models.functions.text
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0015_series"),
    ]

    operations = [
        migrations.CreateModel(
            name="Bulk",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "chosen_by",
                    models.CharField(blank=True, help_text="the filter, as in the queue's address", max_length=2000),
                ),
                ("act", models.CharField(blank=True, max_length=10)),
                (
                    "given",
                    models.JSONField(default=dict, help_text="what the act needs: to, name, until, reason and so on"),
                ),
                ("made_at", models.DateTimeField()),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("finished_at", models.DateTimeField(null=True)),
                ("undo_at", models.DateTimeField(help_text="when undoing was asked for", null=True)),
                ("undone_at", models.DateTimeField(null=True)),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="BulkCase",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField()),
                ("outcome", models.CharField(blank=True, max_length=8)),
                ("sentence", models.CharField(blank=True, help_text="why it was skipped or failed", max_length=300)),
                ("before", models.JSONField(default=dict)),
                ("version_after", models.PositiveIntegerField(null=True)),
                ("undo", models.CharField(blank=True, max_length=8)),
                ("undo_sentence", models.CharField(blank=True, max_length=300)),
                (
                    "bulk",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="cases", to="cases.bulk"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Tag",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=40)),
                ("made_at", models.DateTimeField()),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="tags", to="cases.unit"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CaseTag",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("put_at", models.DateTimeField()),
                ("put_by", models.CharField(max_length=150)),
                ("taken_off_at", models.DateTimeField(null=True)),
                ("taken_off_by", models.CharField(blank=True, max_length=150)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="tags", to="cases.case"
                    ),
                ),
                (
                    "tag",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.tag"),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="bulk",
            index=models.Index(
                models.F("owner"), models.OrderBy(models.F("made_at"), descending=True), name="bulks_of_an_account"
            ),
        ),
        migrations.AddConstraint(
            model_name="bulk",
            constraint=models.UniqueConstraint(
                condition=models.Q(("confirmed_at", None)), fields=("owner",), name="one_open_selection_of_an_account"
            ),
        ),
        migrations.AddConstraint(
            model_name="bulk",
            constraint=models.CheckConstraint(
                condition=models.Q(("act__in", ["", "assign", "tag", "wait", "link", "close"])), name="known_bulk_act"
            ),
        ),
        migrations.AddConstraint(
            model_name="bulk",
            constraint=models.CheckConstraint(
                condition=models.Q(("confirmed_at", None), models.Q(("act", ""), _negated=True), _connector="OR"),
                name="what_is_confirmed_says_what_is_done",
            ),
        ),
        migrations.AddConstraint(
            model_name="bulkcase",
            constraint=models.UniqueConstraint(fields=("bulk", "case"), name="a_case_is_chosen_once"),
        ),
        migrations.AddConstraint(
            model_name="bulkcase",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("outcome__in", ["", "done", "skipped", "failed"]), ("undo__in", ["", "done", "skipped", "failed"])
                ),
                name="known_bulk_outcome",
            ),
        ),
        migrations.AddConstraint(
            model_name="tag",
            constraint=models.UniqueConstraint(
                models.F("unit"), django.db.models.functions.text.Lower("name"), name="one_tag_of_a_name_for_each_unit"
            ),
        ),
        migrations.AddConstraint(
            model_name="tag",
            constraint=models.CheckConstraint(condition=models.Q(("name", ""), _negated=True), name="a_tag_has_a_name"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="tag",
            trigger=pgtrigger.compiler.Trigger(
                name="tag_is_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'a tag is never changed or deleted' USING ERRCODE = 'integrity_constraint_violation';",
                    hash="994bccf2c6c5d3d41b331478d74a6baddcae0c40",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_tag_is_kept_05f6b",
                    table="cases_tag",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="casetag",
            index=models.Index(models.F("tag"), condition=models.Q(("taken_off_at", None)), name="cases_of_a_tag"),
        ),
        migrations.AddConstraint(
            model_name="casetag",
            constraint=models.UniqueConstraint(
                condition=models.Q(("taken_off_at", None)), fields=("case", "tag"), name="a_tag_is_on_a_case_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="casetag",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("taken_off_at", None), models.Q(("taken_off_by", ""), _negated=True), _connector="OR"
                ),
                name="a_tag_is_taken_off_by_a_named_person",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="casetag",
            trigger=pgtrigger.compiler.Trigger(
                name="case_tag_is_never_deleted",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'a tag of a case is taken off, never deleted' USING ERRCODE = 'integrity_constraint_violation';",
                    hash="aee0ff7fb44519ebba965979a46d6b097ecc2372",
                    operation="DELETE",
                    pgid="pgtrigger_case_tag_is_never_deleted_579fe",
                    table="cases_casetag",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="casetag",
            trigger=pgtrigger.compiler.Trigger(
                name="case_tag_keeps_its_ends",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."case_id" IS DISTINCT FROM (NEW."case_id") OR OLD."tag_id" IS DISTINCT FROM (NEW."tag_id") OR OLD."put_at" IS DISTINCT FROM (NEW."put_at") OR OLD."put_by" IS DISTINCT FROM (NEW."put_by"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="148a09cb9b1c81fda294905d49c098fa895b4306",
                    operation="UPDATE",
                    pgid="pgtrigger_case_tag_keeps_its_ends_51d9a",
                    table="cases_casetag",
                    when="BEFORE",
                ),
            ),
        ),
    ]
