"""Leaving and coming back: a code for a draft, totals of pages, organisations that help, complaints."""

import datetime

import django.contrib.postgres.fields
import django.db.models.expressions
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

import reporting.enums
import reporting.models.fields


class Migration(migrations.Migration):
    dependencies = [
        ("reporting", "0003_statements_and_equality"),
    ]

    operations = [
        migrations.CreateModel(
            name="Complaint",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reference", models.CharField(max_length=14, unique=True)),
                (
                    "token_hash",
                    models.BinaryField(help_text="SHA-256 of the form's token: a double click sends once", unique=True),
                ),
                ("words", reporting.models.fields.WordsField()),
                ("about", models.CharField(blank=True, max_length=10)),
                (
                    "report_reference",
                    models.CharField(
                        blank=True, help_text="of the report that it is about, as far as it was given", max_length=12
                    ),
                ),
                ("sealed_contact", models.BinaryField(help_text="how to answer, encrypted", null=True)),
                ("language", models.CharField(default="en-gb", max_length=12)),
                ("received_at", models.DateTimeField(help_text="the clock starts here")),
            ],
        ),
        migrations.CreateModel(
            name="StepTotal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("step", models.SlugField(max_length=40)),
                ("shown", models.PositiveIntegerField(default=0)),
                ("answered", models.PositiveIntegerField(default=0)),
            ],
            options={"verbose_name": "daily total of a page", "verbose_name_plural": "daily totals of pages"},
        ),
        migrations.CreateModel(
            name="SupportOrganisation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120, unique=True)),
                (
                    "helps_with",
                    models.CharField(help_text="for whom, and with what, in one short plain sentence", max_length=300),
                ),
                (
                    "strands",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        blank=True,
                        default=list,
                        help_text="because of what; none: for everybody",
                        size=None,
                    ),
                ),
                ("for_young", models.BooleanField(default=False, verbose_name="for children and young people")),
                (
                    "area",
                    models.CharField(help_text="where it helps, such as Hackney or England and Wales", max_length=80),
                ),
                (
                    "languages",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=12),
                        blank=True,
                        default=list,
                        help_text="codes of the languages it speaks, such as en, bn; none: ask it",
                        size=None,
                    ),
                ),
                (
                    "phone",
                    models.CharField(
                        blank=True, help_text="number, hours and cost, as it gave them to you", max_length=80
                    ),
                ),
                (
                    "other_ways",
                    models.CharField(
                        blank=True, help_text="web address, e-mail, chat; shown as plain text", max_length=200
                    ),
                ),
                (
                    "checked_on",
                    models.DateField(blank=True, help_text="when somebody last asked; empty until then", null=True),
                ),
                ("place", models.PositiveSmallIntegerField(default=0, help_text="order on the page")),
                ("is_shown", models.BooleanField(default=True)),
            ],
            options={
                "verbose_name": "organisation that helps",
                "verbose_name_plural": "organisations that help",
            },
        ),
        migrations.AddField(
            model_name="draft",
            name="selector",
            field=models.CharField(
                help_text="public half of the code to come back with, if one was asked for",
                max_length=8,
                null=True,
                unique=True,
            ),
        ),
        migrations.AddField(
            model_name="draft",
            name="verifier",
            field=models.BinaryField(help_text="keyed HMAC of the code's secret half", null=True),
        ),
        migrations.AddField(
            model_name="draft",
            name="wrapped_key",
            field=models.BinaryField(help_text="this draft's key, encrypted under the code", null=True),
        ),
        migrations.AddConstraint(
            model_name="draft",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "expires_at__lte",
                        django.db.models.expressions.CombinedExpression(
                            models.F("updated_at"), "+", models.Value(datetime.timedelta(days=7))
                        ),
                    )
                ),
                name="no_draft_is_kept_longer_than_a_week",
            ),
        ),
        migrations.AddConstraint(
            model_name="draft",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("selector", None), ("verifier", None), ("wrapped_key", None)),
                    models.Q(
                        ("selector__isnull", False),
                        ("sent_at", None),
                        ("verifier__isnull", False),
                        ("wrapped_key__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="a_code_opens_its_draft_or_there_is_none",
            ),
        ),
        migrations.AddConstraint(
            model_name="complaint",
            constraint=models.CheckConstraint(
                condition=models.Q(("words", ""), _negated=True), name="a_complaint_says_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="complaint",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("about", ""),
                    (
                        "about__in",
                        [
                            reporting.enums.ComplaintAbout["DATA"],
                            reporting.enums.ComplaintAbout["TREATMENT"],
                            reporting.enums.ComplaintAbout["OTHER"],
                        ],
                    ),
                    _connector="OR",
                ),
                name="known_matter_of_a_complaint",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="complaint",
            trigger=pgtrigger.compiler.Trigger(
                name="complaint_is_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'a complaint is never changed or deleted' USING ERRCODE = 'integrity_constraint_violation';",
                    hash="65a0002759ac5c0d060c30ca3234daa3c7769399",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_complaint_is_kept_87cd2",
                    table="reporting_complaint",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="steptotal",
            constraint=models.UniqueConstraint(fields=("day", "step"), name="one_total_a_day_and_step"),
        ),
        migrations.AddConstraint(
            model_name="supportorganisation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("name", ""), _negated=True),
                    models.Q(("helps_with", ""), _negated=True),
                    models.Q(("area", ""), _negated=True),
                ),
                name="an_organisation_that_helps_says_how",
            ),
        ),
    ]
