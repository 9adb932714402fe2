from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models


def mark_what_was_decided(apps, schema_editor):
    """Cases with a decision count as what officers said; of those decided without a tick the machine's labels go."""
    decisions = apps.get_model("cases", "RecordingDecision").objects.filter(case=models.OuterRef("pk"))
    telling = decisions.exclude(strands=[], kinds=[])
    decided = apps.get_model("cases", "Case").objects.filter(models.Exists(decisions))
    reports = apps.get_model("reporting", "Report").objects.filter(pk=models.OuterRef("opened_for"))
    decided.exclude(models.Exists(telling)).update(
        strands=models.Subquery(reports.values("perceived_strands")[:1]), kinds=[]
    )
    decided.update(is_labelled=True)


class Migration(migrations.Migration):
    dependencies = [("cases", "0007_search")]
    operations = [
        migrations.AddField(
            model_name="case",
            name="is_labelled",
            field=models.BooleanField(
                default=False,
                verbose_name="labelled by an officer",
                help_text="an officer has said which strands and kinds apply, none included",
            ),
        ),
        migrations.AlterField(
            model_name="case",
            name="strands",
            field=ArrayField(
                base_field=models.CharField(max_length=40),
                default=list,
                help_text="what reporters ticked, and the officer's; until one decided, the machine's instead",
                size=None,
            ),
        ),
        migrations.RunPython(mark_what_was_decided, migrations.RunPython.noop),
    ]
