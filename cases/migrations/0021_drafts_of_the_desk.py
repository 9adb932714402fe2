"""A form that stands on no case and no series, an alarm, a missed promise or a complaint, is kept as it is typed too."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0020_kept_as_promised"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="draft",
            name="a_draft_is_of_a_case_or_a_series",
        ),
        migrations.AddConstraint(
            model_name="draft",
            constraint=models.UniqueConstraint(
                condition=models.Q(("case", None), ("series", None)),
                fields=("account", "form", "about", "page"),
                name="one_draft_of_a_form_of_the_desk_and_page_for_each_officer",
            ),
        ),
        migrations.AddConstraint(
            model_name="draft",
            constraint=models.CheckConstraint(
                condition=models.Q(("case", None), ("series", None), _connector="OR"),
                name="a_draft_is_of_no_case_and_series_at_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="draft",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("case__isnull", False),
                    ("series__isnull", False),
                    models.Q(("about", ""), _negated=True),
                    _connector="OR",
                ),
                name="a_draft_of_neither_says_what_it_is_about",
            ),
        ),
    ]
