"""The channel of a report: what a backlog brought, and the filter of the queue."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reporting", "0012_day_it_happened"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="report",
            index=models.Index(fields=["channel", "received_at"], include=("id",), name="reports_by_channel"),
        ),
    ]
