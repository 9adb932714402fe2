"""An emergency line that nobody has tried yet has no date, rather than an invented one."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reporting", "0002_functions_of_the_public_role")]
    operations = [
        migrations.AlterModelOptions(
            "outbox", {"verbose_name": "piece of background work", "verbose_name_plural": "background work"}
        ),
        migrations.AlterField(
            "emergencyline",
            "checked_on",
            models.DateField(null=True, blank=True, help_text="when somebody last tried it; empty until then"),
        ),
    ]
