"""A translated answer that asks for something keeps the day until which its case waits."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0016_what_counts"),
    ]

    operations = [
        migrations.AddField(
            model_name="translationrequest",
            name="wait_until",
            field=models.DateField(
                help_text="of an answer that asks for something: until when the case waits once it is sent", null=True
            ),
        ),
    ]
