"""Who is on a case just now, and what officers have typed and not sent; erasure takes such words too."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

_ANCHOR = "PERFORM set_config('heard.erasing', '', true);"
_MORE = (
    "DELETE FROM cases_draft WHERE case_id IN"
    " (SELECT l.case_id FROM cases_casereport l WHERE l.report_id = erased_report); "
)


def _in_erase_report(found: str, put: str) -> str:
    """SQL that changes the function as it now stands, whichever migrations have added to it before."""
    found, put = found.replace("'", "''"), put.replace("'", "''")
    function = "pg_get_functiondef('erase_report(bigint,bigint)'::regprocedure)"
    return f"DO $outer$ BEGIN EXECUTE replace({function}, '{found}', '{put}'); END $outer$"


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0016_bulk"),
    ]

    operations = [
        migrations.CreateModel(
            name="Draft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("form", models.CharField(help_text="section of the case page", max_length=20)),
                (
                    "about",
                    models.CharField(
                        blank=True, help_text="which report or task, where there are several", max_length=24
                    ),
                ),
                ("sealed", models.BinaryField(null=True)),
                ("saved_at", models.DateTimeField()),
                ("version", models.PositiveIntegerField(default=0)),
                (
                    "entry",
                    models.PositiveBigIntegerField(default=0, help_text="newest line of the timeline that was shown"),
                ),
                (
                    "done_page",
                    models.CharField(
                        blank=True, help_text="page from which it was last sent or discarded", max_length=40
                    ),
                ),
                (
                    "done_digest",
                    models.BinaryField(help_text="of that page and what it sent", max_length=32, null=True),
                ),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="cases.case"),
                ),
            ],
            options={
                "indexes": [models.Index(models.F("saved_at"), name="drafts_by_age")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("account", "case", "form", "about"), name="one_draft_of_a_form_for_each_officer"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("form", ""), _negated=True), name="a_draft_is_of_a_form"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Presence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("since", models.DateTimeField()),
                ("seen_at", models.DateTimeField()),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="cases.case"),
                ),
            ],
            options={
                "indexes": [
                    models.Index(models.F("case"), models.F("seen_at"), name="who_is_on_a_case"),
                    models.Index(models.F("seen_at"), name="presence_by_age"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("account", "case"), name="an_account_is_on_a_case_once")
                ],
            },
        ),
        migrations.RunSQL(_in_erase_report(_ANCHOR, _MORE + _ANCHOR), _in_erase_report(_MORE + _ANCHOR, _ANCHOR)),
    ]
