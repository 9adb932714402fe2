"""Whether single keys do something is the wish of each account."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0018_indexes_at_scale"),
    ]

    operations = [
        migrations.AddField(
            model_name="account",
            name="single_keys",
            field=models.BooleanField(
                default=True,
                help_text="the account's own wish: keys pressed alone, such as n, do something at the desk",
            ),
        ),
    ]
