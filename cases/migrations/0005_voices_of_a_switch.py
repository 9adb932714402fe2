"""A version that is switched on again speaks again: one suggestion a report, version and switch."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("cases", "0004_models_and_corrections")]

    operations = [
        migrations.RemoveConstraint("voice", "one_suggestion_a_report_and_model_version"),
        migrations.AddField(
            "voice",
            "switch",
            models.BigIntegerField(
                default=0, help_text="machine: number of the model switch then in force, 0 before any"
            ),
        ),
        migrations.AddConstraint(
            "voice",
            models.UniqueConstraint(
                name="one_suggestion_a_report_version_and_switch",
                fields=["report", "by", "switch"],
                condition=Q(speaker="machine"),
            ),
        ),
    ]
