"""Who knows someone in a case, who is offered which case, and who was told that nobody is there."""

import datetime

import django.contrib.postgres.fields
import django.db.models.functions.comparison
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

RIGHTS = ["is_restricted", "recused", "hidden_from"]


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0011_units_and_routing"),
        ("reporting", "0002_functions_of_the_public_role"),
    ]

    operations = [
        migrations.CreateModel(
            name="OfferRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "hard_cases_a_day",
                    models.PositiveSmallIntegerField(help_text="hard reports read in a day before others come first"),
                ),
                (
                    "hard_kinds",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), blank=True, default=list, size=None
                    ),
                ),
                (
                    "supervisor_before",
                    models.DurationField(help_text="from then on a hard case is offered to supervisors all the same"),
                ),
                (
                    "anyone_before",
                    models.DurationField(help_text="from then on it is offered to everybody all the same"),
                ),
                (
                    "language_before",
                    models.DurationField(
                        help_text="until then a case is kept for those who hold its language, where somebody who is there does"
                    ),
                ),
                ("in_force_from", models.DateField(unique=True)),
                ("source", models.CharField(blank=True, help_text="who decided it, where it stands", max_length=300)),
            ],
        ),
        migrations.CreateModel(
            name="StaffingNotice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("trouble", models.CharField(max_length=20)),
                ("channel", models.CharField(help_text="email or webhook", max_length=10)),
                ("to", models.CharField(max_length=254)),
                ("at", models.DateTimeField()),
                (
                    "outcome",
                    models.CharField(help_text="sending, sent, or the class name of what went wrong", max_length=100),
                ),
            ],
        ),
        migrations.RemoveIndex(
            model_name="case",
            name="queue_of_what_nobody_has",
        ),
        migrations.RemoveIndex(
            model_name="case",
            name="queue_of_what_waits",
        ),
        migrations.RemoveIndex(
            model_name="case",
            name="queue_of_what_is_held",
        ),
        migrations.RemoveIndex(
            model_name="case",
            name="queue_of_what_needs_a_person",
        ),
        migrations.RemoveIndex(
            model_name="case",
            name="all_cases_of_a_unit",
        ),
        migrations.AddField(
            model_name="case",
            name="recused",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.BigIntegerField(),
                default=list,
                help_text="ids of accounts that know someone in this: the case does not exist for them",
                size=None,
            ),
        ),
        # For rows that are not written by Django.
        migrations.RunSQL(
            "ALTER TABLE cases_case ALTER recused SET DEFAULT '{}'", "ALTER TABLE cases_case ALTER recused DROP DEFAULT"
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("state", "new")),
                fields=["unit", "next_due_at", "id"],
                include=RIGHTS,
                name="queue_of_what_nobody_has",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("state", "waiting")),
                fields=["unit", "next_due_at", "id"],
                include=RIGHTS,
                name="queue_of_what_waits",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("lane", "held"), ("state__in", ("new", "in_progress", "waiting"))),
                fields=["unit", "next_due_at", "id"],
                include=RIGHTS,
                name="queue_of_what_is_held",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(
                    models.Q(("needs_person", ""), _negated=True), ("state__in", ("new", "in_progress", "waiting"))
                ),
                fields=["unit", "next_due_at", "id"],
                include=RIGHTS,
                name="queue_of_what_needs_a_person",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                models.F("unit"),
                django.db.models.functions.comparison.Coalesce(
                    "next_due_at",
                    models.Value(datetime.datetime(9999, 1, 1, 0, 0, tzinfo=datetime.UTC), models.DateTimeField()),
                ),
                models.OrderBy(models.F("id"), descending=True),
                condition=models.Q(("state", "emptied"), _negated=True),
                include=RIGHTS,
                name="all_cases_of_a_unit",
            ),
        ),
        migrations.AddIndex(
            model_name="reading",
            index=models.Index(models.F("by"), models.F("at"), name="readings_of_an_officer"),
        ),
        migrations.AddConstraint(
            model_name="offerrule",
            constraint=models.CheckConstraint(
                condition=models.Q(("supervisor_before__gte", models.F("anyone_before"))),
                name="the_supervisor_is_offered_it_before_everybody",
            ),
        ),
        migrations.AddConstraint(
            model_name="offerrule",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("anyone_before__gt", datetime.timedelta(0)), ("language_before__gt", datetime.timedelta(0))
                ),
                name="nothing_is_kept_until_it_is_late",
            ),
        ),
        migrations.AddIndex(
            model_name="staffingnotice",
            index=models.Index(models.F("at"), name="staffing_notices_by_time"),
        ),
        migrations.AddConstraint(
            model_name="staffingnotice",
            constraint=models.CheckConstraint(
                condition=models.Q(("trouble__in", ["nobody_on_duty", "no_default_unit", "everybody_absent"])),
                name="known_trouble",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="staffingnotice",
            trigger=pgtrigger.compiler.Trigger(
                name="staffing_notice_is_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'a staffing notice is never changed or deleted' USING ERRCODE = 'integrity_constraint_violation';",
                    hash="46c1882e0afcf20afb923fd8d5dce81d6efe9ac8",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_staffing_notice_is_kept_793ed",
                    table="cases_staffingnotice",
                    when="BEFORE",
                ),
            ),
        ),
    ]
