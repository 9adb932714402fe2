"""Reports that another door had taken before are few, and are found without looking at all others."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reporting", "0016_danger_in_a_message"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="report",
            index=models.Index(
                models.F("received_at"),
                condition=models.Q(("happened_elsewhere_at__isnull", False)),
                name="reports_taken_elsewhere",
            ),
        ),
    ]
