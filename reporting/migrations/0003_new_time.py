"""The time that was promised anew, and the function that tells it to whoever holds the code."""

from importlib import import_module

from django.db import migrations, models

_before = import_module("reporting.migrations.0002_functions_of_the_public_role")
NAME = "follow_up_status(varchar, bytea)"
BEFORE = _before.FUNCTIONS[NAME]
AFTER = BEFORE.replace("from_officers bigint)", "from_officers bigint, public_new_due_at timestamptz)").replace(
    "m.sender = 'officer')\n", "m.sender = 'officer'),\n                   r.public_new_due_at\n"
)


def _instead(create: str) -> str:
    return f"DROP FUNCTION {NAME}; {create}; REVOKE EXECUTE ON FUNCTION {NAME} FROM PUBLIC"


class Migration(migrations.Migration):
    dependencies = [("reporting", "0002_functions_of_the_public_role")]
    operations = [
        migrations.AddField(
            model_name="report",
            name="public_new_due_at",
            field=models.DateTimeField(help_text="promised anew by a supervisor, once that was missed", null=True),
        ),
        migrations.RunSQL(_instead(AFTER), _instead(BEFORE)),
    ]
