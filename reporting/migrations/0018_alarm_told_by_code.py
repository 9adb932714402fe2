"""Whoever holds the code of a report may know that its danger was passed on to the officers on duty."""

from django.db import migrations

RINGS = """
    CREATE FUNCTION follow_up_rings(a_selector varchar, a_verifier bytea) RETURNS boolean
    LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp STABLE AS $$
        SELECT EXISTS (
            SELECT 1 FROM reporting_report r JOIN reporting_alarm a ON a.report_id = r.id
            WHERE r.selector = a_selector AND r.verifier = a_verifier AND a.outcome IN ('', 'acknowledged')
        )
    $$; REVOKE EXECUTE ON FUNCTION follow_up_rings(varchar, bytea) FROM PUBLIC
"""


class Migration(migrations.Migration):
    dependencies = [
        ("reporting", "0017_reports_taken_elsewhere"),
    ]

    operations = [
        migrations.RunSQL(RINGS, "DROP FUNCTION follow_up_rings(varchar, bytea)"),
    ]
