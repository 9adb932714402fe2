"""Reports are found by the day on which they say that it happened."""

import django.db.models.fields.json
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reporting", "0011_tension_of_partners"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="report",
            index=models.Index(
                django.db.models.fields.json.KeyTextTransform("happened_on", "answers"),
                name="reports_by_day_it_happened",
            ),
        ),
    ]
