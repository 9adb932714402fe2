"""Partners that report over the API, and the functions with which the public role serves whoever holds their key."""

import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

import reporting.enums

_HEAD = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"

# Whether a key opens, and whether its quota allows so much more: counted in one statement, so that no two requests
# share what is left. What is refused does not count.
FUNCTIONS = {
    "partner_admit(varchar, bytea, varchar, integer, timestamptz)": f"""
        CREATE FUNCTION partner_admit(a_prefix varchar, a_digest bytea, a_scope varchar, reports integer, at timestamptz)
        RETURNS TABLE (verdict varchar, partner bigint, retry_after integer)
        LANGUAGE plpgsql {_HEAD} AS $$
        DECLARE
            k reporting_partnerkey;
            p reporting_partner;
            today date := (at AT TIME ZONE 'Europe/London')::date;
            minute timestamptz := date_trunc('minute', at);
            in_minute integer;
            in_day bigint;
        BEGIN
            SELECT * INTO k FROM reporting_partnerkey WHERE prefix = a_prefix AND digest = a_digest FOR UPDATE;
            IF NOT FOUND OR k.revoked_at IS NOT NULL THEN RETURN QUERY SELECT 'unknown'::varchar, NULL::bigint, 0; RETURN; END IF;
            SELECT * INTO p FROM reporting_partner WHERE id = k.partner_id;
            IF NOT p.is_active OR p.agreed_on > today OR p.agreed_until < today THEN
                RETURN QUERY SELECT 'ended'::varchar, NULL::bigint, 0; RETURN;
            END IF;
            IF NOT a_scope = ANY (k.scopes) THEN RETURN QUERY SELECT 'scope'::varchar, NULL::bigint, 0; RETURN; END IF;
            in_minute := 1 + CASE WHEN k.minute_from = minute THEN k.minute_used ELSE 0 END;
            in_day := reports + CASE WHEN k.day_from = today THEN k.day_used ELSE 0 END;
            IF in_minute > k.per_minute THEN
                RETURN QUERY SELECT 'minute'::varchar, NULL::bigint,
                    ceil(extract(epoch FROM minute + interval '1 minute' - at))::integer;
                RETURN;
            END IF;
            IF reports > 0 AND in_day > k.per_day THEN
                RETURN QUERY SELECT 'day'::varchar, NULL::bigint,
                    ceil(extract(epoch FROM (today + 1)::timestamp AT TIME ZONE 'Europe/London' - at))::integer;
                RETURN;
            END IF;
            UPDATE reporting_partnerkey
            SET minute_from = minute, minute_used = in_minute, day_from = today, day_used = in_day WHERE id = k.id;
            RETURN QUERY SELECT 'open'::varchar, p.id, 0;
        END $$""",
    "partner_sent(varchar, bytea, bytea)": f"""
        CREATE FUNCTION partner_sent(a_prefix varchar, a_digest bytea, a_token_hash bytea)
        RETURNS TABLE (reference varchar, body_hash bytea, received_at timestamptz)
        LANGUAGE sql STABLE {_HEAD} AS $$
            SELECT r.reference, s.body_hash, r.received_at
            FROM reporting_partnerkey k JOIN reporting_partnerreport s ON s.partner_id = k.partner_id
                 JOIN reporting_report r ON r.id = s.report_id
            WHERE k.prefix = a_prefix AND k.digest = a_digest AND k.revoked_at IS NULL
              AND r.idempotency_hash = a_token_hash
        $$""",
    "partner_status(varchar, bytea, varchar)": f"""
        CREATE FUNCTION partner_status(a_prefix varchar, a_digest bytea, a_reference varchar)
        RETURNS TABLE (reference varchar, partner_reference varchar, public_status varchar, received_at timestamptz,
                       public_due_kind varchar, public_due_at timestamptz, public_new_due_at timestamptz)
        LANGUAGE sql STABLE {_HEAD} AS $$
            SELECT r.reference, s.partner_reference, r.public_status, r.received_at, r.public_due_kind,
                   r.public_due_at, r.public_new_due_at
            FROM reporting_partnerkey k JOIN reporting_partnerreport s ON s.partner_id = k.partner_id
                 JOIN reporting_report r ON r.id = s.report_id
            WHERE k.prefix = a_prefix AND k.digest = a_digest AND k.revoked_at IS NULL AND r.reference = a_reference
        $$""",
    "partner_report(varchar, bytea, varchar)": f"""
        CREATE FUNCTION partner_report(a_prefix varchar, a_digest bytea, a_reference varchar)
        RETURNS TABLE (report bigint, consent_scope varchar, files bigint, bytes numeric)
        LANGUAGE sql STABLE {_HEAD} AS $$
            SELECT r.id, s.consent_scope, count(e.id), coalesce(sum(e.size), 0)
            FROM reporting_partnerkey k JOIN reporting_partnerreport s ON s.partner_id = k.partner_id
                 JOIN reporting_report r ON r.id = s.report_id LEFT JOIN reporting_evidence e ON e.report_id = r.id
            WHERE k.prefix = a_prefix AND k.digest = a_digest AND k.revoked_at IS NULL AND r.reference = a_reference
            GROUP BY r.id, s.consent_scope
        $$""",
}


