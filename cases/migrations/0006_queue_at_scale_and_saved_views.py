"""Each tab of the queue has its index, so that it costs the same at a million cases; and views that officers keep."""

import datetime

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce

OPEN = ("new", "in_progress", "waiting")
NEVER = Value(datetime.datetime(9999, 1, 1, tzinfo=datetime.UTC), models.DateTimeField())


def of_a_tab(name: str, condition: Q) -> migrations.AddIndex:
    fields, rights = ["unit", "next_due_at", "id"], ["is_restricted"]
    return migrations.AddIndex("case", models.Index(fields=fields, name=name, condition=condition, include=rights))


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0005_voices_of_a_switch"),
        ("reporting", "0002_functions_of_the_public_role"),
    ]

    operations = [
        of_a_tab("queue_of_what_nobody_has", Q(state="new")),
        of_a_tab("queue_of_what_waits", Q(state="waiting")),
        of_a_tab("queue_of_what_is_held", Q(lane="held", state__in=OPEN)),
        of_a_tab("queue_of_what_needs_a_person", ~Q(needs_person="") & Q(state__in=OPEN)),
        migrations.AddIndex(
            "case",
            models.Index(
                F("unit"), Coalesce("next_due_at", NEVER), F("id").desc(), name="all_cases_of_a_unit",
                condition=~Q(state="emptied"),
                include=["is_restricted"],
            ),
        ),
        migrations.AddIndex(
            "voice",
            models.Index("report", name="hidden_suggestions", condition=Q(speaker="machine", is_blind=True)),
        ),
        migrations.CreateModel(
            name="SavedView",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="saved_views",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("name", models.CharField(max_length=60)),
                ("query", models.CharField(help_text="tab and filters, as in the queue's address", max_length=2000)),
                (
                    "unit",
                    models.ForeignKey(
                        help_text="shared with it",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.unit",
                    ),
                ),
                ("saved_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=["owner", "name"], name="one_view_of_a_name_for_each_owner"),
                    models.CheckConstraint(condition=~Q(name=""), name="a_saved_view_has_a_name"),
                ]
            },
        ),
    ]  # fmt: skip
