"""Routing rules may ask about the kind of transport, the line, and whose work it is by where it happened."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0012_who_was_told"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="routingrule",
            name="a_rule_asks_about_something",
        ),
        migrations.AddField(
            model_name="routingrule",
            name="forces",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=40), blank=True, default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="routingrule",
            name="lines",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=60), blank=True, default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="routingrule",
            name="transports",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=40), blank=True, default=list, size=None
            ),
        ),
        migrations.AddConstraint(
            model_name="routingrule",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("areas", []),
                    ("cues", []),
                    ("forces", []),
                    ("kinds", []),
                    ("languages", []),
                    ("lines", []),
                    ("places", []),
                    ("platforms", []),
                    ("priorities", []),
                    ("strands", []),
                    ("transports", []),
                    _negated=True,
                ),
                name="a_rule_asks_about_something",
            ),
        ),
    ]
