"""Counts of others and of our own, the days people compare with, surges, and the bulletin of a day."""

import django.contrib.postgres.indexes
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0007_work_left_over"),
    ]

    operations = [
        migrations.CreateModel(
            name="CountOfDay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("counted", models.CharField(max_length=9)),
                ("dated_by", models.CharField(max_length=8)),
                ("day", models.DateField()),
                ("strand", models.CharField(blank=True, max_length=40)),
                ("kind", models.CharField(blank=True, max_length=40)),
                (
                    "borough",
                    models.CharField(
                        blank=True, help_text="of the unit that has it; empty where it has none", max_length=40
                    ),
                ),
                ("channel", models.CharField(max_length=10)),
                ("count", models.PositiveIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="DailyCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("source", models.CharField(max_length=40)),
                ("series", models.CharField(help_text="as the source calls it", max_length=60)),
                ("day", models.DateField()),
                ("count", models.PositiveIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="MonthlyCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("source", models.CharField(max_length=40)),
                ("month", models.DateField(help_text="its first day")),
                ("borough", models.CharField(max_length=80)),
                ("label", models.CharField(help_text="as the source calls it", max_length=80)),
                (
                    "strand",
                    models.CharField(blank=True, help_text="the key of ours that it stands for, if any", max_length=40),
                ),
                ("count", models.PositiveIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="Surge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "key",
                    models.CharField(
                        help_text="a strand, racist_all, all, or a series of somebody else's", max_length=60
                    ),
                ),
                ("borough", models.CharField(blank=True, help_text="empty for the whole city", max_length=40)),
                ("day", models.DateField()),
                ("observed", models.PositiveIntegerField()),
                ("expected", models.FloatField()),
                ("upper", models.PositiveIntegerField()),
                ("chance", models.FloatField(help_text="of so many or more on quiet days")),
                (
                    "is_backlog",
                    models.BooleanField(
                        default=False,
                        help_text="most of what was received that day had happened days before: received high, incidents not",
                    ),
                ),
                ("found_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="SurgeStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("note", models.CharField(max_length=300)),
            ],
        ),
        migrations.CreateModel(
            name="TriggerEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("on", models.DateField()),
                ("name", models.CharField(help_text="as a sentence goes on: the attacks in Paris", max_length=120)),
                (
                    "told",
                    models.CharField(
                        blank=True, help_text="what happened, for whoever does not remember", max_length=300
                    ),
                ),
                ("added_by", models.CharField(editable=False, max_length=150)),
                ("added_at", models.DateTimeField(editable=False)),
            ],
        ),
        migrations.CreateModel(
            name="Bulletin",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("edition", models.PositiveSmallIntegerField(default=1)),
                ("content", models.JSONField(help_text="figures and sentences as they were when it was drafted")),
                ("drafted_at", models.DateTimeField()),
                ("approved_at", models.DateTimeField(null=True)),
                ("published_at", models.DateTimeField(null=True)),
                (
                    "approved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "drafted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CountImport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("source", models.CharField(max_length=40)),
                ("is_monthly", models.BooleanField(default=False)),
                ("digest", models.CharField(help_text="SHA-256 (hex) of the file", max_length=64)),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=150)),
                ("added", models.PositiveIntegerField()),
                ("changed", models.PositiveIntegerField()),
                ("removed", models.PositiveIntegerField()),
                ("note", models.TextField(blank=True, help_text="which counts were corrected, from what to what")),
            ],
            options={
                "indexes": [
                    models.Index(models.F("source"), models.F("is_monthly"), models.F("at"), name="imports_of_a_source")
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="countimport",
            trigger=pgtrigger.compiler.Trigger(
                name="count_import_is_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'a count import is never changed or deleted' USING ERRCODE = 'integrity_constraint_violation';",
                    hash="9aa72d63e5a5cbed7f78a25eb092d739b291b310",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_count_import_is_kept_a72b1",
                    table="cases_countimport",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddField(
            model_name="countofday",
            name="unit",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.unit"),
        ),
        migrations.AddIndex(
            model_name="dailycount",
            index=models.Index(models.F("day"), name="counts_by_day"),
        ),
        migrations.AddConstraint(
            model_name="dailycount",
            constraint=models.UniqueConstraint(
                models.F("source"), models.F("series"), models.F("day"), name="one_count_a_day"
            ),
        ),
        migrations.AddConstraint(
            model_name="monthlycount",
            constraint=models.UniqueConstraint(
                models.F("source"), models.F("month"), models.F("borough"), models.F("label"), name="one_count_a_month"
            ),
        ),
        migrations.AddConstraint(
            model_name="monthlycount",
            constraint=models.CheckConstraint(condition=models.Q(("month__day", 1)), name="a_month_is_its_first_day"),
        ),
        migrations.AddConstraint(
            model_name="surge",
            constraint=models.UniqueConstraint(
                models.F("key"), models.F("borough"), models.F("day"), name="one_alarm_a_surge"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="surge",
            trigger=pgtrigger.compiler.Trigger(
                name="surge_is_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'a surge is never changed or deleted' USING ERRCODE = 'integrity_constraint_violation';",
                    hash="878cd6d1d73d3402fe25306b3fb232ea61d545f1",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_surge_is_kept_fa67b",
                    table="cases_surge",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddField(
            model_name="surgestep",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="surgestep",
            name="surge",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="cases.surge"
            ),
        ),
        migrations.AddConstraint(
            model_name="triggerevent",
            constraint=models.UniqueConstraint(models.F("on"), models.F("name"), name="one_event_a_day_and_name"),
        ),
        migrations.AddConstraint(
            model_name="bulletin",
            constraint=models.UniqueConstraint(models.F("day"), models.F("edition"), name="one_bulletin_an_edition"),
        ),
        migrations.AddConstraint(
            model_name="bulletin",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("approved_by", None),
                    models.Q(("approved_by", models.F("drafted_by")), _negated=True),
                    _connector="OR",
                ),
                name="a_bulletin_is_approved_by_a_second_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="bulletin",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("approved_at", None), ("approved_by", None)),
                    models.Q(("approved_at__isnull", False), ("approved_by__isnull", False)),
                    _connector="OR",
                ),
                name="approved_by_somebody_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="bulletin",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("published_at", None), ("published_by", None)),
                    models.Q(
                        ("approved_at__isnull", False), ("published_at__isnull", False), ("published_by__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="only_an_approved_bulletin_is_published",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="bulletin",
            trigger=pgtrigger.compiler.Trigger(
                name="bulletin_is_never_deleted",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'a bulletin is never deleted' USING ERRCODE = 'integrity_constraint_violation';",
                    hash="cae5650eaf5f0c282bd35043962860e7c3b74013",
                    operation="DELETE",
                    pgid="pgtrigger_bulletin_is_never_deleted_dcfb1",
                    table="cases_bulletin",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="bulletin",
            trigger=pgtrigger.compiler.Trigger(
                name="a_bulletin_stays_as_drafted",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."day" IS DISTINCT FROM (NEW."day") OR OLD."edition" IS DISTINCT FROM (NEW."edition") OR OLD."content" IS DISTINCT FROM (NEW."content") OR OLD."drafted_by_id" IS DISTINCT FROM (NEW."drafted_by_id") OR OLD."drafted_at" IS DISTINCT FROM (NEW."drafted_at"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="57d310b0955e2caffe9232b0a0e43e627eb11c79",
                    operation="UPDATE",
                    pgid="pgtrigger_a_bulletin_stays_as_drafted_624b7",
                    table="cases_bulletin",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="countofday",
            index=models.Index(
                models.F("counted"),
                models.F("dated_by"),
                models.F("strand"),
                models.F("day"),
                condition=models.Q(("kind", "")),
                name="roll_ups_of_a_strand",
            ),
        ),
        migrations.AddIndex(
            model_name="countofday",
            index=django.contrib.postgres.indexes.BrinIndex(fields=["day"], name="roll_ups_by_day"),
        ),
        migrations.AddConstraint(
            model_name="countofday",
            constraint=models.UniqueConstraint(
                models.F("counted"),
                models.F("dated_by"),
                models.F("day"),
                models.F("strand"),
                models.F("kind"),
                models.F("borough"),
                models.F("channel"),
                models.F("unit"),
                name="one_roll_up_a_cell",
            ),
        ),
        migrations.AddConstraint(
            model_name="countofday",
            constraint=models.CheckConstraint(
                condition=models.Q(("counted__in", ["reports", "incidents"])), name="known_counted"
            ),
        ),
        migrations.AddConstraint(
            model_name="countofday",
            constraint=models.CheckConstraint(
                condition=models.Q(("dated_by__in", ["received", "happened"])), name="known_dated_by"
            ),
        ),
        migrations.AddConstraint(
            model_name="countofday",
            constraint=models.CheckConstraint(condition=models.Q(("count__gt", 0)), name="a_cell_counts_something"),
        ),
        migrations.AddIndex(
            model_name="surgestep",
            index=models.Index(models.F("surge"), models.F("at"), name="steps_of_a_surge"),
        ),
        migrations.AddConstraint(
            model_name="surgestep",
            constraint=models.CheckConstraint(
                condition=models.Q(("note", ""), _negated=True), name="a_step_says_what_was_done"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="surgestep",
            trigger=pgtrigger.compiler.Trigger(
                name="surge_step_is_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'a surge step is never changed or deleted' USING ERRCODE = 'integrity_constraint_violation';",
                    hash="c308851640437c7e7c87a928700877fb523d5227",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_surge_step_is_kept_bb460",
                    table="cases_surgestep",
                    when="BEFORE",
                ),
            ),
        ),
    ]
