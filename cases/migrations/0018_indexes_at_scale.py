"""An officer's open cases, late ones that somebody has, and what came again are counted in an index alone."""

from django.db import migrations, models

_OPEN = ["new", "in_progress", "waiting"]
_RIGHTS = ("is_restricted", "recused", "hidden_from")


class Migration(migrations.Migration):
    dependencies = [("cases", "0017_presence_and_drafts")]

    operations = [
        migrations.RemoveIndex(model_name="case", name="queue_of_an_officer"),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                fields=["officer", "next_due_at", "id"],
                name="queue_of_an_officer",
                condition=models.Q(state__in=_OPEN),
                include=("unit", *_RIGHTS),
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                fields=["unit", "next_due_at", "id"],
                name="queue_of_what_somebody_has",
                condition=models.Q(officer__isnull=False, state__in=_OPEN),
                include=_RIGHTS,
            ),
        ),
        migrations.AddIndex(
            model_name="timelineentry",
            index=models.Index(
                "case", name="cases_raised_for_repeat", condition=models.Q(what="raised_for_repeat")
            ),
        ),
    ]
