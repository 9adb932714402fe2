"""Copies of evidence that may be looked at, exhibits that were sealed; erasure destroys the keys of both."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from cases.migrations._functions import LAST, in_erase_report

_MORE = (
    "UPDATE reporting_evidence SET sealed = NULL WHERE report_id = erased_report; "
    "UPDATE cases_safecopy SET sealed_key = NULL WHERE evidence_id IN"
    " (SELECT e.id FROM reporting_evidence e WHERE e.report_id = erased_report); "
)


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0002_complaints"),
        ("reporting", "0009_alarms_to_their_end"),
    ]

    operations = [
        migrations.CreateModel(
            name="ExhibitSeal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "viewers",
                    models.JSONField(default=list, help_text="who had looked at it, and when: [account, time, what]"),
                ),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="SafeCopy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("part", models.PositiveSmallIntegerField(help_text="page of a document; 0 for all else")),
                ("stored", models.UUIDField(help_text="its name on disk", null=True, unique=True)),
                ("sealed_key", models.BinaryField(null=True)),
                ("media_type", models.CharField(blank=True, max_length=40)),
                ("size", models.BigIntegerField(default=0)),
                (
                    "note",
                    models.CharField(blank=True, help_text="what is not shown, such as further pages", max_length=200),
                ),
                ("failure", models.CharField(blank=True, max_length=40)),
                ("made_at", models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name="account",
            name="takes_originals",
            field=models.BooleanField(
                default=False, help_text="may download evidence as it was received, with a reason, as supervisors may"
            ),
        ),
        migrations.AddField(
            model_name="unit",
            name="opens_sealed_exhibits",
            field=models.BooleanField(
                default=False,
                help_text="evidence that officers seal as indecent or terrorist material is opened here alone",
            ),
        ),
        migrations.AddConstraint(
            model_name="unit",
            constraint=models.UniqueConstraint(
                condition=models.Q(("opens_sealed_exhibits", True)),
                fields=("opens_sealed_exhibits",),
                name="one_unit_for_sealed_exhibits",
            ),
        ),
        migrations.AddField(
            model_name="exhibitseal",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="exhibitseal",
            name="evidence",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="seal", to="reporting.evidence"
            ),
        ),
        migrations.AddField(
            model_name="exhibitseal",
            name="unit",
            field=models.ForeignKey(
                help_text="empty: none was named, nobody may open it",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="cases.unit",
            ),
        ),
        migrations.AddField(
            model_name="safecopy",
            name="evidence",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="copies", to="reporting.evidence"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="exhibitseal",
            trigger=pgtrigger.compiler.Trigger(
                name="seal_of_an_exhibit_is_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'a seal of an exhibit is never changed or deleted' USING ERRCODE = 'integrity_constraint_violation';",
                    hash="e11ca48d33f6a4bf7f86ee3469f96ffd3923c1e2",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_seal_of_an_exhibit_is_kept_c250c",
                    table="cases_exhibitseal",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="safecopy",
            constraint=models.UniqueConstraint(fields=("evidence", "part"), name="each_part_of_a_copy_once"),
        ),
        migrations.AddConstraint(
            model_name="safecopy",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("failure", ""), ("stored__isnull", False)),
                    models.Q(("failure", ""), _negated=True),
                    _connector="OR",
                ),
                name="a_copy_is_there_or_says_why_not",
            ),
        ),
        migrations.RunSQL(in_erase_report(LAST, _MORE + LAST), in_erase_report(_MORE + LAST, LAST)),
    ]
