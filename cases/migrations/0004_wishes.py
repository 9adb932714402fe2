"""Reviews that people ask for, and what became of each e-mail and text that Heard sends; erasure takes wishes too."""

import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import cases.enums

_ANCHOR = "PERFORM set_config('heard.erasing', '', true);"
_MORE = (
    "UPDATE reporting_wish SET words = '', sealed_answers = NULL WHERE report_id = erased_report;"
    " UPDATE cases_review SET note = '' WHERE report_id = erased_report; "
)


def _in_erase_report(found: str, put: str) -> str:
    """SQL that changes the function as it now stands, whichever migrations have added to it before."""
    found, put = found.replace("'", "''"), put.replace("'", "''")
    function = "pg_get_functiondef('erase_report(bigint,bigint)'::regprocedure)"
    return f"DO $outer$ BEGIN EXECUTE replace({function}, '{found}', '{put}'); END $outer$"


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0003_exhibits"),
        ("reporting", "0009_alarms_to_their_end"),
    ]

    operations = [
        migrations.CreateModel(
            name="Review",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "barred",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(),
                        default=list,
                        help_text="accounts that decided, closed or worked on it before it was asked",
                        size=None,
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("outcome", models.CharField(blank=True, max_length=12)),
                ("note", models.TextField(blank=True, help_text="why, for colleagues")),
                ("answered_at", models.DateTimeField(null=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reviews", to="reporting.report"
                    ),
                ),
                (
                    "wish",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="review", to="reporting.wish"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("means", models.CharField(max_length=8)),
                ("state", models.CharField(default=cases.enums.NoticeState["QUEUED"], max_length=16)),
                ("tries", models.PositiveIntegerField(default=0)),
                (
                    "failure",
                    models.CharField(
                        blank=True, help_text="class name or number of the last error, never its words", max_length=100
                    ),
                ),
                ("carried_as", models.CharField(blank=True, help_text="the gateway's own name for it", max_length=64)),
                ("queued_at", models.DateTimeField(help_text="for the last time: by the answer, or by a supervisor")),
                ("changed_at", models.DateTimeField()),
                ("settled_at", models.DateTimeField(null=True)),
                (
                    "attempt",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.contactattempt",
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        help_text="that waits for them",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reporting.message",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="notices", to="cases.person"
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        models.F("changed_at"),
                        condition=models.Q(
                            ("settled_at", None),
                            (
                                "state__in",
                                (
                                    cases.enums.NoticeState["REFUSED"],
                                    cases.enums.NoticeState["GIVEN_UP"],
                                    cases.enums.NoticeState["NOT_DELIVERED"],
                                ),
                            ),
                        ),
                        name="notices_lost",
                    ),
                    models.Index(models.F("person"), models.F("queued_at"), name="notices_of_a_person"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("message", "person", "means"), name="one_notice_a_message_and_means"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    cases.enums.NoticeState["QUEUED"],
                                    cases.enums.NoticeState["FAILED"],
                                    cases.enums.NoticeState["SENT"],
                                    cases.enums.NoticeState["DELIVERED"],
                                    cases.enums.NoticeState["NOT_DELIVERED"],
                                    cases.enums.NoticeState["REFUSED"],
                                    cases.enums.NoticeState["GIVEN_UP"],
                                    cases.enums.NoticeState["NOT_SENT"],
                                ],
                            )
                        ),
                        name="known_state_of_a_notice",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("means__in", [cases.enums.Means["EMAIL"], cases.enums.Means["TEXT"]])),
                        name="heard_sends_e_mail_and_texts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("settled_at", None), ("settled_by__isnull", False), _connector="OR"),
                        name="a_lost_notice_is_dealt_with_by_somebody",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="notice",
            trigger=pgtrigger.compiler.Trigger(
                name="notice_is_about_one_message",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."message_id" IS DISTINCT FROM NEW."message_id" OR OLD."person_id" IS DISTINCT FROM NEW."person_id" OR OLD."means" IS DISTINCT FROM NEW."means")',
                    func="\n    IF TG_OP = 'UPDATE' AND current_setting('heard.erasing', true) = NULL::text\n       AND current_user = (SELECT tableowner FROM pg_tables\n                           WHERE schemaname = TG_TABLE_SCHEMA AND tablename = TG_TABLE_NAME) THEN\n        RETURN NEW;\n    END IF;\nRAISE EXCEPTION 'a notice is about one message for good' USING ERRCODE = 'integrity_constraint_violation';",
                    hash="39cde4ec34ffaf991157f1d8925edfed4ea151a3",
                    operation="UPDATE",
                    pgid="pgtrigger_notice_is_about_one_message_51d7a",
                    table="cases_notice",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="notice",
            trigger=pgtrigger.compiler.Trigger(
                name="notice_is_never_deleted",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'a notice is never deleted' USING ERRCODE = 'integrity_constraint_violation';",
                    hash="77bc41470af2a1ad828ad05d04e5ed1c900414a7",
                    operation="DELETE",
                    pgid="pgtrigger_notice_is_never_deleted_8a1e0",
                    table="cases_notice",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="review",
            index=models.Index(models.F("due_at"), condition=models.Q(("answered_at", None)), name="reviews_owed"),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "outcome__in",
                        [
                            "",
                            cases.enums.ReviewOutcome["STANDS"],
                            cases.enums.ReviewOutcome["CHANGED"],
                            cases.enums.ReviewOutcome["GOES_ON"],
                        ],
                    )
                ),
                name="known_outcome_of_a_review",
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answered_at", None), ("answered_by", None), ("outcome", "")),
                    models.Q(
                        ("answered_at__isnull", False),
                        ("answered_by__isnull", False),
                        models.Q(("outcome", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="a_review_is_answered_by_somebody_with_an_outcome",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="review",
            trigger=pgtrigger.compiler.Trigger(
                name="review_is_asked_once",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."report_id" IS DISTINCT FROM NEW."report_id" OR OLD."wish_id" IS DISTINCT FROM NEW."wish_id" OR OLD."asked_at" IS DISTINCT FROM NEW."asked_at" OR OLD."barred" IS DISTINCT FROM NEW."barred")',
                    func="\n    IF TG_OP = 'UPDATE' AND current_setting('heard.erasing', true) = OLD.report_id::text\n       AND current_user = (SELECT tableowner FROM pg_tables\n                           WHERE schemaname = TG_TABLE_SCHEMA AND tablename = TG_TABLE_NAME) THEN\n        RETURN NEW;\n    END IF;\nRAISE EXCEPTION 'what a review was asked about never changes' USING ERRCODE = 'integrity_constraint_violation';",
                    hash="438d5159a6a4784da3649a3e2a9f7cc352410ad1",
                    operation="UPDATE",
                    pgid="pgtrigger_review_is_asked_once_b71fe",
                    table="cases_review",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="review",
            trigger=pgtrigger.compiler.Trigger(
                name="review_is_never_answered_by_who_decided",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NEW.answered_by_id IS NOT NULL)",
                    func="\n    IF NEW.answered_by_id = ANY(NEW.barred) OR EXISTS (\n        SELECT 1 FROM cases_recordingdecision d JOIN cases_casereport l ON l.case_id = d.case_id\n        WHERE l.report_id = NEW.report_id AND d.by_id = NEW.answered_by_id AND d.at <= NEW.asked_at) THEN\n        RAISE EXCEPTION 'a review is never answered by who decided' USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NEW;\n",
                    hash="65eeadee03332077a707b9dd43e4441781eb9cab",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_review_is_never_answered_by_who_decided_14c0e",
                    table="cases_review",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="review",
            trigger=pgtrigger.compiler.Trigger(
                name="review_is_never_deleted",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'a review is never deleted' USING ERRCODE = 'integrity_constraint_violation';",
                    hash="8261356b83e3d68ac340209ccea43a2e5d000b1a",
                    operation="DELETE",
                    pgid="pgtrigger_review_is_never_deleted_469f4",
                    table="cases_review",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.RunSQL(_in_erase_report(_ANCHOR, _MORE + _ANCHOR), _in_erase_report(_MORE + _ANCHOR, _ANCHOR)),
    ]
