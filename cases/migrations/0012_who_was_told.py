"""Who was told of a surge or a gathering near a site; what partners hear comes in by their own key."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0011_acknowledgements"),
        ("reporting", "0011_tension_of_partners"),
    ]

    operations = [
        migrations.CreateModel(
            name="FindingNotice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "contact",
                    models.CharField(blank=True, help_text="the name of a contact that is no account", max_length=100),
                ),
                ("at", models.DateTimeField()),
                ("state", models.CharField(help_text="sending, or what became of it", max_length=10)),
                (
                    "failure",
                    models.CharField(
                        blank=True, help_text="a class name or number, nothing that a server said", max_length=40
                    ),
                ),
            ],
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="tensionentry",
            name="tension_stays_as_entered",
        ),
        migrations.AddField(
            model_name="tensionentry",
            name="from_partner",
            field=models.OneToOneField(
                help_text="what it sent",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="reporting.partnertension",
            ),
        ),
        migrations.AlterField(
            model_name="alarmcontact",
            name="step",
            field=models.PositiveSmallIntegerField(
                choices=[
                    (0, "at once: duty desk"),
                    (1, "after 5 minutes: supervisor"),
                    (2, "after 10 minutes: control room"),
                    (3, "a surge, and no alarm: press office"),
                ]
            ),
        ),
        migrations.AlterField(
            model_name="tensionentry",
            name="by",
            field=models.ForeignKey(
                help_text="empty: the partner itself, by its key",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="tensionentry",
            trigger=pgtrigger.compiler.Trigger(
                name="tension_stays_as_entered",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."what" IS DISTINCT FROM (NEW."what") OR OLD."reliability" IS DISTINCT FROM (NEW."reliability") OR OLD."borough" IS DISTINCT FROM (NEW."borough") OR OLD."strands" IS DISTINCT FROM (NEW."strands") OR OLD."day" IS DISTINCT FROM (NEW."day") OR OLD."source" IS DISTINCT FROM (NEW."source") OR OLD."by_id" IS DISTINCT FROM (NEW."by_id") OR OLD."from_partner_id" IS DISTINCT FROM (NEW."from_partner_id") OR OLD."at" IS DISTINCT FROM (NEW."at"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="39978edc47321ef16a745c0e303ad2c6c10e66e2",
                    operation="UPDATE",
                    pgid="pgtrigger_tension_stays_as_entered_3c61e",
                    table="cases_tensionentry",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="tensionentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("by__isnull", False), ("from_partner", None)),
                    models.Q(("by", None), ("from_partner__isnull", False), models.Q(("source", ""), _negated=True)),
                    _connector="OR",
                ),
                name="an_officer_or_a_partner_enters_tension",
            ),
        ),
        migrations.AddField(
            model_name="findingnotice",
            name="account",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="findingnotice",
            name="site_notice",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="told", to="cases.sitenotice"
            ),
        ),
        migrations.AddField(
            model_name="findingnotice",
            name="surge",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="told", to="cases.surge"
            ),
        ),
        migrations.AddIndex(
            model_name="findingnotice",
            index=models.Index(models.F("account"), models.F("contact"), models.F("at"), name="last_told_of_a_finding"),
        ),
        migrations.AddConstraint(
            model_name="findingnotice",
            constraint=models.UniqueConstraint(
                fields=("surge", "site_notice", "account", "contact"),
                name="told_once_of_a_finding",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="findingnotice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("site_notice__isnull", False), ("surge", None)),
                    models.Q(("site_notice", None), ("surge__isnull", False)),
                    _connector="OR",
                ),
                name="told_of_one_finding",
            ),
        ),
        migrations.AddConstraint(
            model_name="findingnotice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("account", None), models.Q(("contact", ""), _negated=True)),
                    models.Q(("account__isnull", False), ("contact", "")),
                    _connector="OR",
                ),
                name="an_account_or_a_contact_is_told",
            ),
        ),
    ]
