"""People of boroughs for rates, protected sites with what gathers near them, and an index that answers charts by itself."""

import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import cases.enums.sites


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0008_statistics"),
    ]

    operations = [
        migrations.CreateModel(
            name="BoroughPopulation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "borough",
                    models.CharField(help_text="its key, such as barking-and-dagenham", max_length=40, unique=True),
                ),
                ("people", models.PositiveIntegerField()),
                ("year", models.PositiveSmallIntegerField()),
                ("source", models.CharField(max_length=120)),
            ],
        ),
        migrations.CreateModel(
            name="ProtectedSite",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("worship", "place of worship"),
                            ("school", "school"),
                            ("community_centre", "community centre"),
                        ],
                        max_length=16,
                    ),
                ),
                ("name", models.CharField(max_length=150)),
                ("place", models.CharField(help_text="street and area, as people say it", max_length=200)),
                ("postcode", models.CharField(help_text="such as E8 2BT", max_length=8)),
                ("district", models.CharField(editable=False, help_text="of the postcode, such as E8", max_length=4)),
                ("borough", models.CharField(help_text="its key, such as hackney", max_length=40)),
                (
                    "strands",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        blank=True,
                        default=list,
                        help_text="what people there are likely attacked for",
                        size=None,
                    ),
                ),
                ("sealed_contact", models.BinaryField(help_text="who is to be warned, and how, as agreed")),
                ("agreed_on", models.DateField(help_text="when they agreed to be warned this way")),
                ("is_active", models.BooleanField(default=True)),
            ],
        ),
        migrations.CreateModel(
            name="SiteNotice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("found_at", models.DateTimeField()),
                ("incidents", models.PositiveIntegerField()),
                ("why", models.CharField(max_length=200)),
                (
                    "case_ids",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(),
                        help_text="the incidents, as far as they were known then",
                        size=None,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SiteWarning",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                (
                    "told",
                    models.CharField(
                        help_text="who was told what: nothing that a victim did not agree to", max_length=300
                    ),
                ),
                (
                    "token",
                    models.CharField(
                        help_text="of the form, so that a second press warns once", max_length=64, unique=True
                    ),
                ),
            ],
        ),
        migrations.RemoveIndex(
            model_name="countofday",
            name="roll_ups_of_a_strand",
        ),
        migrations.AddField(
            model_name="account",
            name="keeps_sites",
            field=models.BooleanField(
                default=False,
                help_text="may see and warn protected sites at the desk, or keep their list in the administration",
            ),
        ),
        migrations.AddIndex(
            model_name="countofday",
            index=models.Index(
                condition=models.Q(("kind", "")),
                fields=["counted", "dated_by", "strand", "day"],
                include=("borough", "count"),
                name="roll_ups_of_a_strand",
            ),
        ),
        migrations.AddConstraint(
            model_name="boroughpopulation",
            constraint=models.CheckConstraint(
                condition=models.Q(("people__gt", 0)), name="somebody_lives_in_a_borough"
            ),
        ),
        migrations.AddConstraint(
            model_name="protectedsite",
            constraint=models.UniqueConstraint(
                models.F("name"), models.F("postcode"), name="one_site_a_name_and_postcode"
            ),
        ),
        migrations.AddConstraint(
            model_name="protectedsite",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            cases.enums.sites.SiteKind["WORSHIP"],
                            cases.enums.sites.SiteKind["SCHOOL"],
                            cases.enums.sites.SiteKind["COMMUNITY_CENTRE"],
                        ],
                    )
                ),
                name="known_kind_of_site",
            ),
        ),
        migrations.AddConstraint(
            model_name="protectedsite",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True), name="a_site_has_a_name"
            ),
        ),
        migrations.AddField(
            model_name="sitenotice",
            name="site",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="notices", to="cases.protectedsite"
            ),
        ),
        migrations.AddField(
            model_name="sitewarning",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="sitewarning",
            name="notice",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="warnings", to="cases.sitenotice"
            ),
        ),
        migrations.AddField(
            model_name="sitewarning",
            name="site",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="warnings", to="cases.protectedsite"
            ),
        ),
        migrations.AddIndex(
            model_name="sitenotice",
            index=models.Index(fields=["site", "-found_at"], name="notices_of_a_site"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sitenotice",
            trigger=pgtrigger.compiler.Trigger(
                name="site_notice_is_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'a site notice is never changed or deleted' USING ERRCODE = 'integrity_constraint_violation';",
                    hash="798ea326cbac37be07a3a73c84a1519c378580a1",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_site_notice_is_kept_049fd",
                    table="cases_sitenotice",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="sitewarning",
            constraint=models.CheckConstraint(
                condition=models.Q(("told", ""), _negated=True), name="a_warning_says_what_was_told"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sitewarning",
            trigger=pgtrigger.compiler.Trigger(
                name="site_warning_is_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'a site warning is never changed or deleted' USING ERRCODE = 'integrity_constraint_violation';",
                    hash="09fb5783d1bef7ce684c0f472b4a62dbb3a312ef",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_site_warning_is_kept_a9187",
                    table="cases_sitewarning",
                    when="BEFORE",
                ),
            ),
        ),
    ]
