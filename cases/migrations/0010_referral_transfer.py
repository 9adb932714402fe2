"""Whom cases are passed on to, what people agreed to share, and working days."""

import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0009_risk_tasks_named"),
    ]

    operations = [
        migrations.CreateModel(
            name="BankHoliday",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("on", models.DateField(unique=True)),
                ("name", models.CharField(max_length=100)),
            ],
        ),
        migrations.CreateModel(
            name="Organisation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=150, unique=True)),
                ("kind", models.CharField(choices=[("partner", "partner"), ("force", "force")], max_length=8)),
                ("helps_with", models.CharField(blank=True, help_text="what it does, and for whom", max_length=300)),
                (
                    "contact",
                    models.CharField(
                        blank=True,
                        help_text="the agreed way to send it something: secure address, number",
                        max_length=300,
                    ),
                ),
                ("is_active", models.BooleanField(default=True)),
                ("is_demonstration", models.BooleanField(default=False, help_text="made up, for looking around")),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                ["partner", "force"],
                            )
                        ),
                        name="known_kind_of_organisation",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="an_organisation_has_a_name"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Consent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "fields",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=16), default=list, size=None
                    ),
                ),
                (
                    "agreed_by",
                    models.CharField(
                        help_text="themselves, a parent, or somebody who may decide for them", max_length=8
                    ),
                ),
                ("how", models.CharField(help_text="how they said it", max_length=300)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="consents", to="cases.person"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.organisation"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Referral",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "fields",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=16), size=None),
                ),
                ("reason", models.TextField(help_text="what the organisation is asked to do")),
                ("asked_at", models.DateTimeField()),
                ("outcome", models.CharField(blank=True, max_length=9)),
                ("answered_at", models.DateTimeField(null=True)),
                ("answered_name", models.CharField(blank=True, help_text="who answered there", max_length=150)),
                ("number", models.CharField(blank=True, help_text="their number for it", max_length=60)),
                ("note", models.TextField(blank=True)),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="referrals", to="cases.case"
                    ),
                ),
                (
                    "commitment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.commitment"
                    ),
                ),
                (
                    "consent",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="referrals", to="cases.consent"
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="referrals", to="cases.organisation"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="referrals", to="cases.person"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Transfer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.TextField(help_text="why it is theirs")),
                ("asked_at", models.DateTimeField()),
                ("outcome", models.CharField(blank=True, max_length=9)),
                ("answered_at", models.DateTimeField(null=True)),
                ("answered_name", models.CharField(blank=True, help_text="who takes it there", max_length=150)),
                ("number", models.CharField(blank=True, help_text="their number", max_length=60)),
                ("note", models.TextField(blank=True)),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="transfers", to="cases.case"
                    ),
                ),
                (
                    "commitment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.commitment"
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "force",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="transfers", to="cases.organisation"
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="consent",
            index=models.Index(models.F("person"), models.F("organisation"), name="consents_of_a_person"),
        ),
        migrations.AddConstraint(
            model_name="consent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "fields__contained_by",
                        ["name", "phone", "email", "safe_contact", "needs", "words", "when", "where", "because"],
                    )
                ),
                name="only_what_can_be_shared",
            ),
        ),
        migrations.AddConstraint(
            model_name="consent",
            constraint=models.CheckConstraint(
                condition=models.Q(("how", ""), _negated=True), name="consent_says_how_it_was_given"
            ),
        ),
        migrations.AddConstraint(
            model_name="consent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "agreed_by__in",
                        ["self", "parent", "decider"],
                    )
                ),
                name="known_who_agreed",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="consent",
            trigger=pgtrigger.compiler.Trigger(
                name="consent_is_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'a consent is never changed or deleted' USING ERRCODE = 'integrity_constraint_violation';",
                    hash="cdc48a7b0120ec05ffb609357d7d08931a7127d4",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_consent_is_kept_a4097",
                    table="cases_consent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="referral",
            index=models.Index(models.F("case"), name="referrals_of_a_case"),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.UniqueConstraint(
                condition=models.Q(("outcome", "")),
                fields=("case", "person", "organisation"),
                name="asked_once_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(("fields__len__gt", 0)), name="a_referral_gives_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="a_referral_says_why"
            ),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answered_at", None), ("outcome", "")),
                    models.Q(
                        ("answered_at__isnull", False),
                        ("entered_by__isnull", False),
                        (
                            "outcome__in",
                            [
                                "accepted",
                                "declined",
                                "withdrawn",
                            ],
                        ),
                    ),
                    _connector="OR",
                ),
                name="a_referral_is_answered_in_full",
            ),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(("answered_at", None), ("answered_at__gte", models.F("asked_at")), _connector="OR"),
                name="a_referral_is_answered_after_it_was_asked",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="referral",
            trigger=pgtrigger.compiler.Trigger(
                name="referral_is_never_deleted",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'a referral is never deleted' USING ERRCODE = 'integrity_constraint_violation';",
                    hash="93776403bd663831fbd214c440fcbcd1b22ba663",
                    operation="DELETE",
                    pgid="pgtrigger_referral_is_never_deleted_3c3cc",
                    table="cases_referral",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="referral",
            trigger=pgtrigger.compiler.Trigger(
                name="referral_keeps_what_was_asked",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."case_id" IS DISTINCT FROM (NEW."case_id") OR OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."organisation_id" IS DISTINCT FROM (NEW."organisation_id") OR OLD."consent_id" IS DISTINCT FROM (NEW."consent_id") OR OLD."fields" IS DISTINCT FROM (NEW."fields") OR OLD."reason" IS DISTINCT FROM (NEW."reason") OR OLD."asked_by_id" IS DISTINCT FROM (NEW."asked_by_id") OR OLD."asked_at" IS DISTINCT FROM (NEW."asked_at"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="23d5f585c78db36771de13fc2cbf4aefe10536fa",
                    operation="UPDATE",
                    pgid="pgtrigger_referral_keeps_what_was_asked_19255",
                    table="cases_referral",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="referral",
            trigger=pgtrigger.compiler.Trigger(
                name="only_what_was_agreed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    IF NOT EXISTS (\n        SELECT 1 FROM cases_consent c JOIN cases_person p ON p.id = c.person_id\n        WHERE c.id = NEW.consent_id AND c.person_id = NEW.person_id AND c.organisation_id = NEW.organisation_id\n          AND p.case_id = NEW.case_id AND NEW.fields <@ c.fields\n          AND NOT EXISTS (SELECT 1 FROM cases_consent later WHERE later.person_id = c.person_id\n                          AND later.organisation_id = c.organisation_id AND later.id > c.id)\n    ) THEN\n        RAISE EXCEPTION 'only what a person agreed to is given to an organisation'\n        USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NEW;\n",
                    hash="9c6a36db63b865ade244d3101de87e372ce365c9",
                    operation="INSERT",
                    pgid="pgtrigger_only_what_was_agreed_775d1",
                    table="cases_referral",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="transfer",
            index=models.Index(models.F("case"), name="transfers_of_a_case"),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.UniqueConstraint(
                condition=models.Q(("outcome", "")), fields=("case",), name="one_force_is_asked_at_a_time"
            ),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="a_transfer_says_why"
            ),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answered_at", None), ("outcome", "")),
                    models.Q(
                        ("answered_at__isnull", False),
                        ("entered_by__isnull", False),
                        (
                            "outcome__in",
                            [
                                "accepted",
                                "declined",
                                "withdrawn",
                            ],
                        ),
                    ),
                    _connector="OR",
                ),
                name="a_transfer_is_answered_in_full",
            ),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("outcome", "accepted"), _negated=True),
                    models.Q(models.Q(("answered_name", ""), _negated=True), models.Q(("number", ""), _negated=True)),
                    _connector="OR",
                ),
                name="taken_over_with_name_and_number",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="transfer",
            trigger=pgtrigger.compiler.Trigger(
                name="transfer_is_never_deleted",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'a transfer is never deleted' USING ERRCODE = 'integrity_constraint_violation';",
                    hash="3fb6399c14da5e39fe466816625c7f619750d5b5",
                    operation="DELETE",
                    pgid="pgtrigger_transfer_is_never_deleted_8e808",
                    table="cases_transfer",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="transfer",
            trigger=pgtrigger.compiler.Trigger(
                name="transfer_keeps_what_was_asked",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."case_id" IS DISTINCT FROM (NEW."case_id") OR OLD."force_id" IS DISTINCT FROM (NEW."force_id") OR OLD."reason" IS DISTINCT FROM (NEW."reason") OR OLD."asked_by_id" IS DISTINCT FROM (NEW."asked_by_id") OR OLD."asked_at" IS DISTINCT FROM (NEW."asked_at"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="973d3f240d7e6c15a2a708c9bd0c31bfbf5d3907",
                    operation="UPDATE",
                    pgid="pgtrigger_transfer_keeps_what_was_asked_02ea9",
                    table="cases_transfer",
                    when="BEFORE",
                ),
            ),
        ),
    ]
