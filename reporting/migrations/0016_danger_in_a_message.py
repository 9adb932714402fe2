"""Whoever writes a message may say that somebody is in danger right now."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reporting", "0015_answers_of_partners"),
    ]

    operations = [
        migrations.AddField(
            model_name="message",
            name="is_in_danger",
            field=models.BooleanField(
                default=False, help_text="the person who reported says that somebody is in danger right now"
            ),
        ),
    ]
