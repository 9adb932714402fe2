"""Who has signed for the translations."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reporting", "0001_initial"),
    ]
    operations = [
        migrations.CreateModel(
            name="SignedTranslation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("language", models.CharField(max_length=12)),
                ("digest", models.CharField(help_text="SHA-256 (hex) of the words that were read", max_length=64)),
                (
                    "reader",
                    models.CharField(
                        help_text="the name of the person who read them", max_length=200, verbose_name="native reader"
                    ),
                ),
                (
                    "qualification",
                    models.CharField(help_text="why they can tell, for example a certified translator", max_length=300),
                ),
                ("signed_at", models.DateTimeField()),
                (
                    "noted_by",
                    models.CharField(help_text="username of the administrator who noted it", max_length=150),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint("language", "digest", "reader", name="signed_once_by_a_reader")]
            },
        )
    ]
