"""Whoever holds the code of a report is asked further as somebody who is under 18, or who reported for somebody else."""

from django.db import migrations

WHO = """
    CREATE FUNCTION follow_up_who(a_selector varchar, a_verifier bytea) RETURNS jsonb
    LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp STABLE AS $$
        SELECT jsonb_strip_nulls(jsonb_build_object(
            'happened_to', r.answers->'happened_to', 'under_18', r.answers->'under_18',
            'reporter_under_18', r.answers->'reporter_under_18'
        ))
        FROM reporting_report r WHERE r.selector = a_selector AND r.verifier = a_verifier
    $$; REVOKE EXECUTE ON FUNCTION follow_up_who(varchar, bytea) FROM PUBLIC
"""


class Migration(migrations.Migration):
    dependencies = [
        ("reporting", "0020_alarm_looked_after"),
    ]

    operations = [
        migrations.RunSQL(WHO, "DROP FUNCTION follow_up_who(varchar, bytea)"),
    ]
