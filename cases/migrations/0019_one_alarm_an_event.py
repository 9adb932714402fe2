"""What shows in several counts is one alarm with its parts."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0018_translations_go_along"),
    ]

    operations = [
        migrations.AddField(
            model_name="surge",
            name="part_of",
            field=models.ForeignKey(
                help_text="the alarm of the event that it belongs to",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="parts",
                to="cases.surge",
            ),
        ),
    ]
