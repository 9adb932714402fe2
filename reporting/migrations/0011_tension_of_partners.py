"""What partners hear before anything is reported: a scope of its own, and what they sent."""

import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

import reporting.enums


class Migration(migrations.Migration):
    dependencies = [
        ("reporting", "0010_review_rules"),
    ]

    operations = [
        migrations.CreateModel(
            name="PartnerTension",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("token_hash", models.BinaryField(help_text="of what makes it count once", unique=True)),
                (
                    "body_hash",
                    models.BinaryField(
                        help_text="SHA-256 of what was sent: another body under the same key is refused"
                    ),
                ),
                ("kind", models.CharField(max_length=14)),
                ("what", models.CharField(max_length=500)),
                ("reliability", models.CharField(max_length=12)),
                ("borough", models.CharField(blank=True, help_text="empty for the whole city", max_length=40)),
                (
                    "strands",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), default=list, size=None
                    ),
                ),
                ("day", models.DateField(help_text="of which it tells, such as that of the march")),
                ("received_at", models.DateTimeField()),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="partnerkey",
            name="known_scopes_of_a_key",
        ),
        migrations.AddConstraint(
            model_name="partnerkey",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "scopes__contained_by",
                        [
                            reporting.enums.KeyScope["REPORT"],
                            reporting.enums.KeyScope["STATUS"],
                            reporting.enums.KeyScope["TENSION"],
                        ],
                    ),
                    ("scopes__len__gt", 0),
                ),
                name="known_scopes_of_a_key",
            ),
        ),
        migrations.AddField(
            model_name="partnertension",
            name="partner",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="heard", to="reporting.partner"
            ),
        ),
        migrations.AddConstraint(
            model_name="partnertension",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            reporting.enums.TensionKind["RUMOUR"],
                            reporting.enums.TensionKind["LEAFLET"],
                            reporting.enums.TensionKind["GRAFFITI"],
                            reporting.enums.TensionKind["ONLINE"],
                            reporting.enums.TensionKind["PLANNED_MARCH"],
                            reporting.enums.TensionKind["OTHER"],
                        ],
                    )
                ),
                name="known_tension_of_a_partner",
            ),
        ),
        migrations.AddConstraint(
            model_name="partnertension",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "reliability__in",
                        [
                            reporting.enums.Reliability["RELIABLE"],
                            reporting.enums.Reliability["UNTESTED"],
                            reporting.enums.Reliability["NOT_RELIABLE"],
                        ],
                    )
                ),
                name="known_reliability_of_tension",
            ),
        ),
        migrations.AddConstraint(
            model_name="partnertension",
            constraint=models.CheckConstraint(
                condition=models.Q(("what", ""), _negated=True), name="a_partner_says_what_was_heard"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="partnertension",
            trigger=pgtrigger.compiler.Trigger(
                name="tension_of_a_partner_is_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'a tension of a partner is never changed or deleted' USING ERRCODE = 'integrity_constraint_violation';",
                    hash="226640f6728247341cefb1c87deddecb5575dc63",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_tension_of_a_partner_is_kept_ea860",
                    table="reporting_partnertension",
                    when="BEFORE",
                ),
            ),
        ),
    ]
