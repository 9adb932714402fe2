"""Whoever holds the code of a report may know that somebody is looking after its danger."""

from django.db import migrations

LOOKED_AFTER = """
    CREATE FUNCTION follow_up_looked_after(a_selector varchar, a_verifier bytea) RETURNS boolean
    LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp STABLE AS $$
        SELECT EXISTS (
            SELECT 1 FROM reporting_report r JOIN reporting_alarm a ON a.report_id = r.id
            WHERE r.selector = a_selector AND r.verifier = a_verifier AND a.outcome = 'acknowledged'
        )
    $$; REVOKE EXECUTE ON FUNCTION follow_up_looked_after(varchar, bytea) FROM PUBLIC
"""


class Migration(migrations.Migration):
    dependencies = [
        ("reporting", "0019_passed_to_the_control_room"),
    ]

    operations = [
        migrations.RunSQL(LOOKED_AFTER, "DROP FUNCTION follow_up_looked_after(varchar, bytea)"),
    ]
