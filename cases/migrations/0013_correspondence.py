"""Templates of messages, what is agreed with people about reaching them, and each time somebody tries."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import cases.enums

_LAST = "PERFORM set_config('heard.erasing', '', true);"
_TOO = """UPDATE cases_person SET sealed_agreed = NULL WHERE report_id = erased_report;
    UPDATE cases_contactattempt
    SET reason = '', planned_for = '', forbidden = '[]', danger_reason = '', safest_means = '', outcome_note = '',
        review_note = ''
    WHERE report_id = erased_report;
    """


def _erasure(old: str, new: str) -> str:
    """The function as it stands, with one passage of its text replaced."""
    return f"""
        DO $do$ BEGIN
            EXECUTE replace(pg_get_functiondef('erase_report(bigint, bigint)'::regprocedure), $old${old}$old$, $new${new}$new$);
        END $do$
    """


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0012_claiming_and_duty"),
        ("reporting", "0002_functions_of_the_public_role"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                models.F("waiting_until"), name="waiting_cases_by_day", condition=models.Q(("state", "waiting"))
            ),
        ),
        migrations.AddField(
            model_name="person",
            name="sealed_agreed",
            field=models.BinaryField(
                help_text="what officers have agreed with them since, every version of it; beside it their own words",
                null=True,
            ),
        ),
        migrations.CreateModel(
            name="MessageTemplate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.SlugField(help_text="the same for every language of one message", max_length=40)),
                ("title", models.CharField(help_text="what officers choose it by, in English", max_length=80)),
                ("language", models.CharField(help_text="code, such as en or pl", max_length=12)),
                ("text", models.TextField(help_text="plain words; {reference} and the like are filled in")),
                (
                    "asks",
                    models.BooleanField(
                        default=False, help_text="asks for an answer, so that the case can wait for it"
                    ),
                ),
                (
                    "is_reviewed",
                    models.BooleanField(
                        default=False,
                        help_text="somebody who holds the language has read it and agrees with every word",
                    ),
                ),
                ("reviewed_by", models.CharField(blank=True, help_text="who that was", max_length=150)),
                ("is_active", models.BooleanField(default=True, help_text="offered to officers")),
            ],
            options={
                "verbose_name": "message template",
                "constraints": [
                    models.UniqueConstraint(fields=("key", "language"), name="one_template_a_key_and_language"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("text__regex", "^([^{}]|\\{(reference|received_on|answer_by|done|reason|passed_to)\\})*$")
                        ),
                        name="placeholders_of_a_template_are_known",
                        violation_error_message="The text has a placeholder that does not exist.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_reviewed", False), models.Q(("reviewed_by", ""), _negated=True), _connector="OR"
                        ),
                        name="a_review_says_whose_it_was",
                        violation_error_message="Say who has reviewed the text.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ContactAttempt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("means", models.CharField(max_length=8)),
                ("reason", models.TextField()),
                ("planned_for", models.CharField(blank=True, help_text="when, in the officer's words", max_length=100)),
                ("at", models.DateTimeField()),
                (
                    "forbidden",
                    models.JSONField(default=list, help_text="what the contact card said against it, in sentences"),
                ),
                (
                    "danger_to",
                    models.CharField(
                        blank=True, help_text="why it was done against the card: life or child", max_length=6
                    ),
                ),
                ("danger_reason", models.TextField(blank=True)),
                ("safest_means", models.TextField(blank=True, help_text="why this means is the safest")),
                ("outcome", models.CharField(blank=True, max_length=16)),
                ("outcome_note", models.TextField(blank=True)),
                ("outcome_at", models.DateTimeField(null=True)),
                (
                    "needs_review",
                    models.BooleanField(default=False, help_text="it went against the card: a supervisor looks at it"),
                ),
                ("reviewed_at", models.DateTimeField(null=True)),
                ("review_note", models.TextField(blank=True)),
                (
                    "by",
                    models.ForeignKey(
                        help_text="empty: Heard itself",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="contact_attempts", to="cases.case"
                    ),
                ),
                (
                    "outcome_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="contact_attempts", to="cases.person"
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        help_text="the person's",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reporting.report",
                    ),
                ),
                (
                    "reviewed_by",
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
                    models.Index(models.F("case"), models.F("at"), name="contact_attempts_of_a_case"),
                    models.Index(
                        models.F("at"),
                        condition=models.Q(("needs_review", True), ("reviewed_at", None)),
                        name="contact_attempts_to_review",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "means__in",
                                [
                                    cases.enums.Means["WEBSITE"],
                                    cases.enums.Means["PHONE"],
                                    cases.enums.Means["TEXT"],
                                    cases.enums.Means["EMAIL"],
                                    cases.enums.Means["LETTER"],
                                    cases.enums.Means["VISIT"],
                                ],
                            )
                        ),
                        name="known_means_of_contact",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "outcome__in",
                                [
                                    "",
                                    cases.enums.ContactOutcome["REACHED"],
                                    cases.enums.ContactOutcome["NO_ANSWER"],
                                    cases.enums.ContactOutcome["SOMEBODY_ELSE"],
                                    cases.enums.ContactOutcome["VOICEMAIL"],
                                    cases.enums.ContactOutcome["SENT"],
                                    cases.enums.ContactOutcome["NOT_DELIVERED"],
                                    cases.enums.ContactOutcome["NOT_TRIED"],
                                ],
                            )
                        ),
                        name="known_outcome_of_contact",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("danger_to__in", ["", cases.enums.DangerTo["LIFE"], cases.enums.DangerTo["CHILD"]])
                        ),
                        name="known_danger_of_contact",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("danger_to", ""), ("needs_review", True), _connector="OR"),
                        name="danger_against_a_card_is_reviewed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("outcome", ""), ("outcome_at__isnull", False), _connector="OR"),
                        name="an_outcome_of_contact_has_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("reviewed_at", None),
                            models.Q(("needs_review", True), ("reviewed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="a_review_of_contact_is_somebodys",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="contactattempt",
            trigger=pgtrigger.compiler.Trigger(
                name="contact_attempt_is_said_once",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."case_id" IS DISTINCT FROM NEW."case_id" OR OLD."person_id" IS DISTINCT FROM NEW."person_id" OR OLD."report_id" IS DISTINCT FROM NEW."report_id" OR OLD."means" IS DISTINCT FROM NEW."means" OR OLD."reason" IS DISTINCT FROM NEW."reason" OR OLD."planned_for" IS DISTINCT FROM NEW."planned_for" OR OLD."by_id" IS DISTINCT FROM NEW."by_id" OR OLD."at" IS DISTINCT FROM NEW."at" OR OLD."danger_to" IS DISTINCT FROM NEW."danger_to" OR OLD."danger_reason" IS DISTINCT FROM NEW."danger_reason" OR OLD."safest_means" IS DISTINCT FROM NEW."safest_means")',
                    func="\n    IF TG_OP = 'UPDATE' AND current_setting('heard.erasing', true) = OLD.report_id::text\n       AND current_user = (SELECT tableowner FROM pg_tables\n                           WHERE schemaname = TG_TABLE_SCHEMA AND tablename = TG_TABLE_NAME) THEN\n        RETURN NEW;\n    END IF;\nRAISE EXCEPTION 'what was said before a contact never changes' USING ERRCODE = 'integrity_constraint_violation';",
                    hash="da1a8a6d9d1039e1583963c2b551ee3f569986e2",
                    operation="UPDATE",
                    pgid="pgtrigger_contact_attempt_is_said_once_ae132",
                    table="cases_contactattempt",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="contactattempt",
            trigger=pgtrigger.compiler.Trigger(
                name="contact_outcome_is_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN ((OLD.outcome <> '' AND NEW.outcome IS DISTINCT FROM OLD.outcome) OR (OLD.needs_review AND NOT NEW.needs_review) OR (OLD.reviewed_at IS NOT NULL AND NEW.reviewed_at IS DISTINCT FROM OLD.reviewed_at))",
                    func="RAISE EXCEPTION 'what came of a contact is never changed' USING ERRCODE = 'integrity_constraint_violation';",
                    hash="0f1c9eed05580d838d566718ce09bc75cd9b830c",
                    operation="UPDATE",
                    pgid="pgtrigger_contact_outcome_is_kept_305d9",
                    table="cases_contactattempt",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="contactattempt",
            trigger=pgtrigger.compiler.Trigger(
                name="contact_attempt_is_never_deleted",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'an attempt to reach somebody is never deleted' USING ERRCODE = 'integrity_constraint_violation';",
                    hash="8bdaad62106ea82a0609e204629955ca2b7777e7",
                    operation="DELETE",
                    pgid="pgtrigger_contact_attempt_is_never_deleted_9ce29",
                    table="cases_contactattempt",
                    when="BEFORE",
                ),
            ),
        ),
        # As before, and what was agreed with them and noted about reaching them goes too.
        migrations.RunSQL(_erasure(_LAST, _TOO + _LAST), _erasure(_TOO + _LAST, _LAST)),
    ]
