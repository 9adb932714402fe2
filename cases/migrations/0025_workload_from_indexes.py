"""What is late and what came in is counted for the workload from indexes alone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0024_queue_of_a_unit"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="commitment", name="open_commitments_of_a_case"),
        migrations.AddIndex(
            model_name="commitment",
            index=models.Index(
                condition=models.Q(("met_at", None), ("released_at", None)),
                fields=["case", "due_at"],
                include=("kind",),
                name="open_commitments_of_a_case",
            ),
        ),
        migrations.RemoveIndex(model_name="case", name="cases_by_time_received"),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                fields=["received_at"],
                include=(
                    "unit",
                    "priority",
                    "strands",
                    "lane",
                    "opened_for",
                    "is_restricted",
                    "recused",
                    "hidden_from",
                ),
                name="cases_by_time_received",
            ),
        ),
    ]
