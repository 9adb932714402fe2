"""When what a report tells was passed to the control room, for whoever sent it."""

from django.db import migrations, models

HANDED_OVER = """
    CREATE FUNCTION follow_up_handed_over(a_selector varchar, a_verifier bytea) RETURNS timestamptz
    LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp STABLE AS $$
        SELECT r.public_handed_over_at FROM reporting_report r WHERE r.selector = a_selector AND r.verifier = a_verifier
    $$; REVOKE EXECUTE ON FUNCTION follow_up_handed_over(varchar, bytea) FROM PUBLIC
"""


class Migration(migrations.Migration):
    dependencies = [
        ("reporting", "0018_alarm_told_by_code"),
    ]

    operations = [
        migrations.AddField(
            model_name="report",
            name="public_handed_over_at",
            field=models.DateTimeField(
                help_text="when the control room got what it tells, where its sender may know", null=True
            ),
        ),
        migrations.RunSQL(HANDED_OVER, "DROP FUNCTION follow_up_handed_over(varchar, bytea)"),
    ]
