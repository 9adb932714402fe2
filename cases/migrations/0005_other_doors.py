"""The lane of a backlog that was imported; erasure takes what a partner said besides, too."""

from django.db import migrations, models

import cases.enums

_ANCHOR = "PERFORM set_config('heard.erasing', '', true);"
_MORE = (
    "UPDATE reporting_partnerreport SET sealed_others = NULL, partner_reference = '', already_reported_reference = ''"
    " WHERE report_id = erased_report; "
)


def _in_erase_report(found: str, put: str) -> str:
    """SQL that changes the function as it now stands, whichever migrations have added to it before."""
    found, put = found.replace("'", "''"), put.replace("'", "''")
    function = "pg_get_functiondef('erase_report(bigint,bigint)'::regprocedure)"
    return f"DO $outer$ BEGIN EXECUTE replace({function}, '{found}', '{put}'); END $outer$"


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0004_wishes"),
        ("reporting", "0009_alarms_to_their_end"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="case",
            name="known_lane",
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("lane__in", [cases.enums.Lane["MAIN"], cases.enums.Lane["HELD"], cases.enums.Lane["BACKLOG"]])
                ),
                name="known_lane",
            ),
        ),
        migrations.RunSQL(_in_erase_report(_ANCHOR, _MORE + _ANCHOR), _in_erase_report(_MORE + _ANCHOR, _ANCHOR)),
    ]
