"""The channel of a report: what a backlog brought, and the filter of the queue."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reporting", "0013_complaints_with_a_code"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="report",
            index=models.Index(fields=["channel", "received_at"], include=("id",), name="reports_by_channel"),
        ),
    ]
