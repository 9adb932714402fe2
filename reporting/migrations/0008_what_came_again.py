"""What came again is found in an index: the queue’s filter asks for it among all reports."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reporting", "0007_other_doors"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="report",
            index=models.Index(
                models.F("id"),
                condition=models.Q(("answers__happened_before__in", ("once_or_twice", "often"))),
                name="reports_of_what_came_again",
            ),
        ),
    ]