class Migration(migrations.Migration):
    dependencies = [
        ("reporting", "0006_wishes"),
    ]

    operations = [
        migrations.CreateModel(
            name="Partner",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200, unique=True, verbose_name="name")),
                ("agreed_on", models.DateField(verbose_name="agreement signed on")),
                (
                    "agreed_until",
                    models.DateField(
                        blank=True,
                        help_text="its last day; empty while it has no end",
                        null=True,
                        verbose_name="agreement ends on",
                    ),
                ),
                (
                    "is_active",
                    models.BooleanField(
                        default=True, help_text="switched off, none of its keys opens", verbose_name="active"
                    ),
                ),
                (
                    "webhook_url",
                    models.URLField(
                        blank=True,
                        help_text="where it is told that the status of one of its reports has changed; empty for nowhere",
                        max_length=300,
                        verbose_name="webhook",
                    ),
                ),
            ],
            options={
                "verbose_name": "partner that reports",
                "verbose_name_plural": "partners that report",
            },
        ),
        migrations.CreateModel(
            name="PartnerKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("label", models.CharField(help_text="which system uses it", max_length=100)),
                ("prefix", models.CharField(help_text="the half by which it is found", max_length=8, unique=True)),
                ("digest", models.BinaryField(help_text="keyed HMAC of the other half")),
                (
                    "scopes",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=10), size=None),
                ),
                ("per_minute", models.PositiveIntegerField(help_text="requests")),
                ("per_day", models.PositiveIntegerField(help_text="reports")),
                ("made_at", models.DateTimeField()),
                ("made_by", models.CharField(max_length=150)),
                ("revoked_at", models.DateTimeField(null=True)),
                ("revoked_by", models.CharField(blank=True, max_length=150)),
                ("minute_from", models.DateTimeField(null=True)),
                ("minute_used", models.PositiveIntegerField(default=0)),
                ("day_from", models.DateField(help_text="also the last day on which it was used", null=True)),
                ("day_used", models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="PartnerReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "body_hash",
                    models.BinaryField(
                        help_text="SHA-256 of what was sent: another body under the same key is refused"
                    ),
                ),
                ("partner_reference", models.CharField(blank=True, max_length=200)),
                (
                    "consent_scope",
                    models.CharField(blank=True, help_text="empty where the partner did not say", max_length=20),
                ),
                (
                    "already_reported",
                    models.BooleanField(help_text="to the police, before this; null where not said", null=True),
                ),
                ("already_reported_reference", models.CharField(blank=True, max_length=200)),
                (
                    "sealed_others",
                    models.BinaryField(help_text="what it sent besides that answers no question, encrypted", null=True),
                ),
            ],
        ),
        migrations.CreateModel(
            name="StatusEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.UUIDField(help_text="by which the receiver knows one that comes twice", unique=True)),
                ("status", models.CharField(max_length=12)),
                ("changed_at", models.DateTimeField()),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("told_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="report",
            name="known_channel",
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "channel__in",
                        [
                            reporting.enums.Channel["WEB"],
                            reporting.enums.Channel["PHONE"],
                            reporting.enums.Channel["COUNTER"],
                            reporting.enums.Channel["LETTER"],
                            reporting.enums.Channel["OFFICER"],
                            reporting.enums.Channel["API"],
                            reporting.enums.Channel["IMPORT"],
                        ],
                    )
                ),
                name="known_channel",
            ),
        ),
        migrations.AddConstraint(
            model_name="partner",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("agreed_until", None), ("agreed_until__gte", models.F("agreed_on")), _connector="OR"
                ),
                name="an_agreement_ends_after_it_began",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="partner",
            trigger=pgtrigger.compiler.Trigger(
                name="partner_is_never_deleted",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'a partner is switched off, never deleted' USING ERRCODE = 'integrity_constraint_violation';",
                    hash="ce05112363548ea2e23a22473a06c427b98302b1",
                    operation="DELETE",
                    pgid="pgtrigger_partner_is_never_deleted_7030e",
                    table="reporting_partner",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddField(
            model_name="partnerkey",
            name="partner",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="keys", to="reporting.partner"
            ),
        ),
        migrations.AddField(
            model_name="partnerreport",
            name="partner",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="reports", to="reporting.partner"
            ),
        ),
        migrations.AddField(
            model_name="partnerreport",
            name="report",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="from_partner", to="reporting.report"
            ),
        ),
        migrations.AddField(
            model_name="statusevent",
            name="report",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="events", to="reporting.partnerreport"
            ),
        ),
        migrations.AddConstraint(
            model_name="partnerkey",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("scopes__contained_by", [reporting.enums.KeyScope["REPORT"], reporting.enums.KeyScope["STATUS"]]),
                    ("scopes__len__gt", 0),
                ),
                name="known_scopes_of_a_key",
            ),
        ),
        migrations.AddConstraint(
            model_name="partnerkey",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("revoked_at", None), ("revoked_by", "")),
                    models.Q(("revoked_at__isnull", False), models.Q(("revoked_by", ""), _negated=True)),
                    _connector="OR",
                ),
                name="a_key_is_revoked_by_a_named_person",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="partnerkey",
            trigger=pgtrigger.compiler.Trigger(
                name="partner_key_is_never_deleted",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'a key is revoked, never deleted' USING ERRCODE = 'integrity_constraint_violation';",
                    hash="6736fd58d128f0e00320f6f69c7cd81e1c15c8cc",
                    operation="DELETE",
                    pgid="pgtrigger_partner_key_is_never_deleted_be185",
                    table="reporting_partnerkey",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="partnerreport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "consent_scope__in",
                        [
                            "",
                            reporting.enums.ConsentScope["SHARE_IDENTITY"],
                            reporting.enums.ConsentScope["CONTACT_THROUGH_US"],
                            reporting.enums.ConsentScope["STATISTICS_ONLY"],
                        ],
                    )
                ),
                name="known_consent_scope",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="partnerreport",
            trigger=pgtrigger.compiler.Trigger(
                name="partner_report_is_said_once",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    IF TG_OP = 'UPDATE' AND current_setting('heard.erasing', true) = OLD.report_id::text\n       AND current_user = (SELECT tableowner FROM pg_tables\n                           WHERE schemaname = TG_TABLE_SCHEMA AND tablename = TG_TABLE_NAME) THEN\n        RETURN NEW;\n    END IF;\nRAISE EXCEPTION 'what a partner said is never edited' USING ERRCODE = 'integrity_constraint_violation';",
                    hash="2dfbf0bf1bee77be02f7d64b60ef223372acd594",
                    operation="UPDATE",
                    pgid="pgtrigger_partner_report_is_said_once_bc41c",
                    table="reporting_partnerreport",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="partnerreport",
            trigger=pgtrigger.compiler.Trigger(
                name="partner_report_is_never_deleted",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'what a partner said is never deleted' USING ERRCODE = 'integrity_constraint_violation';",
                    hash="3114fb9b13d4f0c8cd9c5233b914f49c705262db",
                    operation="DELETE",
                    pgid="pgtrigger_partner_report_is_never_deleted_ea255",
                    table="reporting_partnerreport",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="statusevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "status__in",
                        [
                            reporting.enums.PublicStatus["RECEIVED"],
                            reporting.enums.PublicStatus["READ"],
                            reporting.enums.PublicStatus["IN_PROGRESS"],
                            reporting.enums.PublicStatus["WAITING"],
                            reporting.enums.PublicStatus["CLOSED"],
                        ],
                    )
                ),
                name="known_status_told",
            ),
        ),
        *(
            migrations.RunSQL(f"{create}; REVOKE EXECUTE ON FUNCTION {name} FROM PUBLIC", f"DROP FUNCTION {name}")
            for name, create in FUNCTIONS.items()
        ),
    ]
