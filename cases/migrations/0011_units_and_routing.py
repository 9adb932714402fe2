"""Routing rules as data, a unit for reports about the police, units of boroughs, and cases hidden from who is involved."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q


def values(length: int = 40) -> django.contrib.postgres.fields.ArrayField:
    base = models.CharField(max_length=length)
    return django.contrib.postgres.fields.ArrayField(base_field=base, blank=True, default=list, size=None)


class Migration(migrations.Migration):
    dependencies = [("cases", "0010_referral_transfer")]

    operations = [
        migrations.AddField(
            "case",
            "hidden_from",
            django.contrib.postgres.fields.ArrayField(
                base_field=models.BigIntegerField(),
                default=list,
                help_text="ids of accounts that may not know of it: officers involved",
                size=None,
            ),
        ),
        migrations.AddField(
            "unit",
            "borough",
            models.SlugField(blank=True, default="", help_text="the London borough that it works for"),
            preserve_default=False,
        ),
        migrations.AddField(
            "unit",
            "takes_police_reports",
            models.BooleanField(
                default=False,
                help_text="reports about the police or its staff come here and not to the unit that has new cases, as"
                " soon as somebody here is named to read restricted cases",
            ),
        ),
        migrations.AlterField(
            "unit",
            "is_active",
            models.BooleanField(default=True, help_text="no rule leads to a unit that is not active"),
        ),
        migrations.AddConstraint(
            "unit",
            models.UniqueConstraint(
                name="one_unit_for_reports_about_police",
                fields=["takes_police_reports"],
                condition=Q(takes_police_reports=True),
            ),
        ),
        migrations.AddConstraint(
            "unit",
            models.UniqueConstraint(name="one_unit_a_borough", fields=["borough"], condition=~Q(borough="")),
        ),
        migrations.AddConstraint(
            "unit",
            models.CheckConstraint(
                name="the_unit_for_reports_about_police_is_active",
                condition=Q(takes_police_reports=False) | Q(is_active=True),
            ),
        ),
        migrations.CreateModel(
            name="RoutingRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80, unique=True)),
                (
                    "place",
                    models.PositiveSmallIntegerField(
                        default=100, help_text="rules with lower numbers are asked first", verbose_name="order"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="routing_rules", to="cases.unit"
                    ),
                ),
                ("strands", values()),
                ("kinds", values()),
                ("places", values()),
                ("areas", values(60)),
                ("languages", values(12)),
                ("priorities", values()),
                ("cues", values()),
                ("in_force_from", models.DateField()),
                ("in_force_until", models.DateField(blank=True, help_text="the last day", null=True)),
                ("is_active", models.BooleanField(default=False)),
                ("switched_at", models.DateTimeField(editable=False, null=True)),
                (
                    "switched_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        name="a_rule_asks_about_something",
                        condition=~Q(strands=[], kinds=[], places=[], areas=[], languages=[], priorities=[], cues=[]),
                    ),
                    models.CheckConstraint(
                        name="a_rule_ends_after_it_begins",
                        condition=Q(in_force_until=None) | Q(in_force_until__gte=F("in_force_from")),
                    ),
                    models.CheckConstraint(
                        name="a_rule_is_switched_on_by_somebody",
                        condition=Q(is_active=False) | Q(switched_at__isnull=False, switched_by__isnull=False),
                    ),
                ]
            },
        ),
    ]
