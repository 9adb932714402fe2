"""Codes with which partners answer referrals, and what they answered."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

import reporting.enums


class Migration(migrations.Migration):
    dependencies = [
        ("reporting", "0014_reports_by_channel"),
    ]

    operations = [
        migrations.CreateModel(
            name="ReferralLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("selector", models.CharField(max_length=8, unique=True)),
                ("verifier", models.BinaryField(max_length=32)),
                ("made_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("stopped_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("made_at"))), name="a_code_of_a_partner_ends"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PartnerAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("outcome", models.CharField(max_length=9)),
                ("sealed", models.BinaryField()),
                ("at", models.DateTimeField()),
                (
                    "link",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="answer", to="reporting.referrallink"
                    ),
                ),
            ],
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="referrallink",
            trigger=pgtrigger.compiler.Trigger(
                name="referral_link_is_never_deleted",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'a code of a referral is never deleted' USING ERRCODE = 'integrity_constraint_violation';",
                    hash="cda027cb50b636a79ccc64203cd5ef481be6c40f",
                    operation="DELETE",
                    pgid="pgtrigger_referral_link_is_never_deleted_cd9e8",
                    table="reporting_referrallink",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="partneranswer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("outcome__in", [reporting.enums.PartnerSays["ACCEPTED"], reporting.enums.PartnerSays["DECLINED"]])
                ),
                name="known_answer_of_a_partner",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="partneranswer",
            trigger=pgtrigger.compiler.Trigger(
                name="partner_answer_is_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'a partner answer is never changed or deleted' USING ERRCODE = 'integrity_constraint_violation';",
                    hash="7f1453925e98f35cd5e9af3072d09e2985c4c8d3",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_partner_answer_is_kept_ddd10",
                    table="reporting_partneranswer",
                    when="BEFORE",
                ),
            ),
        ),
    ]
