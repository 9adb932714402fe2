"""Within what time somebody looks again is dated data, like the other promises."""

import datetime

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reporting", "0009_alarms_to_their_end"),
    ]

    operations = [
        migrations.CreateModel(
            name="ReviewRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("within", models.DurationField(help_text="elapsed time, nights included")),
                ("in_force_from", models.DateField(unique=True)),
                ("source", models.CharField(blank=True, help_text="who decided it, where it stands", max_length=300)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("within__gte", datetime.timedelta(days=1)), ("within__lte", datetime.timedelta(days=31))
                        ),
                        name="a_review_takes_a_day_at_least_and_a_month_at_most",
                    )
                ],
            },
        ),
    ]
