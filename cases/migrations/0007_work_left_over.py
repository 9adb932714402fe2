"""Alarms that end, drafts of every page and tab, and what else had been left over at the desk."""

import datetime

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from cases.migrations._functions import LAST, in_erase_report

_MORE = (
    "DELETE FROM cases_draft WHERE series_id IN"
    " (SELECT s.series_id FROM cases_serieslink s JOIN cases_casereport l ON l.case_id = s.case_id"
    " WHERE l.report_id = erased_report); "
)


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0006_search_words_and_filters"),
        ("reporting", "0009_alarms_to_their_end"),
    ]

    operations = [
        migrations.CreateModel(
            name="AlarmRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "act_within",
                    models.DurationField(help_text="after that it rings again, and the supervisor is told at once"),
                ),
                ("in_force_from", models.DateField(unique=True)),
                ("source", models.CharField(blank=True, help_text="who decided it, where it stands", max_length=300)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="bulk",
            name="known_bulk_act",
        ),
        migrations.RemoveConstraint(
            model_name="draft",
            name="one_draft_of_a_form_for_each_officer",
        ),
        migrations.RemoveConstraint(
            model_name="messagetemplate",
            name="one_template_a_key_and_language",
        ),
        migrations.RemoveConstraint(
            model_name="routingrule",
            name="a_rule_asks_about_something",
        ),
        migrations.AddField(
            model_name="draft",
            name="page",
            field=models.CharField(
                blank=True, help_text="the page on which it was typed: each tab has its own", max_length=40
            ),
        ),
        migrations.AddField(
            model_name="draft",
            name="series",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="cases.series"
            ),
        ),
        migrations.AddField(
            model_name="messagetemplate",
            name="in_force_from",
            field=models.DateTimeField(editable=False, help_text="empty: since it was delivered", null=True),
        ),
        migrations.AddField(
            model_name="messagetemplate",
            name="replaced_at",
            field=models.DateTimeField(
                editable=False, help_text="a newer text stands in its place since then", null=True
            ),
        ),
        migrations.AddField(
            model_name="routingrule",
            name="platforms",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=40), blank=True, default=list, size=None
            ),
        ),
        migrations.AlterField(
            model_name="draft",
            name="case",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="cases.case"
            ),
        ),
        migrations.AlterField(
            model_name="draft",
            name="form",
            field=models.CharField(help_text="section of its page", max_length=20),
        ),
        migrations.AddConstraint(
            model_name="bulk",
            constraint=models.CheckConstraint(
                condition=models.Q(("act__in", ["", "assign", "tag", "untag", "wait", "link", "close"])),
                name="known_bulk_act",
            ),
        ),
        migrations.AddConstraint(
            model_name="draft",
            constraint=models.UniqueConstraint(
                condition=models.Q(("case__isnull", False)),
                fields=("account", "case", "form", "about", "page"),
                name="one_draft_of_a_form_and_page_for_each_officer",
            ),
        ),
        migrations.AddConstraint(
            model_name="draft",
            constraint=models.UniqueConstraint(
                condition=models.Q(("series__isnull", False)),
                fields=("account", "series", "form", "about", "page"),
                name="one_draft_of_a_series_form_and_page_for_each_officer",
            ),
        ),
        migrations.AddConstraint(
            model_name="draft",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("case__isnull", False), ("series", None)),
                    models.Q(("case", None), ("series__isnull", False)),
                    _connector="OR",
                ),
                name="a_draft_is_of_a_case_or_a_series",
            ),
        ),
        migrations.AddConstraint(
            model_name="messagetemplate",
            constraint=models.UniqueConstraint(
                condition=models.Q(("replaced_at", None)),
                fields=("key", "language"),
                name="one_template_a_key_and_language",
            ),
        ),
        migrations.AddConstraint(
            model_name="routingrule",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("areas", []),
                    ("cues", []),
                    ("kinds", []),
                    ("languages", []),
                    ("places", []),
                    ("platforms", []),
                    ("priorities", []),
                    ("strands", []),
                    _negated=True,
                ),
                name="a_rule_asks_about_something",
            ),
        ),
        migrations.AddConstraint(
            model_name="alarmrule",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("act_within__gt", datetime.timedelta(0)), ("act_within__lte", datetime.timedelta(days=1))
                ),
                name="an_alarm_is_not_silent_for_longer_than_a_day",
            ),
        ),
        migrations.RunSQL(
            # Of a case that was closed before alarms had an end, nobody is to be rung.
            "UPDATE reporting_alarm a SET outcome = 'ended', act_by = NULL, reason = 'The case was closed.'"
            " WHERE a.outcome = 'acknowledged' AND EXISTS (SELECT FROM cases_casereport l JOIN cases_case c ON c.id = l.case_id"
            " WHERE l.report_id = a.report_id AND l.detached_at IS NULL AND c.state = 'closed')",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(in_erase_report(LAST, _MORE + LAST), in_erase_report(_MORE + LAST, LAST)),
    ]
