"""The queue's index of a unit holds what its workload counts, so that counting need not go to the cases."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0023_city_counts"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="case",
            name="queue_of_a_unit",
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("state__in", ("new", "in_progress", "waiting"))),
                fields=["unit", "next_due_at", "id"],
                include=("officer", "state", "strands", "is_restricted", "recused", "hidden_from"),
                name="queue_of_a_unit",
            ),
        ),
    ]
